"""Peak drives of units: drafted, launched inside the campaign's dates, ended with a result (DT-04)."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from campaigns.models import Campaign, PeakDrive
from campaigns.services.field_work import ensure_takes_part, ensure_underway, require_text
from communes import history
from communes.access import Actor, Can
from communes.acting import act, demand
from communes.models import Unit


@transaction.atomic
def draft(
    campaign: Campaign,
    unit: Unit,
    *,
    name: str,
    starts_on: date,
    ends_on: date,
    content: str = "",
    by: Actor,
    at: datetime,
) -> PeakDrive:
    """Draft a peak drive of a unit."""
    drive = PeakDrive(campaign=campaign, unit=unit)
    demand(Can.PLAN_UNIT, drive, by=by, own_unit=True)
    ensure_takes_part(campaign, unit)
    _fill(drive, name=name, starts_on=starts_on, ends_on=ends_on, content=content)
    drive.save()
    history.record("peakdrive.draft", drive, by=by, at=at, label="Soạn đợt cao điểm", to_status=drive.status)
    return drive


@transaction.atomic
def change(
    drive: PeakDrive, *, name: str, starts_on: date, ends_on: date, content: str = "", by: Actor, at: datetime
) -> None:
    """Change a drive that is not launched yet."""
    demand(Can.PLAN_UNIT, drive, by=by, own_unit=True)
    ensure_underway(drive.campaign)
    if drive.status != PeakDrive.Status.DRAFT:
        raise ValidationError("Đợt cao điểm đã phát động nên không sửa được.")
    _fill(drive, name=name, starts_on=starts_on, ends_on=ends_on, content=content)
    drive.save(update_fields=["name", "starts_on", "ends_on", "content"])
    history.record("peakdrive.change", drive, by=by, at=at, label="Sửa đợt cao điểm")


def _fill(drive: PeakDrive, *, name: str, starts_on: date, ends_on: date, content: str) -> None:
    """Put checked facts on a drive; whether it lies inside the campaign is asked at the launch."""
    require_text(name=(name, "tên đợt cao điểm"))
    if ends_on < starts_on:
        raise ValidationError("Ngày kết thúc phải từ ngày bắt đầu trở đi.")
    drive.name, drive.starts_on, drive.ends_on, drive.content = name.strip(), starts_on, ends_on, content.strip()


@transaction.atomic
def note_result(drive: PeakDrive, *, result: str, by: Actor, at: datetime) -> None:
    """Write what a launched drive brought."""
    demand(Can.PLAN_UNIT, drive, by=by, own_unit=True)
    ensure_underway(drive.campaign)
    if drive.status != PeakDrive.Status.LAUNCHED:
        raise ValidationError("Chỉ ghi kết quả của đợt cao điểm đang thực hiện.")
    require_text(result=(result, "kết quả của đợt cao điểm"))
    drive.result = result.strip()
    drive.save(update_fields=["result"])
    history.record("peakdrive.result", drive, by=by, at=at, label="Ghi kết quả đợt cao điểm")


@transaction.atomic
def launch(drive: PeakDrive, *, by: Actor, at: datetime) -> None:
    """Launch a drive."""
    ensure_underway(drive.campaign)
    act(drive, "launch", by=by, at=at)


@transaction.atomic
def end(drive: PeakDrive, *, by: Actor, at: datetime) -> None:
    """End a drive whose result is written."""
    ensure_underway(drive.campaign)
    act(drive, "end", by=by, at=at)


@transaction.atomic
def resume(drive: PeakDrive, *, reason: str, by: Actor, at: datetime) -> None:
    """Take an ended drive back into its course."""
    ensure_underway(drive.campaign)
    act(drive, "resume", by=by, at=at, reason=reason)


def overview(campaign: Campaign, actor: Actor | None = None) -> list[PeakDrive]:
    """Return a campaign's launched and ended drives in order of time, for its overview and its summary (DT-04)."""
    rows = PeakDrive.objects.filter(campaign=campaign).exclude(status=PeakDrive.Status.DRAFT)
    rows = rows.within(actor) if actor else rows
    return list(rows.select_related("campaign__commune", "unit").order_by("starts_on", "pk"))
