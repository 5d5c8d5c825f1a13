"""What monitoring reads of the rows at each look: jobs, sessions, backups, seals, workers, disks. It names nobody."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import Error
from django.db.models import BigIntegerField, Count, F, Max, Min, Model, Q, QuerySet, Subquery, Value
from django_scopes import scopes_disabled
from redis.exceptions import RedisError

from campaigns.models import UploadCheck
from communes.models import UserSession
from communes.models.chains import CHAINS, Chain
from operations.models import Backup
from operations.services import brokers
from operations.services.health import disks
from province.models import RollUpPaper
from reports import workers
from reports.models import Document, Mailing

DAY = timedelta(days=1)
# Lines older than so many are sealed, or the nightly look finds them.
LINES_BACK = 5000


@dataclass(frozen=True, slots=True)
class Gauge:
    """One measure: its name, what it says, its values by labels."""

    name: str
    told: str
    values: list[tuple[dict[str, str], float]]


def read(*, at: datetime) -> list[Gauge]:
    """Return every measure; the number of queries does not depend on what there is."""
    with scopes_disabled():
        return [*_jobs(at), *_messages(), *_installation(at), *_workers(at), *_disks()]


def _jobs(at: datetime) -> list[Gauge]:
    """Return what waits, runs and failed, by queue, and for how long the oldest waits."""
    counted, oldest = [], dict.fromkeys((workers.PAPERS, workers.MAIL, workers.IMPORTS), 0.0)

    def waits(queue, since):
        oldest[queue] = max(oldest[queue], _seconds(since, at))

    failed = 0
    for row in _papers(Document, F("kind"), at).union(_papers(RollUpPaper, Value("roll-up"), at), all=True):
        if row["status"] == Document.Status.FAILED:
            failed += row["rows"]
            continue
        counted.append((workers.PAPERS, row["sort"], row["status"], row["rows"]))
        if row["status"] == Document.Status.QUEUED:
            waits(workers.PAPERS, row["since"])
    counted.append((workers.PAPERS, "any", "failed_today", failed))
    letters = Mailing.objects.filter(status__in=(*Mailing.OPEN, Mailing.Status.SENDING)).values("status").order_by()
    for row in letters.annotate(rows=Count("pk"), since=Min("try_at")):
        counted.append((workers.MAIL, "letter", row["status"], row["rows"]))
        if row["status"] in Mailing.LEAVING:
            waits(workers.MAIL, row["since"])
    scans = UploadCheck.objects.filter(outcome=UploadCheck.Outcome.WAITING)
    scans = scans.aggregate(rows=Count("pk"), since=Min("asked_at"))
    counted.append((workers.IMPORTS, "virus_scan", "waiting", scans["rows"]))
    waits(workers.IMPORTS, scans["since"])
    names = ("queue", "kind", "state")
    return [
        Gauge("emulation_jobs", "Jobs by queue, kind and state.",
              [(dict(zip(names, words, strict=True)), rows) for *words, rows in counted]),
        Gauge("emulation_oldest_waiting_seconds", "How long the oldest job of a queue has waited.",
              [({"queue": queue}, seconds) for queue, seconds in oldest.items()]),
    ]  # fmt: skip


def _papers(model: type[Model], sort: F | Value, at: datetime) -> QuerySet:
    """Count the papers of a model that are unfinished or failed in a day, by status and sort, with the oldest."""
    found = Q(status__in=model.UNFINISHED) | Q(status="failed", finished_at__gt=at - DAY)
    rows = model.objects.filter(found).annotate(sort=sort).values("status", "sort").order_by()
    return rows.annotate(rows=Count("pk"), since=Min("requested_at"))


def _messages() -> list[Gauge]:
    """Return whether the broker answers, and what waits in it."""
    try:
        waiting = brokers.messages()
    except brokers.NoAnswer:
        return [Gauge("emulation_broker_up", "Whether the broker answers.", [({}, 0)])]
    return [
        Gauge("emulation_broker_up", "Whether the broker answers.", [({}, 1)]),
        Gauge("emulation_broker_messages", "Messages in the broker.",
              [({"queue": queue}, number) for queue, number in waiting.items()]),
    ]  # fmt: skip


def _installation(at: datetime) -> list[Gauge]:
    """Return sessions, and how long ago a backup was made and history was sealed."""
    sessions = UserSession.objects.filter(expire_date__gt=at, user__isnull=False).count()
    backup = Backup.objects.good(at=at).aggregate(last=Max("finished_at"))["last"]
    unsealed = [_unsealed(chain) for chain in CHAINS.values()]
    since = min((each["since"] for each in unsealed if each["rows"]), default=None)
    found = [
        Gauge("emulation_sessions", "Sessions of people that have not ended.", [({}, sessions)]),
        Gauge("emulation_history_unsealed", "Lines of history without a seal.",
              [({}, sum(each["rows"] for each in unsealed))]),
        Gauge("emulation_history_unsealed_oldest_seconds", "How long the oldest of them has waited for its seal.",
              [({}, _seconds(since, at))]),
    ]  # fmt: skip
    if backup:
        found.append(
            Gauge("emulation_backup_age_seconds", "How old the last good backup is.", [({}, _seconds(backup, at))])
        )
    return found


def _unsealed(chain: Chain) -> dict:
    """Return how many of the latest lines of a kind of holder have no seal, and since when the oldest of them."""
    newest = Subquery(chain.lines.objects.order_by("-pk").values("pk")[:1], output_field=BigIntegerField())
    rows = chain.lines.objects.filter(pk__gt=newest - LINES_BACK, seal=None)
    return rows.aggregate(rows=Count("pk"), since=Min("at"))


def _workers(at: datetime) -> list[Gauge]:
    """Return how long ago workers were heard of; nothing while the cache, which knows it, is away."""
    try:
        heard = workers.last_heard(at=at)
    except (Error, RedisError):
        return []
    return [
        Gauge("emulation_worker_silent_seconds", "How long ago workers of a queue were heard of, a week at most.",
              [({"queue": queue}, ago.total_seconds()) for queue, ago in heard.items()]),
    ]  # fmt: skip


def _disks() -> list[Gauge]:
    """Return the room on the disks of files, state and backups."""
    usages = disks()
    return [
        Gauge("emulation_disk_free_bytes", "Room left on a disk.",
              [({"place": place}, usage.free) for place, usage in usages.items()]),
        Gauge("emulation_disk_size_bytes", "Size of a disk.",
              [({"place": place}, usage.total) for place, usage in usages.items()]),
    ]  # fmt: skip


def _seconds(since: datetime | None, at: datetime) -> float:
    """Return how many seconds ago something was; none where it never was or is to come."""
    return max((at - since).total_seconds(), 0.0) if since else 0.0
