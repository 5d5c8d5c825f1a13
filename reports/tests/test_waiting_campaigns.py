"""What waits in campaigns: each task with its verb, what it is about, and its day."""

import pytest

from campaigns.models import Difficulty, Exemplar
from campaigns.tests.factories import make_campaign
from reports.tests.cases import AT
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


def test_an_exemplar_waits_with_verb_and_day(cast, officer):
    Exemplar.objects.create(
        campaign=make_campaign(cast), unit=cast.unit("economy"), kind="good_practice", title="Tổ công nghệ số",
        story="Hướng dẫn tại nhà.", found_at=AT,
    )  # fmt: skip

    task = ("Ghi nhận điển hình: Tổ công nghệ số", "Ghi nhận", f"Phát hiện {DAY}")
    assert told(officer, "Điển hình chờ ghi nhận") == [task]


def told(actor, heading: str) -> list[tuple]:
    """Return title, verb and day of what waits for an actor under a heading."""
    found = {group.title: group.tasks for group in groups(actor, at=AT)}
    return [(each.title, each.action, each.due) for each in found[heading]]
