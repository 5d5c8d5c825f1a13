"""What waits in campaigns: each task with its verb, what it is about, and its day."""

import pytest

from campaigns.models import Difficulty, Exemplar
from campaigns.services import plans
from campaigns.tests.factories import make_campaign
from reports.models import Letter
from reports.services import issuing
from reports.tests.cases import AT
from reports.tests.letter_cases import drafted, paper_of
from reports.waiting import groups

DAY = "05/12/2026"


@pytest.mark.parametrize(
    ("status", "part", "heading", "task"),
    [
        ("raised", "officer", "Vướng mắc mới phản ánh",
         ("Nhận xử lý: Thiếu máy quét", "Nhận xử lý", f"Phản ánh {DAY}")),
        ("forwarded", "leader", "Vướng mắc chờ ý kiến lãnh đạo",
         ("Cho ý kiến: Thiếu máy quét", "Cho ý kiến", f"Phản ánh {DAY}")),
    ],
)  # fmt: skip
def test_a_difficulty_waits_with_verb_and_day(cast, status, part, heading, task):
    Difficulty.objects.create(
        campaign=make_campaign(cast), unit=cast.unit("economy"), title="Thiếu máy quét", text="Không số hóa được.",
        status=status, raised_by="Vũ Thị Én", raised_at=AT,
    )  # fmt: skip

    assert told(cast.actor(part), heading) == [task]


def test_a_campaign_waits_to_be_closed_once_its_final_summary_is_issued(cast, leader, officer):
    campaign, heading = make_campaign(cast, status="summing_up"), "Phong trào chờ kết thúc"
    assert heading not in headings(leader)

    plans.note_summary(campaign, issued_on=AT.date())

    task = (f"Kết thúc phong trào: {campaign}", "Mở", f"Ban hành báo cáo tổng kết {DAY}")
    assert told(leader, heading) == [task]
    assert heading not in headings(officer)


def test_an_exemplar_waits_with_verb_and_day(cast, officer):
    Exemplar.objects.create(
        campaign=make_campaign(cast), unit=cast.unit("economy"), kind="good_practice", title="Tổ công nghệ số",
        story="Hướng dẫn tại nhà.", found_at=AT,
    )  # fmt: skip

    task = ("Ghi nhận điển hình: Tổ công nghệ số", "Ghi nhận", f"Phát hiện {DAY}")
    assert told(officer, "Điển hình chờ ghi nhận") == [task]


def test_a_letter_waits_for_its_number_from_the_making_of_its_paper_until_it_has_one(cast, officer, clerk):
    heading = "Công văn, giấy mời, thông báo chờ cấp số"
    letter = drafted(cast, "notice")
    Letter.objects.update(subject="Thu báo cáo quý IV", body="Nộp trước ngày 10.")
    letter.refresh_from_db()
    assert heading not in headings(clerk)

    paper = paper_of(letter, cast)

    assert told(clerk, heading) == [("Cấp số: Thông báo: Thu báo cáo quý IV", "Cấp số", f"Lập {DAY}")]
    assert heading not in headings(officer)
    issuing.issue(paper, number=5, on=AT.date(), by=clerk, at=AT)
    assert heading not in headings(clerk)


def headings(actor) -> set[str]:
    """Return the headings under which something waits for an actor."""
    return {group.title for group in groups(actor, at=AT)}


def told(actor, heading: str) -> list[tuple]:
    """Return title, verb and day of what waits for an actor under a heading."""
    found = {group.title: group.tasks for group in groups(actor, at=AT)}
    return [(each.title, each.action, each.due) for each in found[heading]]
