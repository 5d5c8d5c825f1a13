"""The same blocks to Word: real styles, the same words in the same order, the page of the PDF."""

from collections.abc import Callable, Iterable, Sequence
from io import BytesIO
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.table import WD_ROW_HEIGHT_RULE, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_BREAK
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Emu, Inches, Mm, Pt
from docx.table import Table as WordTable
from docx.table import _Cell
from docx.text.paragraph import Paragraph as WordParagraph

from reports.documents.blocks import Note, Paragraph, Run, Signature
from reports.documents.paper import Paper
from reports.rendering import chart_pictures, fonts, layout, posters, word_styles
from reports.rendering.placed import (
    AnnexHead,
    Closing,
    Figure,
    Grid,
    Head,
    HeadingLines,
    Lines,
    Sheet,
    TitleLines,
)
from reports.rendering.posters import PlacedPoster
from reports.rendering.word_styles import style_id

# A row that may not be broken and is longer than a page is cut off by LibreOffice.
MOST_LINES_WHOLE = 15
SIDES = {"left": "Ô bảng trái", "center": "Ô bảng giữa", "right": "Ô bảng phải"}


def render_docx(paper: Paper) -> bytes:
    """Return the paper as a Word file."""
    fonts.require_fonts()
    document = Document()
    word_styles.prepare(document, paper)
    for place, sheet in enumerate(layout.compose(paper)):
        section = _section(document) if place else document.sections[0]
        _page(section, sheet, first=place == 0, draft=paper.draft)
        for piece in sheet.pieces:
            PLACERS[piece.kind](Page(document, section), piece.block)
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def _section(document: Any) -> Section:
    section = document.add_section(WD_SECTION.NEW_PAGE)
    document.paragraphs[-1].style = "Sau bảng"
    return section


class Page:
    """Where pieces are placed: a document, and the width its present section leaves for text."""

    def __init__(self, document: Any, section: Section) -> None:
        self.document = document
        self.room = Emu(section.page_width - section.left_margin - section.right_margin)

    def line(self, style: str, text: str | Iterable[Run] = "") -> WordParagraph:
        """Add a paragraph."""
        return _fill(self.document.add_paragraph(), style, text)

    def grid(self, rows: int, widths: list[Emu], style: str) -> WordTable:
        """Add a table with fixed column widths."""
        table = self.document.add_table(rows, len(widths), style)
        table.alignment = WD_TABLE_ALIGNMENT.CENTER
        table.autofit = False
        for column, width in zip(table.columns, widths, strict=True):
            column.width = width
        for row in table._tbl.tr_lst:
            for cell, width in zip(row.tc_lst, widths, strict=True):
                cell.width = width
        return table


def _fill(paragraph: WordParagraph, style: str, text: str | Iterable[Run]) -> WordParagraph:
    paragraph._p.style = style_id(style)
    for run in (Run(text),) if isinstance(text, str) else text:
        if run.text:
            placed = paragraph.add_run(run.text)
            placed.bold, placed.italic = run.bold or None, run.italic or None
    return paragraph


def _page(section: Section, sheet: Sheet, *, first: bool, draft: bool) -> None:
    width, height = (Mm(side) for side in (posters.PAGE if sheet.poster else layout.PAGE))
    if sheet.poster:
        section.orientation = WD_ORIENT.LANDSCAPE
    elif sheet.landscape:
        section.orientation, width, height = WD_ORIENT.LANDSCAPE, height, width
    else:
        section.orientation = WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = width, height
    top, right, bottom, left = [posters.EDGE] * 4 if sheet.poster else layout.MARGINS
    section.top_margin, section.bottom_margin = Mm(top), Mm(bottom)
    section.left_margin, section.right_margin = Mm(left), Mm(right)
    section.header_distance, section.footer_distance = Mm(8), Mm(8)
    section.different_first_page_header_footer = True
    numbering = OxmlElement("w:pgNumType")
    numbering.set(qn("w:start"), "1")
    for old in section._sectPr.findall(qn("w:pgNumType")):
        section._sectPr.remove(old)
    section._sectPr.find(qn("w:cols")).addprevious(numbering)
    if first:
        _number(section.header.paragraphs[0])
        if draft:
            for header in (section.header, section.first_page_header):
                header.add_paragraph(layout.DRAFT, style="Dự thảo")


def _number(paragraph: WordParagraph) -> None:
    paragraph.style = "Số trang"
    for kind, code in (("begin", ""), ("", "PAGE"), ("end", "")):
        run = paragraph.add_run()._r
        mark = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark.text = code
        run.append(mark)


