"""Blocks to PDF; the only module that knows WeasyPrint."""

import gc
import logging
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.template.loader import render_to_string
from weasyprint import CSS, HTML
from weasyprint.logger import PROGRESS_LOGGER
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from kit.leftovers import folder_of_process
from reports.documents.paper import Paper
from reports.rendering import fonts, layout
from reports.rendering.failing import PaperFailed

VARIANT = "pdf/ua-1"
KINDS_OF_FILE = {".css": "text/css", ".ttf": "font/ttf", ".svg": "image/svg+xml", ".png": "image/png"}

_pressing = threading.RLock()


@dataclass(frozen=True)
class Rendered:
    """A finished PDF and how many pages it has."""

    data: bytes
    pages: int


class PaperFiles(URLFetcher):
    """The files a paper may load: those that really lie among its styles or its fonts, and nothing else."""

    def __init__(self, *roots: Path) -> None:
        super().__init__(allowed_protocols={"file"}, allow_redirects=False, fail_on_errors=True)
        self.roots = tuple(root.resolve() for root in roots)

    def fetch(self, url: str, headers: dict | None = None) -> URLFetcherResponse:
        """Open a file by its URL, or refuse."""
        parts = urlsplit(url)
        if parts.scheme != "file" or parts.netloc not in ("", "localhost"):
            raise ValueError(f"Not a file of papers: {url}")
        path = Path(unquote(parts.path)).resolve(strict=True)
        if not any(path.is_relative_to(root) for root in self.roots):
            raise ValueError(f"Outside the files of papers: {url}")
        return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": KINDS_OF_FILE[path.suffix]})


class Faces(FontConfiguration):
    """The fonts of a process; their copies lie in a folder that goes with it, however it ends."""

    def __init__(self) -> None:
        super().__init__()
        self._folder = folder_of_process("emulation-fonts-")


@dataclass(frozen=True)
class Press:
    """What all papers of a process share: their fonts, their parsed styles, their files."""

    files: PaperFiles
    fonts: FontConfiguration
    plain: tuple[CSS, ...]
    draft: tuple[CSS, ...]


def styles_folder() -> Path:
    """Return the folder of the styles of papers."""
    return Path(settings.BASE_DIR) / "static" / "documents"


def _faces() -> str:
    rules = []
    for bold, italic in fonts.FILES:
        weight, style = ("bold" if bold else "normal"), ("italic" if italic else "normal")
        source = fonts.font_file(bold, italic).resolve().as_uri()
        rules.append(
            f'@font-face {{ font-family: "{fonts.FAMILY}"; font-weight: {weight}; font-style: {style};'
            f' src: url("{source}") format("truetype"); }}'
        )
    return "\n".join(rules)


@cache
def _press(styles: Path, font_folder: Path) -> Press:
    fonts.require_fonts()
    files, config = PaperFiles(styles, font_folder), Faces()
    shared = {"font_config": config, "url_fetcher": files}
    with _own_errors():
        faces = CSS(string=_faces(), base_url=styles.as_uri(), **shared)
        page, draft = (CSS(filename=styles / name, **shared) for name in ("paper.css", "draft.css"))
    return Press(files, config, (faces, page), (faces, page, draft))


@contextmanager
def _own_errors() -> Iterator[None]:
    """Turn WeasyPrint's errors outside Exception into one that a task can catch."""
    try:
        yield
    except FatalURLFetchingError as problem:
        raise PaperFailed("Không in được văn bản: một tệp của mẫu in bị thiếu hoặc không được phép.") from problem


def _ensure_pages(number: int) -> None:
    """Refuse a paper that grows beyond what anybody prints."""
    if number > settings.PAPER_PAGE_LIMIT:
        raise PaperFailed(
            f"Văn bản dài quá {settings.PAPER_PAGE_LIMIT} trang nên không in. Hãy rút gọn hoặc tách văn bản."
        )


class _PageCount(logging.Handler):
    """Tells how many pages are laid out; too many, or what `tell` raises, stop the rendering."""

    def __init__(self, tell: Callable[[int], None] | None) -> None:
        super().__init__()
        self.tell = tell

    def emit(self, record: logging.LogRecord) -> None:
        if found := re.search(r"[Pp]age (\d+)", record.getMessage()):
            _ensure_pages(int(found[1]))
            if self.tell is not None:
                self.tell(int(found[1]))


@contextmanager
def _telling(progress: Callable[[int], None] | None) -> Iterator[None]:
    handler, level, propagate = _PageCount(progress), PROGRESS_LOGGER.level, PROGRESS_LOGGER.propagate
    PROGRESS_LOGGER.addHandler(handler)
    PROGRESS_LOGGER.setLevel(logging.INFO)
    PROGRESS_LOGGER.propagate = False
    try:
        yield
    finally:
        PROGRESS_LOGGER.removeHandler(handler)
        PROGRESS_LOGGER.setLevel(level)
        PROGRESS_LOGGER.propagate = propagate


@contextmanager
def _without_gc() -> Iterator[None]:
    """Keep the collector still while pages are made: a fifth to a third of the time saved."""
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()
        gc.collect()


def page_of(paper: Paper) -> str:
    """Return the paper as HTML, without a blank at the end of a paragraph.

    WeasyPrint measures that blank: a text that fills its first line to less than a blank loses all but one word of it.
    """
    facts = {"paper": paper, "sheets": layout.compose(paper), "layout": layout}
    return re.sub(r"\s+</p>", "</p>", render_to_string("documents/paper.html", facts))


def render_pdf(paper: Paper, *, progress: Callable[[int], None] | None = None) -> Rendered:
    """Print a paper; `progress` hears the number of pages laid out and may raise to stop."""
    with _pressing:
        press = _press(styles_folder(), fonts.folder())
        with _without_gc(), _own_errors(), _telling(progress):
            html = HTML(string=page_of(paper), base_url=styles_folder().as_uri(), url_fetcher=press.files)
            styles = press.draft if paper.draft else press.plain
            options = {"pdf_variant": VARIANT, "presentational_hints": True}
            document = html.render(stylesheets=styles, font_config=press.fonts, **options)
            _ensure_pages(len(document.pages))
            data = document.write_pdf(pdf_variant=VARIANT)
            return Rendered(data, len(document.pages))
