"""The home page: what waits for me, and the campaigns at a glance."""

from datetime import datetime

from django.db.models import Count, Q
from django.shortcuts import render
from django.utils import timezone

from campaigns.models import Campaign
from communes.access import Actor, Can, requires
from communes.addresses import here
from kit.vietnamese import vn_date
from reports import waiting
from reports.models import Letter
from reports.waiting.results import LATELY
from reports.waiting.tasks import SHOWN, Task


@requires(Can.ENTER)
def home(request):
    """Show what waits for the actor and how the running campaigns stand."""
    now = timezone.now()
    own = Q() if request.actor.sees_all_units else Q(obligations__unit__in=request.actor.unit_ids)
    open_reports = own & Q(obligations__status__in=["not_started", "draft", "returned"])
    campaigns = (
        Campaign.objects.within(request.actor)
        .filter(status__in=["issued", "summing_up"])
        .select_related("commune")
        .annotate(
            owed=Count("obligations", filter=own & ~Q(obligations__status="waived")),
            accepted=Count("obligations", filter=own & Q(obligations__status="accepted")),
            overdue=Count("obligations", filter=open_reports & Q(obligations__late_from__lte=now)),
        )
        .order_by("ends_on", "pk")[:10]
    )
    facts = {
        "groups": waiting.groups(request.actor, at=now),
        "told": waiting.lately_told(request.actor, at=now),
        "arrived": _arrived(request.actor, at=now),
        "campaigns": campaigns,
    }
    return render(request, "reports/home.html", facts)


def _arrived(actor: Actor, *, at: datetime) -> list[Task]:
    """Return the letters that were issued to the actor's own units within a month, the newest first."""
    if not (actor.unit_ids and actor.may(Can.REPORT_RESULTS)) or actor.sees_all_units:
        return []
    rows = Letter.objects.own(actor).filter(document__requested_at__gt=at - LATELY).for_list()
    return [
        Task(
            title=str(letter),
            action="Đọc",
            url=here(actor, "reports:letter", letter.pk),
            meta=f"Số {letter.document.number_words}, ngày {vn_date(letter.document.issued_on)}",
        )
        for letter in rows.order_by("-document__requested_at", "-pk")[:SHOWN]
    ]
