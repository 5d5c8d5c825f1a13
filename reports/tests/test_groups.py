"""Words that belong together stand on one line, in heads, titles, positions and wherever papers are cited."""

import io
import time

import pytest
from docx import Document

from reports.documents.blocks import Annex, Column, Letterhead, Paragraph, Signature, Table, TwoSignatures
from reports.documents.paper import Paper
from reports.rendering import fonts, groups, layout
from reports.rendering.docx import render_docx
from reports.rendering.pdf import page_of, render_pdf
from reports.tests.measuring import MM, Measured

pytestmark = pytest.mark.once

HEAD_ROOM = layout.ISSUER_WIDTH * 0.95


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("ỦY BAN NHÂN DÂN XÃ ĐỒNG TÂM", ["ỦY BAN NHÂN DÂN", "XÃ ĐỒNG TÂM"]),
        ("HỘI ĐỒNG THI ĐUA - KHEN THƯỞNG XÃ HÒA PHONG", ["HỘI ĐỒNG", "THI ĐUA - KHEN THƯỞNG", "XÃ HÒA PHONG"]),
        ("ỦY BAN MẶT TRẬN TỔ QUỐC VIỆT NAM XÃ ĐỒNG TÂM", ["ỦY BAN MẶT TRẬN TỔ QUỐC", "VIỆT NAM XÃ ĐỒNG TÂM"]),
        (
            "ĐOÀN THANH NIÊN CỘNG SẢN HỒ CHÍ MINH XÃ HÒA PHONG",
            ["ĐOÀN THANH NIÊN", "CỘNG SẢN HỒ CHÍ MINH", "XÃ HÒA PHONG"],
        ),
        ("HỘI LIÊN HIỆP PHỤ NỮ XÃ HOÀ PHONG", ["HỘI LIÊN HIỆP PHỤ NỮ", "XÃ HOÀ PHONG"]),
        (
            "TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG XÃ ĐẠI SƠN",
            ["TRUNG TÂM PHỤC VỤ", "HÀNH CHÍNH CÔNG", "XÃ ĐẠI SƠN"],
        ),
        ("BỘ PHẬN ĐỊA CHÍNH - XÂY DỰNG", ["BỘ PHẬN", "ĐỊA CHÍNH - XÂY DỰNG"]),
        ("BAN CHỈ HUY QUÂN SỰ XÃ KIM PHƯỢNG", ["BAN CHỈ HUY QUÂN SỰ", "XÃ KIM PHƯỢNG"]),
        ("PHÒNG VĂN HÓA - XÃ HỘI", ["PHÒNG VĂN HÓA - XÃ HỘI"]),
    ],
)
def test_the_name_of_a_body_is_broken_between_its_words_and_fits(name, lines):
    found = groups.balanced(name, layout.ISSUER_SIZE, HEAD_ROOM, bold=True)

    assert found == lines
    assert max(fonts.width(line, layout.ISSUER_SIZE, bold=True) for line in found) <= HEAD_ROOM


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Họp tại xã Đại Sơn", ["Họp", "tại", "xã Đại Sơn"]),
        ("phát triển kinh tế xã hội", ["phát", "triển", "kinh tế", "xã hội"]),
        ("thôn Đông Hạ, xã Hòa Phong", ["thôn Đông Hạ,", "xã Hòa Phong"]),
        ("tập thể, hộ gia đình, cá nhân", ["tập thể,", "hộ gia đình,", "cá nhân"]),
        ("các thôn và các xã khác", ["các", "thôn", "và", "các", "xã", "khác"]),
        ("giai đoạn 2026 - 2030", ["giai đoạn 2026 - 2030"]),
        ("XÃ ĐẠI SƠN GIAI ĐOẠN 2026 - 2030", ["XÃ ĐẠI SƠN", "GIAI ĐOẠN 2026 - 2030"]),
        ("hằng năm 2026", ["hằng", "năm 2026"]),
        ("một  hai - ba", ["một", "", "hai -", "ba"]),
        ("", [""]),
    ],
)
def test_a_line_is_split_only_where_it_may_be_broken(text, parts):
    assert groups.grouped(text) == parts


