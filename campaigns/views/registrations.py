"""Pages of registrations."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from campaigns.forms.field_work import units_of
from campaigns.forms.registrations import RegistrationFilter, RegistrationForm
from campaigns.models import Registration
from campaigns.services import registrations
from campaigns.services.field_work import is_underway
from campaigns.views.field_work import form_page, frame
from campaigns.views.shared import fetch_campaign
from communes.access import Can, requires
from communes.addresses import here
from kit.views import attempt, filtered, paginate, refusals, sort

TAB = "campaigns:unit-plans"
SORTS = {"unit": ["unit__kind_order", "unit__name"], "who": "person__sort_key", "aim": "aim", "at": "registered_at"}


def listed(request, campaign):
    """Return the filters of the list and its rows in the order asked for."""
    rows = Registration.objects.within(request.actor).filter(campaign=campaign)
    found = filtered(request, RegistrationFilter, rows.select_related("unit", "person"))
    return found, sort(request, found.qs, allowed=SORTS, default="unit")


@requires(Can.SEE_CAMPAIGNS)
def index(request, pk):
    """List what units and people registered to strive for."""
    campaign = fetch_campaign(request, pk)
    found, rows = listed(request, campaign)
    page = paginate(request, rows)
    underway = is_underway(campaign)
    facts = frame(
        request,
        campaign,
        TAB,
        below="Đăng ký thi đua",
        filter=found,
        page=page,
        rows=[
            {
                "registration": each,
                "may_withdraw": underway
                and each.withdrawn_at is None
                and request.actor.may_in_own_unit(Can.PLAN_UNIT, each.unit_id),
            }
            for each in page
        ],
        may_register=underway and request.actor.may(Can.PLAN_UNIT) and units_of(campaign, request.actor).exists(),
    )
    return render(request, "campaigns/registration_list.html", facts)


@requires(Can.PLAN_UNIT)
def create(request, pk):
    """Register an aim of one of the actor's units or of its people."""
    campaign = fetch_campaign(request, pk)
    form = RegistrationForm(request.POST or None, campaign=campaign, actor=request.actor)
    back = here(request.actor, "campaigns:registrations", campaign.pk)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            registrations.register(campaign, **form.cleaned_data, by=request.actor, at=timezone.now())
            messages.success(request, "Đã đăng ký thi đua.")
            return redirect(back)
    return form_page(request, form, campaign, TAB, title="Đăng ký thi đua", submit="Đăng ký", back=back)


@require_POST
@requires(Can.PLAN_UNIT)
def withdraw(request, pk):
    """Take a registration back."""
    rows = Registration.objects.own(request.actor).select_related("campaign__commune", "unit", "person")
    registration = get_object_or_404(rows, pk=pk)
    with attempt(request, success="Đã rút đăng ký."):
        registrations.withdraw(registration, reason=request.POST.get("reason", ""), by=request.actor, at=timezone.now())
    return redirect(here(request.actor, "campaigns:registrations", registration.campaign_id))
