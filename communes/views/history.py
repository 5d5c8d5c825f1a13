"""The history of a commune."""

from django.shortcuts import render

from communes.access import Can, requires
from communes.forms.filters import HistoryFilter
from communes.models import HistoryEntry
from kit.views import filtered, paginate


@requires(Can.SEE_HISTORY)
def history_list(request):
    """List every act in the commune, the latest first."""
    found = filtered(request, HistoryFilter, HistoryEntry.objects.within(request.actor).select_related("unit"))
    page = paginate(request, found.qs.order_by("-pk"))
    return render(request, "communes/history_list.html", {"page": page, "filter": found})
