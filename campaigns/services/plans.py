"""A campaign's plan from draft to issue, its amendments, and the campaign's own moves."""

from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from campaigns.models import Campaign, Deadline, PlanRemark, PlanVersion
from campaigns.planfile.changes import Change, changes
from campaigns.planfile.schema import PlanDocument
from campaigns.planfile.shifting import shifted
from campaigns.planfile.words import Part, QuotaReading, RemarkCode, Severity
from campaigns.planfile.writing import to_plain
from campaigns.rules import calendar, readiness
from campaigns.services.projection import (
    PAPERS_OWED_BY_UNITS,
    REQUESTED,
    SETTLED,
    owing,
    project,
    reports_to_move,
    sync_duties,
    sync_remarks,
)
from communes import history
from communes.access import Actor, Can
from communes.acting import act, demand
from communes.services import registers
from kit.vietnamese import fold, vn_date
from kit.workflow import Overtaken

SAVED_MEANWHILE = "Có người vừa sửa bản điều chỉnh. Hãy xem lại thay đổi và ảnh hưởng trước khi ban hành."
FILLED_IN_ON_ISSUE = (RemarkCode.BLANK_NUMBER, RemarkCode.BLANK_DATE)


@dataclass(frozen=True, slots=True)
class Moved:
    """A due date that an amendment moves, adds or drops, and how many reports it touches."""

    title: str
    before: date | None
    after: date | None
    reports: int


@dataclass(frozen=True, slots=True)
class Impact:
    """What an amendment changes in the plan, and whom that touches."""

    changes: tuple[Change, ...]
    moved: tuple[Moved, ...]


@transaction.atomic
def draft(document: PlanDocument, *, by: Actor, at: datetime, cloned_from: Campaign | None = None) -> Campaign:
    """Make a new campaign in draft from a plan."""
    demand(Can.PLAN_CAMPAIGNS, by.commune, by=by)
    try:
        with transaction.atomic():
            campaign = Campaign.objects.create(
                commune=by.commune, key=document.facts.key, cloned_from=cloned_from, **_facts(document)
            )
    except IntegrityError:
        raise ValidationError(
            f"Đã có phong trào mang tên ngắn “{document.facts.key}”. Hãy chọn tên ngắn khác."
        ) from None
    PlanVersion.objects.create(
        campaign=campaign, number=1, document=to_plain(document), drafted_at=at, drafted_by=by.name
    )
    sync_duties(campaign, document)
    sync_remarks(campaign, document)
    history.record("campaign.draft", campaign, by=by, at=at, label="Soạn dự thảo kế hoạch", to_status="draft")
    return campaign


@transaction.atomic
def redraft(
    campaign: Campaign, document: PlanDocument, *, by: Actor, at: datetime, revision: int | None = None
) -> PlanVersion:
    """Save the words of the version being drafted; refuse when somebody saved another text meanwhile."""
    demand(Can.PLAN_CAMPAIGNS, campaign, by=by, part=Part.PLANS)
    version = campaign.versions.filter(issued_at=None).first()
    if version is None or campaign.status not in (Campaign.Status.DRAFT, Campaign.Status.ISSUED):
        raise ValidationError("Kế hoạch không ở trạng thái soạn thảo nên chưa sửa được.")
    expected = version.revision if revision is None else revision
    saved = PlanVersion.objects.filter(
        pk=version.pk, revision=expected, issued_at=None, campaign__status=campaign.status
    ).update(document=to_plain(document), revision=expected + 1, drafted_at=at, drafted_by=by.name)
    if not saved:
        raise ValidationError(
            f"{version.drafted_by} vừa lưu một bản khác. Nội dung đồng chí vừa nhập vẫn còn trên trang; "
            "hãy mở lại mục này ở cửa sổ khác để đối chiếu rồi lưu."
        )
    version.refresh_from_db()
    version.__dict__.pop("plan", None)
    if campaign.status == Campaign.Status.DRAFT:
        for name, value in _facts(document).items():
            setattr(campaign, name, value)
        campaign.save(update_fields=list(_facts(document)))
        sync_duties(campaign, document)
        sync_remarks(campaign, document)
    campaign.__dict__.pop("version_in_force", None)
    history.record("campaign.redraft", campaign, by=by, at=at, label="Sửa dự thảo kế hoạch", version=version.number)
    return version


