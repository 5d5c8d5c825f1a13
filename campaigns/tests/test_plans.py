"""A campaign from draft to close: who may do what when, and what each act leaves behind."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from campaigns.models import Campaign, Obligation, PlanVersion
from campaigns.planfile import words as w
from campaigns.planfile.schema import Remark
from campaigns.services import plans
from campaigns.tests.factories import HERE, HOLDERS, ISSUED_AT, ISSUED_ON, make_campaign, plan_document
from campaigns.tests.matrix import flow_cases, who_can
from communes.access import Actor
from communes.models import HistoryEntry, RegisteredNumber
from kit.workflow import Unlawful

# Nobody makes the plan by name in the small plan, so the office that leads it does.
WHO = HOLDERS | {w.Part.PLANS: HOLDERS[w.Part.LEADS]}
ACTS = {
    "submit": plans.submit,
    "return": lambda campaign, **who: plans.send_back(campaign, reason="Thiếu chỉ tiêu.", **who),
    "approve": plans.approve,
    "reopen": lambda campaign, **who: plans.reopen(campaign, reason="Sửa thời hạn.", **who),
    "issue": lambda campaign, **who: plans.issue(campaign, number=77, issued_on=ISSUED_ON, **who),
    "amend": lambda campaign, **who: plans.amend(campaign, reason="Lùi hạn.", issued_on=ISSUED_ON, **who),
    "start_summary": plans.start_summary,
    "close": plans.close,
    "resume": lambda campaign, **who: plans.resume(campaign, reason="Còn nội dung.", **who),
    "resume_summary": lambda campaign, **who: plans.resume_summary(campaign, reason="Bổ sung số liệu.", **who),
    "cancel": lambda campaign, **who: plans.cancel(campaign, reason="Trùng phong trào khác.", **who),
}
NEED_A_REASON = {
    "return": plans.send_back,
    "reopen": plans.reopen,
    "resume": plans.resume,
    "resume_summary": plans.resume_summary,
    "cancel": plans.cancel,
}


def ready(cast, status):
    """Return a campaign in a status in which no guard stands in the way of its moves."""
    campaign = make_campaign(cast, status=status)
    if status == "issued":
        product = Actor.of_product(cast.commune)
        plans.start_amendment(campaign, by=product, at=ISSUED_AT)
        plans.redraft(campaign, replace(campaign.plan, deadlines=()), by=product, at=ISSUED_AT)
        return fresh(campaign)
    if status == "summing_up":
        plans.note_summary(campaign, issued_on=date(2026, 12, 30))
    return campaign


def fresh(campaign):
    """Return the campaign as it is stored."""
    return Campaign.objects.select_related("commune").get(pk=campaign.pk)


@pytest.mark.parametrize(("status", "action", "allowed"), flow_cases(Campaign, WHO))
def test_each_act_is_for_whom_the_table_names(cast, now, status, action, allowed):
    campaign = ready(cast, status)

    assert who_can(cast, lambda actor: ACTS[action](fresh(campaign), by=actor, at=now)) == allowed


@pytest.mark.parametrize(
    ("status", "action"),
    [(status, move.action) for move in Campaign.flow.moves for status in move.sources],
)
def test_each_act_leaves_its_status_and_its_line_of_history(cast, now, status, action):
    campaign = ready(cast, status)
    move = Campaign.flow.find(status, action)

    ACTS[action](campaign, by=Actor.of_product(cast.commune), at=now)

    line = HistoryEntry.objects.about(campaign).filter(action=f"campaign.{action}")[0]
    assert fresh(campaign).status == move.target
    assert (line.from_status, line.to_status, line.at, line.label) == (status, move.target, now, move.done)
    assert bool(line.reason) is move.needs_reason


@pytest.mark.parametrize(
    ("status", "action"),
    [(s, m.action) for m in Campaign.flow.moves if m.action in NEED_A_REASON for s in m.sources],
)
def test_an_act_that_needs_a_reason_is_refused_without_one(cast, leader, now, status, action):
    campaign = ready(cast, status)

    with pytest.raises(ValidationError, match="hãy ghi rõ lý do"):
        NEED_A_REASON[action](campaign, reason="  ", by=leader, at=now)

    assert fresh(campaign).status == status


def test_a_draft_keeps_its_plan_as_version_one(cast, officer, now):
    for key in ("culture", "front"):
        cast.unit(key)

    campaign = plans.draft(plan_document(), by=officer, at=now)

    version = campaign.versions.get()
    assert (version.number, version.revision, version.issued_at, version.drafted_by) == (1, 1, None, officer.name)
    assert version.plan == plan_document()
    assert (campaign.name, campaign.ends_on, campaign.status) == (
        "Đẩy mạnh cải cách hành chính năm 2026",
        date(2026, 12, 31),
        "draft",
    )
    assert campaign.holders_of("tracks") == {cast.unit("culture").pk}
    assert HistoryEntry.objects.about(campaign).get().action == "campaign.draft"
    assert not Obligation.objects.exists()


def test_a_short_name_is_used_once_in_a_commune(cast, officer, now):
    make_campaign(cast, status="draft")

    with pytest.raises(ValidationError, match="Đã có phong trào mang tên ngắn “cai-cach-2026”"):
        plans.draft(plan_document(), by=officer, at=now)

    assert Campaign.objects.count() == 1


def test_only_the_officer_drafts(cast, now):
    allowed = who_can(cast, lambda actor: plans.draft(plan_document(), by=actor, at=now))

    assert allowed == {"officer"}


def test_a_saved_draft_raises_its_revision_and_repeats_its_facts(cast, officer, now):
    campaign = make_campaign(cast, status="draft")
    changed = replace(plan_document(), facts=replace(plan_document().facts, name="Tên mới", starts_on=date(2026, 2, 1)))

    version = plans.redraft(campaign, changed, revision=1, by=officer, at=now)

    assert (version.number, version.revision, version.plan) == (1, 2, changed)
    assert (fresh(campaign).name, fresh(campaign).starts_on) == ("Tên mới", date(2026, 2, 1))
    assert fresh(campaign).plan == changed


def test_of_two_who_save_from_the_same_revision_the_second_is_told(cast, officer, now):
    campaign = make_campaign(cast, status="draft")
    plans.redraft(campaign, replace(plan_document(), priorities=()), revision=1, by=officer, at=now)
    stored = campaign.versions.values("document", "revision").get()

    with pytest.raises(ValidationError, match=f"{officer.name} vừa lưu một bản khác"):
        plans.redraft(campaign, replace(plan_document(), objectives=()), revision=1, by=officer, at=now)

    assert campaign.versions.values("document", "revision").get() == stored


@pytest.mark.parametrize("status", ["in_review", "approved", "issued", "summing_up", "closed", "cancelled"])
def test_words_that_are_not_being_drafted_cannot_be_saved(cast, officer, now, status):
    campaign = make_campaign(cast, status=status)

    with pytest.raises(ValidationError, match="không ở trạng thái soạn thảo"):
        plans.redraft(campaign, plan_document(), by=officer, at=now)


def test_an_incomplete_plan_is_not_submitted_and_says_why(cast, officer, now):
    cast.unit("culture")
    empty = replace(plan_document(), objectives=(), content=())
    campaign = plans.draft(empty, by=officer, at=now)

    with pytest.raises(ValidationError) as refused:
        plans.submit(campaign, by=officer, at=now)

    assert refused.value.messages == ["Chưa có mục đích, yêu cầu.", "Chưa có nội dung thi đua."]
    assert fresh(campaign).status == "draft"


@pytest.mark.rule("DT-01", "HP-11")
def test_number_and_date_are_blank_until_issue_and_the_term_begins_that_day(cast, clerk, now):
    campaign = make_campaign(cast, status="approved")
    assert (campaign.number, campaign.issued_on, campaign.starts_on) == (None, None, None)

    plans.issue(campaign, number=5, issued_on=date(2026, 2, 18), by=clerk, at=now)

    issued = fresh(campaign)
    assert (issued.number, issued.issued_on, issued.starts_on, issued.ends_on) == (
        5,
        date(2026, 2, 18),
        date(2026, 2, 18),
        date(2026, 12, 31),
    )


def test_issue_freezes_the_first_version(cast, clerk, officer, now):
    campaign = make_campaign(cast, status="approved")

    plans.issue(campaign, number=5, issued_on=date(2026, 2, 18), by=clerk, at=now)

    version = PlanVersion.objects.get(campaign=campaign)
    assert (version.number, version.issued_at, version.issued_on, version.paper_number) == (
        1,
        now,
        date(2026, 2, 18),
        5,
    )
    assert fresh(campaign).draft_version is None
    with pytest.raises(ValidationError):
        plans.redraft(fresh(campaign), replace(plan_document(), objectives=()), by=officer, at=now)
    assert PlanVersion.objects.get(campaign=campaign).plan == plan_document()


@pytest.mark.rule("N-05")
def test_a_number_is_given_once_per_commune_year_and_symbol(cast, clerk, now):
    make_campaign(cast, number=5)
    campaign = make_campaign(cast, key="thu-hai", status="approved")

    with pytest.raises(ValidationError, match="Số 05/KH-UBND năm 2026 đã cấp.*Số tiếp theo còn trống là 06"):
        plans.issue(campaign, number=5, issued_on=date(2026, 3, 1), by=clerk, at=now)
    refused = fresh(campaign)
    assert (refused.status, refused.number) == ("approved", None)
    assert not refused.obligations.exists()

    plans.issue(refused, number=6, issued_on=date(2026, 3, 1), by=clerk, at=now)
    given = RegisteredNumber.objects.order_by("number").values_list("year", "symbol", "number")
    assert list(given) == [(2026, "KH-UBND", 5), (2026, "KH-UBND", 6)]


@pytest.mark.rule("N-05")
def test_numbers_begin_anew_each_year(cast, clerk, now):
    make_campaign(cast, number=5)
    next_year = replace(
        plan_document(), facts=replace(plan_document().facts, key="nam-sau", ends_on=date(2027, 12, 31))
    )
    campaign = make_campaign(cast, document=next_year, status="approved")

    plans.issue(campaign, number=5, issued_on=date(2027, 1, 4), by=clerk, at=datetime(2027, 1, 4, 9, tzinfo=HERE))

    assert fresh(campaign).number == 5


def test_a_plan_is_not_issued_after_its_own_end(cast, clerk, now):
    campaign = make_campaign(cast, status="approved")

    with pytest.raises(ValidationError, match="sau ngày kết thúc"):
        plans.issue(campaign, number=5, issued_on=date(2027, 1, 1), by=clerk, at=now)

    assert fresh(campaign).status == "approved"


@pytest.mark.rule("VT-08")
@pytest.mark.parametrize(("starts_on", "warnings"), [(date(2026, 1, 14), 1), (date(2026, 1, 15), 0), (None, 0)])
def test_a_term_that_began_before_issue_is_allowed_with_a_warning(cast, starts_on, warnings):
    document = plan_document()
    document = replace(document, facts=replace(document.facts, starts_on=starts_on, term_clause="I.2"))

    campaign = make_campaign(cast, document=document)

    found = list(campaign.remarks.filter(code="starts_before_issue", settled_at=None).values_list("message", "clause"))
    expected = ("Thời gian thi đua tính từ 14/01/2026, trước ngày ban hành kế hoạch 15/01/2026.", "I.2")
    assert (campaign.status, campaign.starts_on) == ("issued", starts_on or ISSUED_ON)
    assert found == [expected] * warnings


@pytest.mark.rule("DT-01")
def test_the_blanks_of_number_and_date_are_settled_by_issue(cast):
    remarks = tuple(Remark(code=code, message=f"{code.label}.") for code in ("blank_number", "blank_date", "lost_word")
                    for code in [w.RemarkCode(code)])  # fmt: skip

    campaign = make_campaign(cast, document=plan_document(remarks=remarks), number=8)

    assert dict(campaign.remarks.values_list("code", "settlement")) == {
        "blank_number": "Đã ban hành: số 08/KH-UBND ngày 15/01/2026.",
        "blank_date": "Đã ban hành: số 08/KH-UBND ngày 15/01/2026.",
        "lost_word": "",
    }


def doubt(cast, code, **facts):
    """Return the one doubt of a campaign in draft."""
    remark = Remark(code=code, message="Ghi “01 tập thể, cá nhân”.", **facts)
    return make_campaign(cast, status="draft", document=plan_document(remarks=(remark,))).remarks.get()


@pytest.mark.rule("HP-02")
@pytest.mark.parametrize("reading", ["", "both"])
def test_a_doubtful_quota_is_settled_only_with_a_known_reading(cast, leader, now, reading):
    remark = doubt(cast, w.RemarkCode.AMBIGUOUS_QUOTA)

    with pytest.raises(ValidationError, match="Hãy chọn cách hiểu"):
        plans.settle_remark(remark, settlement="Theo hướng dẫn.", reading=reading, by=leader, at=now)
    remark.refresh_from_db()
    assert (remark.settled_at, remark.reading) == (None, "")

    plans.settle_remark(remark, settlement=" Theo hướng dẫn. ", reading="in_all", by=leader, at=now)
    assert (remark.reading, remark.settlement, remark.settled_by, remark.settled_at) == (
        "in_all",
        "Theo hướng dẫn.",
        leader.name,
        now,
    )


@pytest.mark.rule("HP-04")
def test_a_contradiction_stays_open_until_a_person_settles_it_with_a_word_why(cast, officer, now):
    remark = doubt(cast, w.RemarkCode.LEVEL_MISMATCH, clause="V.3.c")

    with pytest.raises(ValidationError, match="Hãy ghi rõ cách giải quyết"):
        plans.settle_remark(remark, settlement=" ", by=officer, at=now)
    plans.settle_remark(remark, settlement="Cấp xã.", by=officer, at=now)

    line = HistoryEntry.objects.about(remark).get()
    assert (line.action, line.reason, line.root_id) == ("remark.settle", "Cấp xã.", remark.campaign_id)
    with pytest.raises(ValidationError, match="đã có người giải quyết"):
        plans.settle_remark(remark, settlement="Cấp thị xã.", by=officer, at=now)
    remark.refresh_from_db()
    assert remark.settlement == "Cấp xã."


def test_only_those_who_plan_or_approve_settle_a_doubt(cast, now):
    remark = doubt(cast, w.RemarkCode.LOST_WORD)

    allowed = who_can(cast, lambda actor: plans.settle_remark(remark, settlement="Đã rõ.", by=actor, at=now))

    assert allowed == {"officer", "leader"}


def test_a_settled_doubt_stays_settled_when_the_draft_is_saved_again(cast, officer, now):
    remark = doubt(cast, w.RemarkCode.LOST_WORD)
    plans.settle_remark(remark, settlement="Đã rõ.", by=officer, at=now)

    plans.redraft(remark.campaign, plan_document(), by=officer, at=now)

    assert remark.campaign.remarks.get().settlement == "Đã rõ."


def test_an_open_doubt_goes_when_the_text_no_longer_holds_it(cast, officer, now):
    remark = doubt(cast, w.RemarkCode.LOST_WORD)

    plans.redraft(remark.campaign, plan_document(), by=officer, at=now)

    assert not remark.campaign.remarks.exists()


def test_a_clone_shifts_its_dates_and_asks_to_check_them(cast, officer, now):
    first = make_campaign(cast)

    copy = plans.clone(first, by=officer, at=now)

    assert (copy.key, copy.status, copy.cloned_from, copy.ends_on) == (
        "cai-cach-2026-2027",
        "draft",
        first,
        date(2027, 12, 31),
    )
    assert (copy.number, copy.issued_on, copy.obligations.count(), copy.participations.count()) == (None, None, 0, 0)
    assert copy.plan.deadlines[0].on == date(2027, 11, 30)
    flags = copy.remarks.filter(code="check_after_copy", settled_at=None)
    assert flags.filter(message__contains="30/11/2027").exists()


def test_the_flags_of_a_clone_outlive_the_next_save(cast, officer, now):
    copy = plans.clone(make_campaign(cast), by=officer, at=now)
    flags = set(copy.remarks.values_list("message", flat=True))

    plans.redraft(copy, copy.plan, by=officer, at=now + timedelta(hours=1))

    assert flags
    assert set(copy.remarks.values_list("message", flat=True)) == flags


def test_missing_reports_do_not_hold_the_summary_back(cast, officer, now):
    campaign = make_campaign(cast)
    assert campaign.obligations.filter(status="not_started").count() == 2

    plans.start_summary(campaign, by=officer, at=now)

    assert fresh(campaign).status == "summing_up"


def test_a_campaign_that_moved_meanwhile_is_not_moved_again(cast, officer, leader, now):
    campaign = make_campaign(cast, status="in_review")
    stale = fresh(campaign)
    plans.send_back(campaign, reason="Sửa.", by=leader, at=now)

    with pytest.raises(ValidationError, match="Người khác vừa xử lý"):
        plans.approve(stale, by=leader, at=now)
    with pytest.raises(Unlawful):
        plans.approve(fresh(campaign), by=leader, at=now)

    assert fresh(campaign).status == "draft"


def test_an_officer_of_another_office_does_not_plan_for_the_one_that_leads(cast, now):
    campaign = make_campaign(cast, status="draft")
    held = cast.actor("officer").memberships[0]
    held.unit = cast.unit("economy")
    held.save()

    with pytest.raises(PermissionDenied):
        plans.submit(campaign, by=cast.actor("officer"), at=now)
