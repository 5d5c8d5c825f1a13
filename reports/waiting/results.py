"""What was lately told to a unit about its nominations: named on the home page for a month."""

from datetime import datetime, timedelta

from django.db.models import Max, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from awards.models import DecisionLine, Nomination
from communes.access import Actor, Can
from kit.vietnamese import vn_date
from reports.waiting.tasks import SHOWN, Task

LATELY = timedelta(days=30)


def lately_told(actor: Actor, *, at: datetime) -> list[Task]:
    """Return the results of the actor's own units that published decisions told within a month, the newest first."""
    if not (actor.unit_ids and actor.may(Can.SEE_NOMINATIONS)):
        return []
    told = DecisionLine.objects.filter(decision__published_at__isnull=False)
    recent = told.filter(decision__published_at__gt=at - LATELY)
    rows = (
        Nomination.objects.own(actor)
        .filter(
            Q(pk__in=recent.values("nomination"))
            | Q(
                status__in=Nomination.TOLD_AT_THE_END,
                round__in=recent.filter(about=None, nomination__round__isnull=False).values("nomination__round"),
            )
        )
        .for_list()
        .without_words()
        .annotate(told_at=Coalesce(_newest(told, nomination=OuterRef("pk")),
                                   _newest(told.filter(about=None), nomination__round=OuterRef("round"))))
        .order_by("-told_at", "-pk")[:SHOWN]
    )  # fmt: skip
    return [_task(row, actor) for row in rows if row.announced()]


def _newest(told, **which) -> Subquery:
    """Return when the newest of some lines was published."""
    rows = told.filter(**which).order_by().values(*which).annotate(newest=Max("decision__published_at"))
    return Subquery(rows.values("newest")[:1])


def _task(row: Nomination, actor: Actor) -> Task:
    """Return one result with the way to its dossier."""
    label, tone = row.shown_status(actor)
    return Task(
        title=f"{label}: {row}",
        action="Xem kết quả",
        url=row.get_absolute_url(),
        meta=f"{row.unit} · {row.campaign}",
        due=f"Công bố {vn_date(timezone.localdate(row.told_at))}",
        tone=tone,
    )
