"""What a commune demands of whoever signs in."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone

from communes.access import Can, requires
from communes.addresses import here
from communes.forms.sign_in_policy import SignInPolicyForm
from communes.models import SENSITIVE_ROLES
from communes.reauth import confirmed
from communes.services import signing_in
from kit.views import refusals


@requires(Can.MANAGE_ACCOUNTS)
@confirmed
def policy(request):
    """Say which roles need a second step, and see who holds one without."""
    commune = request.actor.commune
    form = SignInPolicyForm(request.POST or None, offered=SENSITIVE_ROLES, initial={"roles": commune.second_step_roles})
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            signing_in.demand_second_step(commune, form.cleaned_data["roles"], by=request.actor, at=timezone.now())
            messages.success(request, "Đã lưu quy định đăng nhập.")
            return redirect(here(request.actor, "communes:sign-in-policy"))
    without = [
        (held.person.full_name, held.get_role_display(), here(request.actor, "communes:person", held.person.pk))
        for held in signing_in.without_second_step(on=timezone.localdate())
    ]
    facts = {"form": form, "without": without}
    return render(request, "communes/sign_in_policy.html", facts)
