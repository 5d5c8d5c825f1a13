"""The commune's settings and its units."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from communes.access import Can, requires
from communes.addresses import here
from communes.forms.filters import UnitFilter
from communes.forms.places import CommuneForm, EndForm, UnitForm
from communes.models import Commune, Membership, Person, Unit
from communes.services import places
from kit.views import attempt, filtered, paginate, sort

SORTS = {"kind": ["kind_order", "position", "name"], "name": "folded", "from": "valid_from", "to": "valid_to"}


@requires(Can.MANAGE_COMMUNE)
def settings(request):
    """Change how the commune is named."""
    commune = get_object_or_404(Commune, pk=request.actor.commune.pk)
    form = CommuneForm(request.POST or None, instance=commune)
    if request.method == "POST" and form.is_valid():
        with attempt(request, success="Đã lưu thông tin địa phương."):
            places.change_commune(commune, by=request.actor, at=timezone.now(), **form.cleaned_data)
        return redirect(here(request.actor, "communes:settings"))
    return render(request, "communes/settings.html", {"form": form})


def listed(request):
    """Return the filters of the list and its rows in the order asked for."""
    found = filtered(request, UnitFilter, Unit.objects.within(request.actor).select_related("parent"))
    return found, sort(request, found.qs, allowed=SORTS, default="kind")


@requires(Can.ENTER)
def unit_list(request):
    """List the units that the actor sees."""
    found, rows = listed(request)
    return render(request, "communes/unit_list.html", {"page": paginate(request, rows), "filter": found})


@requires(Can.ENTER)
def unit_detail(request, pk):
    """Show a unit, its people, its roles and its history."""
    unit = get_object_or_404(Unit.objects.within(request.actor).select_related("parent"), pk=pk)
    today = timezone.localdate()
    roles = Membership.objects.valid_on(today).filter(unit=unit).select_related("person").order_by("role", "pk")
    people = Person.objects.filter(unit=unit).working_on(today).for_list()
    facts = {
        "crumbs": [("Đơn vị", here(request.actor, "communes:units")), (unit.name, "")],
        "unit": unit,
        "roles": roles,
        "people": people,
        "children": Unit.objects.filter(parent=unit).for_list(),
    }
    return render(request, "communes/unit_detail.html", facts)


@requires(Can.MANAGE_COMMUNE)
def unit_create(request):
    """Add a unit."""
    form = UnitForm(request.POST or None, actor=request.actor)
    if request.method == "POST" and form.is_valid():
        try:
            unit = places.add_unit(**form.cleaned_data, by=request.actor, at=timezone.now())
        except ValidationError as problem:
            form.add_error(None, problem.messages)
        else:
            messages.success(request, f"Đã thêm {unit} vào danh sách.")
            return redirect(unit)
    return render(request, "communes/unit_form.html", {"form": form, "unit": None})


@requires(Can.MANAGE_COMMUNE)
def unit_edit(request, pk):
    """Change a unit."""
    unit = get_object_or_404(Unit.objects.within(request.actor), pk=pk)
    form = UnitForm(request.POST or None, instance=unit, actor=request.actor)
    if request.method == "POST" and form.is_valid():
        try:
            places.change_unit(unit, by=request.actor, at=timezone.now(), **form.cleaned_data)
            messages.success(request, "Đã lưu thay đổi.")
            return redirect(unit)
        except ValidationError as problem:
            form.add_error(None, problem.messages)
    return render(request, "communes/unit_form.html", {"form": form, "unit": unit})


@requires(Can.MANAGE_COMMUNE)
def unit_end(request, pk):
    """Set the last day of a unit."""
    unit = get_object_or_404(Unit.objects.within(request.actor), pk=pk)
    form = EndForm(request.POST or None, label="Hoạt động đến hết ngày")
    if request.method == "POST" and form.is_valid():
        try:
            places.end_unit(unit, **form.cleaned_data, by=request.actor, at=timezone.now())
            messages.success(request, f"Đã ghi ngày kết thúc hoạt động của {unit}.")
            return redirect(unit)
        except ValidationError as problem:
            form.add_error(None, problem.messages)
    today = timezone.localdate()
    roles = Membership.objects.within(request.actor).valid_on(today).filter(unit=unit)
    facts = {
        "form": form,
        "title": f"Kết thúc hoạt động: {unit}",
        "submit": "Kết thúc hoạt động",
        "back": unit,
        "roles": roles.select_related("person").order_by("person__folded", "role", "pk"),
        "workers": Person.objects.within(request.actor).working_on(today).filter(unit=unit).count(),
    }
    return render(request, "communes/unit_end.html", facts)
