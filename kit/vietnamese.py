"""Vietnamese text, names, dates and numbers as an office writes them; pure functions only."""

import re
import textwrap
import unicodedata
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from decimal import Decimal

LETTERS = "abcdđeghiklmnopqrstuvxy"

_TONES = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}
_SHAPES = {
    ("a", "\u0306"): "a1",
    ("a", "\u0302"): "a2",
    ("e", "\u0302"): "e1",
    ("o", "\u0302"): "o1",
    ("o", "\u031b"): "o2",
    ("u", "\u031b"): "u1",
}
_ROMAN = [
    (1000, "M"),
    (900, "CM"),
    (500, "D"),
    (400, "CD"),
    (100, "C"),
    (90, "XC"),
    (50, "L"),
    (40, "XL"),
    (10, "X"),
    (9, "IX"),
    (5, "V"),
    (4, "IV"),
    (1, "I"),
]
_END, _GAP, _STRANGE = "00", "01", "z9"
_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_THOUSANDS = ((10**6, "triệu"), (10**3, "nghìn"), (1, ""))
_DATE = re.compile(r"(?:(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})|(\d{4})-(\d{1,2})-(\d{1,2}))")


def nfc(text: str) -> str:
    """Compose the letters of a text, so that equal words are equal strings."""
    return unicodedata.normalize("NFC", text)


def fold(text: str) -> str:
    """Reduce a text to what people type when searching: no marks, no đ, lower case, single spaces."""
    lowered = unicodedata.normalize("NFKD", text).casefold().replace("đ", "d")
    decomposed = unicodedata.normalize("NFKD", lowered)
    return " ".join("".join(sign for sign in decomposed if not unicodedata.combining(sign)).split())


def file_stem(text: str) -> str:
    """Return a text as the name of a file without its ending: at most 100 plain signs, cut between words."""
    words = re.sub(r"[^a-z0-9-]+", " ", fold(text)).replace("-", " ")
    return "-".join(textwrap.shorten(words, 100, placeholder="").split())


def sort_key(full_name: str) -> str:
    """Return an ASCII key that orders people by given name, then the rest, as Vietnamese lists do.

    About three characters for each letter; letters count before tones, and a ă â, d đ, e ê, o ô ơ, u ư
    are letters of their own.
    """
    *rest, given = full_name.split() or [""]
    return letter_key(given) + letter_key(" ".join(rest))


def letter_key(text: str) -> str:
    """Return an ASCII key that orders texts as a Vietnamese dictionary does."""
    letters, tones = [], []
    for sign in unicodedata.normalize("NFC", " ".join(text.lower().split())):
        code, tone = _weigh(sign)
        letters.append(code)
        tones.append(tone)
    return "".join(letters) + _END + "".join(tones)


def _weigh(sign: str) -> tuple[str, str]:
    """Return the letter code (two characters) and the tone (one) of a composed letter."""
    if sign == "đ":
        return "d1", "0"
    base, *marks = unicodedata.normalize("NFD", sign)
    tone = next((_TONES[mark] for mark in marks if mark in _TONES), "0")
    shape = next((_SHAPES[base, mark] for mark in marks if (base, mark) in _SHAPES), None)
    if shape:
        return shape, tone
    if "a" <= base <= "z":
        return base + "0", tone
    if "0" <= base <= "9":
        return "1" + base, "0"
    return (_STRANGE if base.isalpha() else _GAP), "0"


class NoSuchDay(ValueError):
    """What is written as a day is on no calendar, as 31/02/2026."""


def parse_date(text: str) -> date:
    """Read 05/12/2025, 5-12-2025, 5.12.2025 or 2025-12-05; raise ValueError otherwise, NoSuchDay for 30/02/2025."""
    found = _DATE.fullmatch(text.strip())
    if not found:
        raise ValueError(text)
    day, month, year, iso_year, iso_month, iso_day = found.groups()
    try:
        return date(int(year or iso_year), int(month or iso_month), int(day or iso_day))
    except ValueError as problem:
        raise NoSuchDay(text) from problem


def vn_date(day: date | None) -> str:
    """Write a date as 05/12/2025; nothing for no date."""
    return f"{day.day:02}/{day.month:02}/{day.year:04}" if day else ""


def vn_datetime(moment: datetime | None) -> str:
    """Write a moment, already in local time, as 05/12/2025 14:05."""
    return f"{vn_date(moment)} {moment.hour:02}:{moment.minute:02}" if moment else ""


