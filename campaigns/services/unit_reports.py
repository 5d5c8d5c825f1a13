"""A unit's report from its first word to its acceptance."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import IntegerField, Max, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from campaigns.models import Campaign, ContentItem, Exemplar, Obligation, ReportLine, ReportVersion, Target
from campaigns.planfile.words import Part
from campaigns.rules import calendar, punctuality, results
from campaigns.services.field_work import ensure_underway, is_underway
from campaigns.services.projection import OWED_ANEW
from campaigns.services.report_sheet import frozen, sheet_of
from communes import history, search
from communes.access import Actor, Can
from communes.acting import act, demand
from communes.models import Person, Unit
from kit.prepared import prepared
from kit.saving import SavedMeanwhile
from kit.vietnamese import vn_date

TEXTS = ("overview", "difficulties", "proposals", "missing_reason", "change_note")
AS_STORED = (*TEXTS, "revision", "saved_by", "saved_at", "late", "late_from", "return_reason")


def _act(obligation: Obligation, action: str, **given) -> None:
    """Make a move on a report of a campaign that is underway."""
    ensure_underway(obligation.campaign)
    act(obligation, action, **given)


@dataclass(frozen=True, slots=True)
class LineInput:
    """What somebody reports on one item or one target; `judged` is the unit's own word (met, unmet)."""

    item_id: int | None = None
    target_id: int | None = None
    value: Decimal | None = None
    yes: bool | None = None
    grade: str = ""
    text: str = ""
    remark: str = ""
    judged: str = ""


def writer(obligation: Obligation, by: Actor) -> str:
    """Say as what the actor may write the report now: "unit", "agency" (on behalf), or "" for not at all."""
    if not is_underway(obligation.campaign):
        return ""
    if obligation.status in ("not_started", "draft") and by.may_in_own_unit(Can.REPORT_RESULTS, obligation.unit_id):
        return "unit"
    if obligation.status in Obligation.WITH_THE_UNIT and tracks(obligation, by):
        return "agency"
    return ""


def tracks(obligation: Obligation, by: Actor) -> bool:
    """Say whether the actor receives the campaign's reports."""
    try:
        demand(Can.RECEIVE_REPORTS, obligation, by=by, part=Part.TRACKS)
    except PermissionDenied:
        return False
    return True


def ensure_writer(obligation: Obligation, by: Actor, at: datetime) -> None:
    """Let in who may write now; the unit's first word begins it, the agency needs the scan first."""
    ensure_underway(obligation.campaign)
    role = writer(obligation, by)
    if not role:
        if tracks(obligation, by) or by.may_in_own_unit(Can.REPORT_RESULTS, obligation.unit_id):
            state = obligation.get_status_display()
            raise ValidationError(f"Báo cáo đang ở trạng thái “{state}” nên không sửa được.")
        raise PermissionDenied
    if role == "unit" and obligation.status == Obligation.Status.NOT_STARTED:
        _act(obligation, "begin", by=by, at=at)
    if role == "agency" and (lacking := obligation.blockers_to_enter_on_behalf()):
        raise ValidationError(lacking)


@transaction.atomic
def begin(obligation: Obligation, *, by: Actor, at: datetime, reason: str = "") -> None:
    """Begin writing."""
    _act(obligation, "begin", by=by, at=at, reason=reason)


@transaction.atomic
def save(
    obligation: Obligation,
    *,
    revision: int,
    by: Actor,
    at: datetime,
    lines: Iterable[LineInput] = (),
    **texts: str,
) -> int:
    """Save parts of a report (`texts`: overview, difficulties, proposals, missing_reason, change_note).

    Return the new revision; raise SavedMeanwhile where somebody saved after that revision was read.
    """
    if unknown := set(texts) - set(TEXTS):
        raise TypeError(f"A report has no {', '.join(sorted(unknown))}.")
    ensure_writer(obligation, by, at)
    unchanged = Obligation._base_manager.filter(pk=obligation.pk, revision=revision, status=obligation.status)
    if not unchanged.update(revision=revision + 1, saved_at=at, saved_by=by.name, **texts):
        stored = Obligation.objects.get(pk=obligation.pk)
        if stored.status != obligation.status:
            raise ValidationError(
                f"Báo cáo vừa chuyển sang trạng thái “{stored.get_status_display()}” nên không lưu được."
            )
        raise SavedMeanwhile("báo cáo", stored.saved_by, stored.saved_at)
    for name, value in {"revision": revision + 1, "saved_at": at, "saved_by": by.name, **texts}.items():
        setattr(obligation, name, value)
    if given := list(lines):
        _store_lines(obligation, given)
    return obligation.revision


