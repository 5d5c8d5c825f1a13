"""Dates that the plan leaves open, set by the standing agency with a reason."""

from datetime import date, datetime
from itertools import count

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from campaigns.models import Campaign, Deadline
from campaigns.planfile.words import DeadlineKind, Paper, Part
from campaigns.rules import calendar
from campaigns.services.projection import REQUESTED, generate_obligations, move_reports
from communes import history
from communes.access import Actor, Can
from communes.acting import demand

SETTABLE = (DeadlineKind.LATER_PLAN, DeadlineKind.UNSTATED)


@transaction.atomic
def set_date(deadline: Deadline, *, last_day: date, reason: str, by: Actor, at: datetime) -> int:
    """Set a date that the plan leaves to a later plan or does not state; return how many reports now fall due."""
    campaign = deadline.campaign
    demand(Can.RECEIVE_REPORTS, campaign, by=by, part=Part.TRACKS)
    if deadline.retired_at:
        raise ValidationError("Kế hoạch điều chỉnh đã bỏ thời hạn này.")
    if deadline.kind not in SETTABLE:
        raise ValidationError("Thời hạn này do kế hoạch quy định; muốn thay đổi phải điều chỉnh kế hoạch.")
    if campaign.status not in (Campaign.Status.ISSUED, Campaign.Status.SUMMING_UP):
        raise ValidationError("Chỉ ấn định thời hạn khi phong trào đang thực hiện.")
    if not reason.strip():
        raise ValidationError("Hãy ghi căn cứ ấn định thời hạn (văn bản, ý kiến chỉ đạo).")
    moment = calendar.late_from(last_day, inclusive=True)
    before = deadline.last_day
    Deadline.objects.filter(pk=deadline.pk).update(late_from=moment, set_by_hand=True, set_reason=reason.strip())
    deadline.refresh_from_db()
    move_reports(deadline)
    history.record(
        "deadline.set", deadline, by=by, at=at, label="Ấn định thời hạn", reason=reason.strip(),
        before=before.isoformat() if before else "", after=last_day.isoformat(),
    )  # fmt: skip
    return generate_obligations(campaign)


@transaction.atomic
def request_report(campaign: Campaign, *, title: str, last_day: date, reason: str, by: Actor, at: datetime) -> Deadline:
    """Ask every participating unit for a report that the plan does not foresee."""
    demand(Can.RECEIVE_REPORTS, campaign, by=by, part=Part.TRACKS)
    if campaign.status not in (Campaign.Status.ISSUED, Campaign.Status.SUMMING_UP):
        raise ValidationError("Chỉ yêu cầu báo cáo khi phong trào đang thực hiện.")
    if not title.strip() or not reason.strip():
        raise ValidationError("Hãy ghi tên báo cáo và căn cứ yêu cầu.")
    if last_day < timezone.localdate(at):
        raise ValidationError("Ngày cuối còn hạn phải từ hôm nay trở đi.")
    moment = calendar.late_from(last_day, inclusive=True)
    if campaign.deadlines.filter(retired_at=None, title=title.strip(), late_from=moment).exists():
        raise ValidationError("Đã yêu cầu báo cáo này với cùng thời hạn.")
    try:
        with transaction.atomic():
            deadline = Deadline.objects.create(
                campaign=campaign,
                key=_free_key(campaign),
                year=last_day.year if campaign.over_several_years else None,
                paper=Paper.UNIT_REPORT,
                kind=DeadlineKind.ON_DATE,
                title=title.strip(),
                late_from=moment,
                set_by_hand=True,
                set_reason=reason.strip(),
            )
    except IntegrityError:
        raise ValidationError("Người khác vừa yêu cầu một báo cáo. Hãy tải lại trang rồi gửi lại.") from None
    history.record("deadline.request", deadline, by=by, at=at, label="Yêu cầu báo cáo", reason=reason.strip())
    generate_obligations(campaign)
    return deadline


def _free_key(campaign: Campaign) -> str:
    """Return the next short name of a requested report that no deadline of the campaign has."""
    taken = set(campaign.deadlines.filter(key__startswith=REQUESTED).values_list("key", flat=True))
    return next(key for key in (f"{REQUESTED}{number}" for number in count(1)) if key not in taken)
