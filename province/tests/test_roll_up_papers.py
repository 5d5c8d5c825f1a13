"""The report of a year by a worker: its words, one at a time, what fails, who fetches it."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from province import making
from province.documents import roll_up as paper
from province.models import RollUpPaper
from province.services import roll_up, roll_up_papers
from province.tests.factories import AT, make_member, make_province, visitor_of


@pytest.fixture
def content(province, viewer, year):
    """The words of the report of 2026."""
    return paper.build(roll_up.of_year(visitor_of(viewer), 2026)).to_json()


@pytest.fixture
def asked(viewer, content, monkeypatch):
    """Return what asks for the report; no worker takes it."""
    monkeypatch.setattr(roll_up_papers.make_roll_up, "delay", lambda key: None)
    return lambda at=AT: roll_up_papers.request(2026, content, by=visitor_of(viewer), at=at)


def test_the_words_are_those_of_an_official_report_with_blanks_for_the_hand(content):
    blocks = {each["block"]: each for each in content["blocks"]}

    assert blocks["Letterhead"]["issuer"] == ["SỞ NỘI VỤ"]
    assert blocks["Letterhead"]["superior"] == "ỦY BAN NHÂN DÂN TỈNH THÁI NGUYÊN"
    assert blocks["Letterhead"]["number_line"].startswith("Số:") and "BC-SNV" in blocks["Letterhead"]["number_line"]
    assert blocks["Signature"] == {"block": "Signature", "lines": ["GIÁM ĐỐC"]}
    told = str(content)
    assert "Tổng số phong trào: 01 phong trào" in told and "Tổng số khen thưởng: 02 trường hợp" in told
    assert "Lao động tiên tiến: 00" not in told and paper.DOUBT in told


def test_a_worker_makes_both_files_once(asked, client, viewer, province, settings, tmp_path, year_end):
    settings.MEDIA_ROOT = tmp_path
    row = asked()

    making.make(row.pk, at=AT - timedelta(minutes=2))
    making.make(row.pk, at=AT)

    row.refresh_from_db()
    assert row.finished_at == AT
    assert row.status == "ready" and row.pdf.read().startswith(b"%PDF") and row.docx.read().startswith(b"PK")
    client.force_login(viewer.user)
    address = reverse("province:roll-up-file", args=[province.slug, row.pk, "pdf"])
    assert address in client.get(reverse("province:roll-up", args=[province.slug])).content.decode()
    assert b"".join(client.get(address).streaming_content).startswith(b"%PDF")
    abroad = make_member(make_province("hai-phong", "thành phố Hải Phòng"), "administrator")
    client.force_login(abroad.user)
    assert client.get(reverse("province:roll-up-file", args=["hai-phong", row.pk, "pdf"])).status_code == 404


def test_one_is_made_at_a_time_until_its_worker_is_given_up(asked):
    first = asked()
    RollUpPaper.objects.filter(pk=first.pk).update(status="running", finished_at=AT + timedelta(hours=1))

    with pytest.raises(ValidationError, match="đang được tạo"):
        asked(AT + timedelta(minutes=70))
    asked(AT + timedelta(minutes=76))

    first.refresh_from_db()
    assert (first.status, first.cause) == ("failed", roll_up_papers.LOST)


def test_one_that_waits_keeps_its_place_and_a_worker_is_told_anew(asked, monkeypatch):
    first, sent, later = asked(), [], AT + timedelta(hours=2)
    monkeypatch.setattr(roll_up_papers.make_roll_up, "delay", sent.append)

    with pytest.raises(ValidationError, match="đang được tạo"):
        asked(later)

    first.refresh_from_db()
    assert (first.status, sent, first.is_given_up(later)) == ("queued", [first.pk], False)


def test_what_was_given_up_meanwhile_stays_failed_and_its_late_files_go(asked, monkeypatch, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    row, produce = asked(), making.papers.produce

    def slow(*args):
        produce(*args)
        assert RollUpPaper.objects.filter(status="running", finished_at=AT).update(status="failed", cause="Bị ngắt")

    monkeypatch.setattr(making.papers, "produce", slow)
    making.make(row.pk, at=AT)

    row.refresh_from_db()
    assert (row.status, row.cause, row.pdf.name) == ("failed", "Bị ngắt", "")
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_what_cannot_be_made_says_why(asked, monkeypatch, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    row = asked()
    monkeypatch.setattr(making.papers, "produce", lambda *args: 1 / 0)

    making.make(row.pk, at=AT)

    assert RollUpPaper.objects.get().status == "failed" and "Phần mềm gặp lỗi" in RollUpPaper.objects.get().cause


def test_the_page_asks_for_it_and_refuses_years_to_come(client, viewer, province, year, asked, year_end):
    client.force_login(viewer.user)

    done = client.post(reverse("province:roll-up-make", args=[province.slug, 2026]), follow=True).content.decode()
    again = client.post(reverse("province:roll-up-make", args=[province.slug, 2026]), follow=True).content.decode()

    assert "Đã xếp hàng tạo báo cáo" in done and "Chờ tạo" in done and "đang được tạo" in again
    assert client.post(reverse("province:roll-up-make", args=[province.slug, 2031])).status_code == 404
    assert province.acts.latest("pk").label == "Tạo báo cáo tổng hợp năm 2026"