def test_a_group_wider_than_its_room_is_broken_rather_than_set_beyond_it():
    lines = groups.balanced("HỘI ĐỒNG THI ĐUA - KHEN THƯỞNG", 14, 90, bold=True)

    assert " ".join(lines) == "HỘI ĐỒNG THI ĐUA - KHEN THƯỞNG"
    assert max(fonts.width(line, 14, bold=True) for line in lines) <= 90


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("tại Kế hoạch số 152/KH-UBND ngày 20/11/2026", ["152/KH-UBND"]),
        ("(mục III.2.1.a).", ["(mục III.2.1.a)."]),
        ("Nghị định số 152/2025/NĐ-CP, Nghị quyết số 18-NQ/TW", ["152/2025/NĐ-CP,", "18-NQ/TW"]),
        ("Công văn 05/UBND-VHXH; Số: ……/QĐ-UBND", ["05/UBND-VHXH;", "……/QĐ-UBND"]),
        ("năm 2026-2030, 3/4 phiếu, và/hoặc", []),
    ],
)
def test_numbers_with_symbols_and_clauses_are_known(text, whole):
    assert [found.group() for found in groups.KEPT.finditer(text)] == whole


def test_one_endless_word_does_not_hold_up_a_page():
    begun = time.monotonic()

    assert groups.DASHED.search("a" * 100_000) is None
    assert groups.DASHED.findall("Văn phòng - thống kê a–b - c") == ["phòng -", "b -"]

    assert time.monotonic() - begun < 2


@pytest.mark.parametrize("cited", ["152/KH-UBND", "mục III.2.1.a"])
def test_a_cited_paper_or_clause_is_never_cut_over_two_lines_and_its_text_stays_the_same(cited):
    texts = [f"{'a' * 10} {'b' * (length - 11)} {cited} của Ủy ban nhân dân xã." for length in range(40, 75)]

    found = printed_lines(Paper("Kế hoạch", tuple(Paragraph(text) for text in texts)))

    assert " ".join(found) == " ".join(texts)
    assert sum(cited in line for line in found) == len(texts), found
    assert len(found) > len(texts)


def printed_lines(paper: Paper) -> list[str]:
    """Return the lines that are printed below the number of each page, with single spaces."""
    return [" ".join(line.text.split()) for line in Measured(render_pdf(paper).data).lines if line.base > 20 * MM]


def test_a_number_wider_than_its_column_is_broken_within_it():
    columns = tuple(Column(f"Cột {number}") for number in range(14))
    page = page_of(Paper("Bảng", (Table(columns, (("152/KH-UBND",) * 14,)),)))

    assert '<span class="whole">152/KH-UBND</span>' not in page
    assert page.count('<td class="left">152/KH-UBND</td>') == 14


def test_what_stands_around_a_number_is_escaped():
    page = page_of(Paper("A", (Paragraph("<b>1</b> 152/KH-UBND\n<i>2</i>"),)))

    assert '&lt;b&gt;1&lt;/b&gt; <span class="whole">152/KH-UBND</span><br>&lt;i&gt;2&lt;/i&gt;' in page


SIGNED = Paper(
    "Biên bản",
    (
        Letterhead.of(("Ủy ban nhân dân", "xã Đồng Tâm"), "BB-UBND"),
        TwoSignatures(
            Signature(("Thư ký",), "Lê Thị Hoa"),
            Signature(("Trưởng ban công tác Mặt trận Tổ quốc Việt Nam",), "Trần Văn Bình"),
        ),
    ),
)


def test_two_names_stand_level_however_many_lines_their_positions_take():
    printed = Measured(render_pdf(SIGNED).data)

    left, right = printed.line("Lê Thị Hoa"), printed.line("Trần Văn Bình")
    assert left.base == pytest.approx(right.base, abs=0.5)
    assert [line.text for line in printed.lines if "TỔ QUỐC" in line.text] == ["TỔ QUỐC VIỆT NAM"]


def test_word_breaks_a_position_as_the_pdf_does_and_sets_the_names_level():
    table = Document(io.BytesIO(render_docx(SIGNED))).tables[-1]
    left, right = (cell.paragraphs for cell in table.rows[0].cells)

    assert [line.text for line in left] == ["THƯ KÝ", "Lê Thị Hoa"]
    assert [line.text for line in right] == ["TRƯỞNG BAN", "CÔNG TÁC MẶT TRẬN", "TỔ QUỐC VIỆT NAM", "Trần Văn Bình"]
    assert left[-1].paragraph_format.space_before.pt == 62 + 2 * 17
    assert right[-1].paragraph_format.space_before is None