def _facts(document: PlanDocument) -> dict:
    """Return what the campaign's own row repeats of its plan, for lists."""
    facts = document.facts
    return {
        "name": facts.name,
        "kind": facts.kind,
        "starts_on": facts.starts_on,
        "ends_on": facts.ends_on,
        "symbol": facts.symbol,
        "folded": fold(f"{facts.name} {facts.abstract}")[:400],
    }


@transaction.atomic
def submit(campaign: Campaign, *, by: Actor, at: datetime) -> None:
    """Hand the draft to the leader."""
    act(campaign, "submit", by=by, at=at)


@transaction.atomic
def send_back(campaign: Campaign, *, reason: str, by: Actor, at: datetime) -> None:
    """Return the draft to its makers."""
    act(campaign, "return", by=by, at=at, reason=reason)


@transaction.atomic
def approve(campaign: Campaign, *, by: Actor, at: datetime) -> None:
    """Approve the plan as it stands."""
    act(campaign, "approve", by=by, at=at)


@transaction.atomic
def reopen(campaign: Campaign, *, reason: str, by: Actor, at: datetime) -> None:
    """Take an approved plan back into draft."""
    act(campaign, "reopen", by=by, at=at, reason=reason)


@transaction.atomic
def issue(campaign: Campaign, *, number: int, issued_on: date, signed_by: str = "", by: Actor, at: datetime) -> None:
    """Give the plan its number and date, freeze version 1 and make every row that follows from it.

    Without a start date in the plan the campaign starts on the day of issue (DT-01, HP-11).
    """
    version = campaign.version_in_force
    plan = version.plan
    starts_on = plan.facts.starts_on or issued_on
    if issued_on > plan.facts.ends_on:
        raise ValidationError("Ngày ban hành ở sau ngày kết thúc phong trào. Hãy kiểm tra lại ngày.")
    act(
        campaign, "issue", by=by, at=at, note={"number": number, "issued_on": issued_on.isoformat()},
        number=number, issued_on=issued_on, starts_on=starts_on, signed_by=signed_by or plan.signature.name,
    )  # fmt: skip
    registers.take(campaign.symbol, number=number, dated=issued_on, title=plan.facts.abstract, by=by, at=at)
    _freeze(version, number=number, issued_on=issued_on, reason="", at=at)
    project(campaign, plan, by=by, at=at, on=issued_on)
    campaign.remarks.filter(code__in=FILLED_IN_ON_ISSUE, settled_at=None).update(
        settlement=f"Đã ban hành: số {number:02d}/{campaign.symbol} ngày {issued_on:%d/%m/%Y}.",
        settled_by=by.name,
        settled_at=at,
    )
    warning = readiness.starts_before_issue(plan.facts.starts_on, issued_on)
    if warning and not campaign.remarks.filter(code=RemarkCode.STARTS_BEFORE_ISSUE).exists():
        PlanRemark.objects.create(
            campaign=campaign, code=RemarkCode.STARTS_BEFORE_ISSUE, severity=Severity.NOTICE, message=warning,
            clause=plan.facts.term_clause,
        )  # fmt: skip


def _freeze(version: PlanVersion, *, number: int | None, issued_on: date, reason: str, at: datetime) -> None:
    """Freeze the drafted version as issued; refuse words that somebody saved since they were read."""
    frozen = PlanVersion.objects.filter(pk=version.pk, revision=version.revision, issued_at=None).update(
        issued_at=at, issued_on=issued_on, paper_number=number, reason=reason
    )
    if not frozen:
        raise Overtaken(SAVED_MEANWHILE)
    version.campaign.__dict__.pop("version_in_force", None)


@transaction.atomic
def start_amendment(campaign: Campaign, *, by: Actor, at: datetime) -> PlanVersion:
    """Open a draft of the next version, a copy of the plan in force (DS-17)."""
    demand(Can.PLAN_CAMPAIGNS, campaign, by=by, part=Part.PLANS)
    if campaign.status != Campaign.Status.ISSUED:
        raise ValidationError("Chỉ điều chỉnh được kế hoạch đang thực hiện.")
    if campaign.draft_version:
        raise ValidationError("Đang có một bản điều chỉnh soạn dở. Hãy dùng tiếp bản đó.")
    current = campaign.version_in_force
    try:
        with transaction.atomic():
            version = PlanVersion.objects.create(
                campaign=campaign,
                number=current.number + 1,
                document=current.document,
                drafted_at=at,
                drafted_by=by.name,
            )
    except IntegrityError:
        raise ValidationError("Người khác vừa mở một bản điều chỉnh. Hãy tải lại trang.") from None
    history.record("campaign.start_amendment", campaign, by=by, at=at, label="Soạn bản điều chỉnh kế hoạch")
    return version


