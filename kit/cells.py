"""What one cell of a spreadsheet says: words, days, years and numbers as people type them; pure functions only."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from math import isfinite
from typing import Any

from kit.vietnamese import NoSuchDay, fold, nfc, parse_date, vn_date, vn_number

Cell = str | int | float | bool | date | None
# Day 1 of Excel is 01/01/1900; its calendar counts a 29/02/1900 that never was.
FIRST_DAY = date(1899, 12, 30)
EARLIEST, LATEST = 1900, 2100
FAULTS = frozenset({"#N/A", "#NAME?", "#REF!", "#VALUE!", "#DIV/0!", "#NUM!", "#NULL!", "#SPILL!", "#CALC!"})
YES, NO = frozenset({"co", "x", "dung", "yes", "true", "1"}), frozenset({"khong", "no", "sai", "false", "0"})
_GROUPED = re.compile(r"[-+]?\d{1,3}(?:\.\d{3})+(?:,\d+)?")
_PLAIN = re.compile(r"[-+]?\d+(?:[.,]\d+)?")


class Unclear(ValueError):
    """A cell that does not say what its column asks for; the reason in words for whoever typed it."""


def plain(text: str) -> str:
    """Return a text with composed letters and single spaces, without signs that nobody sees."""
    composed = nfc(text.replace("\u00a0", " "))
    seen = (sign if unicodedata.category(sign) not in {"Cc", "Cf", "Cs", "Co", "Cn"} else " "
            if sign in "\r\n\t\v\f\u0085" else "" for sign in composed)  # fmt: skip
    return nfc(" ".join("".join(seen).split()))


def shown(cell: Cell) -> str:
    """Return a cell as a reader sees it, whatever it holds."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "Có" if cell else "Không"
    if isinstance(cell, date):
        return vn_date(cell)
    if isinstance(cell, (int, float)):
        return _number_words(cell)
    return plain(str(cell))


def is_empty(cell: Cell) -> bool:
    """Say whether a cell holds nothing that a reader sees."""
    return not shown(cell)


def words(cell: Cell, *, limit: int = 0, code: bool = False) -> str:
    """Return a cell as one line of text, at most `limit` letters long.

    A `code` (the number of a decision) that Excel turned into a day is refused, for the words are lost.
    """
    _refuse_faults(cell)
    if code and isinstance(cell, date):
        raise Unclear("Excel đã đổi nội dung thành ngày; định dạng ô là Văn bản (Text) rồi ghi lại")
    text = shown(cell)
    if limit and len(text) > limit:
        raise Unclear(f"dài {len(text)} ký tự, chỉ ghi được {limit}")
    return text


def passage(cell: Cell, *, limit: int = 0) -> str:
    """Return a cell as text of several lines, at most `limit` letters long."""
    if not isinstance(cell, str):
        return words(cell, limit=limit)
    _refuse_faults(cell)
    text = lines_of(cell).strip()
    if limit and len(text) > limit:
        raise Unclear(f"dài {len(text)} ký tự, chỉ ghi được {limit}")
    return text


def lines_of(text: str) -> str:
    """Return a text with each of its lines clean, without needless empty ones."""
    return "\n".join(filter(None, map(plain, re.split(r"[\r\n]+", text))))


def day(cell: Cell) -> date | None:
    """Read a day: a date of Excel, or typed as 05/12/2025; nothing from an empty cell."""
    _refuse_faults(cell)
    if is_empty(cell):
        return None
    if isinstance(cell, date):
        return _within_our_time(cell)
    text = shown(cell)
    if isinstance(cell, (int, float)) and not isinstance(cell, bool) and isfinite(cell):
        if EARLIEST <= cell <= LATEST:
            raise Unclear(f"“{text}” mới có năm; ghi đủ ngày/tháng/năm, ví dụ 05/12/2025")
        if cell == int(cell) and 0 < cell < 100_000:
            return _within_our_time(FIRST_DAY + timedelta(days=int(cell)))
    try:
        return _within_our_time(parse_date(text))
    except Unclear:
        raise
    except NoSuchDay:
        raise Unclear(f"không có ngày “{text}” trong lịch") from None
    except ValueError:
        raise Unclear(f"không đọc được ngày “{text}”; ghi theo mẫu 05/12/2025") from None


