"""The register of outgoing papers."""

from django.shortcuts import render

from communes.access import Can, requires
from communes.forms.filters import NumberFilter
from communes.models import RegisteredNumber
from kit.views import filtered, paginate, sort

SORTS = {
    "dated": ["dated", "number"],
    "number": ["year", "symbol", "number"],
    "symbol": ["symbol", "year", "number"],
    "taken": "taken_at",
}


def listed(request):
    """Return the filters of the list and its rows in the order asked for."""
    rows = RegisteredNumber.objects.within(request.actor).told_to(request.actor.may(Can.SEE_UNANNOUNCED))
    found = filtered(request, NumberFilter, rows)
    return found, sort(request, found.qs, allowed=SORTS, default="-dated")


@requires(Can.SEE_ALL_UNITS)
def number_list(request):
    """List the numbers given, the latest papers first."""
    found, rows = listed(request)
    return render(request, "communes/number_list.html", {"page": paginate(request, rows), "filter": found})
