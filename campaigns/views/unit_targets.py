"""Pages of the targets that units set themselves."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from campaigns.forms.unit_plans import TargetForm
from campaigns.models import PeakDrive, Target, UnitPlan
from campaigns.services import unit_targets
from campaigns.views.field_work import fetch, form_page
from communes.access import Can, requires
from kit.views import attempt, refusals

TAB = "campaigns:unit-plans"


@requires(Can.PLAN_UNIT)
def add_to_plan(request, pk):
    """Set a target in a unit's plan."""
    return _add(request, fetch(request, UnitPlan.objects.own(request.actor), pk), drive=None)


@requires(Can.PLAN_UNIT)
def add_to_drive(request, pk):
    """Set a target for a peak drive."""
    drive = fetch(request, PeakDrive.objects.own(request.actor), pk)
    return _add(request, drive, drive=drive)


def _add(request, owner, *, drive):
    """Ask for a target and set it; the item may be named in the address."""
    form = TargetForm(request.POST or None, campaign=owner.campaign, initial={"item": request.GET.get("item")})
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            unit_targets.add(
                owner.campaign, owner.unit, drive=drive, by=request.actor, at=timezone.now(), **form.cleaned_data
            )
            messages.success(request, "Đã thêm chỉ tiêu.")
            return redirect(owner)
    back = owner.get_absolute_url()
    return form_page(request, form, owner.campaign, TAB, title="Thêm chỉ tiêu", submit="Thêm chỉ tiêu", back=back)


@requires(Can.PLAN_UNIT)
def edit(request, pk):
    """Set a target differently."""
    target = _fetch_target(request, pk)
    owner = _owner(target)
    form = TargetForm(request.POST or None, campaign=target.campaign, target=target)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            unit_targets.change(target, by=request.actor, at=timezone.now(), **form.cleaned_data)
            messages.success(request, "Đã lưu chỉ tiêu.")
            return redirect(owner)
    back = owner.get_absolute_url()
    return form_page(request, form, target.campaign, TAB, title="Sửa chỉ tiêu", submit="Lưu", back=back)


@require_POST
@requires(Can.PLAN_UNIT)
def drop(request, pk):
    """Give a target up."""
    target = _fetch_target(request, pk)
    owner = _owner(target)
    with attempt(request, success="Đã bỏ chỉ tiêu."):
        unit_targets.drop(target, by=request.actor, at=timezone.now())
    return redirect(owner)


def _fetch_target(request, pk: int) -> Target:
    """Return a target of one of the actor's units, or answer 404."""
    rows = Target.objects.own(request.actor).select_related(
        "campaign__commune", "unit", "item__area", "drive__campaign__commune"
    )
    return get_object_or_404(rows, pk=pk, retired_at=None)


def _owner(target: Target):
    """Return the drive or the unit's plan that a target belongs to."""
    return target.drive or get_object_or_404(UnitPlan.objects.all(), campaign=target.campaign, unit=target.unit)
