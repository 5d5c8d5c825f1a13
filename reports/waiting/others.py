"""What an actor waits for that others have to do: who, and since when."""

from datetime import datetime

from django.db.models import Count, F, Min, Q
from django.utils import timezone

from awards.models import Ballot, Decision, Minutes, Nomination, Opinion, Proposal
from campaigns.models import Campaign, Difficulty, Finding, Obligation
from campaigns.rules.calendar import last_day
from communes.access import Actor, Can
from communes.addresses import here
from communes.models import Person
from kit.vietnamese import small_count, vn_date
from reports.models import Summary
from reports.waiting.campaigns import LIVE, tracked
from reports.waiting.since import moved_on, since
from reports.waiting.tasks import Found, Source, Task, by_the_day

AGENCY, LEADER, CLERK = "cơ quan thường trực", "lãnh đạo duyệt, ký", "văn thư"
DECIDERS = "Hội đồng và người quyết định khen thưởng"
WITH_THE_AGENCY = ("submitted", "under_appraisal")


def _waiting(title: str, whom: str, row, *, meta="", due="", tone="plain", url="") -> Task:
    """Return one thing that somebody else has to do."""
    url = url or row.get_absolute_url()
    return Task(title=title, action="Xem", url=url, meta=meta, due=due, tone=tone, waits_for=whom)


def _handed_in(actor: Actor, at: datetime) -> Found:
    """Return the reports of the actor's units that lie with the agency."""
    rows = Obligation.objects.own(actor).filter(status__in=Obligation.WITH_THE_AGENCY).for_list().without_words()
    verbs = {"submitted": "Tiếp nhận", "received": "Duyệt"}
    return rows.order_by("submitted_at", "pk"), lambda row: _waiting(
        f"{verbs[row.status]} {row.in_a_sentence}", str(row.received_by or AGENCY), row,
        meta=f"{row.unit} · {row.campaign}", due=since("Từ", row.received_at or row.submitted_at),
    )  # fmt: skip


def _raised(actor: Actor, at: datetime) -> Found:
    """Return the difficulties of the actor's units that nobody has answered."""
    rows = Difficulty.objects.own(actor).filter(status__in=Difficulty.OPEN)
    rows = rows.select_related("campaign__commune", "unit", "owner").order_by("raised_at", "pk")
    return rows, lambda row: _waiting(
        f"Trả lời vướng mắc: {row.title}", LEADER if row.status == "forwarded" else str(row.owner or AGENCY), row,
        meta=f"{row.unit} · {row.campaign}", due=since("Từ", row.raised_at),
    )  # fmt: skip


def _proposed(actor: Actor, at: datetime) -> Found:
    """Return the dossiers of the actor's units on which nothing was told yet; each reads alike whatever is decided."""
    rows = Nomination.objects.own(actor).for_list()
    open_rows = rows.filter(status__in=(*WITH_THE_AGENCY, "eligible")) | rows.told_as("in_review")
    return open_rows.without_words().order_by("submitted_at", "pk"), lambda row: _waiting(
        f"Xét hồ sơ {row}", AGENCY if row.status in WITH_THE_AGENCY else DECIDERS, row,
        meta=f"{row.unit} · {row.campaign}", due=since("Từ", row.submitted_at),
    )  # fmt: skip


def _late_units(actor: Actor, at: datetime) -> Found:
    """Return the campaigns that the actor's office tracks in which units are late, with how many since when."""
    late = Q(obligations__status__in=Obligation.WITH_THE_UNIT, obligations__late_from__lte=at)
    rows = tracked(actor) if actor.may(Can.RECEIVE_REPORTS) else Campaign.objects.filter(status__in=LIVE)
    rows = rows.filter(late).annotate(
        late_units=Count("obligations__unit", distinct=True), first=Min("obligations__late_from")
    )
    return rows.select_related("commune").order_by("first", "pk"), lambda row: _waiting(
        f"Nộp báo cáo quá hạn: {row}", f"{small_count(row.late_units)} đơn vị", row,
        due=f"Quá hạn từ {vn_date(last_day(row.first))}",
        url=f"{here(actor, 'campaigns:tracker', row.pk)}?state=overdue",
    )  # fmt: skip


def _sent_back(actor: Actor, at: datetime) -> Found:
    """Return the reports that the agency sent back and units are mending."""
    rows = Obligation.objects.within(actor).filter(status="returned", campaign__in=tracked(actor).values("pk"))
    rows = moved_on(rows.for_list().without_words(), "returned")
    return rows.order_by("moved_at", "pk"), lambda row: _waiting(
        f"Bổ sung {row.in_a_sentence}", str(row.unit), row,
        meta=str(row.campaign), due=since("Từ", row.moved_at),
    )  # fmt: skip


def _dossiers_back(actor: Actor, at: datetime) -> Found:
    """Return the dossiers that went back to their units."""
    rows = moved_on(Nomination.objects.within(actor).filter(status="returned").for_list().without_words(), "returned")
    return rows.order_by("return_due_on", "pk"), lambda row: _waiting(
        f"Bổ sung hồ sơ {row}", str(row.unit), row, meta=str(row.campaign),
        due=f"Trước hết {vn_date(row.return_due_on)}" if row.return_due_on else since("Từ", row.moved_at),
    )  # fmt: skip


