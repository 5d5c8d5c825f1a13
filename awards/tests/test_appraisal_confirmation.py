"""What follows an appraisal: confirmation by somebody else, return, appeal, a new appraisal; nothing is lost."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from awards.models import Appraisal, EligibilityRun, Examination, Nomination
from awards.services import appraisal_notes, appraisals, eligibility, nominations
from awards.tests.appraisal_cases import BAD, make_actor, make_appraisal, under_appraisal
from awards.tests.factories import make_decision, make_nomination
from communes.models import HistoryEntry, Role
from kit.workflow import Overtaken, Unlawful


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


def test_confirming_makes_it_eligible_and_keeps_the_evaluation(dossier, officer, colleague, now):
    appraisal = make_appraisal(dossier, officer, now, verdict="eligible")

    appraisals.confirm(dossier, by=colleague, at=now)

    appraisal.refresh_from_db()
    stored, run = fresh(dossier), EligibilityRun.objects.get(nomination=dossier)
    assert (stored.status, stored.verdict) == ("eligible", "Đủ điều kiện: đạt cả 03 tiêu chuẩn (mục V.1.a).")
    assert (run.stage, run.state) == ("appraisal", "met")
    assert (appraisal.confirmed_by, appraisal.confirmed_at, appraisal.confirmed_alone) == (colleague.name, now, False)
    assert HistoryEntry.objects.about(dossier)[0].facts == {
        "verdicts": [f"{officer.name}: Đủ điều kiện"], "alone": False, "own_unit": [],
    }  # fmt: skip


def test_a_dossier_found_ineligible_tells_the_unit_why(dossier, officer, colleague, now):
    appraisal = make_appraisal(dossier, officer, now)
    appraisals.judge(appraisal, BAD, by=officer, at=now)
    appraisals.give(appraisal, "ineligible", note="Không có số liệu.", by=officer, at=now)

    appraisals.confirm(dossier, by=colleague, at=now)

    stored = fresh(dossier)
    assert stored.status == "ineligible"
    assert stored.verdict == ("Chưa đủ điều kiện: chưa đạt “Thành tích tiêu biểu” (mục V.1.a): Không có số liệu.")


def test_what_nobody_could_prove_is_ineligible_in_the_appraisers_words(dossier, officer, colleague, now):
    appraisal = make_appraisal(dossier, officer, now, typical="unknown")
    appraisals.give(appraisal, "ineligible", note="Đơn vị không chứng minh được.", by=officer, at=now)

    appraisals.confirm(dossier, by=colleague, at=now)

    assert fresh(dossier).verdict.startswith("Không đủ điều kiện: Đơn vị không chứng minh được. Chưa kết luận được")


def test_the_only_appraiser_does_not_confirm_where_another_may(dossier, officer, colleague, now):
    make_appraisal(dossier, officer, now, verdict="eligible")

    with pytest.raises(ValidationError, match=f"không tự xác nhận; người xác nhận được: {colleague.name}"):
        appraisals.confirm(dossier, by=officer, at=now)

    assert fresh(dossier).status == "under_appraisal"


def test_where_nobody_else_may_confirm_the_note_says_so(dossier, officer, leader, now):
    make_appraisal(dossier, officer, now, verdict="eligible")

    appraisals.confirm(dossier, by=officer, at=now)

    note = appraisal_notes.note(fresh(dossier), by=officer, at=now)
    assert note.remarkable == [f"Người thẩm định đồng thời là người xác nhận: {officer.name}."]


@pytest.mark.parametrize("change", [{"user": None}, {"left_on": "2026-01-01"}], ids=["without an account", "gone"])
def test_who_cannot_act_does_not_keep_the_only_officer_from_confirming(dossier, officer, colleague, now, change):
    for name, value in change.items():
        setattr(colleague.person, name, value)
    colleague.person.save()
    make_appraisal(dossier, officer, now, verdict="eligible")

    appraisals.confirm(dossier, by=officer, at=now)

    assert fresh(dossier).status == "eligible"


@pytest.mark.rule("L-03")
def test_nobody_under_examination_is_found_eligible_until_it_is_cleared(dossier, officer, colleague, cast, now):
    make_appraisal(dossier, officer, now, verdict="eligible")
    matter = Examination.objects.create(
        commune=cast.commune, unit=cast.unit("economy"), kind="complaint", since=now.date() - timedelta(days=3),
        source="Đơn ngày 10/5/2026", recorded_at=now, recorded_by="Hạnh",
    )  # fmt: skip

    with pytest.raises(ValidationError, match="[Đđ]ang bị xem xét"):
        appraisals.confirm(dossier, by=colleague, at=now)
    assert fresh(dossier).status == "under_appraisal"

    Examination.objects.filter(pk=matter.pk).update(cleared_on=now.date(), conclusion="Không vi phạm.")
    appraisals.confirm(dossier, by=colleague, at=now)
    assert fresh(dossier).status == "eligible"


@pytest.mark.rule("DS-13")
def test_no_step_of_the_route_is_skipped(campaign, cast, officer, colleague, now):
    nomination = make_nomination(campaign, unit=cast.unit("economy"), status="submitted")

    with pytest.raises(Unlawful):
        appraisals.confirm(nomination, by=colleague, at=now)
    appraisals.take(nomination, by=officer, at=now)
    with pytest.raises(ValidationError, match="Chưa có kết luận của người thẩm định"):
        appraisals.confirm(nomination, by=colleague, at=now)

    assert fresh(nomination).status == "under_appraisal"
    assert Nomination.flow.find("submitted", "place_on_agenda") is None
    assert Nomination.flow.find("under_appraisal", "place_on_agenda") is None
    assert Nomination.flow.find("eligible", "award") is None


def test_nothing_is_concluded_after_the_confirmation(dossier, officer, colleague, now):
    appraisal = make_appraisal(dossier, officer, now, verdict="eligible")
    appraisals.confirm(dossier, by=colleague, at=now)

    with pytest.raises(Overtaken):
        appraisals.give(appraisal, "ineligible", note="Đổi ý.", by=officer, at=now)
    with pytest.raises(Overtaken):
        appraisals.judge(appraisal, BAD, by=officer, at=now)

    appraisal.refresh_from_db()
    assert (appraisal.verdict, appraisal.judgements.get().verdict) == ("eligible", "met")


def test_a_returned_dossier_keeps_the_appraisal_and_the_appraiser_goes_on_from_it(dossier, officer, now):
    first = make_appraisal(dossier, officer, now, verdict="eligible")

    appraisals.return_(dossier, reason="Thiếu số liệu.", items=["Số hồ sơ", " "], due_on=now.date(), by=officer, at=now)

    first.refresh_from_db()
    stored = fresh(dossier)
    assert (stored.status, stored.return_reason, stored.return_items, stored.return_due_on) == (
        "returned", "Thiếu số liệu.", ["Số hồ sơ"], now.date(),
    )  # fmt: skip
    assert (first.set_aside_at, first.set_aside_for, first.verdict) == (now, "returned", "eligible")
    Nomination.objects.filter(pk=dossier.pk).update(status="submitted")
    again = appraisals.take(fresh(dossier), by=officer, at=now)
    assert (again.verdict, [each.verdict for each in again.judgements.all()]) == ("", ["met"])
    assert first.judgements.count() == 1


def test_a_return_is_not_due_in_the_past(dossier, officer, now):
    make_appraisal(dossier, officer, now)

    with pytest.raises(ValidationError, match="không được trước hôm nay"):
        appraisals.return_(dossier, reason="Thiếu.", due_on=now.date() - timedelta(days=1), by=officer, at=now)

    assert fresh(dossier).status == "under_appraisal"


def test_an_appeal_begins_anew_and_keeps_what_was_found(dossier, officer, colleague, head, now):
    first = make_appraisal(dossier, officer, now, verdict="ineligible", typical="unmet")
    appraisals.confirm(dossier, by=colleague, at=now)

    nominations.appeal(fresh(dossier), reason="Đã có số liệu.", by=head, at=now)

    with pytest.raises(ValidationError, match="Chưa có kết luận"):
        appraisals.confirm(fresh(dossier), by=colleague, at=now)
    again = appraisals.take_up(fresh(dossier), by=colleague, at=now)
    first.refresh_from_db()
    assert (first.verdict, first.set_aside_at, first.judgements.get().verdict) == ("ineligible", now, "unmet")
    assert (again.order, again.judgements.count()) == (1, 0)


def test_a_dossier_with_an_appraiser_is_not_taken_up_by_another(dossier, officer, colleague, now):
    make_appraisal(dossier, officer, now)

    with pytest.raises(Overtaken, match="đã có người thẩm định"):
        appraisals.take_up(dossier, by=colleague, at=now)

    assert dossier.appraisals.count() == 1


@pytest.mark.parametrize("who", ["officer", "colleague"])
def test_an_unfinished_appraisal_goes_back_to_the_queue(dossier, officer, colleague, who, now):
    appraisal = make_appraisal(dossier, officer, now)

    appraisals.release(appraisal, by={"officer": officer, "colleague": colleague}[who], at=now)

    appraisal.refresh_from_db()
    assert (appraisal.set_aside_at, appraisal.set_aside_for) == (now, "released")
    assert appraisals.take_up(dossier, by=colleague, at=now).appraiser == colleague.person


def test_a_finished_appraisal_is_not_given_back(dossier, officer, now):
    appraisal = make_appraisal(dossier, officer, now, verdict="eligible")

    with pytest.raises(ValidationError, match="đã cho kết luận"):
        appraisals.release(appraisal, by=officer, at=now)


@pytest.mark.parametrize("status", ["eligible", "deferred", "recommended", "reserve"])
def test_a_dossier_is_appraised_again_for_a_reason(campaign, cast, officer, now, status):
    nomination = make_nomination(campaign, unit=cast.unit("economy"), status=status, rank=2, rank_steps=["Phiếu"])
    first = make_appraisal(nomination, officer, now, verdict="eligible")

    with pytest.raises(ValidationError, match="hãy ghi rõ lý do"):
        appraisals.reappraise(nomination, reason=" ", by=officer, at=now)
    appraisals.reappraise(nomination, reason="Có đơn phản ánh.", by=officer, at=now)

    first.refresh_from_db()
    stored = fresh(nomination)
    assert (stored.status, stored.rank, stored.rank_steps) == ("under_appraisal", None, [])
    assert (first.set_aside_for, first.verdict) == ("reappraised", "eligible")


def test_a_dossier_in_a_draft_decision_is_not_appraised_again(campaign, cast, officer, now):
    nomination = make_nomination(campaign, unit=cast.unit("economy"), status="recommended")
    make_decision(campaign, [nomination])

    with pytest.raises(ValidationError, match="dự thảo quyết định"):
        appraisals.reappraise(nomination, reason="Có đơn.", by=officer, at=now)

    assert fresh(nomination).status == "recommended"


def test_the_page_is_offered_what_the_service_refuses(dossier, officer, colleague, now):
    appraisal = make_appraisal(dossier, officer, now, verdict="eligible")
    known = appraisals.Known([appraisal], eligibility.read(dossier, at=now))

    offers = {each.move.action: each.blockers for each in appraisals.offers_for(dossier, officer, now, known=known)}

    assert set(offers) == {"return", "find_eligible"}
    assert offers["return"] == ()
    assert "không tự xác nhận" in offers["find_eligible"][0]


@pytest.mark.parametrize(
    ("verdicts", "action"),
    [
        (["", ""], ""),
        (["eligible", ""], "find_eligible"),
        (["eligible", "ineligible"], "find_eligible"),
        (["ineligible", "ineligible"], "find_ineligible"),
    ],
)
def test_the_verdicts_suggest_which_confirmation_is_offered(verdicts, action):
    assert appraisals.confirmation([Appraisal(verdict=each) for each in verdicts]) == action


def test_a_person_of_another_role_with_the_duty_is_no_colleague(dossier, officer, cast, now):
    make_actor(cast, "Lê Văn Lãnh", role=Role.CLERK)
    make_appraisal(dossier, officer, now, verdict="eligible")

    appraisals.confirm(dossier, by=officer, at=now)

    assert fresh(dossier).status == "eligible"
