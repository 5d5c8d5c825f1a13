"""Many small PDFs to one: pages numbered through, bookmarks by group, files attached; read and written as streams."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import pikepdf
from pikepdf import Dictionary, Name, NameTree, OutlineItem, Page, Pdf, Stream, String
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from reports.rendering import fonts
from reports.rendering.evidence_pages import MM

NUMBER_SIZE = 10
NUMBER_RIGHT, NUMBER_BASE = 12 * MM, 6.5 * MM
# Between the frame of a certificate, 8 mm from the edge, and what an office printer leaves white.
NUMBER_BASE_OUTSIDE = 4.5 * MM
FACE = "PaperNumbers"
NUMBER_FONT = Name("/PageNumberFont")
# Sources stay open until what is copied of them is written; so many at a time stay far below a process's limit.
OPEN_AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class Section:
    """A small PDF of plain pages, where its bookmark stands, and whether a frame runs around its pages."""

    group: str
    title: str
    path: Path
    pages: int
    framed: bool = False


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that cannot be shown as pages and goes along whole."""

    name: str
    title: str
    path: Path
    type: str


def merge(
    target: Path, *, title: str, sections: Sequence[Section], attachments: Sequence[Attachment], folder: Path
) -> int:
    """Write one PDF of all sections in their order; return its pages. `folder` is for what lies in between."""
    carriers = [_carrier(each, folder / f"kem-{place}.pdf") for place, each in enumerate(attachments)]
    with ExitStack() as opened, Pdf.new() as whole:
        for path in _gathered([section.path for section in sections], folder, "trang"):
            whole.pages.extend(opened.enter_context(pikepdf.open(path)).pages)
        held = [opened.enter_context(pikepdf.open(path)) for path in _gathered(carriers, folder, "kem")]
        _attach(whole, attachments, [page.obj.Carried for pdf in held for page in pdf.pages])
        _number(whole, [section.framed for section in sections for _ in range(section.pages)])
        _bookmark(whole, sections)
        _describe(whole, title)
        whole.save(target, object_stream_mode=pikepdf.ObjectStreamMode.generate)
        return len(whole.pages)


def _gathered(paths: Sequence[Path], folder: Path, name: str) -> Iterator[Path]:
    """Yield the paths, or fewer larger PDFs in their place, so that few have to be open at once."""
    if len(paths) <= OPEN_AT_ONCE:
        yield from paths
        return
    for place in range(0, len(paths), OPEN_AT_ONCE):
        path = folder / f"{name}-gop-{place}.pdf"
        with ExitStack() as opened, Pdf.new() as joined:
            for each in paths[place : place + OPEN_AT_ONCE]:
                joined.pages.extend(opened.enter_context(pikepdf.open(each)).pages)
            joined.save(path)
        yield path


def _carrier(attachment: Attachment, path: Path) -> Path:
    """Hang a file on a page of a PDF of its own, from which it is copied without being held in memory."""
    with Pdf.new() as pdf:
        pdf.add_blank_page().obj.Carried = Stream(pdf, attachment.path.read_bytes())
        pdf.save(path, compress_streams=False)
    return path


def _attach(whole: Pdf, attachments: Sequence[Attachment], streams: Sequence[pikepdf.Object]) -> None:
    """Enter the files into the list of attachments under their names."""
    if not attachments:
        return
    tree = NameTree.new(whole)
    for attachment, stream in zip(attachments, streams, strict=True):
        held = whole.copy_foreign(stream)
        held.Type, held.Subtype = Name.EmbeddedFile, Name(f"/{attachment.type}")
        held.Params = Dictionary(Size=attachment.path.stat().st_size)
        tree[attachment.name] = whole.make_indirect(
            Dictionary(
                Type=Name.Filespec, F=String(attachment.name), UF=String(attachment.name),
                Desc=String(attachment.title), EF=Dictionary(F=held, UF=held), AFRelationship=Name.Supplement,
            )
        )  # fmt: skip
    whole.Root.Names = Dictionary(EmbeddedFiles=tree.obj)


def _number(whole: Pdf, framed: Sequence[bool]) -> None:
    """Print “Trang x/y” at the lower right of every page, apart from the papers' own numbers on top."""
    last, font = len(whole.pages), _number_font(whole)
    for place, (page, outside) in enumerate(zip(whole.pages, framed, strict=True), 1):
        _stamp(page, f"Trang {place}/{last}", font, outside=outside)


def _stamp(page: Page, words: str, font: pikepdf.Object, *, outside: bool) -> None:
    """Print words at the lower right of a page: on white, or on the bare edge outside the page's frame."""
    page.add_resource(font, Name.Font, NUMBER_FONT, replace_existing=True)
    width = fonts.width(words, NUMBER_SIZE)
    left = float(page.mediabox[2]) - NUMBER_RIGHT - width
    base = NUMBER_BASE_OUTSIDE if outside else NUMBER_BASE
    plate = "" if outside else f"1 g {left - 3:.2f} {base - 3:.2f} {width + 6:.2f} {NUMBER_SIZE + 3} re f "
    text = f"0 g BT {NUMBER_FONT} {NUMBER_SIZE} Tf {left:.2f} {base:.2f} Td ({words}) Tj ET"
    page.contents_add(f"q {plate}{text} Q".encode())


def _number_font(whole: Pdf) -> pikepdf.Object:
    """Return the face of papers, cut down to what page numbers need; its codes are those of ASCII."""
    pdfmetrics.registerFont(TTFont(FACE, str(fonts.font_file())))
    sheet = BytesIO()
    canvas = Canvas(sheet)
    canvas.setFont(FACE, NUMBER_SIZE)
    canvas.drawString(0, 0, "Trang 0123456789/")
    canvas.save()
    with pikepdf.open(sheet) as pdf:
        (font,) = [each for each in pdf.pages[0].resources.Font.values() if each.Subtype == Name.TrueType]
        return whole.copy_foreign(font)


def _bookmark(whole: Pdf, sections: Sequence[Section]) -> None:
    """Write the bookmarks: sections without a group by themselves, the others below their group."""
    with whole.open_outline() as outline:
        page, above = 0, None
        for section in sections:
            item = OutlineItem(section.title, page)
            if not section.group:
                outline.root.append(item)
            else:
                if above is None or above.title != section.group:
                    above = OutlineItem(section.group, page)
                    outline.root.append(above)
                above.children.append(item)
            page += section.pages


def _describe(whole: Pdf, title: str) -> None:
    """Set title and language, and have readers show the bookmarks."""
    with whole.open_metadata(set_pikepdf_as_editor=False) as facts:
        facts["dc:title"] = title
        facts["dc:language"] = ["vi"]
    whole.docinfo[Name.Title] = String(title)
    whole.Root.Lang = String("vi")
    whole.Root.PageMode = Name.UseOutlines
    whole.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