def _store_lines(obligation: Obligation, lines: Iterable[LineInput]) -> None:
    """Write results over what stands; each target says by itself whether it is met (DT-05, VT-02)."""
    targets = {
        target.pk: target
        for target in Target.objects.filter(campaign=obligation.campaign_id).binding(obligation.unit_id)
    }
    items = set(ContentItem.objects.filter(area__campaign=obligation.campaign_id).values_list("pk", flat=True))
    present = {(line.item_id, line.target_id): line for line in obligation.lines.all()}
    for given in lines:
        if given.target_id not in targets if given.target_id else given.item_id not in items:
            raise ValidationError("Kết quả không thuộc nội dung, chỉ tiêu nào của phong trào. Hãy tải lại trang.")
        target = targets.get(given.target_id)
        key = (None, target.pk) if target else (given.item_id, None)
        line = present.get(key) or ReportLine(obligation=obligation, item_id=key[0], target_id=key[1])
        line.value, line.yes, line.grade = given.value, given.yes, given.grade
        line.text, line.remark = given.text, given.remark
        line.outcome = _outcome(target, given) if target else results.UNKNOWN
        if target and target.kind == "grade" and given.grade and given.grade not in target.scale:
            raise ValidationError(f"“{given.grade}” không phải là một mức của chỉ tiêu: {target.text}.")
        line.save()


def _outcome(target: Target, given: LineInput) -> str:
    """Return whether a result meets its target."""
    goal = results.Goal(
        kind=target.kind,
        comparator=target.comparator,
        value=target.value,
        grade=target.grade,
        scale=tuple(target.scale),
    )
    return results.outcome(
        goal, results.Result(value=given.value, yes=given.yes, grade=given.grade, judged=given.judged)
    )


@prepared(report=IntegerField())
def _stored(report: int):
    """Return a report as it is stored, its row held, with the number of its last version."""
    numbers = ReportVersion.objects.filter(obligation=OuterRef("pk")).order_by("-number").values("number")
    rows = Obligation.objects.select_for_update(of=("self",)).only(*AS_STORED, "submitted_at")
    return rows.annotate(versions_before=Coalesce(Subquery(numbers[:1]), 0)).filter(pk=report)


def _held(obligation: Obligation) -> Obligation:
    """Read a report anew and hold its row until the transaction ends; `versions_before` is its last version's number.

    The number comes with the row unless somebody handed the report in since it was fetched: then the database may have
    counted before it waited for that, so it is asked once more.
    """
    (stored,) = _stored(report=obligation.pk)
    if stored.submitted_at != obligation.submitted_at:
        stored.versions_before = obligation.versions.aggregate(last=Max("number", default=0))["last"]
    return stored


def _hand_in(
    obligation: Obligation,
    action: str,
    *,
    by: Actor,
    at: datetime,
    on_behalf: bool,
    reason: str = "",
    revision: int | None = None,
) -> None:
    """Hand a report in: moment, lateness and figures are fixed, its words kept as a version."""
    stored = _held(obligation)
    number = stored.versions_before + 1
    for name in AS_STORED:
        setattr(obligation, name, getattr(stored, name))
    if revision not in (None, obligation.revision):
        raise SavedMeanwhile("báo cáo", obligation.saved_by, obligation.saved_at)
    late = punctuality.stays_late(
        late_now=calendar.is_late(at, obligation.late_from) and calendar.is_late(at, obligation.deadline.late_from),
        was_returned=bool(obligation.return_reason),
        was_late=obligation.late,
    )
    sheet = sheet_of(obligation)
    met, total = sheet.share
    against = obligation.blockers_to_submit(sheet.rows) if action == "submit" else None
    _act(
        obligation, action, by=by, at=at, reason=reason, note={"late": late, "version": number}, against=against,
        submitted_at=at, submitted_by=by.name, late=late, on_behalf=on_behalf, received_at=None,
        received_by=None, targets_total=total, targets_met=met,
    )  # fmt: skip
    ReportVersion.objects.create(
        obligation=obligation,
        number=number,
        content=frozen(sheet),
        change_note=obligation.change_note,
        submitted_at=at,
        submitted_by=by.name,
        late=late,
    )


