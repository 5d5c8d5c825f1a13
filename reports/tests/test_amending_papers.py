"""Decisions that correct or revoke: what their lists say beside the earlier decision (L-09)."""

import pytest

from awards.models import DecisionLine
from awards.tests.factories import make_award_campaign, make_decision, make_nomination
from communes.tests.factories import make_person
from reports.documents import blocks as b
from reports.documents.base import plain
from reports.documents.registry import KINDS

KIND = KINDS["award-decision"]
CITATION = "Đã có thành tích xuất sắc trong phong trào thi đua cải cách hành chính năm 2026"
ABOUT = "Quyết định số 05/QĐ-UBND ngày 14 tháng 5 năm 2026 của Chủ tịch UBND xã Đồng Tâm"

pytestmark = pytest.mark.rule("L-09")


@pytest.fixture
def line(cast):
    """The second line of a published decision: a person of Phòng Kinh tế."""
    campaign, unit = make_award_campaign(cast), cast.unit("economy")
    person = make_person(cast.commune, "Trịnh Thị Ân", unit=unit, position="Chuyên viên")
    rows = [
        make_nomination(campaign, unit=unit, status="awarded"),
        make_nomination(campaign, unit=unit, subject="individual", person=person, status="awarded"),
    ]
    return make_decision(campaign, rows, status="published").lines.get(position=2)


def amend(line, kind: str, **facts):
    """Return the paper of a decision that changes a line."""
    later = make_decision(
        line.decision.campaign, status="issued", number=9, kind=kind, amends=line.decision, reason="Ghi sai họ tên.",
        title=f"Về việc {'đính chính' if kind == 'correction' else 'thu hồi'} Quyết định số 05/QĐ-UBND",
    )  # fmt: skip
    given = {
        "nominee_name": line.nominee_name, "nominee_place": line.nominee_place, "citation": line.citation, **facts,
    }  # fmt: skip
    DecisionLine.objects.create(
        decision=later, position=1, nomination=line.nomination, about=line, award=line.award, subject=line.subject,
        **given,
    )  # fmt: skip
    return KIND.build(later)


def listed(paper) -> b.Table:
    """Return the only table of the annex."""
    [annex] = paper.annexes
    [table] = [block for block in annex.blocks if isinstance(block, b.Table)]
    return table


def test_a_correction_sets_what_was_said_beside_what_holds_now(line):
    table = listed(amend(line, "correction", nominee_name="Trịnh Thị Ẩn"))

    assert [column.title for column in table.columns][2:] == [
        "Nội dung đính chính", "Đã ghi tại quyết định", "Nay sửa thành",
    ]  # fmt: skip
    assert table.rows == (("1", "02", "Họ và tên, tên tập thể", "Trịnh Thị Ân", "Trịnh Thị Ẩn"),)


def test_a_correction_of_place_and_merit_names_whom_it_is_about(line):
    table = listed(amend(line, "correction", nominee_place="Phó Trưởng phòng", citation="Tiết kiệm thời gian"))

    assert table.rows == (
        ("1", "02", "Chức vụ, đơn vị, Thành tích",
         f"Trịnh Thị Ân\nChuyên viên, Phòng Kinh tế\n{CITATION}",
         "Trịnh Thị Ân\nPhó Trưởng phòng\nTiết kiệm thời gian"),
    )  # fmt: skip


def test_a_correction_says_what_stays_as_it_is(line):
    paper = amend(line, "correction", nominee_name="Trịnh Thị Ẩn")

    articles = [plain(block.text) for block in paper.blocks if isinstance(block, b.Paragraph)]
    assert articles[2:4] == [
        f"Điều 1. Đính chính nội dung ghi tại {ABOUT} đối với 01 cá nhân (có danh sách kèm theo).",
        "Điều 2. Các nội dung khác của Quyết định số 05/QĐ-UBND không thay đổi.",
    ]
    assert paper.annexes[0].title == "DANH SÁCH NỘI DUNG ĐÍNH CHÍNH"


def test_a_revocation_says_what_is_taken_back_from_whom_with_the_money(line):
    table = listed(amend(line, "revocation", prize_words="Thu hồi 760.000 đồng"))

    assert [column.title for column in table.columns][4:] == ["Khen thưởng bị thu hồi", "Tiền thưởng"]
    assert table.rows == (
        ("1", "02", "Trịnh Thị Ân", "Chuyên viên, Phòng Kinh tế", f"Giấy khen: {CITATION}", "760.000 đồng"),
    )


def test_a_revocation_without_money_has_a_dash(line):
    assert listed(amend(line, "revocation")).rows[0][-1] == "–"
