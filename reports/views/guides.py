"""The guide of each role as a page, and all of them in a list."""

from django.http import Http404
from django.shortcuts import render

from communes.access import Can, requires
from communes.addresses import here
from communes.models import Membership
from reports.guides import GUIDES, guide_for, guides_for

LIST = "Hướng dẫn"


@requires(Can.ENTER)
def guide_list(request):
    """List the guides: those of the actor's own roles, then the others."""
    own = guides_for(held.role for held in request.actor.memberships)
    others = [guide for guide in GUIDES if guide not in own]
    return render(request, "reports/guide_list.html", {"own": own, "others": others})


@requires(Can.ENTER)
def guide(request, role):
    """Show the guide of a role, in large letters where asked; its paper is made of a role that somebody holds."""
    found = guide_for(role)
    if found is None:
        raise Http404
    facts = {
        "guide": found,
        "large": request.GET.get("size") == "large",
        "held": _held(request.actor, found.roles),
        "crumbs": [(LIST, here(request.actor, "reports:guides")), (found.title, "")],
    }
    return render(request, "reports/guide.html", facts)


def _held(actor, roles) -> Membership | None:
    """Return a role of which the guide's paper is made: the actor's own, else one of which the actor may know."""
    own = next((held for held in actor.memberships if held.role in roles), None)
    return own or Membership.objects.within(actor).filter(role__in=roles).order_by("pk").first()
