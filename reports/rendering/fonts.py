"""The one face of papers: Tinos, which has the widths of Times New Roman and every Vietnamese letter."""

import re
import unicodedata
from collections.abc import Sequence
from functools import cache
from itertools import product
from pathlib import Path

from django.conf import settings

from kit.late import Late

FOLDER = "/usr/share/fonts/truetype/croscore"
FAMILY = "Tinos"
FILES = {
    (False, False): "Tinos-Regular.ttf",
    (True, False): "Tinos-Bold.ttf",
    (False, True): "Tinos-Italic.ttf",
    (True, True): "Tinos-BoldItalic.ttf",
}
STYLES = {"Tinos-Regular.ttf": "chữ thường", "Tinos-Bold.ttf": "chữ đậm"}
STYLES |= {"Tinos-Italic.ttf": "chữ nghiêng", "Tinos-BoldItalic.ttf": "chữ đậm nghiêng"}
VOWELS = "aăâeêioôơuưy"
TONES = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
LOWER = "".join(unicodedata.normalize("NFC", vowel + tone) for vowel, tone in product(VOWELS, TONES)) + "đ"
VIETNAMESE = LOWER + LOWER.upper()
SPARE = "□"
BREAKS = re.compile(r" (?![-–](?: |$))")
STAND_INS = {"☐": "□", "☑": "■", "☒": "■", "✓": "√", "✔": "√", "\u2011": "-", "\u202f": "\u00a0"}


metrics_of = Late("reports.rendering.font_files:metrics_of")


class FontsMissing(Exception):
    """The fonts of papers are absent or lack letters; the message says which, in Vietnamese."""


def folder() -> Path:
    """Return the folder that holds the fonts of papers."""
    return Path(getattr(settings, "PAPER_FONT_DIR", FOLDER))


def font_file(bold: bool = False, italic: bool = False) -> Path:
    """Return the font file of a style."""
    return folder() / FILES[bold, italic]


@cache
def _metrics(path: Path) -> tuple[dict[int, float], float]:
    """Return each character's width in ems, and the ems of a missing one; a file is read once."""
    return metrics_of(path)


def problems_of(paths: tuple[Path, ...]) -> list[str]:
    """Say in Vietnamese what each font file lacks: the file itself, or Vietnamese letters."""
    found = []
    for path in paths:
        style = STYLES.get(path.name, path.name)
        try:
            widths, _ = _metrics(path)
        except ValueError:
            found.append(f"Thiếu phông {style} để in văn bản: không đọc được tệp {path}.")
            continue
        missing = "".join(letter for letter in VIETNAMESE if ord(letter) not in widths)
        if missing:
            found.append(f"Phông {style} ({path}) thiếu {len(missing)} chữ cái tiếng Việt: {missing}.")
    return found


def check_fonts() -> list[str]:
    """Return what is wrong with the four styles papers are printed in; an empty list when all is well."""
    return problems_of(tuple(folder() / name for name in FILES.values()))


def require_fonts() -> None:
    """Refuse to print when a style is missing or lacks letters."""
    if problems := check_fonts():
        raise FontsMissing(" ".join(problems))


def printable(text: str) -> str:
    """Return the text with each character that the fonts lack replaced by its stand-in or an empty box."""
    known = _shared(folder())
    if all(char in known for char in text):
        return text
    swapped = (char if char in known else STAND_INS.get(char, SPARE) for char in text)
    return "".join(char if char in known else SPARE for char in swapped)


@cache
def _shared(where: Path) -> frozenset[str]:
    codes = set.intersection(*(set(_metrics(where / name)[0]) for name in FILES.values()))
    return frozenset(map(chr, codes)) | {"\n"}


def width(text: str, size: float, *, bold: bool = False, italic: bool = False) -> float:
    """Return the width of a line in points, kerning aside."""
    widths, missing = _metrics(font_file(bold, italic))
    return size * sum(widths.get(ord(char), missing) for char in text)


def balanced(text: str, size: float, room: float, *, bold: bool = False) -> list[str]:
    """Break a text into the fewest lines that fit the room, their lengths as even as they can be."""
    return even([BREAKS.split(line) for line in text.split("\n")], size, room, bold=bold)


def even(given: Sequence[Sequence[str]], size: float, room: float, *, bold: bool = False) -> list[str]:
    """Set lines of parts, none of which is broken, into the fewest lines that fit the room, as even as they can be."""
    lines = _filled(given, size, room, bold)
    low, high = room / 2, room
    while len(lines) > 1 and high - low > 1:
        middle = (low + high) / 2
        tried = _filled(given, size, middle, bold)
        fits = len(tried) <= len(lines) and all(width(line, size, bold=bold) <= middle for line in tried)
        low, high = (low, middle) if fits else (middle, high)
    return _filled(given, size, high, bold)


def _filled(given: Sequence[Sequence[str]], size: float, room: float, bold: bool) -> list[str]:
    lines: list[str] = []
    for parts in given:
        line = ""
        for part in parts:
            longer = f"{line} {part}" if line else part
            if line and width(longer, size, bold=bold) > room:
                lines.append(line)
                line = part
            else:
                line = longer
        lines.append(line)
    return lines
