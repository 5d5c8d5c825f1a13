"""The styles of a Word paper, named as its readers call them."""

from dataclasses import dataclass
from typing import Any

from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from reports.documents.paper import Paper
from reports.rendering import layout

FACE = "Times New Roman"
# Office Open XML lets a property of a file hold no more letters.
MOST_IN_PROPERTY = 255
# Points between position and name, and from one line of the body to the next.
NAME_BELOW, LINE = 62, 17
LEFT, CENTER, RIGHT, JUSTIFY = (
    WD_ALIGN_PARAGRAPH.LEFT,
    WD_ALIGN_PARAGRAPH.CENTER,
    WD_ALIGN_PARAGRAPH.RIGHT,
    WD_ALIGN_PARAGRAPH.JUSTIFY,
)


@dataclass(frozen=True)
class Look:
    """Size and face, alignment, space before and after in points, first line indent, and page breaks."""

    size: float = layout.BODY_SIZE
    bold: bool = False
    italic: bool = False
    align: Any = CENTER
    before: float = 0
    after: float = 0
    indent: bool = False
    keep: bool = False
    colour: str = "000000"
    leading: float = 1.05


HEADING = {"bold": True, "keep": True, "align": LEFT, "before": 6, "indent": True}
BUILT_IN = {name: name.replace(" ", "") for name in ("Title", "Subtitle", "Body Text", "Caption")}
BUILT_IN |= {f"Heading {rank}": f"Heading{rank}" for rank in range(1, 6)}
BODY = {"align": JUSTIFY, "before": 6, "indent": True}
LOOKS = {
    "Title": Look(bold=True, keep=True, before=12),
    "Subtitle": Look(bold=True, keep=True),
    "Heading 1": Look(bold=True, keep=True, before=12),
    "Heading 2": Look(**HEADING),
    "Heading 3": Look(**HEADING),
    "Heading 4": Look(**HEADING),
    "Heading 5": Look(**HEADING | {"bold": False}),
    "Body Text": Look(**BODY),
    "Caption": Look(bold=True, keep=True, before=10, after=4),
    "Căn cứ": Look(italic=True, **BODY),
    "Dòng giữa": Look(before=6),
    "Ghi chú": Look(13, italic=True, align=JUSTIFY, before=6),
    "Hình": Look(align=LEFT, before=6, keep=True),
    "Quốc hiệu": Look(layout.NATION_SIZE, bold=True),
    "Tiêu ngữ": Look(layout.MOTTO_SIZE, bold=True),
    "Cơ quan chủ quản": Look(layout.ISSUER_SIZE),
    "Cơ quan ban hành": Look(layout.ISSUER_SIZE, bold=True),
    "Số văn bản": Look(layout.NUMBER_SIZE, before=6),
    "Trích yếu công văn": Look(layout.SUBJECT_SIZE, before=6),
    "Địa danh, ngày tháng": Look(layout.DATE_SIZE, italic=True, before=6),
    "Đường kẻ": Look(2),
    "Kính gửi": Look(before=4),
    "Nơi kính gửi": Look(align=LEFT),
    "Đầu bảng": Look(layout.TABLE_SIZE, bold=True, before=2, after=2),
    "Ô bảng trái": Look(layout.TABLE_SIZE, align=LEFT, before=2, after=2),
    "Ô bảng giữa": Look(layout.TABLE_SIZE, before=2, after=2),
    "Ô bảng phải": Look(layout.TABLE_SIZE, align=RIGHT, before=2, after=2),
    "Sau bảng": Look(4, align=LEFT),
    "Nơi nhận": Look(layout.RECIPIENTS_SIZE, bold=True, italic=True, align=LEFT, before=14),
    "Danh sách nơi nhận": Look(layout.LIST_SIZE, align=LEFT),
    "Quyền hạn, chức vụ": Look(bold=True),
    "Họ và tên": Look(bold=True, before=NAME_BELOW),
    "Phụ lục": Look(bold=True, keep=True),
    "Tên phụ lục": Look(bold=True, keep=True),
    "Kèm theo": Look(italic=True, keep=True, after=10),
    "Số trang": Look(layout.PAGE_NUMBER_SIZE),
    "Dự thảo": Look(20, bold=True, align=RIGHT, colour="BFBFBF"),
    "Tên lịch": Look(28, bold=True),
    "Dưới tên lịch": Look(14, after=6),
    "Tháng": Look(14, bold=True, before=2, after=2),
    "Dòng lịch": Look(align=LEFT, after=2),
    "Dưới lịch": Look(10, italic=True, align=LEFT, before=4),
}


OURS = [name for name in LOOKS if name not in BUILT_IN]


def style_id(name: str) -> str:
    """Return the id of a style, in plain letters as Word writes them."""
    return BUILT_IN.get(name) or f"Paper{OURS.index(name) + 1}"


def prepare(document: Any, paper: Paper) -> None:
    """Set the properties of the file and every style that papers use."""
    facts = document.core_properties
    facts.title, facts.language, facts.author, facts.comments = paper.title[:MOST_IN_PROPERTY], paper.lang, "", ""
    styles = document.styles
    _look(styles["Normal"], Look(align=LEFT))
    for name, look in LOOKS.items():
        style = styles[name] if name in BUILT_IN else styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.element.styleId = style_id(name)
        style.base_style = styles["Normal"]
        _look(style, look)
        style.quick_style = True
    frame = styles.add_style("Bố cục", WD_STYLE_TYPE.TABLE)
    frame.element.styleId = "PaperFrame"
    frame.base_style = styles["Normal Table"]
    _no_cell_margins(frame)


def _look(style: Any, look: Look) -> None:
    for old in style.element.findall(qn("w:pPr")) + style.element.findall(qn("w:rPr")):
        style.element.remove(old)
    font, form = style.font, style.paragraph_format
    font.name, font.size, font.bold, font.italic = FACE, Pt(look.size), look.bold, look.italic
    font.color.rgb = RGBColor.from_string(look.colour)
    faces = style.element.rPr.rFonts
    for script in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
        faces.set(qn(script), FACE)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "vi-VN")
    style.element.rPr.append(language)
    form.alignment, form.keep_with_next, form.widow_control = look.align, look.keep, True
    form.space_before, form.space_after = Pt(look.before), Pt(look.after)
    form.first_line_indent = Mm(layout.INDENT_MM) if look.indent else Mm(0)
    form.line_spacing_rule = WD_LINE_SPACING.MULTIPLE
    form.line_spacing = look.leading


def _no_cell_margins(style: Any) -> None:
    facts, margins = OxmlElement("w:tblPr"), OxmlElement("w:tblCellMar")
    for side in ("top", "left", "bottom", "right"):
        edge = OxmlElement(f"w:{side}")
        edge.set(qn("w:w"), "0")
        edge.set(qn("w:type"), "dxa")
        margins.append(edge)
    facts.append(margins)
    style.element.append(facts)
