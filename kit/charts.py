"""Charts as plain SVG text: no script, no style, the same in the browser and on paper.

Without `width` lengths are shares of the container, so that letters keep their size on every screen;
with `width` they are absolute, for papers.
"""

import hashlib
from dataclasses import dataclass
from decimal import Decimal
from html import escape

from kit.vietnamese import vn_number

COLOURS = ("#8f1d21", "#c9972b", "#2f6b4f", "#2b5d8a", "#7a6f63", "#b6543a")
TONE_COLOURS = {
    "accent": "#8f1d21",
    "warning": "#c9972b",
    "success": "#2f6b4f",
    "info": "#2b5d8a",
    "muted": "#7a6f63",
    "danger": "#b6302f",
    "plain": "#cfc6b8",
}
TRACK, INK, GRID = "#ece6dc", "#2a2522", "#b9b0a3"
LINE, BAR, GAP, SIZE, LABEL = 19, 14, 14, 14, 44


@dataclass(frozen=True, slots=True)
class Bar:
    """One named figure, perhaps with the target that it should reach, and where its rows are."""

    label: str
    value: Decimal | int | float
    target: Decimal | int | float | None = None
    url: str = ""

    @classmethod
    def of(cls, given):
        """Take a Bar as it is, or make one of a (label, value[, target[, url]]) tuple."""
        return given if isinstance(given, cls) else cls(*given)


@dataclass(frozen=True, slots=True)
class Row:
    """One named row of figures, in the order of the chart's names."""

    label: str
    values: tuple
    url: str = ""

    @classmethod
    def of(cls, given):
        """Take a Row as it is, or make one of a (label, values[, url]) tuple."""
        return given if isinstance(given, cls) else cls(*given)


def short_id(text: str) -> str:
    """Return a short, steady id for a text."""
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def wrap(text: str, width: int = LABEL) -> list[str]:
    """Break a label into lines of at most `width` letters, between words where possible."""
    lines = [""]
    for word in text.split():
        while len(word) > width:
            lines.append(word[:width])
            word = word[width:]
        if lines[-1] and len(lines[-1]) + 1 + len(word) > width:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}".strip()
    return [line for line in lines if line] or [""]


def bars(items, *, title: str, unit: str = "", width: float | None = None) -> str:
    """Draw horizontal bars, each under its label; a tick shows the target."""
    top = max([_number(bar.value) for bar in items] + [_number(bar.target or 0) for bar in items] + [0]) or 1
    parts, y = [], 0
    for bar in items:
        y = _label(parts, bar.label, y)
        share = _number(bar.value) / top * 0.78
        parts.append(_box(0, y, 0.78, BAR, TRACK, width))
        parts.append(_box(0, y, share, BAR, COLOURS[0], width))
        if bar.target is not None:
            parts.append(_box(_number(bar.target) / top * 0.78, y - 3, 0, BAR + 6, INK, width, thin=2))
        parts.append(_text(_x(0.8, width), y + BAR - 2, _say(bar.value, unit), weight="600"))
        y += BAR + GAP
    return _svg(parts, y, title, width)


def stacked(rows, *, names, title: str, unit="", width: float | None = None, colours=COLOURS) -> str:
    """Draw rows whose parts lie side by side, coloured by the order of names."""
    top = max([sum(_number(value) for value in row.values) for row in rows] + [0]) or 1
    parts, y = [], 0
    for row in rows:
        y = _label(parts, row.label, y)
        start = 0.0
        for index, value in enumerate(row.values):
            share = _number(value) / top * 0.78
            if share:
                words = f"{names[index]}: {_say(value, unit)}"
                box = _box(start, y, share, BAR + 2, colours[index % len(colours)], width, words=words)
                parts.append(box)
            start += share
        total = sum(Decimal(str(value or 0)) for value in row.values)
        parts.append(_text(_x(start + 0.02, width), y + BAR - 1, _say(total, unit), weight="600"))
        y += BAR + GAP
    return _svg(parts, y, title, width)


def columns(items, *, title, unit="", mark="", mark_label="", height=160, width: float | None = None) -> str:
    """Draw upright columns over time and a dashed line after the column labelled `mark`."""
    top = max([_number(bar.value) for bar in items] + [0]) or 1
    step = 1 / max(len(items), 1)
    base, head = height - 24, 34
    every = max(1, -(-len(items) // 6))
    parts = [_box(0, base, 1, 1, GRID, width)]
    for index, bar in enumerate(items):
        tall = _number(bar.value) / top * (base - head)
        words = f"{bar.label}: {_say(bar.value, unit)}"
        parts.append(_box(index * step + step * 0.15, base - tall, step * 0.7, tall, COLOURS[0], width, words=words))
        middle = _x(index * step + step / 2, width)
        if bar.value and len(items) <= 16:
            parts.append(_text(middle, base - tall - 5, _say(bar.value, ""), size=12, anchor="middle"))
        if index % every == 0:
            parts.append(_text(middle, height - 6, bar.label, size=12, anchor="middle"))
        if mark and bar.label == mark:
            line = (index + 1) * step
            parts.append(
                f'<line x1="{_x(line, width)}" x2="{_x(line, width)}" y1="18" y2="{base}" '
                f'stroke="{COLOURS[1]}" stroke-width="2" stroke-dasharray="5 4"/>'
            )
            parts.append(_text(_x(line, width), 13, mark_label, size=12, anchor="end" if line > 0.5 else "start"))
    return _svg(parts, height, title, width)


def _number(value) -> float:
    return max(float(value or 0), 0.0)


def _say(value, unit) -> str:
    text = vn_number(round(Decimal(str(value or 0)), 2))
    return f"{text}{unit}" if unit == "%" else f"{text} {unit}".strip()


def _x(share: float, width: float | None) -> str:
    return f"{share * 100:.2f}%" if width is None else f"{share * width:.2f}"


def _box(x, y, share, height, fill, width, *, thin=0, words="") -> str:
    long = str(thin) if thin else _x(share, width)
    told = f"<title>{escape(words)}</title>" if words else ""
    place = f'x="{_x(x, width)}" y="{y:.1f}" width="{long}" height="{height:.1f}"'
    return f'<rect {place} fill="{fill}">{told}</rect>' if told else f'<rect {place} fill="{fill}"/>'


def _text(x, y, words, *, size=SIZE, weight="400", anchor="start") -> str:
    look = f'font-size="{size}" font-weight="{weight}" text-anchor="{anchor}" fill="{INK}"'
    return f'<text x="{x}" y="{y:.1f}" {look}>{escape(words)}</text>'


def _label(parts, words, y) -> int:
    """Add the lines of a label and return where its bar begins."""
    for line in wrap(words):
        y += LINE
        parts.append(_text(0, y - 5, line))
    return y


def _svg(parts, height, title, width) -> str:
    wide = "100%" if width is None else f"{width:g}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="chart" role="img" aria-label="{escape(title)}" '
        f'width="{wide}" height="{height:g}">{"".join(parts)}</svg>'
    )
