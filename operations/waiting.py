"""What waits for the administrator of a commune: to see that the installation is backed up again."""

from datetime import datetime, timedelta

from django.db.models import Exists, Subquery
from django.utils import timezone

from communes.access import Actor, Can
from communes.addresses import here
from communes.models import Commune, User
from kit.moments import away
from kit.vietnamese import vn_datetime
from operations.models import Backup
from reports.waiting import register
from reports.waiting.tasks import Found, Source, Task

PAGE = "operations:backups"
# A backup is made every night; one that failed or took long is forgiven for half a day.
LATE, VERY_LATE = timedelta(hours=36), timedelta(days=7)
# An installation may be a day old before its first backup is missed.
FIRST_DAY = timedelta(days=1)


def late(actor: Actor, at: datetime) -> Found:
    """Return the commune, where the last good backup of the installation is old or there is none."""
    good = Backup.objects.filter(status=Backup.Status.GOOD)
    rows = Commune.objects.filter(
        ~Exists(good.exclude(away("finished_at", LATE, at=at))),
        Exists(User.objects.filter(date_joined__lt=at - FIRST_DAY)),
        pk=actor.commune.pk,
        training_for=None,
    )
    newest = good.order_by("-finished_at").values("finished_at")[:1]
    return rows.annotate(last_good=Subquery(newest)), lambda row: Task(
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
    ago = f"{days} ngày trước" if days else "hôm nay"
    return f"Bản sao lưu tốt gần nhất: {ago} ({vn_datetime(timezone.localtime(last_good))})"


register(Source(Can.MANAGE_COMMUNE, "Sao lưu", late, PAGE))
