"""How an office writes the number, the date and the authority on its papers."""

from datetime import date

from kit.vietnamese import long_date

BLANK = "\u00a0" * 6


def document_number(number: int | str | None, symbol: str) -> str:
    """Write the number line; a blank stays until the number is given (NĐ 30/2020, Annex I, II.3)."""
    if number in (None, ""):
        return f"Số:{BLANK}/{symbol}"
    digits = str(number)
    return f"Số: {digits.zfill(2) if digits.isdecimal() else digits}/{symbol}"


def place_and_date(place: str, on: date | None, *, year: int | None = None) -> str:
    """Write the place and date line, with room for the pen where the day is not known yet (II.4)."""
    when = long_date(on) if on else f"ngày{BLANK}tháng{BLANK}năm {year or BLANK}"
    return f"{place}, {when}"


def signing_lines(
    position: str,
    *,
    collective: str = "",
    deputy_of: str = "",
    by_order_of: str = "",
    delegated_by: str = "",
) -> tuple[str, ...]:
    """Stack the lines above a signature: TM., then KT., TL. or TUQ., then the position (II.7).

    A head who signs in the head's own right gives the position alone.
    """
    lines = [("TM.", collective), ("KT.", deputy_of), ("TL.", by_order_of), ("TUQ.", delegated_by)]
    return (*(f"{mark} {name}".upper() for mark, name in lines if name), position.upper())
