"""The mark of a training ground on every file made there: paper, certificates, bundle, workbook; for good.

A file is marked when it is whole, so that no kind of paper can be forgotten. What lies in the ZIP of a bundle is marked
before it is packed.
"""

from collections.abc import Callable
from contextlib import ExitStack
from io import BytesIO
from pathlib import Path

import pikepdf
from docx import Document
from docx.oxml import parse_xml
from docx.shared import Pt, RGBColor
from openpyxl import load_workbook
from pikepdf import Name, Page
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from reports.rendering import fonts
from reports.rendering.evidence_pages import MM
from reports.rendering.word_styles import FACE

WORD = "TẬP HUẤN"
LINE = "TẬP HUẤN – không có giá trị"
PRINTED = "TrainingMark"
PALE, DEEP = (0.96, 0.86, 0.86), (0.64, 0.09, 0.13)
# How much of the page's width the word takes, and at which parts of its height it stands, clear of the draft mark.
SHARE, HEIGHTS = 0.55, (0.2, 0.8)
LINE_SIZE, LINE_LEFT = 9, 12 * MM
# Between the edge and the frame of a certificate, 8 mm from it.
LINE_BELOW_TOP = 6.5 * MM
UNDER, OVER = "/TrainingWord", "/TrainingLine"
SHAPE = (
    '<w:r xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    ' xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"><w:pict>'
    '<v:shapetype id="_x0000_t136" coordsize="21600,21600"'
    ' o:spt="136" adj="10800" path="m@7,l@8,m@5,21600l@6,21600e"><v:formulas><v:f eqn="sum #0 0 10800"/>'
    '<v:f eqn="prod #0 2 1"/><v:f eqn="sum 21600 0 @1"/><v:f eqn="sum 0 0 @2"/><v:f eqn="sum 21600 0 @3"/>'
    '<v:f eqn="if @0 @3 0"/><v:f eqn="if @0 21600 @1"/><v:f eqn="if @0 0 @2"/><v:f eqn="if @0 @4 21600"/>'
    '</v:formulas><v:path textpathok="t" o:connecttype="rect"/><v:textpath on="t" fitshape="t"/></v:shapetype>'
    '<v:shape id="TapHuan{number}" o:spid="_x0000_s{spid}" type="#_x0000_t136" style="position:absolute;margin-left:0;'
    "margin-top:0;width:340pt;height:85pt;rotation:315;z-index:-251658752;mso-position-horizontal:center;"
    'mso-position-horizontal-relative:margin;mso-position-vertical:center;mso-position-vertical-relative:margin"'
    ' o:allowincell="f" fillcolor="#f5dbdb" stroked="f"><v:textpath'
    ' style="font-family:&quot;{face}&quot;;font-size:1pt" string="{word}"/></v:shape></w:pict></w:r>'
)


def mark(path: Path, format: str) -> None:
    """Mark a file where it lies; a format without a mark of its own stays as it is."""
    if marker := MARKERS.get(format):
        path.write_bytes(marker(path.read_bytes()))


def marked_pdf(data: bytes) -> bytes:
    """Return a PDF with the word under each page's text and the line above it, both outside the order of reading."""
    made = BytesIO()
    with ExitStack() as opened, pikepdf.open(BytesIO(data)) as pdf:
        forms: dict[tuple[float, float], dict[Name, object]] = {}
        for page in pdf.pages:
            left, bottom, right, top = (float(each) for each in page.mediabox)
            size = (right - left, top - bottom)
            if size not in forms:
                source = opened.enter_context(pikepdf.open(BytesIO(_sheets(*size))))
                under, over = (pdf.copy_foreign(Page(each).as_form_xobject()) for each in source.pages)
                forms[size] = {Name(f"{UNDER}{len(forms)}"): under, Name(f"{OVER}{len(forms)}"): over}
            _lay(page, forms[size], left, bottom)
        pdf.save(made)
    return made.getvalue()


def _lay(page: Page, forms: dict[Name, object], left: float, bottom: float) -> None:
    """Lay the word under the page's own content and the line over it.

    Pages of one file may share their resources: each size of page has names of its own.
    """
    for name, form in forms.items():
        page.add_resource(form, Name.XObject, name, replace_existing=True)
    under, over = forms
    drawn = "/Artifact BMC q 1 0 0 1 {left:.2f} {bottom:.2f} cm {name} Do Q EMC"
    page.contents_add(f"{drawn.format(left=left, bottom=bottom, name=under)} q".encode(), prepend=True)
    page.contents_add(f"Q {drawn.format(left=left, bottom=bottom, name=over)}".encode())


def _sheets(width: float, height: float) -> bytes:
    """Return a PDF of two pages of a size: the word, and the line on a white strip."""
    pdfmetrics.registerFont(TTFont(PRINTED, str(fonts.font_file(bold=True))))
    made = BytesIO()
    canvas = Canvas(made, pagesize=(width, height))
    canvas.setFillColorRGB(*PALE)
    size = SHARE * width / fonts.width(WORD, 1, bold=True)
    canvas.setFont(PRINTED, size)
    for part in HEIGHTS:
        canvas.drawCentredString(width / 2, height * part - size / 3, WORD)
    canvas.showPage()
    base = height - LINE_BELOW_TOP
    canvas.setFillColorRGB(1, 1, 1)
    canvas.rect(LINE_LEFT - 2, base - 2, fonts.width(LINE, LINE_SIZE, bold=True) + 4, LINE_SIZE + 1, stroke=0, fill=1)
    canvas.setFillColorRGB(*DEEP)
    canvas.setFont(PRINTED, LINE_SIZE)
    canvas.drawString(LINE_LEFT, base, LINE)
    canvas.save()
    return made.getvalue()


def marked_docx(data: bytes) -> bytes:
    """Return a Word file with the word behind the text of each page and the line at its foot."""
    document = Document(BytesIO(data))
    number = 0
    for place, section in enumerate(document.sections):
        for header, footer in (
            (section.header, section.footer),
            (section.first_page_header, section.first_page_footer),
        ):
            if place == 0 or not header.is_linked_to_previous:
                number += 1
                header.paragraphs[0]._p.append(_shape(number))
            if place == 0 or not footer.is_linked_to_previous:
                _write_line(footer.paragraphs[0])
    made = BytesIO()
    document.save(made)
    return made.getvalue()


def _shape(number: int):
    """Return the word as Word's own kind of watermark, which takes no room on the page."""
    return parse_xml(SHAPE.format(number=number, spid=2048 + number, face=FACE, word=WORD))


def _write_line(paragraph) -> None:
    """Write the line into the foot of the pages."""
    run = paragraph.add_run(LINE)
    run.bold, run.font.size, run.font.name = True, Pt(LINE_SIZE), FACE
    run.font.color.rgb = RGBColor(*(round(part * 255) for part in DEEP))


def marked_xlsx(data: bytes) -> bytes:
    """Return a workbook with the line before the title of each sheet, and on each printed page."""
    book = load_workbook(BytesIO(data))
    for sheet in book.worksheets:
        first = sheet["A1"]
        first.value = f"{LINE}. {first.value}" if first.value else LINE
        sheet.oddHeader.center.text = LINE
        sheet.sheet_properties.tabColor = "A3181F"
    made = BytesIO()
    book.save(made)
    return made.getvalue()


MARKERS: dict[str, Callable[[bytes], bytes]] = {"pdf": marked_pdf, "docx": marked_docx, "xlsx": marked_xlsx}
