"""What people type stays text in every paper, certificate, bundle and workbook; nothing runs, nothing is fetched."""

import io
import json
import re
import urllib.request
import zipfile
from pathlib import Path

import pikepdf
import pytest
from django.http import QueryDict
from docx.oxml import parse_xml
from openpyxl import load_workbook

from communes.access import Actor
from reports.documents.blocks import Column, Dashes, Paragraph, Table
from reports.documents.paper import Paper
from reports.documents.registry import KINDS
from reports.exports.base import LISTS, Asked
from reports.models import Document
from reports.producers import PRODUCERS, papers
from reports.producers.workbooks import fill
from reports.rendering.docx import render_docx
from reports.rendering.pdf import render_pdf
from reports.tests.every_kind import PAPERS, contents, hostile, printed, reword, unplugged, worded
from reports.tests.measuring import MM, Measured, bare
from reports.tests.test_every_kind_words import pdf_text, word_lines

pytestmark = [pytest.mark.once, pytest.mark.xdist_group("papers")]

ACTS = {
    "/JS",
    "/JavaScript",
    "/Launch",
    "/URI",
    "/AA",
    "/OpenAction",
    "/SubmitForm",
    "/ImportData",
    "/RichMedia",
    "/GoToR",
}
UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
SHEETS = [key for key, kind in KINDS.items() if kind.form == Document.Form.CERTIFICATES]
BUNDLES = [key for key, kind in KINDS.items() if kind.form == Document.Form.BUNDLE]
LONG = 10_000


def acts(data: bytes) -> set[str]:
    """Return the names of what a PDF would do by itself or on a click."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        dictionaries = [each for each in pdf.objects if isinstance(each, (pikepdf.Dictionary, pikepdf.Stream))]
        named = {key for each in dictionaries for key in list(each)}
        said = {str(each.get("/S", "")) for each in dictionaries}
    return (named | said) & ACTS


_made: dict[str, tuple[int, dict[str, bytes]]] = {}


def made_once(content, place, tell) -> int:
    """Make a paper as its producer does; where another bundle held the same, take its files."""
    key = json.dumps(content)
    if key not in _made:
        places: dict[str, Path] = {}
        pages = papers.produce(content, lambda format: places.setdefault(format, place(format)), tell)
        _made[key] = pages, {format: path.read_bytes() for format, path in places.items()}
    else:
        pages, files = _made[key]
        for format, data in files.items():
            place(format).write_bytes(data)
    return pages


@pytest.mark.django_db
@pytest.mark.usefixtures("every_paper")
class TestPapers:
    """Papers whose every field holds tags, template syntax, signs of direction, control characters."""

    @pytest.mark.parametrize("key", PAPERS)
    def test_hostile_words_are_printed_as_words_and_do_nothing(self, key):
        text = pdf_text(printed(key, "hostile"))

        assert "<script>alert(1)</script>{{7|add:" in text
        assert not UNSEEN.search(text)
        assert acts(printed(key, "hostile").data) == set()

    @pytest.mark.parametrize("key", PAPERS)
    def test_hostile_words_are_words_in_word_too(self, key):
        data = worded(key, "hostile")

        assert any("<script>alert(1)</script> {{ 7|add:" in line for line in word_lines(data))
        with zipfile.ZipFile(io.BytesIO(data)) as file:
            parts = {name: file.read(name) for name in file.namelist()}
        assert not [name for name in parts if "vba" in name.lower() or "embeddings" in name]
        assert not [name for name, part in parts.items() if name.endswith(".rels") and b"External" in part]
        fields = [code.text for name, part in parts.items() if name.endswith(".xml")
                  for code in parse_xml(part).iter() if str(code.tag).endswith("}instrText")]  # fmt: skip
        assert set(fields) == {"PAGE"}

    @pytest.mark.parametrize("key", SHEETS)
    def test_hostile_words_are_words_on_certificates(self, key, tmp_path):
        (content, *_) = contents(key, "hostile")
        with unplugged():
            PRODUCERS[Document.Form.CERTIFICATES](content, lambda format: tmp_path / format, lambda percent: None)

        data = (tmp_path / "pdf").read_bytes()
        text = bare("".join(page.extract_text() for page in Measured(data).pages))
        assert "<script>alert(1)</script>{{7" in text
        assert not UNSEEN.search(text)
        assert acts(data) == set()

    @pytest.mark.slow
    @pytest.mark.parametrize("key", BUNDLES)
    def test_hostile_words_are_words_in_bundles(self, key, tmp_path, monkeypatch):
        monkeypatch.setitem(PRODUCERS, Document.Form.PAPER, made_once)
        (content, *_) = contents(key, "hostile")
        with unplugged():
            PRODUCERS[Document.Form.BUNDLE](content, lambda format: tmp_path / format, lambda percent: None)

        assert acts((tmp_path / "pdf").read_bytes()) <= {"/OpenAction"}
        with zipfile.ZipFile(tmp_path / "zip") as file:
            names = file.namelist()
        assert not [name for name in names if name.startswith("/") or ".." in Path(name).parts or UNSEEN.search(name)]


def test_a_rendering_that_fetched_would_fail():
    with unplugged(), pytest.raises(AssertionError, match="fetched"):
        urllib.request.urlopen("http://127.0.0.1/")


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Ữ" * LONG, marks=pytest.mark.slow, id="one word"),
        pytest.param("Ngưỡng Thượng " * (LONG // 14), id="words"),
    ],
)
def test_a_paragraph_of_ten_thousand_letters_is_printed_whole(text):
    paper = Paper("Dài", (Paragraph(text), Dashes((text,)), Paragraph("Hết.")))

    data = render_pdf(paper).data

    assert pdf_text(Measured(data)) == bare(f"{text}-{text}Hết.")
    assert "".join(word_lines(render_docx(paper))).count(text.strip()[:50]) >= 2


def test_a_cell_of_ten_thousand_letters_is_printed_whole_within_the_margins():
    paper = Paper("Dài", (Table((Column("TT"), Column("Nội dung", 4)), (("1", "Ngưỡng " * (LONG // 7)),)),))

    measured = Measured(render_pdf(paper).data)

    chars = [char for page in measured.chars for char in page if char["text"].strip() and char["top"] > 18 * MM]
    assert sum(char["text"] == "ỡ" for char in chars) == LONG // 7
    assert max(char["bottom"] for char in chars) <= 277 * MM + 0.5


def test_hostile_words_are_text_in_every_workbook(changing):
    reword(hostile)
    actor, written = Actor.of_product(changing), set()
    for key, listed in LISTS.items():
        for record in listed.records(actor) if listed.records else [None]:
            asked, file = Asked(actor, QueryDict(""), record), io.BytesIO()
            fill(file, listed, asked, listed.find(asked))
            cells = [cell for row in load_workbook(file).active.iter_rows() for cell in row if cell.value is not None]
            assert [cell.value for cell in cells if cell.data_type == "f" or cell.hyperlink] == [], key
            texts = [cell.value for cell in cells if isinstance(cell.value, str)]
            assert not [text for text in texts if UNSEEN.search(text)], key
            if any(text.startswith("=") and "<script>" in text for text in texts):
                written.add(key)

    assert len(written) > len(LISTS) / 2