def _in_cell(cell: _Cell, lines: Iterable[tuple[str, str]]) -> list[WordParagraph]:
    """Fill a cell with lines, each a style and a text."""
    placed = []
    for style, text in lines:
        paragraph = cell.add_paragraph() if placed else cell.paragraphs[0]
        placed.append(_fill(paragraph, style, text))
    return placed


def _rule(paragraph: WordParagraph, length: float, room: float) -> None:
    """Draw a rule of that length in points as the top border of an empty, narrowed paragraph."""
    edge = Pt(max(room - length, 0) / 2)
    paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = edge
    borders, top = OxmlElement("w:pBdr"), OxmlElement("w:top")
    for name, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "000000")):
        top.set(qn(f"w:{name}"), value)
    borders.append(top)
    paragraph._p.get_or_add_pPr().insert_element_before(
        borders, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc", "w:rPr"
    )


def _letterhead(page: Page, head: Head) -> None:
    widths = [Pt(layout.ISSUER_WIDTH), Pt(layout.NATION_WIDTH)]
    table = page.grid(2, widths, "Bố cục")
    (issuing, nation), (number, when) = (row.cells for row in table.rows)
    lines = [("Cơ quan chủ quản", line) for line in head.superior.lines]
    lines += [("Cơ quan ban hành", line) for line in head.issuer.lines]
    _rule(_in_cell(issuing, [*lines, ("Đường kẻ", "")])[-1], head.issuer.rule, layout.ISSUER_WIDTH)
    lines = [("Quốc hiệu", layout.NATION), ("Tiêu ngữ", layout.MOTTO), ("Đường kẻ", "")]
    _rule(_in_cell(nation, lines)[-1], head.motto.rule, layout.NATION_WIDTH)
    lines = [("Số văn bản", head.number_line)]
    if head.subject.lines:
        lines.append(("Trích yếu công văn", ""))
    placed = _in_cell(number, lines)
    _broken(placed[-1], head.subject)
    _in_cell(when, [("Địa danh, ngày tháng", head.date_line)])


def _broken(paragraph: WordParagraph, lines: Lines) -> None:
    for place, line in enumerate(lines.lines):
        if place:
            paragraph.add_run().add_break(WD_BREAK.LINE)
        paragraph.add_run(line)


def _title(page: Page, title: TitleLines) -> None:
    _broken(page.line("Title"), title.kind)
    if title.abstract.lines:
        _broken(page.line("Subtitle"), title.abstract)
    rule = page.line("Đường kẻ")
    rule.paragraph_format.space_after = Pt(12)
    _rule(rule, title.abstract.rule, page.room.pt)


def _lines(style: str) -> Callable[[Page, Any], None]:
    def place(page: Page, block: Any) -> None:
        for line in block.lines:
            page.line(style, line)

    return place


def _addressees(page: Page, block: Any) -> None:
    for place, line in enumerate(block.lines):
        style = "Nơi kính gửi" if place else "Kính gửi"
        paragraph = page.line(style, line)
        if len(block.lines) > 1:
            paragraph.alignment = None
            paragraph.paragraph_format.left_indent = Mm(50 if place else 30)


def _heading(page: Page, block: HeadingLines) -> None:
    _broken(page.line(f"Heading {block.rank}"), Lines(block.lines))


def _paragraph(page: Page, block: Paragraph) -> None:
    paragraph = page.line("Dòng giữa" if block.centred else "Body Text", block.text)
    paragraph.paragraph_format.keep_with_next = block.keep_with_next or None


def _listing(page: Page, block: Any) -> None:
    for item in block.marked:
        page.line("Body Text", item)


