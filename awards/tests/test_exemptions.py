"""Exceptions: by a leader alone, for a condition that stands against the dossier, with reason and name on record."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from awards.models import Exemption, Nomination
from awards.services import appraisal_notes, appraisals, eligibility, exemptions
from awards.tests.appraisal_cases import make_actor, make_appraisal, under_appraisal
from awards.tests.factories import make_decision, make_nomination
from awards.tests.standing_cases import check, examine
from campaigns.rules.results import MET, UNKNOWN, UNMET
from communes.models import HistoryEntry

REASON = "Thành tích cứu người, khác với thành tích đã khen."
LEADER = "Trần Quốc Bảo, Phó Chủ tịch UBND xã"


@pytest.fixture
def late(campaign, cast, now):
    """A dossier under appraisal that came too late."""
    return under_appraisal(campaign, cast, now, late=True)


@pytest.fixture
def awarded_before(campaign, cast, now):
    """A dossier whose collective was awarded for the same achievement already."""
    first = make_nomination(campaign, unit=cast.unit("economy"), status="awarded", award="bang_khen")
    make_decision(campaign, [first], status="published")
    return under_appraisal(campaign, cast, now)


def grant(nomination, by, at, key="deadline", reason=REASON, leader=LEADER):
    """Grant an exception."""
    return exemptions.grant_exemption(nomination, key, reason=reason, leader_name=leader, by=by, at=at)


@pytest.mark.rule("DS-07")
def test_a_second_award_for_one_achievement_needs_a_recorded_exception(awarded_before, cast, officer, leader, now):
    colleague = make_actor(cast)
    appraisal = make_appraisal(awarded_before, officer, now)

    with pytest.raises(ValidationError, match="thành tích này đã được khen: Bằng khen theo"):
        appraisals.give(appraisal, "eligible", by=officer, at=now)
    grant(awarded_before, leader, now, key="one_achievement")
    appraisals.give(appraisal, "eligible", by=officer, at=now)
    appraisals.confirm(awarded_before, by=colleague, at=now)

    note = appraisal_notes.note(Nomination.objects.get(pk=awarded_before.pk), by=officer, at=now)
    assert [(each.title, each.reason, each.leader_name) for each in note.exceptions] == [
        ("Một thành tích, một lần khen", REASON, LEADER)
    ]
    assert REASON.rstrip(".") in note.sentence


def test_an_exception_is_on_record(late, leader, now):
    grant(late, leader, now)

    stored = Exemption.objects.get(nomination=late)
    line = HistoryEntry.objects.about(late)[0]
    assert (stored.check_key, stored.title, stored.reason, stored.leader_name, stored.granted_at) == (
        "deadline", "Thời hạn nộp hồ sơ", REASON, LEADER, now,
    )  # fmt: skip
    assert stored.conflicts == [f"deadline:{late.campaign.deadlines.get(paper='dossier').pk}"]
    assert stored.granted_for == "Nộp ngày 12/05/2026, trễ hạn (chậm nhất ngày 31/05/2026)."
    assert (line.label, line.reason, line.actor_name, line.facts) == (
        "Cho phép ngoại lệ: Thời hạn nộp hồ sơ", REASON, leader.name,
        {"leader": LEADER, "granted_for": stored.granted_for},
    )  # fmt: skip


@pytest.mark.rule("DS-07")
@pytest.mark.parametrize(
    ("facts", "message"),
    [({"reason": " "}, "Chưa ghi lý do"), ({"leader": ""}, "Chưa ghi tên người cho phép")],
)
def test_an_exception_needs_reason_and_name(late, leader, now, facts, message):
    with pytest.raises(ValidationError, match=message):
        grant(late, leader, now, **facts)

    assert Exemption.objects.count() == 0


@pytest.mark.parametrize("part", ["officer", "head", "clerk", "chair", "secretary", "administrator"])
def test_only_a_leader_grants_it(late, cast, part, now):
    with pytest.raises(PermissionDenied):
        grant(late, cast.actor(part), now)

    assert Exemption.objects.count() == 0


@pytest.mark.parametrize("key", ["audience", "examination", "one_achievement", "khong-co"])
def test_what_is_met_or_can_never_be_excepted_is_refused(late, leader, now, key):
    with pytest.raises(ValidationError, match="không cho phép ngoại lệ"):
        grant(late, leader, now, key=key)


@pytest.mark.rule("DS-07")
def test_an_exception_does_not_pass_what_comes_up_after_it(awarded_before, campaign, cast, leader, now):
    grant(awarded_before, leader, now, key="one_achievement")
    before = eligibility.read(awarded_before, at=now)
    second = make_nomination(campaign, unit=cast.unit("economy"), status="awarded", award="bang_khen",
                             authority="province")  # fmt: skip
    make_decision(campaign, [second], status="published", number=8)

    after = eligibility.read(awarded_before, at=now)
    [left] = exemptions.exceptable(awarded_before, at=now)
    grant(awarded_before, leader, now, key="one_achievement", reason="Đã hỏi cấp trên.")
    again = eligibility.read(awarded_before, at=now)

    states = [check(reading, "one_achievement").state for reading in (before, after, again)]
    assert states == [MET, UNMET, MET]
    assert [each.ref for each in left.conflicts] == [f"nomination:{second.pk}"]
    assert left.words.endswith(
        "Ngoại lệ đã được chấp thuận chỉ cho: Bằng khen theo Quyết định số 05/QĐ-UBND ngày 14/05/2026."
    )
    assert [each.granted_for for each in awarded_before.exemptions.order_by("pk")] == [
        "Bằng khen theo Quyết định số 05/QĐ-UBND ngày 14/05/2026",
        "Bằng khen theo Quyết định số 08/QĐ-UBND ngày 14/05/2026",
    ]


@pytest.mark.rule("L-03")
def test_an_exception_for_one_matter_of_the_unit_does_not_pass_the_next(campaign, cast, leader, now):
    mine = make_nomination(campaign, unit=cast.unit("economy"), subject="individual", status="under_appraisal")
    collective = make_nomination(campaign, unit=cast.unit("economy"))
    examine(collective, now.date())
    grant(mine, leader, now, key="unit_examination")
    before = check(eligibility.read(mine, at=now), "unit_examination").state
    examine(collective, now.date(), source="Đơn ngày 10/5")

    after = check(eligibility.read(mine, at=now), "unit_examination")

    assert (before, after.state) == (MET, UNKNOWN)
    assert "chỉ cho: đang giải quyết khiếu nại, tố cáo (Đơn ngày 02/3)." in after.words


def test_one_condition_is_excepted_once(late, leader, now):
    grant(late, leader, now)

    with pytest.raises(ValidationError, match="không còn vướng"):
        grant(late, leader, now)

    assert Exemption.objects.count() == 1


@pytest.mark.parametrize(
    ("status", "open_to"),
    [
        ("draft", False),
        ("submitted", True),
        ("ineligible", True),
        ("deferred", True),
        ("on_agenda", False),
        ("recommended", False),
        ("withdrawn", False),
    ],
)
def test_an_exception_belongs_between_hand_in_and_vote(campaign, cast, leader, now, status, open_to):
    nomination = make_nomination(
        campaign, unit=cast.unit("economy"), status=status, late=True, submitted_at=now, received_on=now.date()
    )

    found = [check.key for check in exemptions.exceptable(nomination, at=now)]

    assert ("deadline" in found) == open_to