def _within_our_time(found: date) -> date:
    """Return a day that an office of today can mean."""
    if not EARLIEST <= found.year <= LATEST:
        raise Unclear(f"năm {found.year} không hợp lý; ghi theo mẫu 05/12/2025")
    return found


def year(cell: Cell) -> int | None:
    """Read a year: 1985, or the year of a day such as 05/12/1985; nothing from an empty cell."""
    _refuse_faults(cell)
    if is_empty(cell):
        return None
    wrong = Unclear(f"không đọc được năm “{shown(cell)}”; ghi bốn chữ số, ví dụ 1985")
    if isinstance(cell, date):
        found = cell.year
    else:
        try:
            number = amount(cell)
        except Unclear:
            number = None
        if number is None:
            found = _year_of_day(shown(cell))
        elif not isinstance(cell, str) and 7_000 < number < 74_000:
            found = (FIRST_DAY + timedelta(days=int(number))).year
        else:
            found = int(number) if number == int(number) else None
    if found is None or not EARLIEST <= found <= LATEST:
        raise wrong
    return found


def _year_of_day(text: str) -> int | None:
    """Return the year of a day typed in full; None for anything else."""
    try:
        return parse_date(text).year
    except ValueError:
        return None


def amount(cell: Cell) -> Decimal | None:
    """Read a number as forms do: 1.250,5 or 12,5 or 12.5, perhaps with %; nothing from an empty cell."""
    _refuse_faults(cell)
    if is_empty(cell):
        return None
    wrong = Unclear(f"“{shown(cell)}” không phải là số; ghi ví dụ 1.250 hoặc 12,5")
    if isinstance(cell, (bool, date)):
        raise wrong
    if isinstance(cell, (int, float)):
        if not isfinite(cell) or abs(cell) >= 10**15:
            raise wrong
        return _tidy(Decimal(f"{cell:.15g}"))
    typed = shown(cell).replace(" ", "").removesuffix("%")
    if _GROUPED.fullmatch(typed):
        typed = typed.replace(".", "").replace(",", ".")
    elif _PLAIN.fullmatch(typed):
        typed = typed.replace(",", ".")
    else:
        raise wrong
    try:
        return _tidy(Decimal(typed))
    except InvalidOperation:
        raise wrong from None


def whole(cell: Cell, *, least: int = 0, most: int = 32_767) -> int | None:
    """Read a whole number between two limits; nothing from an empty cell."""
    found = amount(cell)
    if found is None:
        return None
    if found != found.to_integral_value() or not least <= found <= most:
        raise Unclear(f"“{shown(cell)}” không phải là số nguyên từ {vn_number(least)} đến {vn_number(most)}")
    return int(found)


def yes(cell: Cell) -> bool | None:
    """Read Có or Không, however typed; nothing from an empty cell."""
    _refuse_faults(cell)
    text = fold(shown(cell))
    if not text:
        return None
    if text in YES or text in NO:
        return text in YES
    raise Unclear(f"“{shown(cell)}” không phải là Có hoặc Không")


def one_of(cell: Cell, options: Mapping[str, Any]) -> Any:
    """Return what an option (label → value) stands for, marks and capitals aside; nothing from an empty cell."""
    _refuse_faults(cell)
    text = shown(cell)
    if not text:
        return None
    if text in options:
        return options[text]
    found = {value for label, value in options.items() if fold(label) == fold(text)}
    if len(found) == 1:
        return found.pop()
    raise Unclear(f"“{text}” không có trong danh sách: {', '.join(options)}")


def _refuse_faults(cell: Cell) -> None:
    """Refuse what a formula of Excel left where it failed."""
    if isinstance(cell, str) and cell.strip().upper() in FAULTS:
        raise Unclear(f"công thức trong ô báo lỗi {cell.strip()}")


def _number_words(number: float) -> str:
    """Write a number of a cell: 2025, 12,5; a year or a code keeps its digits together."""
    if isinstance(number, int):
        return str(number) if abs(number) < 10**15 else f"{number:.15g}"
    if not isfinite(number):
        return str(number)
    text = format(_tidy(Decimal(f"{number:.15g}")), "f") if abs(number) < 10**15 else f"{number:.15g}"
    return text.replace(".", ",")


def _tidy(number: Decimal) -> Decimal:
    """Return a number without needless zeros and exponents."""
    return number.quantize(Decimal(1)) if number == number.to_integral_value() else number.normalize()
