"""The way in: to the only commune, or to a choice between several."""

from django.shortcuts import redirect, render
from django.utils import timezone
from django_scopes import scopes_disabled

from communes.models import Commune, Membership
from communes.ways_in import doors


def start(request):
    """Lead a user to the commune where a role is held today; offer the choice where there are several.

    A training ground is entered from its commune, so that it alone makes no choice necessary.
    """
    with scopes_disabled():
        held = Membership.objects.valid_on(timezone.localdate()).filter(person__user_id=request.user.pk)
        communes = list(Commune.objects.filter(pk__in=held.values("person__commune")).order_by("name", "pk"))
    real = [each for each in communes if not each.is_training]
    others = doors(request.user, timezone.localdate())
    if len(real) == 1 and not others:
        return redirect(real[0])
    if len(others) == 1 and not communes:
        return redirect(others[0].url)
    known = {each.pk for each in real}
    open_to = [each for each in communes if not each.is_training or each.training_for_id in known]
    return render(request, "communes/start.html", {"communes": open_to, "doors": others})
