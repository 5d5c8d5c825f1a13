"""The history of a commune."""

from django.shortcuts import render

from communes.access import Can, requires
from communes.forms.filters import HistoryFilter
from communes.models import HistoryEntry
from kit.views import filtered, paginate


def listed(request):
    """Return the filters of the list and its rows the latest first."""
    acts = HistoryEntry.objects.within(request.actor).acts().select_related("unit")
    found = filtered(request, HistoryFilter, acts)
    return found, found.qs.order_by("-pk")


@requires(Can.SEE_HISTORY)
def history_list(request):
    """List every act in the commune, the latest first."""
    found, rows = listed(request)
    return render(request, "communes/history_list.html", {"page": paginate(request, rows), "filter": found})
