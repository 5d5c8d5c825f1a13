"""The home page: what waits for me, and the campaigns at a glance."""

from django.db.models import Count, Q
from django.shortcuts import render
from django.utils import timezone

from campaigns.models import Campaign
from communes.access import Can, requires
from reports import waiting


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
        "campaigns": campaigns,
    }
    return render(request, "reports/home.html", facts)
