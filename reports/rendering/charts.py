"""Bars for papers, worked out once in points and drawn as SVG for PDF; as pictures for Word in `chart_pictures`."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from xml.sax.saxutils import escape, quoteattr

from django.utils.safestring import SafeString, mark_safe

from kit.vietnamese import vn_number
from reports.documents.blocks import Chart
from reports.rendering import fonts

INKS = ("#1f4e79", "#9dc3e6", "#5b7f3b", "#c9c9c9", "#7f6000", "#000000")
FACE, SIZE, LEADING, BAR, GAP, PAD = fonts.FAMILY, 11, 13.5, 12, 8, 6
LABELS_SHARE, VALUE_ROOM = 0.36, 62
LABELS_A_PICTURE = 24


@dataclass(frozen=True)
class Box:
    """A filled rectangle."""

    x: float
    y: float
    width: float
    height: float
    fill: str


@dataclass(frozen=True)
class Label:
    """A line of text with the left end of its base line."""

    x: float
    y: float
    text: str


@dataclass(frozen=True)
class Drawing:
    """Shapes on a surface in points, and the words that stand for it."""

    width: float
    height: float
    shapes: tuple[Box | Label, ...]
    alt: str


def draw(chart: Chart, width: float) -> Iterator[Drawing]:
    """Draw a chart in pictures of at most 24 labels, so that each fits a page."""
    totals = zip(*(map(Decimal, one.values) for one in chart.series), strict=True)
    totals = [sum(max(v, 0) for v in row) if chart.stacked else max((*row, 0)) for row in totals]
    top = max((*totals, 0)) or 1
    for first in range(0, len(chart.labels), LABELS_A_PICTURE):
        yield _picture(chart, width, float(top), range(len(chart.labels))[first : first + LABELS_A_PICTURE])


def _picture(chart: Chart, width: float, top: float, places: range) -> Drawing:
    shapes: list[Box | Label] = []
    left = width * LABELS_SHARE
    room = width - left - VALUE_ROOM
    y = _legend(chart, shapes, width)
    axis = y
    for place in places:
        lines = _short(chart.labels[place], left - PAD)
        bars = 1 if chart.stacked else len(chart.series)
        height = max(len(lines) * LEADING, bars * BAR)
        start = y + (height - len(lines) * LEADING) / 2
        for number, line in enumerate(lines):
            x = left - PAD - fonts.width(line, SIZE)
            shapes.append(Label(x, start + number * LEADING + SIZE * 0.85, line))
        _bars(chart, place, shapes, left, y + (height - bars * BAR) / 2, room / top)
        y += height + GAP
    shapes.append(Box(left - 0.75, axis - GAP / 2, 0.75, y - axis, "#000000"))
    return Drawing(width, y, tuple(shapes), chart.caption)


def _legend(chart: Chart, shapes: list, width: float) -> float:
    if len(chart.series) < 2:
        return GAP / 2
    x, y = 0.0, 0.0
    for one, ink in zip(chart.series, _inks(chart), strict=True):
        long = fonts.width(one.name, SIZE) + 30
        if x and x + long > width:
            x, y = 0.0, y + LEADING + 2
        shapes += (Box(x, y + 2, 9, 9, ink), Label(x + 13, y + SIZE * 0.95, one.name))
        x += long
    return y + LEADING + GAP


def _inks(chart: Chart) -> list[str]:
    return [INKS[number % len(INKS)] for number in range(len(chart.series))]


def _bars(chart: Chart, place: int, shapes: list, left: float, y: float, scale: float) -> None:
    unit = chart.unit if chart.unit == "%" else ""
    x, total = left, Decimal(0)
    for one, ink in zip(chart.series, _inks(chart), strict=True):
        value = Decimal(one.values[place])
        long = float(max(value, Decimal(0))) * scale
        shapes.append(Box(x, y + 1, long, BAR - 2, ink))
        if chart.stacked:
            x, total = x + long, total + value
        else:
            shapes.append(Label(x + long + 4, y + SIZE * 0.9, vn_number(value) + unit))
            y += BAR
    if chart.stacked:
        shapes.append(Label(x + 4, y + SIZE * 0.9, vn_number(total) + unit))


def _short(text: str, room: float) -> list[str]:
    lines = fonts.balanced(text, SIZE, room)
    return lines if len(lines) <= 3 else [*lines[:2], f"{lines[2]} …"]


def svg(drawing: Drawing) -> SafeString:
    """Write a drawing as SVG in the face of papers."""
    parts = []
    for shape in drawing.shapes:
        if isinstance(shape, Box):
            place = f'x="{shape.x:.2f}" y="{shape.y:.2f}" width="{shape.width:.2f}" height="{shape.height:.2f}"'
            parts.append(f'<rect {place} fill="{shape.fill}"/>')
        else:
            look = f'font-family="{FACE}" font-size="{SIZE}"'
            parts.append(f'<text x="{shape.x:.2f}" y="{shape.y:.2f}" {look}>{escape(shape.text)}</text>')
    size = f'width="{drawing.width:.2f}pt" height="{drawing.height:.2f}pt"'
    box = f'viewBox="0 0 {drawing.width:.2f} {drawing.height:.2f}"'
    told = f'xmlns="http://www.w3.org/2000/svg" role="img" aria-label={quoteattr(drawing.alt)}'
    head = f"<svg {told} {size} {box}>"
    return mark_safe(f"{head}{''.join(parts)}</svg>")