def _table(page: Page, block: Grid) -> None:
    if block.caption:
        page.line("Caption", block.caption)
    whole = sum(column.share for column in block.columns)
    widths = [Emu(page.room * column.share // whole) for column in block.columns]
    table = page.grid(1 + len(block.table.rows), widths, "Table Grid")
    rows = table._tbl.tr_lst
    _row(table, rows[0], [("Đầu bảng", column.title) for column in block.columns])
    rows[0].get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for row, printed in zip(rows[1:], block.printed_rows, strict=True):
        cells = [(SIDES[side], (Run(text, bold=printed["bold"]),)) for side, text, _ in printed["cells"]]
        whole = _lines_of([text for _, text, _ in printed["cells"]], widths) <= MOST_LINES_WHOLE
        _row(table, row, cells, whole=whole, heads=printed["heads"])
    page.line("Sau bảng")


def _lines_of(texts: Iterable[str], widths: list[Emu]) -> float:
    """Return about how many lines the longest cell of a row takes."""
    return max(
        fonts.width(text, layout.TABLE_SIZE) / (width.pt - layout.CELL_EDGES) + text.count("\n")
        for text, width in zip(texts, widths, strict=True)
    )


def _row(table: WordTable, row: Any, cells: list, *, whole: bool = True, heads: bool = False) -> None:
    if whole:
        row.get_or_add_trPr().insert(0, OxmlElement("w:cantSplit"))
    for cell, line in zip(row.tc_lst, cells, strict=True):
        (paragraph,) = _in_cell(_Cell(cell, table), [line])
        if heads:
            paragraph.paragraph_format.keep_with_next = True


def _chart(page: Page, block: Figure) -> None:
    page.line("Caption", block.caption)
    for drawing in block.drawings:
        paragraph = page.line("Hình")
        picture = paragraph.add_run().add_picture(BytesIO(chart_pictures.png(drawing)), Inches(drawing.width / 72))
        picture._inline.docPr.set("descr", drawing.alt)
    if block.figures is not None:
        _table(page, block.figures)


def _note(page: Page, block: Note) -> None:
    page.line("Ghi chú", block.text)


def _closing(page: Page, block: Closing) -> None:
    kept = page.document.paragraphs[-1] if page.document.paragraphs else None
    if kept is not None:
        kept.paragraph_format.keep_with_next = True
    table = page.grid(1, [Emu(page.room // 2)] * 2, "Bố cục")
    sides = ((block.left, block.lowered[0]), (block.right, block.lowered[1]))
    _closing_row(table, sides, None if block.left else block.recipients)
    if block.left and block.recipients:
        page.line("Sau bảng")
        _closing_row(page.grid(1, [Emu(page.room // 2)] * 2, "Bố cục"), (), block.recipients)
    page.line("Sau bảng")


def _closing_row(table: WordTable, sides: Sequence[tuple[Signature | None, int]], recipients: Any) -> None:
    """Place the recipients and the signatures, each with the lines by which its name stands lower."""
    row = table.rows[0]
    row._tr.get_or_add_trPr().insert(0, OxmlElement("w:cantSplit"))
    if recipients is not None:
        lines = [
            ("Nơi nhận", layout.RECIPIENTS),
            *(("Danh sách nơi nhận", line) for line in recipients.lines),
        ]
        _in_cell(row.cells[0], lines)
    for cell, (signature, lower) in zip(row.cells, sides, strict=False):
        if signature is not None:
            lines = [("Quyền hạn, chức vụ", line) for line in signature.lines]
            *_, name = _in_cell(cell, [*lines, ("Họ và tên", signature.name)])
            if lower:
                name.paragraph_format.space_before = Pt(word_styles.NAME_BELOW + lower * word_styles.LINE)


def _annex_head(page: Page, block: AnnexHead) -> None:
    page.line("Phụ lục", block.number)
    _broken(page.line("Tên phụ lục"), block.title)
    _broken(page.line("Kèm theo"), block.attached)


def _poster(page: Page, block: PlacedPoster) -> None:
    page.line("Tên lịch", block.poster.title)
    page.line("Dưới tên lịch", block.poster.subtitle)
    table = page.grid(len(block.rows), [Emu(page.room // block.poster.across)] * block.poster.across, "Table Grid")
    for row, placed in zip(table.rows, block.rows, strict=True):
        row.height, row.height_rule = Pt(placed.height), WD_ROW_HEIGHT_RULE.AT_LEAST
        for cell, box in zip(row._tr.tc_lst, placed.boxes, strict=False):
            lines = [("Tháng", box.title)]
            for day, text, about in box.lines:
                lines.append(("Dòng lịch", (Run(day, bold=True), Run(f" {text}"))))
                lines += [("Dòng lịch", (Run(about, italic=True),))] if about else []
            for paragraph in _in_cell(_Cell(cell, table), lines)[1:]:
                for run in paragraph.runs:
                    run.font.size = Pt(round(2 * (block.about_size if run.italic else block.size)) / 2)
    page.line("Dưới lịch", block.poster.note)


PLACERS: dict[str, Callable[[Page, Any], None]] = {
    "letterhead": _letterhead,
    "title": _title,
    "addressees": _addressees,
    "grounds": _lines("Căn cứ"),
    "heading": _heading,
    "paragraph": _paragraph,
    "listing": _listing,
    "table": _table,
    "chart": _chart,
    "note": _note,
    "closing": _closing,
    "annex_head": _annex_head,
    "poster": _poster,
}
