"""A dossier handed in, taken back, returned, given up: what is fixed, kept and refused."""

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from awards.models import Assessment, AwardFile, Initiative, Nomination
from awards.models.nomination_records import NominationVersion
from awards.services import appraisals, dossiers, files, nominations, writing
from awards.tests.dossier_cases import again, make_complete
from awards.tests.factories import (
    HERE,
    RECEIVED_ON,
    SUBMITTED_AT,
    award_plan,
    make_nomination,
    make_session,
)
from campaigns.models import LegalValue
from campaigns.planfile import words as w
from campaigns.services import plans
from campaigns.services.field_work import NOT_UNDERWAY
from campaigns.tests.factories import make_campaign, make_upload
from campaigns.tests.matrix import flow_cases, who_can
from communes.access import Actor
from communes.acting import offers
from communes.models import HistoryEntry
from kit.saving import SavedMeanwhile
from kit.workflow import Overtaken

pytestmark = pytest.mark.usefixtures("law")
WHY = "Có tình tiết mới."


@pytest.fixture(autouse=True)
def _store(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def unit(cast):
    """Phòng Kinh tế, whose head and member nominate."""
    return cast.unit("economy")


@pytest.mark.rule("KP-05")
@pytest.mark.parametrize(
    ("lack", "named"),
    [
        ("summary", "Thiếu: Tờ trình khen thưởng của đơn vị."),
        ("review", "Thiếu: Biên bản họp của đơn vị."),
        ("report", "Thiếu: Báo cáo thành tích."),
    ],
)
def test_one_missing_paper_keeps_a_dossier_from_being_handed_in(campaign, unit, head, now, lack, named):
    found = make_complete(campaign, unit=unit)
    if lack == "review":
        found.review_votes.all().delete()
    else:
        Nomination.objects.filter(pk=found.pk).update(**{lack: "" if lack == "summary" else {}})

    with pytest.raises(ValidationError) as refused:
        nominations.submit(again(found), by=head, at=now)

    assert named in refused.value.messages
    assert (again(found).status, found.versions.count()) == ("draft", 0)


@pytest.mark.rule("KP-05")
def test_a_complete_dossier_is_handed_in(campaign, unit, head, now):
    found = make_complete(campaign, unit=unit)

    nominations.submit(found, by=head, at=now)

    stored = again(found)
    assert (stored.status, stored.submitted_at, stored.submitted_by, stored.late) == (
        "submitted", now, "Phạm Văn Dũng", False,
    )  # fmt: skip
    assert (stored.received_on, stored.plan_version) == (now.date(), campaign.version_in_force)
    [run] = stored.runs.all()
    assert (run.stage, stored.verdict, run.checks != []) == ("submission", run.sentence, True)
    [version] = stored.versions.all()
    assert (version.number, version.submitted_by, version.change_note) == (1, "Phạm Văn Dũng", "")
    words = {each["key"]: each["text"] for each in version.content}
    assert (words["citation"], words["report-achievement"]) == (stored.citation, "Nội dung thành tích đạt được.")
    line = HistoryEntry.objects.about(stored).first()
    assert (line.label, line.facts["late"], line.facts["version"]) == ("Nộp hồ sơ đề nghị", False, 1)


@pytest.mark.rule("KP-06")
@pytest.mark.rule("VT-03")
@pytest.mark.parametrize(
    ("inclusive", "paper", "at", "late"),
    [
        (True, "dossier", datetime(2026, 5, 31, 23, 59, 59, 999999, tzinfo=HERE), False),
        (True, "dossier", datetime(2026, 6, 1, 0, 0, 0, tzinfo=HERE), True),
        (False, "achievement_report", datetime(2026, 5, 30, 23, 59, 59, 999999, tzinfo=HERE), False),
        (False, "achievement_report", datetime(2026, 5, 31, 0, 0, 0, tzinfo=HERE), True),
    ],
)
def test_a_dossier_is_late_from_the_exact_second(cast, head, inclusive, paper, at, late):
    plan = award_plan()
    *others, due = plan.deadlines
    due = replace(due, inclusive=inclusive, paper=w.Paper(paper), round="cuoi-nam")
    campaign = make_campaign(cast, document=replace(plan, deadlines=(*others, due)))
    found = make_complete(campaign, unit=cast.unit("economy"))

    nominations.submit(found, by=head, at=at)

    assert (again(found).late, again(found).status) == (late, "submitted")


@pytest.mark.rule("VT-03")
def test_the_earliest_paper_of_the_round_binds_and_those_of_other_rounds_do_not(cast):
    plan = award_plan()
    *others, due = plan.deadlines
    other_round = replace(plan.rounds[0], key="dot-khac", quotas=(), standards=())
    papers = (
        replace(due, key="bao-cao-thanh-tich", paper=w.Paper.ACHIEVEMENT_REPORT, on=date(2026, 5, 20), inclusive=False),
        replace(due, key="dot-khac", on=date(2026, 5, 1), round="dot-khac"),
        replace(due, key="phong-trao", paper=w.Paper.UNIT_REPORT, on=date(2026, 5, 2)),
    )
    rounds = (*plan.rounds, other_round)
    campaign = make_campaign(cast, document=replace(plan, rounds=rounds, deadlines=(*others, due, *papers)))

    found = dossiers.deadline_of(make_nomination(campaign, unit=cast.unit("economy")))

    assert (found.key, found.last_day) == ("bao-cao-thanh-tich", date(2026, 5, 19))


@pytest.mark.rule("L-01")
def test_a_dossier_keeps_the_rules_of_the_day_it_was_received(campaign, unit, head, officer, now):
    found = make_complete(campaign, unit=unit)
    nominations.submit(found, by=head, at=now)
    kept = again(found).rules_kept

    LegalValue.objects.filter(key="base_salary").update(value=Decimal(9))
    LegalValue.objects.create(
        key="base_salary", title="Mức lương cơ sở", value=Decimal(9), valid_from=date(2026, 5, 20), source="Thử"
    )
    appraisals.take(again(found), by=officer, at=now)
    appraisals.return_(again(found), reason=WHY, items=["Bổ sung số liệu."], by=officer, at=now)
    Nomination.objects.filter(pk=found.pk).update(change_note="Đã bổ sung.")
    nominations.resubmit(again(found), by=head, at=now.replace(month=6))

    stored = again(found)
    assert kept["base_salary"]["value"] == "2340000"
    assert (stored.rules_kept, stored.received_on) == (kept, now.date())
    assert stored.submitted_at == now.replace(month=6)


@pytest.mark.rule("L-01")
def test_a_dossier_is_judged_by_the_plan_in_force_when_it_was_received(campaign, unit, head, leader, now):
    found = make_complete(campaign, unit=unit)
    nominations.submit(found, by=head, at=now)
    first = campaign.version_in_force

    _amend_without_standards(campaign, now)

    stored = again(found)
    assert (stored.plan_version, stored.rule is not None) == (first, True)
    nominations.recall(stored, by=head, at=now)
    assert (again(found).plan_version, again(found).received_on, again(found).rule) == (None, None, None)


def _amend_without_standards(campaign, now):
    """Issue an amended plan whose round has no standards."""
    by, plan = Actor.of_product(campaign.commune), campaign.plan
    bare = replace(plan, rounds=tuple(replace(each, standards=()) for each in plan.rounds))
    plans.start_amendment(campaign, by=by, at=now)
    plans.redraft(campaign, bare, by=by, at=now)
    plans.amend(campaign, reason=WHY, issued_on=now.date(), by=by, at=now)


def test_unmet_standards_need_an_explanation(campaign, unit, head, now):
    found = make_complete(campaign, unit=unit)
    Nomination.objects.filter(pk=found.pk).update(explanation="")
    writing.judge_self(again(found), {"tap-the/tieu-bieu": ("unmet", "")}, by=head, at=now)
    reading_unmet(campaign, unit, now)

    with pytest.raises(ValidationError) as refused:
        nominations.submit(again(found), by=head, at=now)
    assert refused.value.messages == ["Còn tiêu chuẩn chưa đạt: hãy ghi giải trình của đơn vị."]
    writing.save(again(found), revision=1, explanation="Đơn vị mới thành lập.", by=head, at=now)
    nominations.submit(again(found), by=head, at=now)
    assert again(found).status == "submitted"


def reading_unmet(campaign, unit, now):
    """Record that the unit only did its work, so that the first standard is not met."""
    Assessment.objects.create(
        commune=campaign.commune, unit=unit, kind="rating", year=2026, level="Hoàn thành", recorded_at=now,
        recorded_by="Nguyễn Thị Hạnh",
    )  # fmt: skip


def test_a_dossier_that_changed_since_it_was_checked_is_not_handed_in(campaign, unit, head, member, now):
    found = make_complete(campaign, unit=unit)
    writing.save(again(found), revision=0, summary="Câu chữ mới.", by=member, at=now)

    with pytest.raises(SavedMeanwhile, match="Vũ Thị Én đã lưu hồ sơ này"):
        nominations.submit(found, revision=0, by=head, at=now)

    assert again(found).status == "draft"


def test_words_saved_while_somebody_hands_in_are_not_lost(campaign, unit, head, now, monkeypatch):
    found = make_complete(campaign, unit=unit)
    frozen = nominations.frozen

    def meanwhile(nomination):
        Nomination.objects.filter(pk=nomination.pk).update(revision=7)
        return frozen(nomination)

    monkeypatch.setattr(nominations, "frozen", meanwhile)

    with pytest.raises(Overtaken):
        nominations.submit(found, by=head, at=now)
    assert (again(found).status, NominationVersion.objects.count()) == ("draft", 0)


PERFORM = {
    "submit": nominations.submit,
    "enter": nominations.enter,
    "recall": nominations.recall,
    "withdraw": lambda record, **facts: nominations.withdraw(record, reason=WHY, **facts),
    "resubmit": nominations.resubmit,
    "appeal": lambda record, **facts: nominations.appeal(record, reason=WHY, **facts),
}


@pytest.mark.parametrize("status", Nomination.Status.values)
def test_each_move_is_open_to_those_the_table_names_and_to_nobody_else(cast, campaign, unit, now, status):
    found = make_complete(campaign, unit=unit, status=status, change_note="Đã bổ sung.")
    AwardFile.objects.create(
        commune=cast.commune, unit=unit, nomination=found, name="giay.pdf", kind="pdf", size=1, sha256="0" * 64,
        is_scan=True, uploaded_at=now, uploaded_by="A",
    )  # fmt: skip

    def let_through(action):
        return who_can(cast, lambda actor: PERFORM[action](again(found), by=actor, at=now))

    expected = {action: who for case, action, who in flow_cases(Nomination) if case == status and action in PERFORM}
    assert len(expected) == 6
    assert {action: let_through(action) for action in expected} == expected


@pytest.mark.rule("DT-11")
def test_a_unit_only_proposes_it_never_gives(campaign, unit, head, member):
    found = make_nomination(campaign, unit=unit)
    offered = set()
    for status in Nomination.Status.values:
        found.status = status
        for actor in (head, member):
            offered |= {offer.move.action for offer in offers(found, actor)}

    assert offered == {"submit", "recall", "withdraw", "resubmit", "appeal"}


@pytest.mark.rule("DS-13")
@pytest.mark.parametrize("skipped", ["submitted", "under_appraisal", "eligible", "on_agenda", "recommended"])
def test_no_step_between_the_unit_and_the_decision_can_be_skipped(skipped):
    reached, edge = {"draft"}, {"draft"}
    while edge:
        edge = {move.target for status in edge for move in Nomination.flow.moves_from(status)} - reached - {skipped}
        reached |= edge

    assert reached.isdisjoint({"awarded", "forwarded_up"})


def test_a_recalled_dossier_is_received_anew(campaign, unit, head, now):
    found = make_complete(campaign, unit=unit)
    nominations.submit(found, by=head, at=now)

    nominations.recall(again(found), by=head, at=now)
    nominations.submit(again(found), by=head, at=now.replace(month=6))

    stored = again(found)
    assert (stored.status, stored.late, stored.received_on) == ("submitted", True, date(2026, 6, 14))
    assert list(stored.versions.order_by("number").values_list("number", flat=True)) == [1, 2]


def test_a_returned_dossier_says_what_was_mended_and_stays_as_late_as_it_was(campaign, unit, head, now):
    found = make_complete(campaign, unit=unit, status="returned", late=True)
    NominationVersion.objects.create(
        nomination=found, number=1, content=dossiers.frozen(found), submitted_at=SUBMITTED_AT, submitted_by="A"
    )

    with pytest.raises(ValidationError, match="hãy ghi “nội dung đã sửa”"):
        nominations.resubmit(again(found), by=head, at=now)
    writing.save(again(found), revision=0, summary="Đã mở 12 tổ.", change_note="Bổ sung số.", by=head, at=now)
    changed = dossiers.changed_since_return(again(found))
    nominations.resubmit(again(found), by=head, at=now)

    assert changed == [
        {"key": "summary", "label": "Tóm tắt thành tích", "text": "Đã mở 12 tổ.",
         "before": "Dẫn đầu về giải quyết hồ sơ đúng hạn."}
    ]  # fmt: skip
    stored = again(found)
    assert (stored.status, stored.late, stored.received_on) == ("submitted", True, RECEIVED_ON)
    assert stored.versions.get(number=2).change_note == "Bổ sung số."


def test_entering_for_a_unit_needs_the_scan_of_its_paper(campaign, unit, officer, now):
    found = make_complete(campaign, unit=unit)

    with pytest.raises(ValidationError, match="chưa đính kèm bản chụp"):
        nominations.enter(again(found), by=officer, at=now)
    files.attach(again(found), make_upload("giay.pdf"), is_scan=True, by=officer, at=now)
    nominations.enter(again(found), by=officer, at=now)

    assert (again(found).status, again(found).submitted_by) == ("submitted", "Nguyễn Thị Hạnh")


def test_a_withdrawn_nomination_leaves_the_agenda_and_frees_its_initiatives(campaign, council, unit, head, now):
    found = make_nomination(campaign, unit=unit, status="on_agenda")
    session = make_session(council, [found])
    kept = Initiative.objects.create(
        commune=campaign.commune, unit=unit, title="Số hóa hồ sơ", applied_on=RECEIVED_ON, used_in=found,
        recorded_at=now, recorded_by="A",
    )  # fmt: skip

    nominations.withdraw(again(found), reason=WHY, by=head, at=now)

    item = session.agenda.get()
    kept.refresh_from_db()
    assert (again(found).status, item.result, kept.used_in) == ("withdrawn", "taken_off", None)
    with pytest.raises(ValidationError, match="hãy ghi rõ lý do"):
        nominations.withdraw(make_nomination(campaign, unit=unit), reason=" ", by=head, at=now)


def test_an_appeal_puts_the_verdicts_away(campaign, unit, head, officer, now):
    found = make_nomination(campaign, unit=unit, status="ineligible")
    found.appraisals.create(appraiser=officer.person, began_at=now, verdict="ineligible", note="Thiếu.", given_at=now)

    nominations.appeal(again(found), reason=WHY, by=head, at=now)

    assert (again(found).status, found.appraisals.get().set_aside_for) == ("under_appraisal", "appealed")


def test_the_page_is_offered_what_the_service_refuses(campaign, unit, head, now):
    found = make_complete(campaign, unit=unit)
    Nomination.objects.filter(pk=found.pk).update(explanation="", summary="")
    reading_unmet(campaign, unit, now)

    [submit, _] = nominations.offers_for(again(found), head, now)
    with pytest.raises(ValidationError) as refused:
        nominations.submit(again(found), by=head, at=now)

    assert (submit.move.action, list(submit.blockers)) == ("submit", refused.value.messages)
    assert "Thiếu: Tờ trình khen thưởng của đơn vị." in submit.blockers


def test_nothing_moves_once_the_campaign_is_closed(campaign, unit, head, now):
    found = make_complete(campaign, unit=unit)
    type(campaign).objects.filter(pk=campaign.pk).update(status="closed")

    for act in (nominations.submit, PERFORM["withdraw"]):
        with pytest.raises(ValidationError, match="không ở giai đoạn thực hiện"):
            act(again(found), by=head, at=now)
    assert {offer.blockers[-1] for offer in nominations.offers_for(again(found), head, now)} == {NOT_UNDERWAY}


@pytest.mark.parametrize(
    ("status", "part", "seen"),
    [
        ("draft", "officer", True), ("draft", "leader", False), ("draft", "councillor", False), ("draft", "head", True),
        ("draft", "other_head", False), ("returned", "leader", False), ("returned", "officer", True),
        ("submitted", "leader", True), ("submitted", "councillor", True), ("submitted", "other_head", False),
    ],
)  # fmt: skip
def test_what_lies_with_a_unit_is_seen_by_it_and_by_the_agency(cast, campaign, unit, status, part, seen):
    found = make_nomination(campaign, unit=unit, status=status)

    assert Nomination.objects.within(cast.actor(part)).filter(pk=found.pk).exists() is seen


def test_strangers_may_not_act(campaign, unit, other_head, now):
    with pytest.raises(PermissionDenied):
        nominations.submit(make_complete(campaign, unit=unit), by=other_head, at=now)
