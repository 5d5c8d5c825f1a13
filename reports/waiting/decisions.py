"""What waits for an actor after the council: decisions to draw up, check, send, sign, issue and publish."""

from collections.abc import Callable
from datetime import date, datetime

from django.db.models import Count, Max, QuerySet
from django.utils import timezone

from awards.models import AgendaItem, Decision, DecisionLine, Nomination
from awards.rules import kinds
from awards.services.decisions import WRITING, own_work
from campaigns.models import Campaign
from communes.access import Actor, Can
from communes.addresses import here
from communes.models import HistoryEntry
from kit.vietnamese import small_count, vn_date
from reports.waiting.tasks import Found, Source, Task

SIGNED = {"session__status__in": ("minutes_signed", "closed"), "session__minutes__chair_signed_at__isnull": False}
DECIDED_HERE = [award for award, kind in kinds.KINDS.items() if kind.decided_here]


def _day(what: str, when: date | datetime | None) -> str:
    """Say what was done on which day."""
    if when is None:
        return ""
    return f"{what} {vn_date(timezone.localdate(when) if isinstance(when, datetime) else when)}"


def _to_draft(actor: Actor, at: datetime):
    """Return the campaigns in which recommended cases stand in signed minutes and in no decision yet (L-13)."""
    signed = AgendaItem.objects.recommending().filter(**SIGNED)
    taken = DecisionLine.objects.filter(about=None, released_at=None).values("nomination_id")
    cases = Nomination.objects.filter(
        status="recommended", authority="commune", award__in=DECIDED_HERE, pk__in=signed.values("nomination_id"),
    ).exclude(pk__in=taken)  # fmt: skip
    rows = Campaign.objects.filter(status__in=("issued", "summing_up"), nominations__in=cases)
    rows = rows.annotate(
        cases=Count("nominations", distinct=True),
        signed_at=Max("nominations__agenda_items__session__minutes__chair_signed_at"),
    )
    return rows.order_by("signed_at", "pk"), lambda row: Task(
        title=f"Lập quyết định khen thưởng cho {small_count(row.cases)} hồ sơ được Hội đồng tán thành",
        action="Lập quyết định",
        url=here(actor, "awards:decision-draft", row.pk),
        meta=str(row),
        due=_day("Biên bản ký", row.signed_at),
    )


def _decisions(rows: QuerySet[Decision], verb: str, title: str, due: Callable[[Decision], str]) -> Found:
    """Return tasks over decisions; the title names the decision."""
    return rows.select_related("commune", "campaign").order_by("pk"), lambda row: Task(
        title=f"{title}: {row.title}",
        action=verb,
        url=row.get_absolute_url(),
        meta=f"{row} · {row.campaign}" if row.number else str(row.campaign),
        due=due(row),
    )


def _to_check(actor: Actor, at: datetime):
    """Return draft decisions that somebody else drew up and edited."""
    lines, drafts = own_work(actor)
    own = HistoryEntry.objects.filter(record_type=Decision._meta.label_lower, **lines, action__in=WRITING)
    rows = Decision.objects.filter(status="draft").exclude(pk__in=own.values("record_id"))
    rows = rows.exclude(**drafts)
    return _decisions(rows, "Kiểm tra", "Kiểm tra dự thảo quyết định", lambda row: _day("Lập", row.drafted_on))


def _to_send(actor: Actor, at: datetime):
    """Return decisions that were checked and not sent to be signed."""
    rows = Decision.objects.filter(status="checked")
    return _decisions(rows, "Trình ký", "Trình ký quyết định", lambda row: _day("Kiểm tra", row.checked_at))


def _to_sign(actor: Actor, at: datetime):
    """Return decisions that wait for a signature."""
    rows = Decision.objects.filter(status="awaiting_signature", signed_at=None)
    return _decisions(rows, "Ký", "Ký quyết định", lambda row: _day("Trình", row.sent_at))


def _to_number(actor: Actor, at: datetime):
    """Return signed decisions that wait for number and date."""
    rows = Decision.objects.filter(status="awaiting_signature", signed_at__isnull=False)
    return _decisions(
        rows, "Cấp số, ban hành", "Cấp số, ban hành quyết định", lambda row: _day("Ký", row.signed_at)
    )  # fmt: skip


def _to_publish(actor: Actor, at: datetime):
    """Return issued decisions that are not published yet."""
    rows = Decision.objects.filter(status="issued", published_at=None)
    return _decisions(rows, "Công bố", "Công bố quyết định", lambda row: _day("Ban hành", row.issued_on))


SOURCES: tuple[Source, ...] = (
    Source(Can.PREPARE_DECISIONS, "Chờ lập quyết định khen thưởng", _to_draft, "awards:decisions"),
    Source(Can.CHECK_DECISIONS, "Dự thảo quyết định chờ kiểm tra", _to_check, "awards:decisions"),
    Source(Can.PREPARE_DECISIONS, "Quyết định chờ trình ký", _to_send, "awards:decisions"),
    Source(Can.DECIDE_AWARDS, "Quyết định chờ ký", _to_sign, "awards:decisions"),
    Source(Can.ISSUE_PAPERS, "Quyết định chờ cấp số", _to_number, "awards:decisions"),
    Source(Can.PUBLISH_DECISIONS, "Quyết định chờ công bố", _to_publish, "awards:decisions"),
)
