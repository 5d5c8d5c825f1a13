"""The Word file: the words of the PDF in the same order, in real styles, on the same page."""

import io

import pytest
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import Table as WordTable

from reports.documents.blocks import Column, Paragraph, Table
from reports.documents.paper import Paper
from reports.rendering.docx import render_docx
from reports.rendering.layout import paper_words
from reports.tests.paper_samples import minutes, plan, results, summary

pytestmark = pytest.mark.once

PAPERS = {"plan": plan, "summary": summary, "minutes": minutes}


def opened(paper):
    """Read a produced Word file again."""
    return Document(io.BytesIO(render_docx(paper)))


def texts(document) -> list[str]:
    """Return every paragraph and cell with words, in order."""
    found = []
    for item in document.iter_inner_content():
        if isinstance(item, WordTable):
            found += [p.text for row in item.rows for cell in row.cells for p in cell.paragraphs]
        else:
            found.append(item.text)
    return [text for text in found if text]


@pytest.mark.parametrize("name", PAPERS)
def test_word_holds_exactly_the_words_of_the_paper_in_order(name):
    paper = PAPERS[name]()

    lines = [line for text in texts(opened(paper)) for line in text.split("\n")]

    assert lines == [line for words in paper_words(paper) for line in words.split("\n")]


@pytest.mark.rule("N-01")
@pytest.mark.parametrize("name", PAPERS)
def test_each_section_has_the_page_and_margins_of_the_decree(name):
    for section in opened(PAPERS[name]()).sections:
        assert sorted((round(section.page_width.mm), round(section.page_height.mm))) == [210, 297]
        margins = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
        assert [round(margin.mm) for margin in margins] == [20, 20, 30, 20]


@pytest.mark.rule("N-02")
def test_pages_are_numbered_in_the_header_but_the_first_and_each_annex_begins_again():
    sections = opened(summary()).sections
    number = sections[0].header.paragraphs[0]

    assert "PAGE" in number._p.xml
    assert (number.style.paragraph_format.alignment, number.style.font.size) == (
        WD_ALIGN_PARAGRAPH.CENTER,
        Pt(13),
    )
    assert len(sections) == 3
    assert [section.different_first_page_header_footer for section in sections] == [True] * 3
    assert all(section.header.is_linked_to_previous for section in list(sections)[1:])
    starts = [section._sectPr.find(qn("w:pgNumType")).get(qn("w:start")) for section in sections]
    assert starts == ["1", "1", "1"]
    assert sections[0].first_page_header.paragraphs[0].text == ""


@pytest.mark.rule("N-08")
def test_the_styles_carry_the_faces_sizes_and_spaces_of_the_decree():
    styles = opened(plan()).styles
    body, quoted = styles["Body Text"], styles["Căn cứ"]

    assert (styles["Normal"].font.name, styles["Normal"].font.size) == ("Times New Roman", Pt(14))
    assert body.paragraph_format.alignment == WD_ALIGN_PARAGRAPH.JUSTIFY
    assert body.paragraph_format.first_line_indent.mm == pytest.approx(12.7, abs=0.1)
    assert body.paragraph_format.space_before >= Pt(6)
    assert (quoted.font.italic, styles["Heading 2"].font.bold) == (True, True)
    assert (styles["Nơi nhận"].font.size, styles["Danh sách nơi nhận"].font.size) == (Pt(12), Pt(11))
    assert (styles["Nơi nhận"].font.bold, styles["Nơi nhận"].font.italic) == (True, True)


@pytest.mark.parametrize("rows", [1, 50, 500])
def test_a_table_repeats_its_heading_and_keeps_its_rows_whole(rows):
    table = opened(Paper("Bảng", (results(rows),))).tables[0]

    heads = [row._tr.find(f".//{qn('w:tblHeader')}") is not None for row in table.rows]
    assert heads == [True] + [False] * rows
    assert all(row._tr.find(f".//{qn('w:cantSplit')}") is not None for row in table.rows)
    assert table.rows[-1].cells[1].paragraphs[0].runs[0].bold is True
    assert sum(column.width for column in table.columns) == pytest.approx(Mm(160), abs=Mm(1))


def test_a_chart_is_a_picture_with_its_figures_below():
    document = opened(summary())

    pictures = [shape._inline.docPr.get("descr") for shape in document.inline_shapes]
    assert pictures == [
        "Biểu đồ 1. Tỷ lệ hoàn thành của các đơn vị",
        "Biểu đồ 2. Báo cáo của các đơn vị",
    ]
    assert [cell.text for cell in document.tables[2].rows[1].cells] == ["Thôn Đông Hạ", "100,5"]


@pytest.mark.rule("N-04")
def test_the_rules_of_the_letterhead_are_drawn_as_long_as_the_decree_says():
    cells = opened(plan()).tables[0].rows[0].cells

    for cell, share in zip(cells, (1 / 3, 1), strict=True):
        rule = cell.paragraphs[-1]
        assert rule._p.find(f".//{qn('w:pBdr')}/{qn('w:top')}").get(qn("w:val")) == "single"
        edge = rule.paragraph_format.left_indent
        assert edge == rule.paragraph_format.right_indent
        length = cell.width - 2 * edge
        text = Pt(159) if share == 1 else Pt(113)
        assert text * share * 0.97 <= length <= text * (1.03 if share == 1 else 0.5)


def test_the_file_names_its_title_and_language_and_nobody_else():
    facts = opened(plan()).core_properties

    assert (facts.title, facts.language, facts.author) == ("Kế hoạch phát động phong trào thi đua", "vi", "")


def test_a_draft_says_so_in_its_headers():
    section = opened(plan(draft=True)).sections[0]

    assert section.header.paragraphs[-1].text == section.first_page_header.paragraphs[-1].text == "DỰ THẢO"
    assert len(opened(plan()).sections[0].header.paragraphs) == 1


def test_hostile_words_stay_words():
    hostile = "<w:p/> ]]> &amp; {{ x }} \x00\x0b\u202e\ufffe"
    document = opened(Paper(hostile, (Paragraph(hostile), Table((Column(hostile),), ((hostile,),)))))

    assert {text.strip() for text in texts(document)} == {"<w:p/> ]]> &amp; {{ x }}"}