@transaction.atomic
def submit(obligation: Obligation, *, by: Actor, at: datetime, revision: int | None = None) -> None:
    """Hand the report in as it stands; with a revision, only if nobody changed it since that was read."""
    _hand_in(obligation, "submit", by=by, at=at, on_behalf=False, revision=revision)


@transaction.atomic
def enter_on_behalf(obligation: Obligation, *, reason: str, by: Actor, at: datetime) -> None:
    """Hand a report in that the agency typed from the unit's paper; its scan is attached."""
    _hand_in(obligation, "enter_on_behalf", by=by, at=at, on_behalf=True, reason=reason)


@transaction.atomic
def recall(obligation: Obligation, *, by: Actor, at: datetime, reason: str = "") -> None:
    """Take a report back that nobody has received yet."""
    _act(obligation, "recall", by=by, at=at, reason=reason)


@transaction.atomic
def receive(obligation: Obligation, *, by: Actor, at: datetime, reason: str = "") -> None:
    """Receive a report, by name."""
    _act(obligation, "receive", by=by, at=at, reason=reason, received_at=at, received_by=by.person)


@transaction.atomic
def send_back(
    obligation: Obligation, *, reason: str, items: Iterable[str], new_due_on: date, by: Actor, at: datetime
) -> None:
    """Return a report with a reason, what to mend and by when; what was mended is to be told anew."""
    wanted = [item.strip() for item in items if item.strip()]
    if not wanted:
        raise ValidationError("Trả lại bổ sung: hãy ghi ít nhất một nội dung cần bổ sung.")
    if new_due_on < timezone.localdate(at):
        raise ValidationError("Hạn bổ sung phải từ hôm nay trở đi.")
    _act(
        obligation, "return", by=by, at=at, reason=reason,
        note={"items": wanted, "new_due_on": new_due_on.isoformat()},
        return_reason=reason.strip(), return_items=wanted, change_note="",
        late_from=calendar.late_from(new_due_on, inclusive=True),
        extension_reason=f"Trả lại bổ sung, hạn mới {vn_date(new_due_on)}.",
    )  # fmt: skip


@transaction.atomic
def resume(obligation: Obligation, *, by: Actor, at: datetime, reason: str = "") -> None:
    """Begin mending a returned report."""
    _act(obligation, "resume", by=by, at=at, reason=reason)


@transaction.atomic
def accept(obligation: Obligation, *, by: Actor, at: datetime, reason: str = "") -> None:
    """Accept a report that came in time."""
    _act(obligation, "accept", by=by, at=at, reason=reason, accepted_at=at, accepted_late_reason="")


@transaction.atomic
def accept_late(obligation: Obligation, *, reason: str, by: Actor, at: datetime) -> None:
    """Accept a report that came late, with a reason; it stays late."""
    _act(
        obligation,
        "accept_late",
        by=by,
        at=at,
        reason=reason,
        accepted_at=at,
        accepted_late_reason=reason.strip(),
    )


@transaction.atomic
def reopen(obligation: Obligation, *, reason: str, by: Actor, at: datetime) -> None:
    """Open an accepted report again for the agency."""
    _act(obligation, "reopen", by=by, at=at, reason=reason, accepted_at=None, accepted_late_reason="")


@transaction.atomic
def waive(obligation: Obligation, *, reason: str, by: Actor, at: datetime) -> None:
    """Excuse a unit from its report."""
    _act(obligation, "waive", by=by, at=at, reason=reason, waive_reason=reason.strip())


@transaction.atomic
def restore(obligation: Obligation, *, reason: str, by: Actor, at: datetime) -> None:
    """Take an excuse back: the report is owed again; words already written stay."""
    _act(obligation, "restore", by=by, at=at, reason=reason, **OWED_ANEW)


