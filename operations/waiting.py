"""What waits for the administrator of a commune: to see that the installation is backed up again."""

from datetime import datetime, timedelta

from django.db.models import Exists, Subquery
from django.utils import timezone

from communes.access import Actor, Can
from communes.addresses import here
from communes.models import Commune, User
from kit.vietnamese import vn_datetime
from operations.models import LATE, Backup
from reports.waiting import register
from reports.waiting.tasks import Found, Source, Task

PAGE = "operations:backups"
VERY_LATE = timedelta(days=7)
# An installation may be a day old before its first backup is missed.
FIRST_DAY = timedelta(days=1)


def late(actor: Actor, at: datetime) -> Found:
    """Return the commune, where the last good backup of the installation is old or there is none."""
    good = Backup.objects.good(at=at)
    rows = Commune.objects.filter(
        ~Exists(good.filter(finished_at__gte=at - LATE)),
        Exists(User.objects.filter(date_joined__lt=at - FIRST_DAY)),
        pk=actor.commune.pk,
        training_for=None,
    )
    return rows.annotate(last_good=Subquery(good.values("finished_at")[:1])), lambda row: Task(
        title=told(row.last_good, at),
        action="Xem",
        url=here(actor, PAGE),
        meta="Báo người vận hành máy chủ kiểm tra việc sao lưu",
        tone="danger" if row.last_good is None or row.last_good < at - VERY_LATE else "warning",
    )


def told(last_good: datetime | None, at: datetime) -> str:
    """Say how long ago the last good backup was made."""
    if last_good is None:
        return "Chưa có bản sao lưu tốt nào"
    days = (timezone.localdate(at) - timezone.localdate(last_good)).days
    ago = f"{days} ngày trước" if days > 0 else "hôm nay" if days == 0 else "ghi lúc đồng hồ máy chủ chạy nhanh"
    return f"Bản sao lưu tốt gần nhất: {ago} ({vn_datetime(timezone.localtime(last_good))})"


register(Source(Can.MANAGE_COMMUNE, "Sao lưu", late, PAGE))
