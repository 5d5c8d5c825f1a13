"""A poster as placed: letters as large as one sheet of A3 allows, boxes in rows as high as their fullest."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reports.documents.blocks import Box, Poster
from reports.rendering import fonts

POINTS_PER_MM = 72 / 25.4
PAGE, EDGE = (420, 297), 20
ROOM = (PAGE[0] - 2 * EDGE) * POINTS_PER_MM
# What the title, the line below it and the remark at the foot take of the height, in points.
HEAD_AND_FOOT = 86
HEIGHT = (PAGE[1] - 2 * EDGE) * POINTS_PER_MM - HEAD_AND_FOOT
SIZES = (16, 14, 13, 12, 11, 10, 9, 8, 7)
ABOUT = 0.88
LEADING, GAP, BOX_TITLE, BOX_EDGES = 1.25, 2.5, 26, 12


@dataclass(frozen=True)
class BoxRow:
    """Boxes side by side, and how high they are in points."""

    boxes: tuple[Box, ...]
    height: float

    @property
    def height_in_pixels(self) -> str:
        """The height within the edges in CSS pixels, as an attribute of HTML."""
        return f"{(self.height - BOX_EDGES) * 96 / 72:.2f}"


@dataclass(frozen=True)
class PlacedPoster:
    """A poster as placed: the size of its letters, and its boxes in rows."""

    poster: Poster
    size: float
    rows: tuple[BoxRow, ...]

    @property
    def about_size(self) -> float:
        """The size of what each line is about."""
        return self.size * ABOUT

    @property
    def words(self) -> Iterator[str]:
        """The words in reading order, one a line."""
        yield from (self.poster.title, self.poster.subtitle)
        for box in self.poster.boxes:
            yield box.title
            for day, text, about in box.lines:
                yield from (f"{day} {text}", about)
        yield self.poster.note


def place(poster: Poster) -> PlacedPoster:
    """Return a poster in the largest letters in which one sheet takes it, else in the smallest over several sheets."""
    rows = [poster.boxes[at : at + poster.across] for at in range(0, len(poster.boxes), poster.across)]
    room = ROOM / poster.across - BOX_EDGES
    for size in SIZES:
        heights = [max(_height(box, size, room) for box in row) for row in rows]
        if sum(heights) <= HEIGHT:
            break
    even = HEIGHT / len(rows)
    spare = max(HEIGHT - sum(heights), 0) / len(rows)
    fits = max(heights) <= even
    placed = (BoxRow(tuple(row), even if fits else height + spare) for row, height in zip(rows, heights, strict=True))
    return PlacedPoster(poster, size, tuple(placed))


def _height(box: Box, size: float, room: float) -> float:
    """Return how high a box stands in letters of a size."""
    lines = (_taken(f"{day} {text}", size, room - size) * size + _taken(about, size * ABOUT, room - size) * size * ABOUT
             for day, text, about in box.lines)  # fmt: skip
    return BOX_TITLE + sum(lines) * LEADING + GAP * len(box.lines) + BOX_EDGES


def _taken(text: str, size: float, room: float) -> int:
    """Return how many lines a text takes; a word longer than the line is broken."""
    if not text:
        return 0
    filled: Sequence[str] = fonts.balanced(text, size, room, bold=True)
    return sum(max(1, -int(-fonts.width(line, size, bold=True) // room)) for line in filled)
