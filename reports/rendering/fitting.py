"""How a text is set into the room of one field: at its own size, smaller, or on more lines, and never beyond."""

from functools import lru_cache

from reports.rendering import fonts

# No text becomes smaller than this share of its own size, nor than this size, while there is another way.
SHRINK, LEAST, STEP = 0.6, 8, 0.5


@lru_cache(maxsize=4096)
def fit(
    text: str, size: float, room: float, most: int, *, bold: bool = False, italic: bool = False, wraps: bool = False
) -> tuple[float, tuple[str, ...]]:
    """Return the size and the lines of a text in a room of this many points and at most so many lines.

    A text that wraps fills its lines first and becomes smaller when they are full; any other becomes smaller first,
    down to the least size, and then takes one more line, evenly filled. What fits in neither way is broken within
    its words and made as small as it must be. Lines that are given stay as they are.
    """
    face = (bold, italic)
    given = tuple(text.split("\n"))
    if 1 < len(given) <= most:
        return _reduced(size, room / max(em(line, *face) for line in given)), given
    words = fonts.BREAKS.split(" ".join(given))
    least = min(size, max(LEAST, size * SHRINK))
    if wraps:
        tries = ((most, each) for each in _steps(size, least))
    else:
        tries = ((count, each) for count in range(1, most + 1) for each in _steps(size, least))
    for count, each in tries:
        lines = _filled(words, room / each, face)
        if len(lines) <= count and _held(lines, room / each, face):
            return each, _evened(words, room / each, face, len(lines))
    return _forced(words, least, room, most, face)


@lru_cache(maxsize=65536)
def em(text: str, bold: bool = False, italic: bool = False) -> float:
    """Return the width of a text in ems."""
    return fonts.width(text, 1, bold=bold, italic=italic)


def _steps(size: float, least: float) -> list[float]:
    """Return the sizes to try, from a size down to the least."""
    steps = int((size - least) / STEP)
    return [size - STEP * step for step in range(steps + 1)] + ([least] if size - STEP * steps > least else [])


def _reduced(size: float, largest: float) -> float:
    """Return a size, or the next whole step below the largest that fits."""
    return size if size <= largest else int(largest / STEP) * STEP or largest


def _filled(words: list[str], room: float, face: tuple[bool, bool]) -> list[list[str]]:
    """Fill lines of so many ems with words, one after the other."""
    lines: list[list[str]] = [[]]
    blank, taken = em(" ", *face), 0.0
    for word in words:
        wide = em(word, *face)
        if lines[-1] and taken + blank + wide > room:
            lines.append([])
        taken = taken + blank + wide if lines[-1] else wide
        lines[-1].append(word)
    return lines


def _held(lines: list[list[str]], room: float, face: tuple[bool, bool]) -> bool:
    """Say whether no line is wider than the room."""
    return all(em(line[0], *face) <= room for line in lines)


def _evened(words: list[str], room: float, face: tuple[bool, bool], count: int) -> tuple[str, ...]:
    """Break words into a number of lines as even as they can be."""
    low, high = room / 2, room
    while count > 1 and high - low > 0.2:
        middle = (low + high) / 2
        tried = _filled(words, middle, face)
        low, high = (low, middle) if len(tried) <= count and _held(tried, middle, face) else (middle, high)
    return tuple(" ".join(line) for line in _filled(words, high, face))


def _forced(
    words: list[str], size: float, room: float, most: int, face: tuple[bool, bool]
) -> tuple[float, tuple[str, ...]]:
    """Break within words, at the largest size below the least at which the text fits."""
    while True:
        parts = [part for word in words for part in _cut(word, room / size, face)]
        lines = _filled(parts, room / size, face)
        if len(lines) <= most and _held(lines, room / size, face):
            return size, tuple(" ".join(line) for line in lines)
        size *= 0.95


def _cut(word: str, room: float, face: tuple[bool, bool]) -> list[str]:
    """Cut a word into parts that fit."""
    parts, taken = [""], 0.0
    for letter in word:
        wide = em(letter, *face)
        if parts[-1] and taken + wide > room:
            parts.append("")
            taken = 0.0
        parts[-1] += letter
        taken += wide
    return parts
