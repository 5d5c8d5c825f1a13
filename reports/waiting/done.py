"""What an actor lately did, and what came of what the actor's units handed in."""

from datetime import datetime, timedelta

from django.db.models import Q
from django.utils import timezone

from campaigns.models import Difficulty, Obligation
from communes.access import Actor, Can
from communes.addresses import here
from communes.models import HistoryEntry
from kit.runs import runs
from kit.vietnamese import vn_date, vn_datetime
from reports.models import Letter
from reports.waiting.results import LATELY, lately_told
from reports.waiting.tasks import SHOWN, Task

DAYS = timedelta(days=7)
# Where a record is shown, by its kind; lines about other kinds lead to nothing of their own and are left out.
PAGES = {
    "campaigns.campaign": "campaigns:campaign",
    "campaigns.obligation": "campaigns:report",
    "campaigns.difficulty": "campaigns:difficulty",
    "campaigns.exemplar": "campaigns:exemplar",
    "campaigns.inspection": "campaigns:inspection",
    "campaigns.unitplan": "campaigns:unit-plan",
    "campaigns.peakdrive": "campaigns:drive",
    "awards.nomination": "awards:nomination",
    "awards.session": "awards:session",
    "awards.ballot": "awards:ballot",
    "awards.minutes": "awards:minutes",
    "awards.decision": "awards:decision",
    "awards.proposal": "awards:proposal",
    "reports.summary": "reports:summary",
    "reports.letter": "reports:letter",
    "communes.person": "communes:person",
    "communes.unit": "communes:unit",
}
# Acts of administrators, whose records know no status.
ABOUT_PEOPLE = (
    "account.created", "account.reset", "account.locked", "account.unlocked", "account.second_factor_removed",
    "person.left", "unit.ended",
)  # fmt: skip


def lately_done(actor: Actor, *, at: datetime) -> list[Task]:
    """Return what the actor did within a week and what was decided about the units' own work, the newest first."""
    return [*_acts(actor, at), *_results(actor, at), *arrived(actor, at=at), *lately_told(actor, at=at)]


def _acts(actor: Actor, at: datetime) -> list[Task]:
    """Return the actor's own acts that moved a record on, or gave and took accounts; a run of the same act as one."""
    rows = HistoryEntry.objects.within(actor).filter(
        user=actor.user, at__gt=at - DAYS, at__lte=at, record_type__in=PAGES
    )
    lines = rows.filter(~Q(to_status="") | Q(action__in=ABOUT_PEOPLE)).order_by("-at", "-pk")[: SHOWN * 4]
    return [
        Task(
            title=f"{run.line.label}: {run.line.record_title}",
            action="Xem",
            url=here(actor, PAGES[run.line.record_type], run.line.record_id),
            due=vn_datetime(timezone.localtime(run.line.at)),
        )
        for run in runs(lines)[:SHOWN]
    ]


def _results(actor: Actor, at: datetime) -> list[Task]:
    """Return the reports of the actor's units that were accepted and the difficulties answered within a week."""
    if not (actor.unit_ids and actor.may(Can.REPORT_RESULTS)):
        return []
    accepted = Obligation.objects.own(actor).filter(status="accepted", accepted_at__gt=at - DAYS).for_list()
    answered = Difficulty.objects.own(actor).filter(status__in=("answered", "closed"), answered_at__gt=at - DAYS)
    answered = answered.select_related("campaign__commune", "unit")
    told = [
        (row.accepted_at, f"Đã duyệt {row.in_a_sentence}", row, "Duyệt")
        for row in accepted.without_words().order_by("-accepted_at", "-pk")[:SHOWN]
    ] + [
        (row.answered_at, f"Đã trả lời vướng mắc: {row.title}", row, "Trả lời")
        for row in answered.order_by("-answered_at", "-pk")[:SHOWN]
    ]
    return [
        Task(title=title, action="Xem", url=row.get_absolute_url(), meta=f"{row.unit} · {row.campaign}",
             due=f"{what} {vn_date(timezone.localdate(moment))}", tone="success")
        for moment, title, row, what in sorted(told, key=lambda each: each[0], reverse=True)[:SHOWN]
    ]  # fmt: skip


def arrived(actor: Actor, *, at: datetime) -> list[Task]:
    """Return the letters that were issued to the actor's own units within a month, the newest first."""
    if not (actor.unit_ids and actor.may(Can.REPORT_RESULTS)) or actor.sees_all_units:
        return []
    rows = Letter.objects.own(actor).filter(document__requested_at__gt=at - LATELY).for_list()
    return [
        Task(
            title=f"Công văn mới đến: {letter}",
            action="Đọc",
            url=here(actor, "reports:letter", letter.pk),
            meta=f"Số {letter.document.number_words}, ngày {vn_date(letter.document.issued_on)}",
        )
        for letter in rows.order_by("-document__requested_at", "-pk")[:SHOWN]
    ]
