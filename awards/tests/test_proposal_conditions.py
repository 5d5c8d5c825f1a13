"""What is asked of a case once more before it goes to a higher authority: minutes, open matters, official results."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from awards.models import Assessment, Examination, Nomination, Session
from awards.services import proposals
from awards.tests.factories import adopt, make_nomination, make_session
from awards.tests.standing_cases import appraise, assess, examine
from awards.tests.test_proposals import HIGHER, PROVINCE, TODAY, higher_plan
from campaigns.tests.factories import make_campaign


@pytest.fixture
def draft(cast, council, officer, now):
    """A draft to the province about one collective that the council recommended in signed minutes."""
    campaign = make_campaign(cast, document=higher_plan())
    nomination = make_nomination(campaign, unit=cast.unit("economy"), status="on_agenda", **HIGHER)
    adopt(make_session(council, [nomination], status="voting_done"))
    nomination.refresh_from_db()
    return proposals.draft(campaign, [nomination], "province", PROVINCE, by=officer, at=now)


@pytest.mark.rule("L-13")
def test_nothing_goes_up_before_the_day_on_which_the_minutes_were_signed(draft, clerk, now):
    given = {"number": 12, "signer_name": "Đặng Hữu Phúc", "by": clerk, "at": now}

    with pytest.raises(ValidationError) as refusal:
        proposals.send(draft, sent_on=date(2026, 5, 13), **given)

    assert refusal.value.messages == ["Ngày gửi 13/05/2026 ở trước ngày ký biên bản họp Hội đồng (14/05/2026)."]
    proposals.send(draft, sent_on=TODAY, **given)
    assert draft.status == "sent"


@pytest.mark.rule("L-13")
def test_what_was_recommended_anew_waits_for_the_minutes_of_the_later_session(council, draft, clerk, now):
    nomination = draft.lines.get().nomination
    Nomination.objects.update(status="on_agenda")
    later = adopt(make_session(council, [nomination], status="voting_done"), signed=False)

    with pytest.raises(ValidationError) as refusal:
        proposals.send(draft, number=12, sent_on=TODAY, signer_name="A", by=clerk, at=now)

    assert refusal.value.messages == ["Bằng khen – Phòng Kinh tế: biên bản họp Hội đồng chưa được ký."]
    Session.objects.filter(pk=later.pk).update(status="minutes_signed")
    proposals.send(draft, number=12, sent_on=TODAY, signer_name="A", by=clerk, at=now)
    assert draft.status == "sent"


@pytest.mark.rule("L-03")
def test_nobody_under_examination_is_proposed_until_it_is_cleared(draft, clerk, now):
    given = {"number": 12, "sent_on": TODAY, "signer_name": "Đặng Hữu Phúc", "by": clerk, "at": now}
    examine(draft.lines.get().nomination, date(2026, 5, 13))

    with pytest.raises(ValidationError) as refusal:
        proposals.send(draft, **given)

    [said] = refusal.value.messages
    assert said.startswith("Bằng khen – Phòng Kinh tế: Đang bị xem xét, chưa được đề nghị khen thưởng")
    Examination.objects.update(cleared_on=TODAY, conclusion="Không có sai phạm.")
    proposals.send(draft, **given)
    assert draft.lines.get().nomination.status == "forwarded_up"


@pytest.mark.rule("DS-18")
def test_a_provisional_rating_must_be_official_before_a_case_goes_up(draft, officer, clerk, now):
    given = {"number": 12, "sent_on": TODAY, "signer_name": "Đặng Hữu Phúc", "by": clerk, "at": now}
    nomination = draft.lines.get().nomination
    assess(nomination, "rating", 2026, level="Hoàn thành xuất sắc", provisional=True)
    appraise(nomination, officer.person, "met")

    with pytest.raises(ValidationError, match="phải có kết quả chính thức trước khi quyết định"):
        proposals.send(draft, **given)
    Assessment.objects.update(provisional=False)
    proposals.send(draft, **given)

    assert draft.status == "sent"
