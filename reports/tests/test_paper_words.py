"""No word is lost on the way to paper, none is added, and none is taken for a command."""

import io
import re
import unicodedata

import pypdf
import pytest

from reports.documents.blocks import Column, Paragraph, Run, Table, Title
from reports.documents.paper import Paper
from reports.rendering import fonts
from reports.rendering.layout import paper_words
from reports.rendering.pdf import render_pdf
from reports.tests.measuring import MM, Measured, printed
from reports.tests.paper_samples import CHAIR, HEADER, PAPERS, SENT_TO, plan, results

pytestmark = pytest.mark.xdist_group("samples")

TINOS = {"Tinos", "Tinos-Bold", "Tinos-Italic", "Tinos-Bold-Italic"}


def bare(text: str) -> str:
    """Return the letters of a text without any space, in NFC."""
    return unicodedata.normalize("NFC", re.sub(r"\s+", "", text))


@pytest.mark.parametrize("rows", [1, 50, 500])
def test_a_table_of_any_length_repeats_its_heading_and_loses_no_row(rows):
    paper = Measured(render_pdf(Paper("Bảng", (results(rows),))).data)

    for page in range(len(paper.pages)):
        assert [line.text for line in paper.on(page) if line.text in ("STT", "Đơn vị", "Chỉ tiêu", "Kết quả")] == [
            "STT",
            "Đơn vị",
            "Chỉ tiêu",
            "Kết quả",
        ]
    units = [found[0] for line in paper.lines if (found := re.search(r"Thôn số \d+", line.text))]
    assert units == [f"Thôn số {place}" for place in range(1, rows + 1)]
    last = next(line for line in paper.lines if line.text.endswith(f"Thôn số {rows}"))
    assert last.faces == {"Tinos-Bold"}


@pytest.mark.parametrize("name", PAPERS)
def test_the_pdf_holds_every_word_in_order(name):
    reader = pypdf.PdfReader(io.BytesIO(printed(name).data))
    pages = enumerate((page.extract_text() for page in reader.pages), 1)
    text = "".join(bare(re.sub(rf"^{number}\n|\n{number}$", "", words)) for number, words in pages)

    place = 0
    for words in paper_words(PAPERS[name]()):
        found = text.find(bare(words), place)
        assert found >= 0, words
        place = found + len(bare(words))


@pytest.mark.parametrize("face", [{}, {"bold": True}, {"italic": True}, {"bold": True, "italic": True}])
def test_every_vietnamese_letter_survives_in_every_style_even_when_typed_decomposed(face):
    typed = unicodedata.normalize("NFD", " ".join(fonts.VIETNAMESE))

    data = render_pdf(Paper("Chữ", (Paragraph((Run(typed, **face),)),))).data

    text = pypdf.PdfReader(io.BytesIO(data)).pages[0].extract_text()
    assert "".join(text.split()) == fonts.VIETNAMESE
    assert {line.faces for line in Measured(data).lines} == {
        frozenset(
            {{(): "Tinos", ("bold",): "Tinos-Bold", ("italic",): "Tinos-Italic"}.get(tuple(face), "Tinos-Bold-Italic")}
        )
    }


def test_hostile_words_are_printed_as_words():
    words = '<script>alert(1)</script> {{ paper.title }} {% now "Y" %} &amp; <img src="file:///etc/passwd">'
    hostile = f"{words} \u202eABC\x00 😀"
    blocks = (
        HEADER,
        Title(hostile, hostile),
        Paragraph(hostile),
        Table((Column(hostile),), ((hostile,),)),
        CHAIR,
        SENT_TO,
    )

    data = render_pdf(Paper(hostile, blocks)).data

    text = bare("".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages))
    shown = bare(f"{words} ABC □")
    assert text.count(shown) == 4
    assert {face for line in Measured(data).lines for face in line.faces} <= TINOS


def test_a_draft_says_so_on_every_page_outside_the_text():
    final, draft = printed("plan"), Measured(render_pdf(plan(draft=True)).data)

    marks = [line for line in draft.lines if line.text == "DỰ THẢO"]
    assert [line.page for line in marks] == list(range(len(draft.pages)))
    assert all(line.base < 20 * MM and line.x0 >= 30 * MM - 1 for line in marks)
    assert [line.text for line in draft.lines if line not in marks] == [line.text for line in final.lines]
