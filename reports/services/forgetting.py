"""What of this app is erased after its term: notices, letters that left, calendar links that were revoked."""

from datetime import date, datetime

from django.db.models import Q
from django.utils import timezone

from communes.access import Actor
from communes.personal_data import Sweep, pass_by, register
from communes.services.forgetting import OFFICE
from kit.vietnamese import vn_date
from reports.models import CalendarLink, Mailing, Notice


def _notices(before: date):
    """Return the notices of before a day that were read or are over, in no letter that is still kept."""
    rows = Notice.objects.filter(at__date__lt=before, mailings=None)
    return rows.filter(Q(read_at__isnull=False) | Q(over_at__isnull=False)).select_related("person")


def _mailings(before: date):
    """Return the letters of before a day that left or never will."""
    rows = Mailing.objects.filter(day__lt=before, status__in=(Mailing.Status.SENT, Mailing.Status.DROPPED))
    return rows.select_related("person")


def _links(before: date):
    """Return the calendar links that were revoked before a day."""
    return CalendarLink.objects.filter(revoked_at__date__lt=before).select_related("user")


def _delete(rows: list, *, by: Actor, at: datetime) -> None:
    """Delete rows, all of one model."""
    type(rows[0]).objects.filter(pk__in=[row.pk for row in rows]).delete()


def _of_person(row: Notice | Mailing) -> str:
    """Return whose row it is and of which day; what it says may be in confidence."""
    return f"{row.person}, ngày {vn_date(row.day if isinstance(row, Mailing) else timezone.localdate(row.at))}"


pass_by("reports.Notice", "reports.Mailing")
register(
    Sweep(
        "mailings", "Thư nhắc việc đã gửi hoặc không gửi", "Địa chỉ nhận, tiêu đề, nội dung thư.", "Dòng lịch sử.", 12,
        OFFICE, _mailings, _delete, _of_person,
    ),
    Sweep(
        "notices", "Thông báo nhắc việc đã đọc hoặc đã qua", "Cả thông báo.", "Lần nhắc của đơn vị.", 12, OFFICE,
        _notices, _delete, _of_person,
    ),
    Sweep(
        "calendar-links", "Đường dẫn lịch đã thu hồi", "Cả đường dẫn.", "Không.", 12, OFFICE, _links, _delete,
    ),
)  # fmt: skip
