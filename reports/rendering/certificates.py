"""Certificates to PDF: what all sheets share is drawn once, the lines of each are laid over it."""

import io
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from typing import Any, BinaryIO

import segno
from reportlab import rl_config
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.pdfgen.pathobject import PDFPathObject

from reports.models.certificate_fields import BY_KEY, RED, box, shift_words
from reports.rendering import borders, fonts
from reports.rendering.fitting import em, fit

MM = 72 / 25.4
COLOURS = {RED: (0.78, 0.07, 0.09)}
BLACK, GREY, PALE = (0, 0, 0), (0.45, 0.45, 0.45), (0.86, 0.86, 0.86)
DRAFT = "DỰ THẢO"
NO_EMBLEM = ("Quốc huy:", "xã chưa tải", "ảnh lên")
# One mask for all: what a code looks like is no reason to weigh eight of them a thousand times.
QR_MASK, QR_QUIET = 2, 2
# Streams as bytes: the detour over letters takes a fifth of the time and of the file.
rl_config.useA85 = 0


@cache
def _faces(folder: Path) -> dict[tuple[bool, bool], str]:
    """Load the four styles of papers; return their names by (bold, italic)."""
    fonts.require_fonts()
    names = {}
    for style, file in fonts.FILES.items():
        names[style] = Path(file).stem
        pdfmetrics.registerFont(TTFont(names[style], str(folder / file)))
    return names


class Sheet:
    """A PDF of sheets of one size, in which places are told in millimetres from the upper left corner."""

    def __init__(self, target: str | BinaryIO, width: float, height: float, *, title: str, dx: float, dy: float):
        self.width, self.height, self.dx, self.dy = width, height, dx, dy
        self.faces = _faces(fonts.folder())
        self.canvas = Canvas(
            target, pagesize=(width * MM, height * MM), pageCompression=1, lang="vi",
            initialFontName=self.faces[False, False],
        )  # fmt: skip
        self.canvas.setTitle(title)
        # What is not said here, the library says in English.
        for say in (self.canvas.setAuthor, self.canvas.setSubject, self.canvas.setCreator):
            say("")
        self.canvas.setViewerPreference("DisplayDocTitle", "true")

    def x(self, millimetres: float) -> float:
        """Return where a place from the left lies in the PDF."""
        return (millimetres + self.dx) * MM

    def y(self, millimetres: float) -> float:
        """Return where a place from the top lies in the PDF."""
        return (self.height - millimetres - self.dy) * MM

    def colour(self, rgb: tuple[float, float, float]) -> None:
        """Draw and fill in this colour from now on."""
        self.canvas.setFillColorRGB(*rgb)
        self.canvas.setStrokeColorRGB(*rgb)

    def text(self, key: str, words: str, place: dict[str, Any], *, centred: bool) -> list[tuple[float, float, float]]:
        """Set a field's words into its room; return x, y and width of each line in points.

        Fewer lines than there is room for stand in the middle of the room if asked, else at its first line.
        """
        field, style = BY_KEY[key], _style(place["face"])
        room, most = place["width"] * MM, place["lines"]
        size, lines = fit(words, place["size"], room, most, bold=style[0], italic=style[1], wraps=field.wraps)
        self.canvas.setFont(self.faces[style], size)
        foot = place["y"] + (most - len(lines)) * place["pitch"] / 2 * (centred and "\n" not in words)
        drawn = []
        for row, line in enumerate(lines):
            wide = em(line, *style) * size
            spare = {"left": 0, "center": (room - wide) / 2, "right": room - wide}[place["align"]]
            at = (self.x(place["x"]) + spare, self.y(foot + row * place["pitch"]), wide)
            self.canvas.drawString(at[0], at[1], line)
            drawn.append(at)
        return drawn

    def note(self, x: float, y: float, words: str, size: float, *, middle: bool = False) -> None:
        """Write a remark in the regular face."""
        self.canvas.setFont(self.faces[False, False], size)
        write = self.canvas.drawCentredString if middle else self.canvas.drawString
        write(self.x(x), self.y(y), words)

    def qr(self, link: str, place: dict[str, Any]) -> None:
        """Draw the QR code of an address as one black shape, with its quiet margin inside the place."""
        count, dark = _modules(link)
        module = place["width"] / (count + 2 * QR_QUIET) * MM
        self.canvas.saveState()
        self.canvas.transform(module, 0, 0, -module, self.x(place["x"]), self.y(place["y"]))
        stretches = [f"{start + QR_QUIET} {row + QR_QUIET} {length} 1 re" for row, start, length in dark]
        self.canvas.drawPath(PDFPathObject(code=stretches), stroke=0, fill=1)
        self.canvas.restoreState()


