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


@requires(Can.SEE_ALL_UNITS)
def number_list(request):
    """List the numbers given, the latest papers first."""
    rows = RegisteredNumber.objects.within(request.actor).told_to(request.actor.may(Can.SEE_UNANNOUNCED))
    found = filtered(request, NumberFilter, rows)
    page = paginate(request, sort(request, found.qs, allowed=SORTS, default="-dated"))
    return render(request, "communes/number_list.html", {"page": page, "filter": found})