def _plans(status: str, verb: str, whom: str):
    """Return what finds the plans of one state."""

    def find(actor: Actor, at: datetime) -> Found:
        rows = moved_on(Campaign.objects.filter(status=status), status).select_related("commune")
        return rows.order_by("moved_at", "pk"), lambda row: _waiting(
            f"{verb} kế hoạch: {row}", whom, row, due=since("Từ", row.moved_at)
        )

    return find


_plans_to_approve = _plans("in_review", "Duyệt", LEADER)
_plans_to_issue = _plans("approved", "Ban hành", CLERK)


def _summaries(status: str, verb: str, whom: str):
    """Return what finds the summaries of one state."""

    def find(actor: Actor, at: datetime) -> Found:
        rows = moved_on(Summary.objects.filter(status=status), status).select_related("campaign__commune")
        return rows.defer("sections", "figures").order_by("moved_at", "pk"), lambda row: _waiting(
            f"{verb} báo cáo: {row}", whom, row, due=since("Từ", row.moved_at)
        )

    return find


_summaries_to_approve = _summaries("in_review", "Duyệt", LEADER)
_summaries_to_issue = _summaries("approved", "Ban hành", CLERK)


def _forwarded(actor: Actor, at: datetime) -> Found:
    """Return the difficulties that were put before the leader."""
    rows = moved_on(Difficulty.objects.within(actor).filter(status="forwarded"), "forwarded")
    return rows.select_related("campaign__commune", "unit").order_by("moved_at", "pk"), lambda row: _waiting(
        f"Cho ý kiến về vướng mắc: {row.title}", LEADER, row, meta=f"{row.unit} · {row.campaign}",
        due=since("Từ", row.moved_at),
    )  # fmt: skip


def _decisions(signed: bool, verb: str, whom: str):
    """Return what finds the decisions on the leader's desk, or signed and without a number."""

    def find(actor: Actor, at: datetime) -> Found:
        rows = Decision.objects.within(actor).filter(status="awaiting_signature", signed_at__isnull=not signed)
        return rows.select_related("commune", "campaign").order_by("sent_at", "pk"), lambda row: _waiting(
            f"{verb} quyết định: {row.title}", whom, row, meta=str(row.campaign),
            due=since("Từ", row.signed_at or row.sent_at),
        )  # fmt: skip

    return find


_decisions_to_sign = _decisions(False, "Ký", LEADER)
_decisions_to_number = _decisions(True, "Cấp số", CLERK)


def _opinions(actor: Actor, at: datetime) -> Found:
    """Return the other bodies that were asked about a nominee and have not answered."""
    rows = Opinion.objects.filter(answer="").select_related("nomination__campaign__commune", "nomination__commune")
    rows = rows.select_related("nomination__unit", "nomination__person", "nomination__collective")
    return rows.order_by("asked_on", "pk"), lambda row: _waiting(
        f"Trả lời hiệp y về {row.nomination.nominee}", row.body, row, meta=str(row.nomination.campaign),
        due=f"Từ {vn_date(row.asked_on)}", url=here(actor, "awards:appraise", row.nomination_id),
    )  # fmt: skip


def _upward(actor: Actor, at: datetime) -> Found:
    """Return the proposals that a higher authority has not answered."""
    rows = Proposal.objects.filter(status="sent").select_related("commune", "campaign")
    return rows.order_by("sent_on", "pk"), lambda row: _waiting(
        f"Trả lời tờ trình: {row.title}", row.to_body, row, meta=str(row.campaign), due=f"Từ {vn_date(row.sent_on)}",
    )  # fmt: skip


def _ballots(actor: Actor, at: datetime) -> Found:
    """Return the open ballots in which members have still to vote, with how many."""
    rows = Ballot.objects.filter(status="open", method__in=Ballot.ON_SCREEN).annotate(
        missing=Count("voters", filter=Q(voters__voted=False))
    )
    rows = rows.filter(missing__gt=0).select_related("session__council__commune")
    return rows.order_by("opened_at", "pk"), lambda row: _waiting(
        f"Biểu quyết lượt {row.number}: {row.session}", f"{small_count(row.missing)} thành viên Hội đồng", row,
        due=since("Từ", row.opened_at),
    )  # fmt: skip


def _minutes(actor: Actor, at: datetime) -> Found:
    """Return the minutes that the secretary signed and the chair has not."""
    rows = Minutes.objects.filter(session__status="minutes_draft", chair_signed_at=None)
    rows = rows.exclude(secretary_signed_at=None).select_related("session__council__commune")
    return rows.order_by("secretary_signed_at", "pk"), lambda row: _waiting(
        f"Ký biên bản phiên họp: {row.session}", "chủ trì phiên họp", row, due=since("Từ", row.secretary_signed_at),
    )  # fmt: skip