def _style(face: str) -> tuple[bool, bool]:
    return "bold" in face, "italic" in face


def _modules(link: str) -> tuple[int, list[tuple[int, int, int]]]:
    """Return the modules along an edge of a QR code, and its dark stretches as row, start and length."""
    rows = segno.make_qr(link, error="m", mask=QR_MASK, boost_error=False).matrix
    dark = []
    for number, row in enumerate(rows):
        start = None
        for place, module in enumerate((*row, 0)):
            if module and start is None:
                start = place
            elif not module and start is not None:
                dark.append((number, start, place - start))
                start = None
    return len(rows), dark


def write_pdf(content: dict[str, Any], path: Path, *, emblem: Path | None, tell: Callable[[int], None]) -> int:
    """Print the certificates of frozen content into one PDF; return how many there are.

    `emblem` is the picture that the content names. `tell` hears the progress in percent and may raise to stop.
    """
    sheet, lines = content["sheet"], content["lines"]
    pages = Sheet(
        str(path), sheet["width"], sheet["height"], title=content["title"], dx=sheet["dx"], dy=sheet["dy"]
    )  # fmt: skip
    _background(pages, content, emblem)
    shown = {key: place for key, place in sheet["layout"].items() if place["shown"] and key in BY_KEY}
    places = {key: place for key, place in shown.items() if not BY_KEY[key].fixed}
    every = max(len(lines) // 20, 1)
    for number, line in enumerate(lines):
        pages.canvas.doForm("background")
        _certificate(pages, line["texts"], line["link"], places, centred=not sheet["overprint"])
        pages.canvas.showPage()
        if number % every == 0:
            tell(5 + 85 * number // len(lines))
    pages.canvas.save()
    return len(lines)


def _certificate(pages: Sheet, texts: dict[str, str], link: str, places: dict[str, dict], *, centred: bool) -> None:
    """Draw what varies from sheet to sheet."""
    for key, place in places.items():
        if key == "qr":
            if link:
                pages.qr(link, place)
        elif texts.get(key):
            pages.text(key, fonts.printable(texts[key]), place, centred=centred)


def _background(pages: Sheet, content: dict[str, Any], emblem: Path | None) -> None:
    """Draw once what all sheets share: border and fixed lines of a full page, and the draft mark."""
    sheet, canvas = content["sheet"], pages.canvas
    canvas.beginForm("background", 0, 0, pages.width * MM, pages.height * MM)
    if content["draft"]:
        canvas.saveState()
        pages.colour(PALE)
        canvas.translate(pages.width * MM / 2, pages.height * MM / 2)
        canvas.rotate(30)
        canvas.setFont(pages.faces[True, False], 90)
        canvas.drawCentredString(0, -30, DRAFT)
        canvas.restoreState()
    if not sheet["overprint"]:
        _border(pages)
        for key, place in sheet["layout"].items():
            field = BY_KEY.get(key)
            if field and field.fixed and place["shown"]:
                _fixed(pages, key, content["fixed"].get(key, ""), place, emblem, draft=content["draft"])
    pages.colour(BLACK)
    canvas.endForm()


def _fixed(
    pages: Sheet, key: str, words: str, place: dict[str, Any], emblem: Path | None, *, draft: bool
) -> None:  # fmt: skip
    """Draw one line that is the same on every sheet; the motto with a rule as long as its text."""
    if key == "emblem":
        if emblem is not None or draft:
            _emblem(pages, place, emblem)
        return
    pages.colour(COLOURS.get(BY_KEY[key].colour, BLACK))
    drawn = pages.text(key, fonts.printable(words), place, centred=False)
    if key == "motto":
        pages.canvas.setLineWidth(0.7)
        for x, y, wide in drawn[-1:]:
            pages.canvas.line(x, y - 1.5 * MM, x + wide, y - 1.5 * MM)


def _border(pages: Sheet) -> None:
    """Draw the frame of a full page."""
    canvas = pages.canvas
    for shape in borders.shapes(pages.width, pages.height):
        pages.colour(shape.colour)
        canvas.setLineWidth(shape.line * MM)
        path = canvas.beginPath()
        for number, (x, y) in enumerate(shape.points):
            (path.lineTo if number else path.moveTo)(pages.x(x), pages.y(y))
        path.close()
        canvas.drawPath(path, stroke=int(shape.line > 0), fill=int(shape.line == 0))


def _emblem(pages: Sheet, place: dict[str, Any], emblem: Path | None) -> None:
    """Draw the picture that the commune supplied, or on a draft an empty circle that says it is missing."""
    x, y, wide = place["x"], place["y"], place["width"]
    if emblem is not None:
        pages.canvas.drawImage(
            ImageReader(str(emblem)), pages.x(x), pages.y(y + wide), wide * MM, wide * MM, mask="auto",
            preserveAspectRatio=True, anchor="c",
        )  # fmt: skip
        return
    pages.colour(GREY)
    pages.canvas.setLineWidth(0.6)
    pages.canvas.setDash(2, 2)
    pages.canvas.circle(pages.x(x + wide / 2), pages.y(y + wide / 2), wide / 2 * MM, stroke=1, fill=0)
    pages.canvas.setDash()
    for row, words in enumerate(NO_EMBLEM):
        pages.note(x + wide / 2, y + wide / 2 + (row - 0.6) * 3, words, 7, middle=True)


def write_test_sheet(
    target: BinaryIO,
    places: dict[str, dict[str, Any]],
    *,
    width: float,
    height: float,
    title: str,
    dx: float,
    dy: float,
) -> None:
    """Print a sheet with a grid of millimetres, rulers along its edges, and each field's room with a sample in it.

    The grid is shifted as the certificates are: where the printer is set right, its zero lies on the paper's edge.
    """
    pages = Sheet(target, width, height, title=title, dx=dx, dy=dy)
    _grid(pages)
    for key, place in places.items():
        if not place["shown"]:
            continue
        left, top, right, bottom = box(key, place)
        pages.colour((0.1, 0.3, 0.7))
        pages.canvas.setLineWidth(0.5)
        pages.canvas.rect(pages.x(left), pages.y(bottom), (right - left) * MM, (bottom - top) * MM)
        pages.note(left + 0.5, top + 2, f"{BY_KEY[key].label}: {_mm(place['x'])}; {_mm(place['y'])}", 5)
        pages.colour(BLACK)
        if not BY_KEY[key].square:
            pages.text(key, BY_KEY[key].sample, place, centred=False)
    pages.colour(BLACK)
    pages.note(24, 14, f"{title}. {shift_words(dx, dy).capitalize()}.", 8)
    pages.note(
        24, 18, "Vạch 10 phải cách mép giấy 10 mm: xa hơn bao nhiêu thì bớt độ dịch bấy nhiêu, gần hơn thì thêm.", 8
    )
    pages.canvas.save()


def _grid(pages: Sheet) -> None:
    """Draw the millimetres, each fifth and tenth stronger, and the numbers of the rulers."""
    across, down = int(pages.width), int(pages.height)
    strengths = ((1, 0.1, 0.85), (5, 0.15, 0.7), (10, 0.3, 0.5))
    for step, line, shade in strengths:
        pages.colour((shade, shade, shade))
        pages.canvas.setLineWidth(line)
        path = pages.canvas.beginPath()
        for x in range(0, across + 1, step):
            path.moveTo(pages.x(x), pages.y(0))
            path.lineTo(pages.x(x), pages.y(down))
        for y in range(0, down + 1, step):
            path.moveTo(pages.x(0), pages.y(y))
            path.lineTo(pages.x(across), pages.y(y))
        pages.canvas.drawPath(path)
    pages.colour(BLACK)
    _ticks(pages, across, down)


def _ticks(pages: Sheet, across: int, down: int) -> None:
    """Draw the rulers: ticks along the four edges, numbers each ten millimetres on the upper and the left one."""
    pages.canvas.setLineWidth(0.3)
    path = pages.canvas.beginPath()
    for place in range(max(across, down) + 1):
        long = 5 if place % 10 == 0 else 3.5 if place % 5 == 0 else 2
        if place <= across:
            _stroke(pages, path, ((place, 0), (place, long)))
            _stroke(pages, path, ((place, down), (place, down - long)))
        if place <= down:
            _stroke(pages, path, ((0, place), (long, place)))
            _stroke(pages, path, ((across, place), (across - long, place)))
    pages.canvas.drawPath(path)
    for x in range(10, across, 10):
        pages.note(x, 8, str(x), 6, middle=True)
    for y in range(10, down, 10):
        pages.note(5.5, y + 0.7, str(y), 6)


def _stroke(pages: Sheet, path, ends: Iterable[tuple[float, float]]) -> None:
    """Add one line to a path."""
    (x0, y0), (x1, y1) = ends
    path.moveTo(pages.x(x0), pages.y(y0))
    path.lineTo(pages.x(x1), pages.y(y1))


def _mm(value: float) -> str:
    """Write millimetres with a decimal comma."""
    return f"{value:g}".replace(".", ",")


def qr_svg(words: str) -> str:
    """Return a QR code as an SVG file."""
    made = io.BytesIO()
    segno.make_qr(words, error="m").save(made, kind="svg", scale=4, border=2)
    return made.getvalue().decode()
