"""Uploaded files and papers as plain A4 pages, drawn in a process of its own within limits."""

from collections.abc import Callable
from pathlib import Path

from django.conf import settings

from kit import confined
from kit.readers import PIXELS as PIXEL_LIMIT
from reports.rendering import plain_pages
from reports.rendering.plain_pages import LONGEST_SIDE, MM, Unreadable

__all__ = ["LONGEST_SIDE", "MM", "Unreadable", "pdf_pages", "picture_page"]

PAGE_LIMIT = getattr(settings, "BUNDLE_FILE_PAGE_LIMIT", 500)
SECONDS = 120


def pdf_pages(source: Path, target: Path) -> int:
    """Draw each page of a PDF on a plain sheet and return how many there are."""
    return _drawn(plain_pages.draw_pdf, source, target, most=PAGE_LIMIT)


def picture_page(source: Path, target: Path) -> int:
    """Draw a picture on one sheet, upright as it was taken and no finer than print needs."""
    return _drawn(plain_pages.draw_picture, source, target, most=PIXEL_LIMIT)


def _drawn(draw: Callable, source: Path, target: Path, *, most: int) -> int:
    """Let a file be drawn elsewhere, from one path to another; raise Unreadable with the reason."""
    try:
        with source.open("rb") as read, target.open("wb") as written:
            return confined.run(draw, read, written, seconds=SECONDS, most=most)
    except confined.Unavailable:
        raise
    except confined.Overrun:
        raise Unreadable("tệp cần quá nhiều thời gian hoặc bộ nhớ") from None
    except confined.Refused as problem:
        raise Unreadable(str(problem)) from None
    except confined.Failed:
        raise Unreadable("tệp hỏng, không đọc được") from None
