"""The mark of a training ground, measured in every kind of file that is made there."""

import zipfile
from io import BytesIO

import pdfplumber
import pikepdf
import pytest
from django.conf import settings
from django.http import QueryDict
from django.utils import timezone
from django_scopes import scope
from docx import Document as WordFile
from openpyxl import load_workbook
from weasyprint import HTML

from awards.tests.factories import load_law
from campaigns.models import Campaign
from communes.addresses import here
from communes.models import Role
from reports import making
from reports.documents.registry import KINDS
from reports.exports.base import LISTS, Asked
from reports.models import Document
from reports.rendering import marking
from reports.rendering.marking import HEIGHTS, LINE, WORD
from reports.services import documents, exports
from reports.tests import certificate_cases
from reports.tests.cases import made
from reports.tests.training_cases import Learner

pytestmark = pytest.mark.django_db
MM = 72 / 25.4


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    """A folder of its own for the papers of a test."""
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def learner(cast, officer, now):
    """The officer of xã Đồng Tâm, in the ground that was just opened."""
    load_law()
    cast.unit("economy"), cast.unit("service")
    return Learner.of(officer, now)


def files_of(learner, kind: str, *, by: Role = Role.OFFICER) -> dict[str, bytes]:
    """Return the files that a worker makes of the ground's campaign."""
    with scope(commune=learner.ground):
        asked = documents.request(KINDS[kind], Campaign.objects.get(), by=learner.plays(by), at=learner.at)
        if held := making.claim(asked.pk, worker="máy thử", at=learner.at):
            making.produce(held, now=lambda: learner.at)
        document = Document.objects.get(pk=asked.pk)
    assert (document.status, document.cause) == ("ready", "")
    return contents(document)


def contents(document: Document) -> dict[str, bytes]:
    """Return the files of a document by their format."""
    return {name: (settings.MEDIA_ROOT / each["path"]).read_bytes() for name, each in document.files.items()}


def lines_in(name: str, data: bytes) -> int:
    """Return how often the line stands on the first page of a PDF, or at the foot of a Word file."""
    if name.endswith(".docx"):
        return WordFile(BytesIO(data)).sections[0].footer.paragraphs[0].text.count(LINE)
    with pdfplumber.open(BytesIO(data)) as pdf:
        return len(pdf.pages[0].search(LINE, regex=False))


def test_each_page_of_an_issued_plan_bears_the_word_twice_and_the_line_at_its_head(learner):
    files = files_of(learner, "campaign-plan")

    with pdfplumber.open(BytesIO(files["pdf"])) as pdf:
        for page in pdf.pages:
            big = [char for char in page.chars if char["size"] > 50]
            assert "".join(char["text"] for char in big) == WORD * 2
            middles = sorted({round(1 - (each["top"] + each["bottom"]) / 2 / float(page.height), 1) for each in big})
            assert middles == list(HEIGHTS)
            assert min(each["x0"] for each in big) / float(page.width) == pytest.approx(0.225, abs=0.01)
            (line,) = page.search(LINE, regex=False)
            assert line["bottom"] < 8 * MM
            assert "Công sở thân thiện" in pdf.pages[0].extract_text()


def test_upright_and_wide_pages_that_share_their_resources_are_each_marked_as_they_lie():
    sizes = "<style>@page { size: A4 } @page wide { size: A4 landscape } div { page: wide }</style>"
    made = HTML(string=f"{sizes}<p>Một<div>Hai").write_pdf()

    with pdfplumber.open(BytesIO(marking.marked_pdf(made))) as pdf:
        assert [page.width > page.height for page in pdf.pages] == [False, True]
        for page in pdf.pages:
            (line,) = page.search(LINE, regex=False)
            assert line["bottom"] < 8 * MM
            assert max(each["x1"] for each in page.chars if each["size"] > 50) < float(page.width)


def test_the_words_of_the_paper_itself_stay_what_they_are(learner):
    files = files_of(learner, "campaign-plan")

    with pdfplumber.open(BytesIO(files["pdf"])) as pdf:
        said = "".join(char["text"] for char in pdf.pages[0].chars if 9 < char["size"] < 50)
    assert "KẾHOẠCH" in said.replace(" ", "")
    assert WORD not in said