def _unsigned(actor: Actor, at: datetime) -> Found:
    """Return the minutes that the secretary is still writing."""
    rows = Minutes.objects.filter(session__status="minutes_draft", secretary_signed_at=None)
    rows = rows.select_related("session__council__commune", "secretary")
    return rows.order_by(F("saved_at").asc(nulls_last=True), "pk"), lambda row: _waiting(
        f"Hoàn thiện biên bản phiên họp: {row.session}", str(row.secretary or "thư ký Hội đồng"), row,
        due=since("Từ", row.session.ended_at),
    )  # fmt: skip


def _advice(actor: Actor, at: datetime) -> Found:
    """Return what inspections advised units to do and nobody has found done."""
    rows = Finding.objects.within(actor).filter(inspection__status="concluded", done_on=None)
    rows = rows.exclude(recommendation="").select_related("inspection__campaign__commune", "inspection__unit")
    today = timezone.localdate(at)
    return rows.order_by("due_on", "pk"), lambda row: _waiting(
        f"Thực hiện kiến nghị kiểm tra: {row.recommendation}", str(row.inspection.unit), row,
        meta=str(row.inspection.campaign), due=by_the_day(row.due_on, today),
        tone="danger" if row.due_on < today else "plain", url=here(actor, "campaigns:inspection", row.inspection_id),
    )  # fmt: skip


def _first_sign_in(actor: Actor, at: datetime) -> Found:
    """Return the people at work who have an account and have not chosen their own password."""
    rows = Person.objects.working_on(timezone.localdate(at)).filter(
        user__must_change_password=True, user__is_active=True
    )
    return rows.select_related("unit", "user", "commune").order_by("user__date_joined", "pk"), lambda row: _waiting(
        "Đăng nhập, đổi mật khẩu lần đầu", str(row), row, meta=row.unit.name if row.unit else "",
        due=since("Từ", row.user.date_joined),
    )  # fmt: skip


SOURCES: tuple[Source, ...] = (
    Source(Can.REPORT_RESULTS, "Báo cáo đã nộp", _handed_in, "campaigns:my-unit"),
    Source(Can.RAISE_DIFFICULTIES, "Vướng mắc đã phản ánh", _raised, "campaigns:my-unit"),
    Source(Can.NOMINATE, "Hồ sơ đã nộp", _proposed, "awards:nominations"),
    Source(Can.RECEIVE_REPORTS, "Báo cáo quá hạn", _late_units, "campaigns:campaigns"),
    Source(Can.APPROVE_CAMPAIGNS, "Báo cáo quá hạn", _late_units, "campaigns:campaigns"),
    Source(Can.RECEIVE_REPORTS, "Báo cáo đang bổ sung", _sent_back, "campaigns:campaigns"),
    Source(Can.APPRAISE, "Hồ sơ đang bổ sung", _dossiers_back, "awards:appraisals"),
    Source(Can.PLAN_CAMPAIGNS, "Kế hoạch chờ duyệt", _plans_to_approve, "campaigns:campaigns"),
    Source(Can.PLAN_CAMPAIGNS, "Kế hoạch chờ ban hành", _plans_to_issue, "campaigns:campaigns"),
    Source(Can.APPROVE_CAMPAIGNS, "Kế hoạch chờ ban hành", _plans_to_issue, "campaigns:campaigns"),
    Source(Can.SUM_UP, "Báo cáo tổng kết chờ duyệt", _summaries_to_approve, "campaigns:campaigns"),
    Source(Can.SUM_UP, "Báo cáo tổng kết chờ số", _summaries_to_issue, "campaigns:campaigns"),
    Source(Can.HANDLE_DIFFICULTIES, "Vướng mắc đã trình", _forwarded, "campaigns:campaigns"),
    Source(Can.PREPARE_DECISIONS, "Quyết định đã trình", _decisions_to_sign, "awards:decisions"),
    Source(Can.CHECK_DECISIONS, "Quyết định đã trình", _decisions_to_sign, "awards:decisions"),
    Source(Can.PREPARE_DECISIONS, "Quyết định chờ số", _decisions_to_number, "awards:decisions"),
    Source(Can.DECIDE_AWARDS, "Quyết định chờ số", _decisions_to_number, "awards:decisions"),
    Source(Can.APPRAISE, "Hiệp y chưa trả lời", _opinions, "awards:appraisals"),
    Source(Can.PREPARE_DECISIONS, "Tờ trình chưa trả lời", _upward, "awards:proposals"),
    Source(Can.RUN_COUNCIL, "Lượt biểu quyết đang mở", _ballots, "awards:sessions"),
    Source(Can.CHAIR_COUNCIL, "Lượt biểu quyết đang mở", _ballots, "awards:sessions"),
    Source(Can.RUN_COUNCIL, "Biên bản chờ chủ trì", _minutes, "awards:sessions"),
    Source(Can.CHAIR_COUNCIL, "Biên bản đang lập", _unsigned, "awards:sessions"),
    Source(Can.INSPECT, "Kiến nghị chưa thực hiện", _advice, "campaigns:campaigns"),
    Source(Can.MANAGE_ACCOUNTS, "Tài khoản chưa dùng", _first_sign_in, "communes:accounts"),
)
