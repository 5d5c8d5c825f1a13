"""Who may be nominated for what: the unit's own, the plan's audience, the plan's lines, deeds at any time."""

from dataclasses import replace
from datetime import date, datetime

import pytest
from django.core.exceptions import ValidationError

from awards.models import DossierRule, Nomination
from awards.models.nominations import TWICE
from awards.rules.kinds import AwardBasis
from awards.services import dossiers, nomination_openings, nominations
from awards.tests.dossier_cases import again, full_report, hold_review
from awards.tests.factories import (
    HERE,
    RECEIVED_ON,
    award_plan,
    make_award_campaign,
    make_decision,
    make_nomination,
)
from campaigns.planfile import words as w
from campaigns.tests.factories import make_campaign
from campaigns.tests.five_plans import plan as plan_of
from campaigns.tests.matrix import who_can
from communes.models import HistoryEntry, Unit
from communes.tests.factories import make_person, make_unit

pytestmark = pytest.mark.usefixtures("law")
WHY = "Có tình tiết mới."
BASE = {"award": "giay_khen", "authority": "commune"}


@pytest.fixture(autouse=True)
def _store(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def unit(cast):
    """Phòng Kinh tế, whose head and member nominate."""
    return cast.unit("economy")


@pytest.fixture
def worker(cast, unit):
    """A person of Phòng Kinh tế."""
    return make_person(cast.commune, "Lương Thị Mận", unit=unit, birth_year=1990, position="Chuyên viên")


def nominate(campaign, unit, *, by, at, **facts):
    """Nominate the unit itself for Giấy khen in the campaign's first round unless facts say otherwise."""
    given = {"subject": "collective", "collective": unit, "round": campaign.rounds.first(), **BASE} | facts
    return nominations.create(campaign, unit=unit, **given, by=by, at=at)


def texts(problem) -> str:
    """Return every reason of a refusal as one text."""
    return " ".join(problem.value.messages)


def test_a_unit_nominates_itself_and_its_people(campaign, unit, worker, head, member, now):
    whole = nominate(campaign, unit, by=member, at=now)
    single = nominate(campaign, unit, subject="individual", collective=None, person=worker, by=head, at=now)

    assert (whole.status, whole.quota_key, whole.created_by, whole.by_agency) == (
        "draft",
        "tap-the",
        "Vũ Thị Én",
        False,
    )
    assert (single.nominee, single.quota_key, single.created_at) == ("Lương Thị Mận", "ca-nhan", now)
    [line] = HistoryEntry.objects.about(single)
    assert (line.label, line.to_status) == ("Lập hồ sơ đề nghị khen thưởng", "draft")


def test_those_who_do_not_propose_cannot_nominate(campaign, cast, unit, now):
    allowed = who_can(cast, lambda actor: nominate(campaign, unit, by=actor, at=now))

    assert allowed == {"head", "member", "officer"}


def test_a_unit_does_not_nominate_the_people_of_another(campaign, cast, unit, head, officer, now):
    stranger = make_person(cast.commune, "Người Khác", unit=cast.unit("service"))
    facts = {"subject": "individual", "collective": None, "person": stranger}

    with pytest.raises(ValidationError) as refused:
        nominate(campaign, unit, by=head, at=now, **facts)
    assert texts(refused) == "Người Khác không thuộc Phòng Kinh tế; đơn vị chỉ đề nghị tập thể, người của mình."
    with pytest.raises(ValidationError, match="không thuộc Phòng Kinh tế"):
        nominate(campaign, unit, collective=cast.unit("service"), by=head, at=now)
    assert nominate(campaign, unit, by=officer, at=now, **facts).person == stranger


def test_a_unit_nominates_the_groups_below_it(cast, unit, head, now):
    plan = award_plan()
    groups = tuple(replace(group, unit_kinds=("office",), units=()) for group in plan.audience)
    campaign = make_campaign(cast, document=replace(plan, audience=groups))
    team = make_unit(cast.commune, "Tổ Nông nghiệp", Unit.Kind.OFFICE, parent=unit)

    assert nominate(campaign, unit, collective=team, by=head, at=now).nominee == "Tổ Nông nghiệp"


@pytest.mark.rule("DT-02")
@pytest.mark.rule("DS-02")
def test_nobody_outside_the_audience_is_nominated(cast, head, now):
    plan = award_plan()
    only_offices = [replace(group, unit_kinds=("front",), units=()) for group in plan.audience]
    campaign = make_campaign(cast, document=replace(plan, audience=tuple(only_offices)))
    clause = only_offices[0].clause

    with pytest.raises(ValidationError) as refused:
        nominate(campaign, cast.unit("economy"), by=head, at=now)

    assert texts(refused) == f"Ngoài đối tượng thi đua của kế hoạch: Phòng Kinh tế (mục {clause})."
    assert not Nomination.objects.exists()


@pytest.mark.rule("DT-02")
def test_the_category_of_a_person_counts(cast, head, now):
    plan = award_plan()
    groups = [
        replace(group, categories=("worker",)) if group.subject == w.Subject.INDIVIDUAL else group
        for group in plan.audience
    ]
    campaign = make_campaign(cast, document=replace(plan, audience=tuple(groups)))
    unit = cast.unit("economy")
    people = [make_person(cast.commune, name, unit=unit, category=each) for name, each in
              (("Lao Động", "worker"), ("Công Chức", "civil_servant"))]  # fmt: skip
    facts = {"subject": "individual", "collective": None, "by": head, "at": now}

    assert nominate(campaign, unit, person=people[0], **facts).nominee == "Lao Động"
    with pytest.raises(ValidationError, match="Ngoài đối tượng thi đua của kế hoạch: Công Chức, Phòng Kinh tế"):
        nominate(campaign, unit, person=people[1], **facts)


def test_what_the_plan_does_not_allow_is_refused_with_its_clause(campaign, unit, worker, head, now):
    with pytest.raises(ValidationError) as refused:
        nominate(campaign, unit, award="bang_khen", authority="province", by=head, at=now)

    assert texts(refused) == (
        "Kế hoạch không cho đề nghị Bằng khen của Chủ tịch UBND tỉnh, thành phố đối với tập thể (mục V). "
        "Được đề nghị: Giấy khen – Chủ tịch UBND xã (mục V.2)."
    )


@pytest.mark.rule("HP-03")
def test_the_line_of_a_level_that_ended_is_refused():
    award_round = next(each for each in plan_of("HP").rounds if each.key == "hang-nam")

    before = dossiers.lines(plan_of("HP"), award_round, "collective", on=date(2025, 6, 30))
    after = dossiers.lines(plan_of("HP"), award_round, "collective", on=date(2025, 7, 1))

    assert [(each.award, each.authority, bool(each.refusal)) for each in before] == [
        ("bang_khen", "province", False), ("giay_khen", "district", False), ("giay_khen", "commune", False),
    ]  # fmt: skip
    assert [bool(each.refusal) for each in after] == [False, True, False]
    assert "hết" not in after[0].refusal
    assert "không còn thẩm quyền" in after[1].refusal


@pytest.mark.rule("DT-06")
def test_a_plan_that_names_no_award_opens_the_chairs_own_alone(cast, head, now):
    campaign = make_campaign(cast, document=replace(plan_of("DT"), facts=award_plan().facts))
    unit = cast.unit("economy")

    found = nominate(campaign, unit, by=head, at=now)

    assert (found.quota_key, found.parts, found.rule) == ("ket-thuc-collective", (), None)
    with pytest.raises(ValidationError, match="Được đề nghị: Giấy khen – Chủ tịch UBND xã"):
        nominate(campaign, unit, award="bang_khen", authority="province", by=head, at=now)


@pytest.mark.rule("DT-06")
def test_a_dossier_of_a_silent_plan_is_handed_in_without_a_list_of_parts(cast, head, now):
    campaign = make_campaign(cast, document=award_plan(parts=()))
    report = full_report("collective")
    found = make_nomination(campaign, unit=cast.unit("economy"), explanation="Chờ xếp loại.", report=report)

    nominations.submit(found, by=head, at=now)

    assert (again(found).status, found.checklist(), found.parts) == ("submitted", [], ())


def test_where_nobody_lists_the_parts_the_report_is_still_asked_for_by_name(cast, head, now):
    campaign = make_campaign(cast, document=award_plan(parts=()))
    report = full_report("collective") | {"profile": "", "achievement": " ", "initiatives": ""}
    found = make_nomination(campaign, unit=cast.unit("economy"), explanation="Chờ xếp loại.", report=report)

    with pytest.raises(ValidationError) as refused:
        nominations.submit(found, by=head, at=now)

    assert refused.value.messages == [
        "Báo cáo thành tích: chưa ghi “Sơ lược tập thể”.",
        "Báo cáo thành tích: chưa ghi “Thành tích đạt được”.",
    ]
    assert again(found).status == "draft"


def test_where_the_plan_lists_no_parts_the_communes_own_list_for_the_award_blocks_by_name(cast, head, now):
    campaign = make_campaign(cast, document=award_plan(parts=()))
    DossierRule.objects.create(
        commune=cast.commune, award="giay_khen", valid_from=date(2026, 1, 1), source="Quy chế xã",
        parts=[{"key": "bao-cao", "title": "Báo cáo thành tích", "made_here": True}],
    )  # fmt: skip
    found = make_nomination(campaign, unit=cast.unit("economy"), explanation="Chờ xếp loại.")

    with pytest.raises(ValidationError) as refused:
        nominations.submit(found, by=head, at=now)
    assert refused.value.messages == ["Thiếu: Báo cáo thành tích."]
    Nomination.objects.filter(pk=found.pk).update(report=full_report("collective"))
    nominations.submit(again(found), by=head, at=now)
    assert again(found).status == "submitted"


@pytest.mark.rule("DS-11")
def test_only_a_round_that_may_propose_higher_opens_an_award_of_a_higher_authority():
    rounds = {each.key: each for each in plan_of("DS").rounds}

    kinds = {
        key: [
            (each.award, each.authority) for each in dossiers.lines(plan_of("DS"), each, "individual", on=RECEIVED_ON)
        ]
        for key, each in rounds.items()
    }

    own = ("giay_khen", "commune")
    assert kinds == {"hang-nam": [own], "tong-ket": [own, ("bang_khen", "higher")], "dot-xuat": [own]}


@pytest.mark.rule("DS-08")
@pytest.mark.parametrize("at", [datetime(2026, 2, 1, 8, tzinfo=HERE), datetime(2026, 12, 30, 23, 59, tzinfo=HERE)])
def test_a_deed_is_proposed_at_any_time_outside_the_rounds(campaign, unit, worker, head, at):
    found = nominate(
        campaign, unit, subject="individual", collective=None, person=worker, round=None, basis=AwardBasis.AD_HOC,
        deed="Cứu hai cháu nhỏ bị đuối nước.", deed_on=at.date(), by=head, at=at,
    )  # fmt: skip

    assert (found.round, found.quota_key, found.basis, found.deed_on) == (None, "", "ad_hoc", at.date())
    assert dossiers.comes_late(found, at) is False


@pytest.mark.rule("DS-08")
def test_the_agency_proposes_a_deed_itself(campaign, unit, worker, officer, now):
    facts = {"subject": "individual", "collective": None, "person": worker, "round": None, "basis": AwardBasis.AD_HOC}
    found = nominate(campaign, unit, deed="Cứu người.", deed_on=now.date(), by=officer, at=now, **facts)
    Nomination.objects.filter(pk=found.pk).update(
        report=full_report("individual"),
        citation="Đã dũng cảm cứu người",
        summary="Cứu người.",
        explanation="Đột xuất.",
    )
    hold_review(campaign, unit, [found])

    nominations.enter(again(found), by=officer, at=now)

    assert (again(found).status, found.by_agency) == ("submitted", True)


@pytest.mark.parametrize(
    ("facts", "refusal"),
    [
        ({"deed": " ", "deed_on": RECEIVED_ON}, "Hãy ghi việc làm"),
        ({"deed": "Cứu người."}, "Hãy ghi ngày lập thành tích"),
        ({"deed": "Cứu người.", "deed_on": date(2026, 5, 15)}, "không được sau hôm nay"),
    ],
)
def test_a_deed_needs_its_words_and_a_day_that_has_come(campaign, unit, head, now, facts, refusal):
    with pytest.raises(ValidationError, match=refusal):
        nominate(campaign, unit, round=None, basis=AwardBasis.AD_HOC, by=head, at=now, **facts)


def test_a_round_must_be_a_living_one_of_the_campaign(campaign, cast, unit, head, now):
    other = make_award_campaign(cast, key="khac-2026")
    campaign.rounds.update(retired_at=now)

    for given in (None, campaign.rounds.first(), other.rounds.first()):
        with pytest.raises(ValidationError, match="ợt khen thưởng"):
            nominate(campaign, unit, round=given, by=head, at=now)


def test_the_same_award_is_not_proposed_twice_in_a_round(campaign, unit, head, now):
    first = nominate(campaign, unit, by=head, at=now)

    with pytest.raises(ValidationError, match="Đã có hồ sơ đề nghị cùng hình thức"):
        nominate(campaign, unit, by=head, at=now)
    nominations.withdraw(first, reason=WHY, by=head, at=now)
    assert nominate(campaign, unit, by=head, at=now).pk != first.pk


UNTOLD = ("not_recommended", "not_awarded", "award_revoked")


@pytest.mark.parametrize("status", ["on_agenda", "recommended", "awarded", *UNTOLD])
def test_a_unit_is_refused_a_second_nomination_alike_whatever_came_of_the_first(campaign, unit, head, now, status):
    first = make_nomination(campaign, unit=unit, status="submitted")
    Nomination.objects.filter(pk=first.pk).update(status=status)

    with pytest.raises(ValidationError) as refused:
        nominate(campaign, unit, by=head, at=now)

    assert refused.value.messages == [TWICE]


@pytest.mark.parametrize("status", UNTOLD)
def test_the_office_nominates_again_after_an_end_that_was_not_told_yet(campaign, unit, officer, now, status):
    make_nomination(campaign, unit=unit, status=status)

    assert nominate(campaign, unit, by=officer, at=now).status == "draft"


def test_a_unit_nominates_again_once_the_end_was_told(campaign, unit, head, cast, now):
    make_nomination(campaign, unit=unit, status="not_recommended")
    other = make_nomination(campaign, unit=cast.unit("service"), status="awarded")
    make_decision(campaign, [other], status="published")

    assert nominate(campaign, unit, by=head, at=now).status == "draft"


def test_a_round_that_is_over_and_published_takes_no_more_dossiers_of_units(campaign, unit, head, officer, cast, now):
    other = make_nomination(campaign, unit=cast.unit("service"), status="awarded")
    make_decision(campaign, [other], status="published")
    late = now.replace(month=6)

    with pytest.raises(ValidationError) as refused:
        nominate(campaign, unit, by=head, at=late)
    assert refused.value.messages == [
        "Đợt khen thưởng cuối năm, năm 2026 đã công bố quyết định khen thưởng của đợt; liên hệ cơ quan thường trực."
    ]
    assert nominate(campaign, unit, by=officer, at=late).status == "draft"


def test_a_round_over_but_not_published_still_takes_late_dossiers(campaign, unit, head, cast, now):
    other = make_nomination(campaign, unit=cast.unit("service"), status="awarded")
    make_decision(campaign, [other], status="issued")

    assert nominate(campaign, unit, by=head, at=now.replace(month=6)).status == "draft"


@pytest.mark.rule("DS-12")
def test_rounds_are_offered_with_their_year_and_the_day_until_which_dossiers_are_taken(cast):
    campaign = make_campaign(cast, document=yearly_plan())

    found = nomination_openings.openings(campaign, "collective", on=date(2026, 5, 14))

    assert [(each.heading, each.later) for each in found] == [
        ("Đợt khen thưởng hằng năm, năm 2026 (nhận hồ sơ đến hết ngày 19/11/2026)", False),
        ("Đột xuất, ngoài đợt", False),
        ("Đợt khen thưởng hằng năm, năm 2027 (nhận hồ sơ đến hết ngày 19/11/2027)", True),
        ("Đợt khen thưởng tổng kết, năm 2027 (chưa ấn định hạn nhận hồ sơ)", True),
    ]


def yearly_plan():
    """Return a plan over two years with a round each year and a final one whose dossiers have no day yet."""
    plan = award_plan()
    *others, due = plan.deadlines
    final = replace(plan.rounds[0], key="tong-ket", title="Khen thưởng tổng kết")
    yearly = replace(
        plan.rounds[0], key="hang-nam", title="Khen thưởng hằng năm", kind=w.RoundKind.ANNUAL, years=(2026, 2027)
    )
    due = replace(due, kind=w.DeadlineKind.YEARLY, on=None, month=11, day=20, inclusive=False, round="hang-nam")
    later = replace(
        due, key="ho-so-tong-ket", kind=w.DeadlineKind.LATER_PLAN, month=None, day=None, round="tong-ket"
    )  # fmt: skip
    final = replace(final, standards=(), quotas=())
    facts = replace(plan.facts, starts_on=date(2026, 1, 1), ends_on=date(2027, 12, 31))
    return replace(plan, facts=facts, rounds=(yearly, final), deadlines=(*others, due, later))


@pytest.mark.rule("DT-06")
def test_a_round_without_a_day_in_the_plan_says_that_the_plan_sets_none(cast):
    plan = yearly_plan()
    campaign = make_campaign(cast, document=replace(plan, deadlines=plan.deadlines[:-2]))

    found = nomination_openings.openings(campaign, "collective", on=date(2026, 5, 14))

    told = "kế hoạch không quy định hạn nhận hồ sơ"
    assert [told in each.heading for each in found] == [True, False, True, True]


@pytest.mark.parametrize("status", ["draft", "closed", "cancelled"])
def test_nothing_is_nominated_in_a_campaign_that_is_not_underway(cast, head, now, status):
    campaign = make_award_campaign(cast, status=status)

    with pytest.raises(ValidationError, match="không ở giai đoạn thực hiện"):
        nominate(campaign, cast.unit("economy"), by=head, at=now)


def test_people_who_may_be_the_same_are_named(cast, unit, worker):
    service = cast.unit("service")
    same_year = make_person(cast.commune, "LƯƠNG THỊ MẬN", unit=service, birth_year=1990)
    no_year = make_person(cast.commune, "Luong Thi Man", unit=service)
    make_person(cast.commune, "Lương Thị Mận", unit=service, birth_year=1985)
    same_unit = make_person(cast.commune, "Lương Thị Mẫn", unit=unit, birth_year=1985)

    assert set(dossiers.look_alikes(worker)) == {same_year, no_year, same_unit}