@transaction.atomic
def extend(obligation: Obligation, *, last_day: date, reason: str, by: Actor, at: datetime) -> None:
    """Give one unit more time: a later last day of its own, with a reason."""
    demand(Can.RECEIVE_REPORTS, obligation, by=by, part=Part.TRACKS)
    ensure_underway(obligation.campaign)
    if obligation.status not in Obligation.WITH_THE_UNIT:
        raise ValidationError("Chỉ gia hạn khi báo cáo còn ở đơn vị.")
    if not reason.strip():
        raise ValidationError("Gia hạn: hãy ghi rõ lý do.")
    before = obligation.last_day
    if before and last_day <= before:
        raise ValidationError(f"Ngày gia hạn phải sau hạn hiện nay ({vn_date(before)}).")
    if last_day < timezone.localdate(at):
        raise ValidationError("Ngày gia hạn phải từ hôm nay trở đi.")
    moment = calendar.late_from(last_day, inclusive=True)
    changed = Obligation.objects.filter(pk=obligation.pk, status=obligation.status, late_from=obligation.late_from)
    if not changed.update(late_from=moment, extension_reason=reason.strip()):
        raise ValidationError("Người khác vừa xử lý báo cáo này. Hãy tải lại trang để xem tình trạng mới nhất.")
    obligation.late_from, obligation.extension_reason = moment, reason.strip()
    history.record(
        "obligation.extend", obligation, by=by, at=at, label=f"Gia hạn đến hết ngày {vn_date(last_day)}",
        reason=reason.strip(), before=before.isoformat() if before else "", after=last_day.isoformat(),
    )  # fmt: skip


@transaction.atomic
def add_exemplar(
    obligation: Obligation,
    *,
    kind: str,
    title: str,
    story: str,
    person: Person | None = None,
    by: Actor,
    at: datetime,
) -> Exemplar:
    """Name an exemplar, a good practice or an initiative in a report."""
    ensure_writer(obligation, by, at)
    exemplar = Exemplar(
        campaign_id=obligation.campaign_id,
        unit_id=obligation.unit_id,
        obligation=obligation,
        kind=kind,
        title=title.strip(),
        story=story.strip(),
        person=person,
        found_at=at,
    )
    exemplar.full_clean()
    exemplar.save()
    search.touch(exemplar)
    history.record("obligation.exemplar", obligation, by=by, at=at, label=f"Nêu điển hình: {exemplar.title}"[:160])
    return exemplar


@transaction.atomic
def remove_exemplar(exemplar: Exemplar, *, by: Actor, at: datetime) -> None:
    """Take an exemplar out of a report while nobody has registered it."""
    obligation = exemplar.obligation
    if obligation is None:
        raise ValidationError("Điển hình này không nêu trong báo cáo nào.")
    ensure_writer(obligation, by, at)
    if exemplar.status != Exemplar.Status.FOUND:
        raise ValidationError("Điển hình đã được cơ quan thường trực xem xét nên không bỏ được.")
    if exemplar.pictures.exists():
        raise ValidationError(
            "Điển hình này có ảnh, hoặc từng có ảnh đã bỏ, nên không bỏ khỏi báo cáo được. Hãy sửa lại nội dung."
        )
    search.touch(exemplar)
    history.record("obligation.exemplar", obligation, by=by, at=at, label=f"Bỏ điển hình: {exemplar.title}"[:160])
    exemplar.delete()


def record(unit: Unit, campaign: Campaign, at: datetime) -> punctuality.Record:
    """Return a unit's record of reports complete and on time in a campaign (HP-06)."""
    rows = Obligation.objects.filter(unit=unit, campaign=campaign).values_list("status", "late_from", "late")
    return punctuality.record_of([punctuality.Due(*row) for row in rows], at)


def records(campaign: Campaign, at: datetime) -> dict[int, punctuality.Record]:
    """Return the same record for every unit of a campaign, by the unit's id."""
    dues: dict[int, list[punctuality.Due]] = {}
    for unit_id, *due in Obligation.objects.filter(campaign=campaign).values_list(
        "unit_id", "status", "late_from", "late"
    ):
        dues.setdefault(unit_id, []).append(punctuality.Due(*due))
    return {unit_id: punctuality.record_of(owed, at) for unit_id, owed in dues.items()}