def test_a_word_file_has_the_word_behind_the_text_and_the_line_at_the_foot_of_first_and_later_pages(learner):
    files = files_of(learner, "campaign-plan")

    section = WordFile(BytesIO(files["docx"])).sections[0]

    for header in (section.header, section.first_page_header):
        assert f'string="{WORD}"' in header._element.xml
    assert [each.paragraphs[0].text for each in (section.footer, section.first_page_footer)] == [LINE, LINE]


def test_a_bundle_is_marked_on_every_page_and_in_each_paper_of_its_archive(learner):
    files = files_of(learner, "campaign-bundle")

    with pdfplumber.open(BytesIO(files["pdf"])) as pdf:
        assert [len(page.search(LINE, regex=False)) for page in pdf.pages] == [1] * len(pdf.pages)
    with zipfile.ZipFile(BytesIO(files["zip"])) as archive:
        names = archive.namelist()
        papers = [name for name in names if name.endswith((".docx", ".pdf"))]
        assert {name.rpartition(".")[2] for name in papers} == {"docx", "pdf"}
        assert [lines_in(name, archive.read(name)) for name in papers] == [1] * len(papers)
        index = load_workbook(BytesIO(archive.read("Danh mục.xlsx"))).active
        assert index["A1"].value.startswith(f"{LINE}. ")


def test_certificates_are_marked_under_the_name_and_outside_the_frame(tmp_path):
    path = tmp_path / "giay-khen.pdf"
    certificate_cases.printed(tmp_path, certificate_cases.content({}, {})).close()
    path.write_bytes((tmp_path / "certificates.pdf").read_bytes())

    marking.mark(path, "pdf")

    with pdfplumber.open(path) as pdf:
        assert len(pdf.pages) == 2
        for page in pdf.pages:
            big = [char for char in page.chars if char["non_stroking_color"] == marking.PALE]
            assert "".join(char["text"] for char in big) == WORD * 2
            (line,) = page.search(LINE, regex=False)
            assert 0 < line["top"] < line["bottom"] < 8 * MM
            assert certificate_cases.row(page, "Nguyễn Thị Phương Thảo")["colours"] == {(0, 0, 0)}


def test_a_list_taken_out_at_once_is_marked_in_its_first_cell_and_on_each_printed_page(learner):
    officer = learner.plays(Role.OFFICER)

    with scope(commune=learner.ground):
        data = exports.take_out(LISTS["people"], Asked(officer, QueryDict(""), None), at=timezone.now())

    sheet = load_workbook(BytesIO(data)).active
    assert sheet["A1"].value.startswith(f"{LINE}. ")
    assert sheet.oddHeader.center.text == LINE


def test_a_csv_of_the_ground_says_so_in_its_name_and_that_of_a_commune_does_not(learner, client, officer):
    names = []
    for actor in (learner.plays(Role.OFFICER), officer):
        client.force_login(actor.user)
        answer = client.post(here(actor, "reports:export", "people"), {"form": "csv"})
        names.append(answer["Content-Disposition"])

    assert names == ['attachment; filename="tap-huan-con-nguoi.csv"', 'attachment; filename="con-nguoi.csv"']


def test_a_file_of_a_real_commune_bears_no_mark(cast):
    document = made(cast)

    files = contents(document)

    with pdfplumber.open(BytesIO(files["pdf"])) as pdf:
        assert [WORD in page.extract_text() for page in pdf.pages] == [False] * len(pdf.pages)
    section = WordFile(BytesIO(files["docx"])).sections[0]
    assert WORD not in section.header._element.xml + section.footer._element.xml


def test_a_mark_changes_neither_the_number_of_pages_nor_their_tags(cast):
    before = contents(made(cast))["pdf"]

    after = marking.marked_pdf(before)

    with pikepdf.open(BytesIO(before)) as old, pikepdf.open(BytesIO(after)) as new:
        assert len(new.pages) == len(old.pages)
        assert "/StructTreeRoot" in new.Root
        assert new.Root.Lang == old.Root.Lang


def test_a_format_without_a_mark_stays_as_it_is(tmp_path):
    path = tmp_path / "bo.zip"
    path.write_bytes(b"PK")

    marking.mark(path, "zip")

    assert path.read_bytes() == b"PK"