@transaction.atomic
def drop_amendment(campaign: Campaign, *, by: Actor, at: datetime) -> None:
    """Throw the amendment being drafted away."""
    demand(Can.PLAN_CAMPAIGNS, campaign, by=by, part=Part.PLANS)
    if campaign.status != Campaign.Status.ISSUED or campaign.draft_version is None:
        raise ValidationError("Không có bản điều chỉnh nào đang soạn.")
    campaign.draft_version.delete()
    history.record("campaign.drop_amendment", campaign, by=by, at=at, label="Bỏ bản điều chỉnh đang soạn")


def impact(campaign: Campaign) -> Impact:
    """Return what the drafted amendment changes and which reports it touches."""
    before, after = campaign.plan, campaign.draft_version.plan
    rows = {(row.key, row.year): row for row in campaign.deadlines.filter(retired_at=None)}
    starts_on = after.facts.starts_on or campaign.starts_on
    dues = calendar.dues(after, starts_on=starts_on, ends_on=after.facts.ends_on)
    new = {(due.deadline.key, due.year): due for due in dues}
    moved = []
    for key in [*rows, *(key for key in new if key not in rows)]:
        row, due = rows.get(key), new.get(key)
        if row and row.set_by_hand and (row.key.startswith(REQUESTED) if due is None else due.late_from is None):
            continue
        old_moment, new_moment = row.late_from if row else None, due.late_from if due else None
        if old_moment == new_moment:
            continue
        owed = (row.paper if row else due.deadline.paper) in PAPERS_OWED_BY_UNITS
        moved.append(
            Moved(
                title=str(row) if row else due.deadline.title,
                before=calendar.last_day(old_moment) if old_moment else None,
                after=calendar.last_day(new_moment) if new_moment else None,
                reports=_touched(campaign, row, due) if owed else 0,
            )
        )
    return Impact(changes=tuple(changes(before, after)), moved=tuple(moved))


def _touched(campaign: Campaign, row: Deadline | None, due: calendar.Due | None) -> int:
    """Return how many reports a changed due date creates, moves or, where it is dropped, waives."""
    if row is None or row.late_from is None:
        return owing(campaign, calendar.last_day(due.late_from)).count()
    if due is None:
        return row.obligations.exclude(status__in=SETTLED).count()
    return reports_to_move(row, due.late_from).count()


@transaction.atomic
def amend(
    campaign: Campaign,
    *,
    reason: str,
    issued_on: date,
    number: int | None = None,
    revision: int | None = None,
    by: Actor,
    at: datetime,
) -> None:
    """Issue the drafted version in place of the one in force; rows keep their identity, dates move (DS-17).

    With a revision, only if nobody changed the draft since that was read.
    """
    version = campaign.draft_version
    if version and revision not in (None, version.revision):
        raise Overtaken(SAVED_MEANWHILE)
    registers.ensure_not_ahead(issued_on, at=at)
    _ensure_not_before(campaign.version_in_force, issued_on)
    found = impact(campaign) if version else None
    act(
        campaign, "amend", by=by, at=at, reason=reason,
        note={"version": version.number if version else None,
              "changes": [str(change) for change in found.changes] if found else [],
              "touched": sum(each.reports for each in found.moved) if found else 0},
    )  # fmt: skip
    plan = version.plan
    if number is not None:
        registers.take(campaign.symbol, number=number, dated=issued_on, title=plan.facts.abstract, by=by, at=at)
    _freeze(version, number=number, issued_on=issued_on, reason=reason, at=at)
    facts = _facts(plan) | {"starts_on": plan.facts.starts_on or campaign.starts_on}
    for name, value in facts.items():
        setattr(campaign, name, value)
    campaign.save(update_fields=list(facts))
    project(campaign, plan, by=by, at=at, on=issued_on)


