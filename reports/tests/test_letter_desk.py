"""What the desk shows of letters: to whom, the way to the number, what came to a unit, what is still unsaid."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from reports.forms.letters import LetterForm
from reports.models import Letter
from reports.services import issuing, letters
from reports.tests.cases import AT
from reports.tests.letter_cases import drafted, issued, late_campaign, paper_of


@pytest.fixture(autouse=True)
def _here(settings, tmp_path, monkeypatch):
    """Keep files apart, and let the clock stand after the last day."""
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setattr(timezone, "now", lambda: AT)


def page(client, actor, name: str, *args, **asked) -> str:
    """Return the words of a page as somebody sees it."""
    client.force_login(actor.user)
    return client.get(reverse(f"reports:{name}", args=["dong-tam", *args]), asked).content.decode()


def test_the_list_names_the_first_three_addressees_and_counts_the_rest(client, cast, officer):
    letter = drafted(cast, units=[cast.unit("service").pk])

    assert "Gửi: Trung tâm Phục vụ hành chính công<" in page(client, officer, "letters")
    letters.save(letter, revision=0, others="Công an xã\nTrạm Y tế\nTrường Tiểu học", by=officer, at=AT)
    told = "Gửi: Trung tâm Phục vụ hành chính công; Công an xã; Trạm Y tế; và 01 nơi khác<"
    assert told in page(client, officer, "letters")


def test_the_letter_offers_the_clerk_alone_the_number_of_its_newest_paper(client, cast, officer, clerk):
    letter = drafted(cast)
    assert "Cấp số và ban hành</a>" not in page(client, clerk, "letter", letter.pk)
    draft = paper_of(letter, cast)
    way = reverse("reports:document-issue", args=["dong-tam", draft.pk])

    assert f'href="{way}"' in page(client, clerk, "letter", letter.pk)
    assert f'href="{way}"' in page(client, clerk, "document-progress", draft.pk)
    assert f'href="{way}"' not in page(client, officer, "document-progress", draft.pk)
    assert f'href="{way}"' not in page(client, officer, "letter", letter.pk)
    issuing.issue(draft, number=5, on=AT.date(), by=clerk, at=AT)
    assert f'href="{way}"' not in page(client, clerk, "letter", letter.pk)


def test_the_paper_of_a_letter_leads_back_to_it(client, cast, officer):
    letter = drafted(cast)

    assert f'href="{letter.get_absolute_url()}"' in page(client, officer, "document", paper_of(letter, cast).pk)


def test_the_home_page_names_a_letter_to_its_unit_for_a_month(client, cast, officer, head, monkeypatch):
    letter = drafted(cast, units=[cast.unit("economy").pk])
    assert "Công văn mới đến" not in page(client, head, "home")

    issued(letter, cast)

    shown = page(client, head, "home")
    assert "Công văn mới đến" in shown
    assert "Số 05/UBND-VHXH, ngày 05/12/2026" in shown
    assert f'href="{letter.get_absolute_url()}"' in shown
    for other in (officer, cast.actor("other_head")):
        assert "Công văn mới đến" not in page(client, other, "home")
    monkeypatch.setattr(timezone, "now", lambda: AT + timedelta(days=31))
    assert "Công văn mới đến" not in page(client, head, "home")


def test_a_notice_that_says_nothing_after_its_colon_cannot_be_issued(cast, officer, clerk):
    letter = drafted(cast, "notice")
    draft = paper_of(letter, cast)

    with pytest.raises(ValidationError, match="Chưa ghi nội dung thông báo sau dấu hai chấm"):
        issuing.issue(draft, number=1, on=AT.date(), by=clerk, at=AT)
    letters.save(letter, revision=0, body=f"{letter.body}\n- Gửi báo cáo.", by=officer, at=AT)
    issuing.issue(paper_of(letter, cast), number=1, on=AT.date(), by=clerk, at=AT)
    letter.refresh_from_db()
    assert letter.status == Letter.Status.ISSUED


def test_a_reminder_dated_before_its_table_is_asked_about(cast, clerk):
    draft = paper_of(drafted(cast), cast)

    with pytest.raises(ValidationError, match="Ngày 01/07/2026 ở trước ngày lập bảng báo cáo quá hạn, 05/12/2026"):
        issuing.issue(draft, number=5, on=date(2026, 7, 1), by=clerk, at=AT)
    assert issuing.issue(draft, number=5, on=AT.date(), by=clerk, at=AT).number == 5


def test_an_hour_that_cannot_be_read_is_one_mistake(cast, officer):
    letter = drafted(cast, "invitation")
    form = LetterForm({"day": "20/12/2026", "hour": "25:00"}, letter=letter, actor=officer)

    assert form.errors["hour"] == ["Nhập giờ theo mẫu 14:05."]
    assert "day" not in form.errors


def test_the_pills_of_the_list_of_papers_speak_vietnamese(client, cast, officer):
    late_campaign(cast)
    shown = page(client, officer, "documents", kind="urging-letter", status="ready", numbered="no")

    for words in ("Loại: Công văn đôn đốc", "Trạng thái: Đã tạo xong", "Số văn bản: Chưa cấp số"):
        assert words in shown
