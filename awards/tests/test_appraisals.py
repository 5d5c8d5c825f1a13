"""Appraisal: taken, judged, concluded blind, confirmed by somebody else, set aside and kept."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from awards.models import Appraisal, Judgement, Nomination
from awards.services import appraisal_notes, appraisals, judgements
from awards.tests.appraisal_cases import BAD, GOOD, TYPICAL, make_actor, make_appraisal, rate, under_appraisal
from awards.tests.factories import make_nomination
from campaigns.models import Duty
from campaigns.planfile.words import Part
from communes.models import HistoryEntry
from kit.workflow import Overtaken


@pytest.fixture
def colleague(cast):
    """A second officer of the standing agency."""
    return make_actor(cast)


@pytest.fixture
def dossier(campaign, cast, now):
    """A dossier of Phòng Kinh tế under appraisal, its rating on record."""
    return under_appraisal(campaign, cast, now)


def fresh(nomination):
    """Return the nomination as it is stored."""
    return Nomination.objects.get(pk=nomination.pk)


def test_an_officer_takes_a_dossier_and_appraises_it(campaign, cast, officer, now):
    nomination = make_nomination(campaign, unit=cast.unit("economy"), status="submitted")

    appraisal = appraisals.take(nomination, by=officer, at=now)

    assert fresh(nomination).status == "under_appraisal"
    assert (appraisal.order, appraisal.appraiser, appraisal.own_unit, appraisal.verdict) == (
        1, officer.person, False, "",
    )  # fmt: skip


def test_of_two_who_take_at_once_the_second_is_told(campaign, cast, officer, colleague, now):
    nomination = make_nomination(campaign, unit=cast.unit("economy"), status="submitted")
    same = fresh(nomination)
    appraisals.take(nomination, by=officer, at=now)

    with pytest.raises(Overtaken):
        appraisals.take(same, by=colleague, at=now)

    assert [each.appraiser for each in nomination.appraisals.all()] == [officer.person]


@pytest.mark.rule("HP-08")
def test_the_unit_that_the_plan_names_appraises(campaign, cast, officer, now):
    nomination = make_nomination(campaign, unit=cast.unit("economy"), status="submitted")
    Duty.objects.filter(campaign=campaign, part=Part.APPRAISES).delete()
    Duty.objects.create(campaign=campaign, unit=cast.unit("council_office"), part=Part.APPRAISES)
    office = make_actor(cast, unit="council_office")
    stored = fresh(nomination)

    with pytest.raises(PermissionDenied):
        appraisals.take(stored, by=officer, at=now)
    appraisals.take(stored, by=office, at=now)

    assert [each.appraiser for each in nomination.appraisals.all()] == [office.person]


def test_nobody_appraises_the_own_unit_while_another_can(campaign, cast, officer, now):
    nomination = make_nomination(campaign, unit=cast.unit("culture"), status="submitted")

    appraisal = appraisals.take(fresh(nomination), by=officer, at=now)
    assert appraisal.own_unit is True

    other = make_nomination(campaign, unit=cast.unit("culture"), subject="individual", status="submitted")
    outsider = make_actor(cast, unit="front")
    Duty.objects.create(campaign=campaign, unit=cast.unit("front"), part=Part.APPRAISES)
    with pytest.raises(ValidationError, match=f"người thẩm định được: {outsider.name}"):
        appraisals.take(fresh(other), by=officer, at=now)
    assert fresh(other).status == "submitted"


@pytest.mark.parametrize(
    ("verdicts", "message"),
    [
        ({"tap-the/xuat-sac": ("met", "")}, "không có tiêu chuẩn này"),
        ({"khong-co": ("met", "")}, "không có tiêu chuẩn này"),
        ({TYPICAL: ("perhaps", "")}, "Chọn “Đạt”"),
    ],
)
def test_only_what_a_person_judges_is_judged(dossier, officer, now, verdicts, message):
    appraisal = make_appraisal(dossier, officer, now)

    with pytest.raises(ValidationError, match=message):
        appraisals.judge(appraisal, verdicts, by=officer, at=now)

    assert [each.verdict for each in appraisal.judgements.all()] == ["met"]


def test_a_judgement_is_stored_with_its_ground_and_replaced_by_the_next(dossier, officer, now):
    appraisal = make_appraisal(dossier, officer, now)

    appraisals.judge(appraisal, BAD, by=officer, at=now)

    stored = Judgement.objects.get(appraisal=appraisal)
    assert (stored.path, stored.verdict, stored.note, stored.by) == (
        TYPICAL, "unmet", "Không có số liệu.", officer.name,
    )  # fmt: skip


def test_nobody_writes_in_another_ones_appraisal(dossier, officer, colleague, leader, now):
    appraisal = make_appraisal(dossier, officer, now)

    for actor in (colleague, leader):
        with pytest.raises(PermissionDenied):
            appraisals.judge(appraisal, BAD, by=actor, at=now)
        with pytest.raises(PermissionDenied):
            appraisals.give(appraisal, "eligible", by=actor, at=now)

    appraisal.refresh_from_db()
    assert appraisal.verdict == ""


@pytest.mark.parametrize(
    ("typical", "level", "verdict", "note", "message"),
    [
        ("unknown", "Hoàn thành xuất sắc", "eligible", "", "còn thiếu kết quả của tiêu chuẩn “Thành tích tiêu biểu”"),
        ("met", "Hoàn thành", "eligible", "", "Chưa đủ điều kiện: .*Hoàn thành xuất sắc"),
        ("met", "Hoàn thành xuất sắc", "ineligible", "Không đạt.", "hãy đánh giá “Không đạt”"),
        ("met", "Hoàn thành", "ineligible", "", "phải ghi nhận xét"),
    ],
)
def test_a_conclusion_agrees_with_the_criteria(campaign, cast, officer, now, typical, level, verdict, note, message):
    rate(campaign, cast.unit("economy"), now, level)
    nomination = make_nomination(campaign, unit=cast.unit("economy"), status="under_appraisal")
    appraisal = make_appraisal(nomination, officer, now, typical=typical)

    with pytest.raises(ValidationError, match=message):
        appraisals.give(appraisal, verdict, note=note, by=officer, at=now)

    appraisal.refresh_from_db()
    assert (appraisal.verdict, appraisal.given_at) == ("", None)


def test_what_is_not_met_needs_a_ground(dossier, officer, now):
    appraisal = make_appraisal(dossier, officer, now)
    appraisals.judge(appraisal, {TYPICAL: ("unmet", "")}, by=officer, at=now)

    with pytest.raises(ValidationError, match="Ghi căn cứ vì sao không đạt: “Thành tích tiêu biểu”"):
        appraisals.give(appraisal, "ineligible", note="Không đạt.", by=officer, at=now)


def test_the_second_appraiser_sees_nothing_of_the_first_before_concluding(dossier, officer, colleague, now):
    make_appraisal(dossier, officer, now, verdict="eligible")

    second = appraisals.ask_second(dossier, colleague.person, by=officer, at=now)

    def seen():
        rows = Appraisal.objects.within(colleague).filter(nomination=dossier)
        judged = Judgement.objects.within(colleague).filter(nomination=dossier)
        return {each.appraiser.full_name for each in rows}, {each.by for each in judged}

    assert second.order == 2
    assert seen() == ({colleague.name}, set())
    lines = HistoryEntry.objects.within(colleague).under(dossier)
    assert not any("đủ điều kiện" in str(line.facts).lower() + line.label.lower() for line in lines)
    assert judgements.differences(dossier) == []
    assert appraisal_notes.note(dossier, by=colleague, at=now).verdicts == []

    appraisals.judge(second, BAD, by=colleague, at=now)
    appraisals.give(second, "ineligible", note="Chưa có số liệu.", by=colleague, at=now)
    assert seen() == ({officer.name, colleague.name}, {officer.name, colleague.name})


def test_the_first_sees_the_second_only_once_the_second_concluded(dossier, officer, colleague, now):
    make_appraisal(dossier, officer, now, verdict="eligible")
    make_appraisal(dossier, colleague, now, order=2)

    assert {each.by for each in Judgement.objects.within(officer)} == {officer.name}

    Appraisal.objects.filter(order=2).update(verdict="eligible", given_at=now)
    assert {each.by for each in Judgement.objects.within(officer)} == {officer.name, colleague.name}


def test_units_never_see_what_appraisers_write(dossier, officer, head, reader, now):
    make_appraisal(dossier, officer, now, verdict="eligible")
    Judgement.objects.create(nomination=dossier, path=TYPICAL, verdict="met", by="Dũng", at=now)

    for actor in (head, reader):
        assert list(Appraisal.objects.within(actor)) == []
    assert [each.by for each in Judgement.objects.within(head)] == ["Dũng"]


def test_what_a_first_appraiser_says_is_not_told_in_history_before_both_have_concluded(
    dossier, officer, colleague, now
):
    appraisal = make_appraisal(dossier, officer, now)
    appraisals.judge(appraisal, {TYPICAL: ("met", "Rõ ràng.")}, by=officer, at=now)
    appraisals.give(appraisal, "eligible", by=officer, at=now)
    second = appraisals.ask_second(dossier, colleague.person, by=officer, at=now)
    appraisals.judge(second, GOOD, by=colleague, at=now)
    appraisals.give(second, "eligible", by=colleague, at=now)

    assert [line.facts for line in HistoryEntry.objects.about(dossier)] == [{}] * 5
    appraisals.judge(appraisal, {TYPICAL: ("met", "Rõ ràng hơn.")}, by=officer, at=now)
    last = HistoryEntry.objects.about(dossier)[0]
    assert last.facts == {"changes": [["Thành tích tiêu biểu", "Đạt: Rõ ràng.", "Đạt: Rõ ràng hơn."]]}


def test_differences_are_listed_and_stand_against_confirming(dossier, officer, colleague, cast, now):
    make_appraisal(dossier, officer, now, verdict="eligible")
    make_appraisal(dossier, colleague, now, order=2, verdict="eligible", typical="unknown")
    third = make_actor(cast, "Hà Thị Mận")

    [found] = judgements.differences(dossier)

    assert (found.text, found.clause, found.first[0], found.second[0]) == (
        "Thành tích tiêu biểu", "V.1.a", "Đạt", "Chưa rõ",
    )  # fmt: skip
    with pytest.raises(ValidationError, match="đánh giá khác nhau: “Thành tích tiêu biểu”"):
        appraisals.confirm(dossier, by=third, at=now)
    assert fresh(dossier).status == "under_appraisal"


def test_a_third_appraiser_is_refused(dossier, officer, colleague, cast, now):
    make_appraisal(dossier, officer, now, verdict="eligible")
    make_appraisal(dossier, colleague, now, order=2)
    third = make_actor(cast, "Hà Thị Mận")

    with pytest.raises(ValidationError, match="đã có hai người thẩm định"):
        appraisals.ask_second(dossier, third.person, by=officer, at=now)


@pytest.mark.parametrize("part", ["leader", "head", "clerk"])
def test_only_who_may_appraise_is_asked(dossier, officer, cast, part, now):
    make_appraisal(dossier, officer, now)

    with pytest.raises(ValidationError, match="không được giao thẩm định"):
        appraisals.ask_second(dossier, cast.actor(part).person, by=officer, at=now)


@pytest.mark.parametrize("part", ["leader", "clerk", "head", "chair", "secretary", "reader", "administrator"])
def test_only_the_appraising_body_works_on_appraisals(dossier, officer, cast, colleague, part, now):
    appraisal = make_appraisal(dossier, officer, now)
    actor = cast.actor(part)

    for act in (
        lambda: appraisals.take_up(dossier, by=actor, at=now),
        lambda: appraisals.ask_second(dossier, colleague.person, by=actor, at=now),
        lambda: appraisals.release(appraisal, by=actor, at=now),
        lambda: appraisals.judge(appraisal, GOOD, by=actor, at=now),
        lambda: appraisals.give(appraisal, "eligible", by=actor, at=now),
    ):
        with pytest.raises(PermissionDenied):
            act()

    assert dossier.appraisals.get().verdict == ""


def test_a_condition_that_records_leave_open_is_settled_by_the_appraiser(dossier, officer, now):
    appraisal = make_appraisal(dossier, officer, now)

    appraisals.judge(appraisal, {"check/one_achievement": ("met", "Thành tích khác.")}, by=officer, at=now)

    assert {each.path: each.verdict for each in appraisal.judgements.all()} == {
        TYPICAL: "met", "check/one_achievement": "met",
    }  # fmt: skip