def _ensure_not_before(version: PlanVersion | None, issued_on: date) -> None:
    """Refuse to date an amendment before the version that it takes the place of."""
    if version and version.issued_on and issued_on < version.issued_on:
        raise ValidationError(
            f"Bản kế hoạch đang có hiệu lực ban hành ngày {vn_date(version.issued_on)}; ngày ban hành điều chỉnh không "
            "được trước ngày đó."
        )


@transaction.atomic
def clone(campaign: Campaign, *, years: int = 1, by: Actor, at: datetime) -> Campaign:
    """Draft next year's campaign from this one: the structure, with shifted dates to be checked; no results."""
    document, notes = shifted(campaign.plan, years, _key_of_copy(campaign, campaign.ends_on.year + years))
    copy = draft(document, by=by, at=at, cloned_from=campaign)
    PlanRemark.objects.bulk_create(
        PlanRemark(campaign=copy, code=RemarkCode.CHECK_AFTER_COPY, severity=Severity.WARNING, message=str(note))
        for note in notes
    )
    return copy


def _key_of_copy(campaign: Campaign, year: int) -> str:
    """Return a free short name for next year's copy; refuse a second copy while the first was not cancelled."""
    base = f"{campaign.key[:70]}-{year}"
    known = dict(Campaign.objects.filter(key__startswith=base).values_list("key", "status"))
    names = [base, *(f"{base}-{turn}" for turn in range(2, len(known) + 2))]
    if any(known.get(name, Campaign.Status.CANCELLED) != Campaign.Status.CANCELLED for name in names):
        raise ValidationError(f"Đã có phong trào lập theo mẫu này cho năm {year}.")
    return next(name for name in names if name not in known)


@transaction.atomic
def settle_remark(remark: PlanRemark, *, settlement: str, reading: str = "", by: Actor, at: datetime) -> None:
    """Settle a doubt about the plan with a word why, and with the reading chosen where one is needed."""
    campaign = remark.campaign
    if not (by.may(Can.APPROVE_CAMPAIGNS) or by.may(Can.PLAN_CAMPAIGNS)):
        demand(Can.PLAN_CAMPAIGNS, campaign, by=by)
    if not settlement.strip():
        raise ValidationError("Hãy ghi rõ cách giải quyết.")
    if remark.code == RemarkCode.AMBIGUOUS_QUOTA and reading not in QuotaReading.values:
        raise ValidationError("Hãy chọn cách hiểu số lượng khen thưởng.")
    settled = PlanRemark.objects.filter(pk=remark.pk, settled_at=None).update(
        settlement=settlement.strip(), reading=reading, settled_by=by.name, settled_at=at
    )
    if not settled:
        raise ValidationError("Điểm này đã có người giải quyết. Hãy tải lại trang.")
    remark.refresh_from_db()
    history.record(
        "remark.settle", remark, by=by, at=at, label="Giải quyết điểm cần làm rõ", reason=settlement, reading=reading
    )


@transaction.atomic
def start_summary(campaign: Campaign, *, by: Actor, at: datetime) -> None:
    """Begin summing up; missing reports warn, they do not block."""
    act(campaign, "start_summary", by=by, at=at)


@transaction.atomic
def close(campaign: Campaign, *, by: Actor, at: datetime) -> None:
    """Close the campaign; what its papers kept back is told with it."""
    act(campaign, "close", by=by, at=at)
    registers.unveil_with(campaign)


@transaction.atomic
def resume(campaign: Campaign, *, reason: str, by: Actor, at: datetime) -> None:
    """Take a campaign that is being summed up back into its course."""
    act(campaign, "resume", by=by, at=at, reason=reason)


@transaction.atomic
def resume_summary(campaign: Campaign, *, reason: str, by: Actor, at: datetime) -> None:
    """Take a closed campaign back into its summary."""
    act(campaign, "resume_summary", by=by, at=at, reason=reason)


@transaction.atomic
def cancel(campaign: Campaign, *, reason: str, by: Actor, at: datetime) -> None:
    """Cancel the campaign."""
    act(campaign, "cancel", by=by, at=at, reason=reason)


def note_summary(campaign: Campaign, *, issued_on: date) -> None:
    """Note that the final summary was issued, which closing waits for."""
    Campaign.objects.filter(pk=campaign.pk).update(summary_issued_on=issued_on)
    campaign.summary_issued_on = issued_on
