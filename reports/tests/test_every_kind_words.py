"""Every kind of paper says the same in PDF and in Word, in NFC, with every Vietnamese letter in every face."""

import io
import unicodedata
from collections import Counter
from pathlib import Path

import pypdf
import pytest
from django.conf import settings
from docx import Document as Word
from docx.table import Table as WordTable

from reports.documents.blocks import Column, Paragraph, Run, Table
from reports.documents.paper import Paper
from reports.documents.registry import KINDS
from reports.rendering import fonts, layout
from reports.rendering.docx import render_docx
from reports.rendering.pdf import render_pdf
from reports.tests.every_kind import PAPERS, contents, printed, sample, worded
from reports.tests.measuring import MM, Measured, bare

pytestmark = [
    pytest.mark.once,
    pytest.mark.django_db,
    pytest.mark.usefixtures("every_paper"),
    pytest.mark.xdist_group("papers"),
]

FACES = [{}, {"bold": True}, {"italic": True}, {"bold": True, "italic": True}]
WRITTEN = ("usual", "longest", "hostile")


def word_lines(data: bytes) -> list[str]:
    """Return every line with words of a Word file, cells too, in order."""
    found = []
    for item in Word(io.BytesIO(data)).iter_inner_content():
        if isinstance(item, WordTable):
            found += [p.text for row in item.rows for cell in row.cells for p in cell.paragraphs]
        else:
            found.append(item.text)
    return [line for text in found if text for line in text.split("\n")]


def pdf_text(measured: Measured) -> str:
    """Return the letters of a PDF in reading order, without what stands in the top margins."""
    pages = pypdf.PdfReader(io.BytesIO(measured.data)).pages
    return "".join(_without_margin(bare(page.extract_text()), measured, number) for number, page in enumerate(pages))


def _without_margin(text: str, measured: Measured, page: int) -> str:
    """Take page number and draft mark from the end of a page's text, or from its beginning, in whatever order."""
    marks = {bare(line.text) for line in measured.on(page) if line.base < 20 * MM}
    for _ in range(len(marks)):
        at_end = next((mark for mark in marks if text.endswith(mark)), None)
        at_start = next((mark for mark in marks if text.startswith(mark)), None)
        marks -= {at_end or at_start}
        text = text.removesuffix(at_end) if at_end else text.removeprefix(at_start or "")
    return text


def between(paper: Paper, text: str) -> list[str]:
    """Return what a PDF's text holds between the words of a paper, each found after the one before."""
    place, left = 0, []
    for words in layout.paper_words(paper):
        found = text.find(bare(words), place)
        assert found >= 0, words
        left.append(text[place:found])
        place = found + len(bare(words))
    return [*left, text[place:]]


def heads(paper: Paper) -> set[str]:
    """Return the headings of the paper's tables, which a PDF repeats on each page."""
    grids = [piece.block for sheet in layout.compose(paper) for piece in sheet.pieces if piece.kind == "table"]
    charts = [piece.block.figures for sheet in layout.compose(paper) for piece in sheet.pieces if piece.kind == "chart"]
    return {bare("".join(column.title for column in grid.columns)) for grid in (*grids, *charts) if grid}


@pytest.mark.parametrize("key", PAPERS)
@pytest.mark.parametrize("variant", WRITTEN)
def test_word_holds_exactly_the_words_of_the_paper_in_order(key, variant):
    words = [line for text in layout.paper_words(sample(key, variant)) for line in text.split("\n")]

    assert word_lines(worded(key, variant)) == words


@pytest.mark.parametrize("key", PAPERS)
@pytest.mark.parametrize("variant", ["usual", "hostile"])
def test_the_pdf_holds_the_same_words_in_order_and_nothing_else_but_repeated_headings(key, variant):
    paper = sample(key, variant)
    drawn = {bare(words) for block in paper.blocks for words in _on_charts(block)}

    left = {words for words in between(paper, pdf_text(printed(key, variant))) if words}
    if drawn:
        # A number in the row below a repeated heading may be taken for the same number in a picture before it.
        left = {words.rstrip("0123456789") for words in left}

    assert {words for words in left - heads(paper) if not any(word in words for word in drawn)} == set()


@pytest.mark.parametrize("key", PAPERS)
def test_the_pdf_loses_no_letter_of_the_longest_words(key):
    text = pdf_text(printed(key, "longest"))

    assert Counter(bare("".join(layout.paper_words(sample(key, "longest"))))) - Counter(text) == Counter()


def _on_charts(block) -> list[str]:
    return [*block.labels, *(one.name for one in block.series)] if type(block).__name__ == "Chart" else []


@pytest.mark.parametrize("key", PAPERS)
def test_what_was_typed_decomposed_is_kept_composed(key):
    told = str(contents(key, "hostile"))

    assert unicodedata.is_normalized("NFC", told)
    assert "Ngưỡng" in told


@pytest.mark.rule("N-01")
@pytest.mark.parametrize("face", FACES)
@pytest.mark.parametrize("where", ["text", "cell"])
def test_every_vietnamese_letter_survives_in_every_face_in_both_files(face, where):
    typed = unicodedata.normalize("NFD", " ".join(fonts.VIETNAMESE))
    text = Paragraph((Run(typed, **face),))
    block = text if where == "text" else Table((Column("A"),), ((typed,),), bold_rows=(0,) if face else ())
    paper = Paper("Chữ", (block,))

    printed = pypdf.PdfReader(io.BytesIO(render_pdf(paper).data)).pages[0].extract_text()

    assert bare(printed).removeprefix("A") == fonts.VIETNAMESE
    assert bare("".join(word_lines(render_docx(paper)))).removeprefix("A") == fonts.VIETNAMESE


@pytest.mark.parametrize("key", KINDS)
def test_the_manual_names_the_source_of_every_kind_and_shows_it(key):
    docs = Path(settings.BASE_DIR) / "docs"

    assert f"| `{key}` |" in (docs / "papers.md").read_text(encoding="utf-8").partition("## Sources")[2]
    assert 0 < (docs / "papers" / f"{key}.png").stat().st_size <= 40_000