def test_no_line_of_the_text_begins_with_the_dash_of_a_name():
    blocks = []
    for width in range(2, 30):
        text = (
            f"{'a ' * width}Bộ phận Văn phòng - thống kê, Bộ phận Văn hóa - Xã hội, giai đoạn 2026 - 2030"
            " – xã Kim Phượng"
        )
        cell = Table((Column("Đơn vị", 20), Column("Việc", 20 + width)), ((text, "Việc"),))
        blocks += [Paragraph(text), cell]

    lines = printed_lines(Paper("Văn bản", tuple(blocks)))

    assert len(lines) > 4 * 28
    assert [line for line in lines if line[0] in "-–"] == []


def test_the_line_under_an_annexs_title_does_not_part_the_name_of_the_commune():
    attached = "Kèm theo Báo cáo số 97/BC-UBND ngày 19 tháng 12 năm 2025 của UBND xã Kim Phượng"
    paper = Paper("Báo cáo", (Paragraph("Một."), Annex("Danh sách", attached, (Paragraph("Hai."),))))

    lines = [line.text for line in Measured(render_pdf(paper).data).on(1)]

    assert [line for line in lines if "Kim" in line] == [line for line in lines if "xã Kim Phượng)" in line]
    assert [each.text for each in Document(io.BytesIO(render_docx(paper))).paragraphs if "Kèm" in each.text] == [
        "\n".join(line for line in lines if line[0] == "(" or line[-1] == ")")
    ]


def rows_of(*heights: int, bold: tuple[int, ...] = ()) -> Table:
    """Return a table whose rows take so many lines each."""
    rows = tuple((str(place), "\n".join(["Nội dung"] * lines)) for place, lines in enumerate(heights, 1))
    return Table((Column("TT"), Column("Việc", 9)), rows, bold_rows=bold)


def firsts(paper: Paper) -> list[list[str]]:
    """Return the first cells of the table's rows on each page, headings included."""
    pages = Measured(render_pdf(paper).data).pages
    return [[row[0] for table in page.extract_tables() for row in table] for page in pages]


def test_a_short_table_of_tall_rows_is_broken_between_them_with_its_heading_beside_the_first():
    before = Paragraph("\n".join(["Dòng"] * 18))

    assert firsts(Paper("Biên bản", (before, rows_of(15, 15)))) == [["TT", "1"], ["TT", "2"]]
    assert firsts(Paper("Biên bản", (Paragraph("\n".join(["Dòng"] * 34)), rows_of(15, 15))))[0] == []


def test_a_short_table_of_low_rows_stays_whole():
    before = Paragraph("\n".join(["Dòng"] * 35))

    assert firsts(Paper("Biên bản", (before, rows_of(2, 2, 2)))) == [[], ["TT", "1", "2", "3"]]


@pytest.mark.parametrize("lines", range(28, 40))
def test_the_row_of_a_group_never_stands_alone_at_the_foot_of_a_page(lines):
    table = rows_of(*[1] * 12, bold=(0, 4, 8))

    first, *_ = firsts(Paper("Phiếu", (Paragraph("\n".join(["Dòng"] * lines)), table)))

    assert first == [] or first[-1] not in ("TT", "1", "5", "9")


@pytest.mark.parametrize("lines", range(28, 40))
def test_the_total_never_stands_alone_at_the_head_of_a_page(lines):
    table = rows_of(*[1] * 12, bold=(11,))

    *_, last = firsts(Paper("Danh sách", (Paragraph("\n".join(["Dòng"] * lines)), table)))

    assert last[-2:] == ["11", "12"]


def test_word_keeps_the_row_of_a_group_with_the_next_and_the_total_with_the_row_above():
    table = Document(io.BytesIO(render_docx(Paper("Phiếu", (rows_of(1, 1, 1, bold=(0, 2)),))))).tables[0]

    kept = [row.cells[0].paragraphs[0].paragraph_format.keep_with_next for row in table.rows[1:]]
    assert kept == [True, True, None]
