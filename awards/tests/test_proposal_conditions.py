"""What is asked of a case once more before it goes to a higher authority: minutes, open matters, official results."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from awards.models import Assessment, Examination, Nomination, Proposal, Session
from awards.services import proposals, ranking
from awards.tests.decision_cases import prove
from awards.tests.factories import adopt, make_nomination, make_session
from awards.tests.ranking_cases import put_votes, quota
from awards.tests.standing_cases import examine
from awards.tests.test_proposals import HIGHER, PROVINCE, TODAY, higher_plan
from campaigns.models import Campaign
from campaigns.services.field_work import NOT_UNDERWAY
from campaigns.tests.factories import make_campaign


@pytest.fixture
def draft(cast, council, officer, now):
    """A draft to the province about one collective that the council recommended in signed minutes."""
    campaign = make_campaign(cast, document=higher_plan())
    nomination = make_nomination(campaign, unit=cast.unit("economy"), status="on_agenda", **HIGHER)
    prove(council, nomination)
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
def test_a_provisional_rating_must_be_official_before_a_case_goes_up(draft, clerk, now):
    given = {"number": 12, "sent_on": TODAY, "signer_name": "Đặng Hữu Phúc", "by": clerk, "at": now}
    Assessment.objects.update(provisional=True)

    with pytest.raises(ValidationError, match="phải có kết quả chính thức trước khi quyết định"):
        proposals.send(draft, **given)
    Assessment.objects.update(provisional=False)
    proposals.send(draft, **given)

    assert draft.status == "sent"


@pytest.mark.rule("KP-02", "DS-18")
@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda rows: rows.delete(), "Chưa kết luận được: còn thiếu kết quả"),
        (lambda rows: rows.update(level="Hoàn thành"), "Chưa đủ điều kiện: "),
    ],
)
def test_a_rating_taken_away_or_changed_keeps_a_case_from_going_up(draft, clerk, now, change, words):
    change(Assessment.objects.all())

    with pytest.raises(ValidationError) as refusal:
        proposals.send(draft, number=12, sent_on=TODAY, signer_name="A", by=clerk, at=now)

    [said] = refusal.value.messages
    assert said.startswith(f"Bằng khen – Phòng Kinh tế: {words}")
    assert Proposal.objects.get().status == "draft"


@pytest.mark.parametrize("status", ["draft", "closed", "cancelled"])
def test_nothing_is_drafted_added_or_sent_once_the_campaign_is_not_underway(draft, officer, clerk, now, status):
    campaign, nomination = draft.campaign, draft.lines.get().nomination
    Campaign.objects.update(status=status)
    draft = Proposal.objects.get()
    campaign.refresh_from_db()

    for act in (
        lambda: proposals.draft(campaign, [nomination], "province", PROVINCE, by=officer, at=now),
        lambda: proposals.add(draft, nomination, by=officer, at=now),
        lambda: proposals.send(draft, number=12, sent_on=TODAY, signer_name="A", by=clerk, at=now),
    ):
        with pytest.raises(ValidationError) as refusal:
            act()
        assert refusal.value.messages == [NOT_UNDERWAY]

    proposals.drop(draft.lines.get(), by=officer, at=now)
    assert (Proposal.objects.count(), proposals.waiting()) == (1, [])


@pytest.fixture
def ranked(cast, council, secretary, now):
    """Three persons that the council recommended for a Bằng khen of which the plan lets one be proposed, ranked."""
    campaign = make_campaign(cast, document=higher_plan())
    votes = {"Lê An": (7, {}), "Lê Bình": (9, {}), "Lê Chi": (6, {})}
    made = put_votes(cast, council, campaign, votes, **HIGHER)
    ranking.settle(campaign, *quota(campaign, "bang-khen"), by=secretary, at=now)
    found = {name: Nomination.objects.get(pk=each.pk) for name, each in made.items()}
    assert [(each.status, each.rank) for each in found.values()] == [
        ("reserve", 2), ("recommended", 1), ("reserve", 3),
    ]  # fmt: skip
    return found


@pytest.mark.rule("KP-04")
def test_a_reserve_does_not_go_up_past_those_who_rank_before(ranked, officer, now):
    campaign = ranked["Lê An"].campaign

    with pytest.raises(ValidationError) as refusal:
        proposals.draft(campaign, [ranked["Lê Chi"]], "province", PROVINCE, by=officer, at=now)
    assert refusal.value.messages == [
        "Bằng khen – Lê Chi: đang dự bị, xếp sau hoặc ngang Lê Bình, Lê An; phải trình Lê Bình, Lê An trước hoặc "
        "cùng lúc."
    ]
    proposal = proposals.draft(campaign, [ranked["Lê An"], ranked["Lê Bình"]], "province", PROVINCE, by=officer, at=now)
    proposals.drop(proposal.lines.get(nomination=ranked["Lê Bình"]), by=officer, at=now)

    assert proposals.against_sending(proposal, now)[0] == (
        "Bằng khen – Lê An: đang dự bị, xếp sau hoặc ngang Lê Bình; phải trình Lê Bình trước hoặc cùng lúc."
    )
    with pytest.raises(ValidationError, match="Lê Chi: đang dự bị"):
        proposals.add(proposal, ranked["Lê Chi"], by=officer, at=now)
    assert [line.nomination for line in proposals.lines_of(proposal)] == [ranked["Lê An"]]


@pytest.mark.rule("KP-04")
def test_the_first_of_the_reserve_goes_up_once_those_before_are_ended(ranked, officer, now):
    Nomination.objects.filter(pk=ranked["Lê Bình"].pk).update(status="not_awarded")
    rows = {name: Nomination.objects.get(pk=each.pk) for name, each in ranked.items()}
    campaign = rows["Lê An"].campaign

    with pytest.raises(ValidationError, match="xếp sau hoặc ngang Lê An;"):
        proposals.draft(campaign, [rows["Lê Chi"]], "province", PROVINCE, by=officer, at=now)
    proposal = proposals.draft(campaign, [rows["Lê An"]], "province", PROVINCE, by=officer, at=now)

    assert [line.nomination for line in proposals.lines_of(proposal)] == [rows["Lê An"]]
