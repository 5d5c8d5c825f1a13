"""The bulletin of exemplars: what was made known, for everybody of the commune who signs in."""

from django.db.models import Count, Q
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from campaigns.forms.adoptions import BulletinFilter
from campaigns.models import Adoption, Exemplar
from campaigns.services import adoptions
from communes.access import Can, requires
from communes.addresses import here
from kit.views import filtered, paginate, sort

SORTS = {"published": "published_on", "title": "title", "unit": ["unit__kind_order", "unit__name"], "spread": "spread"}


def _told():
    """Return the exemplars made known, with how many units work by each."""
    spread = Count("adoptions", filter=Q(adoptions__ended_on=None), distinct=True)
    return Exemplar.objects.told().select_related("campaign__commune", "unit", "person").annotate(spread=spread)


def listed(request):
    """Return the filters of the list and its rows in the order asked for."""
    found = filtered(request, BulletinFilter, _told())
    return found, sort(request, found.qs, allowed=SORTS, default="-published")


@requires(Can.SEE_CAMPAIGNS)
def index(request):
    """List the exemplars made known, the latest first."""
    found, rows = listed(request)
    return render(request, "campaigns/bulletin.html", {"filter": found, "page": paginate(request, rows)})


@requires(Can.SEE_CAMPAIGNS)
def detail(request, pk):
    """Show one exemplar made known: its story, its pictures, who works by it."""
    exemplar = get_object_or_404(_told(), pk=pk)
    actor = request.actor
    may_adopt = actor.may(Can.REPORT_RESULTS) or actor.may(Can.PUBLISH_EXEMPLARS)
    facts = {
        "exemplar": exemplar,
        "pictures": exemplar.pictures.present().select_related("exemplar__campaign__commune"),
        "running": Adoption.objects.running().filter(exemplar=exemplar).select_related("unit").order_by("started_on"),
        "adoptions_url": here(actor, "campaigns:adoptions"),
        "may_adopt": may_adopt and adoptions.adopting_units(exemplar, actor, on=timezone.localdate()).exists(),
        "own": actor.sees_all_units or exemplar.unit_id in actor.unit_ids,
        "crumbs": [("Bản tin điển hình", here(actor, "campaigns:bulletin")), (exemplar.title, "")],
    }
    return render(request, "campaigns/bulletin_item.html", facts)
