"""What was done in a province, with its seals; the whole of it for an inspector."""

from django.utils import timezone
from django.views.decorators.http import require_POST

from communes.reauth import confirmed, confirmed_to_open
from communes.services import seals
from communes.views.audit import handed_out
from kit.views import filtered, paginate
from province.access import May, requires
from province.forms.filters import ActFilter
from province.models import ProvinceAct
from province.services import acts
from province.views.shared import here, page


@requires(May.MANAGE)
@confirmed_to_open
def act_list(request):
    """List what was done in the province, the latest first, and show the last seal to copy."""
    province = request.visitor.province
    lines = ProvinceAct.objects.filter(province=province).select_related("seal").order_by("-pk")
    found = filtered(request, ActFilter, lines)
    facts = {
        "page": paginate(request, found.qs),
        "filter": found,
        "last": seals.last_seal(province),
        "export_url": here(request, "acts-export"),
    }
    return page(request, "province/act_list.html", facts)


@require_POST
@requires(May.MANAGE)
@confirmed
def export(request):
    """Send the whole chain as lines of JSON."""
    at, visitor = timezone.now(), request.visitor
    return handed_out(acts.take_out(by=visitor, at=at), f"tinh-{visitor.province.slug}", at=at)
