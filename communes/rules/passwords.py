"""Passwords that others would try first: words of the place and the office, and lists of those that got out."""

import hashlib
import re
from collections.abc import Iterable
from pathlib import Path

from kit.vietnamese import fold

# What is left of a password without such words must be at least so long to be called the user's own.
OWN_PART = 6
OFFICE = """
ubnd uybannhandan uyban hdnd hoidongnhandan mttq mattran dangbo danguy thiduakhenthuong thidua khenthuong phongtrao
giaykhen bangkhen vanthu lanhdao canbo congchuc chutich phochutich thuky hoidong quantri quanly administrator admin
matkhau password dangnhap taikhoan vanphong hanhchinh hanhchinhcong trungtam phucvu noivu sonoivu vanhoa xahoi vhxh
kinhte vietnam hochiminh bacho tinh thanhpho phuong dackhu xa thon xinchao chaomung welcome qwertyuiop qwerty asdfgh
abc iloveyou emyeu anhyeu
"""
# How letters are written with other signs; “1” stands for two of them.
SIGNS = str.maketrans({"@": "a", "4": "a", "3": "e", "0": "o", "$": "s", "5": "s", "7": "t", "!": "i", "|": "i"})
ONES = ("i", "l")
YEARS = re.compile(r"(?:19|20)\d\d")
LINE = re.compile(rb"[0-9A-F]{40}(?::\d+)?\r?\n?")
LONGEST_LINE = 80
SAMPLES = 2_000


def plain_words(*texts: str) -> set[str]:
    """Return texts as they turn up in passwords: each word, all of them together, and a name with its initials."""
    found: set[str] = set()
    for text in texts:
        words = re.findall(r"[a-z0-9]+", fold(text))
        found |= {word for word in words if len(word) >= 3}
        found.add("".join(words))
        if len(words) > 1:
            *rest, last = words
            initials = "".join(word[0] for word in rest)
            found |= {last + initials, initials + last, "".join(word[0] for word in words)}
    return {word for word in found if len(word) >= 3}


def is_of_the_place(password: str, words: Iterable[str]) -> bool:
    """Say whether a password holds such a word or one of the office, and hardly anything besides.

    Years, runs (“123456”), repetitions and signs do not count; nor do marks and the usual substitutions (“th1du@”).
    """
    known = sorted({*OFFICE.split(), *words}, key=len, reverse=True)
    return any(_hardly_more(reading, known) for reading in _readings(password))


def _readings(password: str) -> set[str]:
    """Return a password in letters and digits: as typed, and with the usual substitutions taken back."""
    typed = fold(password)
    letters = typed.translate(SIGNS)
    found = {typed, letters, *(letters.replace("1", one) for one in ONES)}
    return {re.sub(r"[^a-z0-9]", "", each) for each in found}


def _hardly_more(reading: str, known: list[str]) -> bool:
    """Say whether known words make up a reading but for a few letters."""
    rest = reading
    for word in known:
        rest = rest.replace(word, " ")
    if rest == reading:
        return False
    rest = YEARS.sub(" ", rest)
    for run in ("01234567890", "09876543210", "abcdefghijklmnopqrstuvwxyz"):
        rest = _without_run(rest, run)
    rest = re.sub(r"(.)\1{2,}", " ", rest)
    return len(rest.replace(" ", "")) < OWN_PART


def _without_run(text: str, run: str) -> str:
    """Return a text without the pieces of three or more signs that follow one another in a run."""
    for length in range(len(run), 2, -1):
        for start in range(len(run) - length + 1):
            text = text.replace(run[start : start + length], " ")
    return text


def is_listed(password: str, path: Path) -> bool:
    """Say whether a password stands in a file of SHA-1 digests ordered by digest, read by halving, never whole."""
    wanted = hashlib.sha1(password.encode(), usedforsecurity=False).hexdigest().upper().encode()
    with path.open("rb") as file:
        low, high = 0, file.seek(0, 2)
        while low < high:
            middle = (low + high) // 2
            start = _line_from(file, middle)
            digest = file.readline(LONGEST_LINE)[:40].upper()
            if start >= high or digest > wanted:
                high = middle
            elif digest < wanted:
                low = file.tell()
            else:
                return True
    return False


def faults_of(path: Path) -> list[str]:
    """Return what is wrong with a file of digests, looking at its beginning and at places spread over it."""
    if not path.is_file():
        return [f"{path} is no file."]
    if path.stat().st_size == 0:
        return [f"{path} is empty."]
    with path.open("rb") as file:
        size = file.seek(0, 2)
        file.seek(0)
        seen = [line for line in (file.readline(LONGEST_LINE) for _ in range(SAMPLES)) if line]
        begins = (_line_from(file, size * place // SAMPLES) for place in range(SAMPLES))
        places = sorted({begin for begin in begins if begin < size})
        spread = []
        for begin in places:
            file.seek(begin)
            spread.append(file.readline(LONGEST_LINE))
    if not all(LINE.fullmatch(line) for line in (*seen, *spread)):
        return [f"{path} holds lines that are no SHA-1 digest in capitals, as Have I Been Pwned writes them."]
    digests = ([line[:40] for line in lines] for lines in (seen, spread))
    if any(lines != sorted(lines) for lines in digests):
        return [f"{path} is not ordered by digest."]
    return []


def _line_from(file, place: int) -> int:
    """Go to the first line that begins at a place or after it; return where that is."""
    file.seek(max(place - 1, 0))
    if place:
        while file.readline(LONGEST_LINE)[-1:] not in (b"\n", b""):
            pass
    return file.tell()
