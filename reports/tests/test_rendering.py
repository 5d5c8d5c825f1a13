"""The engine around the PDF: what it may load, what it tells, and what the file says of itself."""

import gc
import io
import os
import signal
import tempfile
from functools import partial

import pypdf
import pytest
from weasyprint.urls import FatalURLFetchingError

from reports.documents.blocks import Dashes
from reports.documents.paper import Paper
from reports.rendering import fonts, layout, pdf
from reports.tests.paper_samples import plan, summary

pytestmark = pytest.mark.once


@pytest.fixture
def files():
    """The files papers may load."""
    return pdf.PaperFiles(pdf.styles_folder(), fonts.folder())


def test_styles_and_fonts_may_be_loaded(files):
    style = files.fetch((pdf.styles_folder() / "paper.css").as_uri())

    assert style.read() == (pdf.styles_folder() / "paper.css").read_bytes()
    assert files.fetch(fonts.font_file(bold=True).as_uri()).read()[:4] == b"\x00\x01\x00\x00"


@pytest.mark.parametrize(
    "url",
    [
        "http://localhost/paper.css",
        "https://example.com/a.png",
        "data:text/css,body{}",
        "ftp://localhost/a.css",
        "file:///etc/passwd",
        "file://server/share/a.css",
        "{styles}/../css/app.css",
        "{styles}/%2e%2e/%2e%2e/manage.py",
        "{styles}/missing.css",
        "{styles}",
    ],
)
def test_nothing_else_may_be_loaded(files, url):
    with pytest.raises((ValueError, OSError)):
        files.fetch(url.replace("{styles}", pdf.styles_folder().as_uri()))


def test_a_link_that_leads_out_of_the_folder_is_refused(tmp_path):
    inside = tmp_path / "styles"
    inside.mkdir()
    (tmp_path / "secret.css").write_text("secret")
    (inside / "link.css").symlink_to(tmp_path / "secret.css")

    with pytest.raises(ValueError, match="Outside"):
        pdf.PaperFiles(inside).fetch((inside / "link.css").as_uri())


def test_an_error_outside_exception_becomes_one_that_a_task_can_catch(monkeypatch):
    page = '<html lang="vi"><title>A</title><img src="file:///etc/passwd" alt="A"></html>'
    monkeypatch.setattr(pdf, "page_of", lambda paper: page)

    with pytest.raises(pdf.PaperFailed, match="Không in được văn bản") as failed:
        pdf.render_pdf(plan())

    assert isinstance(failed.value.__cause__, FatalURLFetchingError)
    assert isinstance(failed.value, Exception)


def test_progress_hears_of_each_page():
    heard = []

    printed = pdf.render_pdf(summary(), progress=heard.append)

    assert sorted(set(heard)) == list(range(1, printed.pages + 1))


def test_what_progress_raises_stops_the_work_and_leaves_the_engine_ready():
    class Cancelled(Exception):
        pass

    def cancel(page):
        raise Cancelled

    with pytest.raises(Cancelled):
        pdf.render_pdf(summary(), progress=cancel)

    assert gc.isenabled()
    assert pdf.render_pdf(plan()).pages == 2


def test_the_file_names_its_title_and_language_and_is_tagged():
    reader = pypdf.PdfReader(io.BytesIO(pdf.render_pdf(summary()).data))
    root = reader.trailer["/Root"]

    assert reader.metadata.title == "Báo cáo tổng kết phong trào thi đua"
    assert (root["/Lang"], bool(root["/MarkInfo"]["/Marked"])) == ("vi", True)
    assert "/StructTreeRoot" in root
    assert b"pdfuaid:part" in root["/Metadata"].get_object().get_data()


def test_the_styles_are_parsed_once_for_all_papers_of_a_process():
    pdf.render_pdf(plan())
    first = pdf._press(pdf.styles_folder(), fonts.folder())
    pdf.render_pdf(plan())

    assert pdf._press(pdf.styles_folder(), fonts.folder()) is first


@pytest.mark.parametrize("killed", [False, True])
def test_the_fonts_of_a_worker_that_is_gone_are_removed_by_the_next_one(killed, monkeypatch, tmp_path):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    set_up = partial(pdf._press.__wrapped__, pdf.styles_folder(), fonts.folder())
    if not (worker := os.fork()):
        try:
            first = set_up()
            assert len(list(first.fonts._folder.iterdir())) == len(fonts.FILES)
            os.kill(os.getpid(), signal.SIGKILL if killed else 0)
        finally:
            os._exit(0)
    os.waitpid(worker, 0)
    (left,) = tmp_path.iterdir()

    second = set_up()

    assert list(tmp_path.iterdir()) == [second.fonts._folder] != [left]


@pytest.mark.rule("N-08")
def test_a_line_that_a_blank_would_overfill_is_not_broken_after_its_first_word():
    text = "Bằng khen của Chủ tịch UBND tỉnh, thành phố: 01 tập thể hoặc cá nhân."
    room = layout.TEXT_WIDTH - layout.INDENT_MM * layout.POINTS_PER_MM
    blank = fonts.width(" ", layout.BODY_SIZE)
    assert 0 < room - fonts.width(f"- {text}", layout.BODY_SIZE) < blank

    printed = pdf.render_pdf(Paper("Kế hoạch", (Dashes((text,)),))).data

    (page,) = pypdf.PdfReader(io.BytesIO(printed)).pages
    assert page.extract_text().strip().splitlines() == [f"- {text}"]
