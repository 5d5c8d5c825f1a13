"""What stands in a font file; the only module that knows fontTools."""

from pathlib import Path

from fontTools.ttLib import TTFont, TTLibError

from reports.rendering.fonts import SPARE


def metrics_of(path: Path) -> tuple[dict[int, float], float]:
    """Return each character's width in ems, and the ems of a missing one; raise ValueError where a file is no font."""
    try:
        with TTFont(path, lazy=True) as font:
            ems, advances = font["head"].unitsPerEm, font["hmtx"].metrics
            widths = {code: advances[glyph][0] / ems for code, glyph in font.getBestCmap().items()}
        return widths, widths[ord(SPARE)]
    except (OSError, TTLibError, KeyError) as problem:
        raise ValueError(str(path)) from problem