def long_date(day: date) -> str:
    """Write a date in words; days below 10 and months 1 and 2 carry a zero (NĐ 30/2020, Annex I)."""
    month = f"{day.month:02}" if day.month < 3 else str(day.month)
    return f"ngày {day.day:02} tháng {month} năm {day.year}"


def days_between(earlier: date, later: date) -> str:
    """Say how far a date lies from another one: hôm nay, còn 3 ngày, quá hạn 2 ngày."""
    gap = (later - earlier) // timedelta(days=1)
    if gap == 0:
        return "hôm nay"
    return f"còn {gap} ngày" if gap > 0 else f"quá hạn {-gap} ngày"


def vn_number(value, places: int | None = None) -> str:
    """Write a number with decimal comma and thousand dots; trailing zeros go unless places are asked for."""
    if value is None or value == "":
        return ""
    number = Decimal(str(value))
    if not number.is_finite():
        raise ValueError(f"Not a finite number: {value}")
    text = f"{number:,.{places}f}" if places is not None else f"{number:,f}"
    if places is None and "." in text:
        text = text.rstrip("0").rstrip(".")
    if not re.search("[1-9]", text):
        text = text.lstrip("-")
    return text.translate(str.maketrans(",.", ".,"))


def paper_number(number: int | None, symbol: str, *, blank: str = "") -> str:
    """Return the number and symbol of a paper as they are cited, “05/QĐ-UBND”; `blank` where it has no number."""
    return f"{number:02d}/{symbol}" if number else blank


def money(value) -> str:
    """Write an amount in đồng, 1.500.000 đồng."""
    return f"{vn_number(value, 0)} đồng" if value is not None and value != "" else ""


def number_in_words(number: int) -> str:
    """Spell a whole number: 1.405.021 is một triệu bốn trăm linh năm nghìn không trăm hai mươi mốt."""
    if number < 0:
        raise ValueError(f"No words for {number}.")
    if number == 0:
        return _DIGITS[0]
    billions, rest = divmod(number, 10**9)
    parts = [f"{number_in_words(billions)} tỷ"] if billions else []
    for size, name in _THOUSANDS:
        if group := rest // size % 1000:
            parts.append(f"{_group_in_words(group, whole=bool(parts))} {name}".rstrip())
    return " ".join(parts)


def _group_in_words(number: int, *, whole: bool) -> str:
    """Spell three digits; `whole` names the hundreds even where there are none."""
    hundreds, tens, ones = number // 100, number // 10 % 10, number % 10
    words = [_DIGITS[hundreds], "trăm"] if hundreds or whole else []
    if tens:
        words += ["mười"] if tens == 1 else [_DIGITS[tens], "mươi"]
    elif ones and words:
        words.append("linh")
    if ones:
        words.append("mốt" if ones == 1 and tens > 1 else "lăm" if ones == 5 and tens else _DIGITS[ones])
    return " ".join(words)


def begun(text: str) -> str:
    """Begin a text with a capital, as a sentence or the cell of a table does."""
    return text[:1].upper() + text[1:]


def begun_small(text: str) -> str:
    """Begin a text with a small letter, for the middle of a sentence; an abbreviation keeps its capitals."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def listed(items: Iterable[str]) -> tuple[str, ...]:
    """Return the lines of a list, each closed by “;” and the last by “.”."""
    items = tuple(items)
    return tuple(f"{item}{'.' if place == len(items) else ';'}" for place, item in enumerate(items, 1))


def small_count(number: int) -> str:
    """Write a count with two digits at least, as papers do: 02, 15, 120."""
    return f"{number:02}"


def roman(number: int) -> str:
    """Write 1, 2, 3 … as I, II, III …"""
    if number < 1:
        raise ValueError(f"No Roman numeral for {number}.")
    text = ""
    for value, sign in _ROMAN:
        count, number = divmod(number, value)
        text += sign * count
    return text


def letter(number: int) -> str:
    """Write 1, 2, 3 … as the letters that mark points of a paper: a, b, c, d, đ, e, g … y, aa, ab …"""
    if number < 1:
        raise ValueError(f"No letter for {number}.")
    text = ""
    while number:
        number, rest = divmod(number - 1, len(LETTERS))
        text = LETTERS[rest] + text
    return text
