"""The frame of a full-page certificate, drawn by us: two lines with lozenges between, and nothing in the corners.

The form of a commune's certificate must not look like those of the State and bears no ornament in its outer corners
(NĐ 98/2023/NĐ-CP, Điều 104).
"""

from collections.abc import Iterator
from dataclasses import dataclass

RED, GOLD = (0.62, 0.11, 0.13), (0.77, 0.60, 0.25)
OUTER, INNER, CLEAR, PITCH = 8.0, 14.0, 14.0, 6.0


@dataclass(frozen=True, slots=True)
class Shape:
    """A closed outline in millimetres from the upper left corner; filled where its line has no width."""

    points: tuple[tuple[float, float], ...]
    colour: tuple[float, float, float]
    line: float = 0.0


def shapes(width: float, height: float) -> list[Shape]:
    """Return what the frame of a sheet is made of."""
    lines = [(OUTER, RED, 0.8), (OUTER + 1.2, GOLD, 0.25), (INNER - 1.2, GOLD, 0.25), (INNER, RED, 0.4)]
    frame = [Shape(_around(margin, width, height), colour, line) for margin, colour, line in lines]
    middle = (OUTER + INNER) / 2
    across = [(x, y) for x in _along(width) for y in (middle, height - middle)]
    down = [(x, y) for y in _along(height) for x in (middle, width - middle)]
    turned = [Shape(_lozenge(x, y, 2.4, 1.2), RED) for x, y in across]
    turned += [Shape(_lozenge(x, y, 1.2, 2.4), RED) for x, y in down]
    return [*frame, *turned, *(Shape(_lozenge(x, y, 0.5, 0.5), GOLD) for x, y in _between(width, height, middle))]


def _around(margin: float, width: float, height: float) -> tuple[tuple[float, float], ...]:
    """Return a rectangle at a distance from the edges."""
    return (margin, margin), (width - margin, margin), (width - margin, height - margin), (margin, height - margin)


def _along(length: float) -> list[float]:
    """Return places at even distances along an edge, the corners left clear."""
    first, last = OUTER + CLEAR, length - OUTER - CLEAR
    count = round((last - first) / PITCH)
    return [first + (last - first) * number / count for number in range(count + 1)]


def _between(width: float, height: float, middle: float) -> Iterator[tuple[float, float]]:
    """Yield the places halfway between the lozenges."""
    across, down = _along(width), _along(height)
    for one, two in zip(across, across[1:], strict=False):
        yield (one + two) / 2, middle
        yield (one + two) / 2, height - middle
    for one, two in zip(down, down[1:], strict=False):
        yield middle, (one + two) / 2
        yield width - middle, (one + two) / 2


def _lozenge(x: float, y: float, across: float, down: float) -> tuple[tuple[float, float], ...]:
    """Return a lozenge around a place, by its half width and height."""
    return (x - across, y), (x, y - down), (x + across, y), (x, y + down)
