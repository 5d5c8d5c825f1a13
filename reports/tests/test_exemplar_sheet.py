"""The sheet of an exemplar: its words, who may ask for it, and one page."""

import io
from datetime import date, timedelta

import pypdf
import pytest

from campaigns.models import Adoption, Exemplar
from campaigns.tests.factories import make_campaign
from reports.documents.exemplar_sheet import KIND
from reports.documents.registry import KINDS
from reports.rendering.layout import paper_words
from reports.rendering.pdf import render_pdf

TODAY = date(2026, 5, 14)
STORY = "Giảm nửa thời gian chờ.\n- Đúng hạn 99%.\n- Không trễ hẹn."


@pytest.fixture
def make_exemplar(cast, now):
    """Return a maker of exemplars of Phòng Kinh tế."""
    campaign = make_campaign(cast)

    def make(status="published", **facts):
        published = {"published_on": TODAY, "published_where": "Đài xã"} if status == "published" else {}
        given = {"kind": "good_practice", "title": "Ngày thứ Năm không chờ", "story": STORY, **published, **facts}
        return Exemplar.objects.create(
            campaign=campaign, unit=cast.unit("economy"), status=status, found_at=now, **given
        )

    return make


def words(exemplar) -> str:
    """Return the words of the sheet as one line."""
    return " ".join(" ".join(paper_words(KIND.build(exemplar))).split())


def test_the_sheet_tells_the_story_where_it_was_told_and_who_works_by_it(cast, make_exemplar, member, now):
    exemplar = make_exemplar(person=member.person)
    facts = {"exemplar": exemplar, "recorded_at": now, "recorded_by": "Én", "started_on": TODAY - timedelta(days=3)}
    Adoption.objects.create(**facts, unit=cast.unit("service"), result="Kết quả nội bộ", result_on=TODAY)
    Adoption.objects.create(**facts, unit=cast.unit("council_office"), ended_on=TODAY, end_reason="Nghỉ.")

    told = words(exemplar)

    for part in (
        "PHIẾU GIỚI THIỆU ĐIỂN HÌNH", "Ngày thứ Năm không chờ", "Loại: Mô hình, cách làm hay.", "Đơn vị: Phòng Kinh tế",
        "Cá nhân tiêu biểu: Vũ Thị Én.", "Giảm nửa thời gian chờ.", "Đúng hạn 99%",
        "Đã tuyên truyền ngày 14 tháng 5 năm 2026: Đài xã.",
        "01 đơn vị đang áp dụng: Trung tâm Phục vụ hành chính công",
    ):  # fmt: skip
        assert part in told
    assert "Kết quả nội bộ" not in told and "Văn phòng HĐND" not in told


def test_what_nobody_has_told_or_taken_over_is_left_out(make_exemplar):
    told = words(make_exemplar("registered"))

    assert "Cá nhân tiêu biểu" not in told and "TUYÊN TRUYỀN" not in told
    assert KIND.build(Exemplar.objects.get()).draft


@pytest.mark.parametrize(("status", "offered"), [("found", 0), ("declined", 0), ("registered", 1), ("published", 1)])
def test_a_sheet_is_made_of_what_was_registered(make_exemplar, officer, other_head, head, status, offered):
    make_exemplar(status)

    counts = [KINDS["exemplar-sheet"].within(actor).count() for actor in (officer, head, other_head)]

    assert counts == [offered, offered, 0]


def test_an_exemplar_of_usual_length_fills_one_page(make_exemplar):
    story = "\n".join(["Đơn vị sắp xếp lại việc tiếp nhận, trả kết quả để người dân không phải chờ."] * 6)

    printed = render_pdf(KIND.build(make_exemplar(story=story))).data

    assert len(pypdf.PdfReader(io.BytesIO(printed)).pages) == 1
