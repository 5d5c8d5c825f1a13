"""The people of a commune."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from communes import throttle
from communes.access import Can, requires
from communes.addresses import here
from communes.forms.filters import PersonFilter
from communes.forms.people import PersonForm
from communes.forms.places import EndForm
from communes.models import Membership, Person, UserSession
from communes.services import accounts, people, reads
from kit.views import filtered, paginate, sort

SORTS = {"name": "sort_key", "unit": ["unit__kind_order", "unit__name", "sort_key"], "position": "position"}


def listed(request):
    """Return the filters of the list and its rows in the order asked for."""
    found = filtered(request, PersonFilter, Person.objects.within(request.actor).select_related("unit", "user"))
    return found, sort(request, found.qs, allowed=SORTS, default="name")


@requires(Can.ENTER)
def person_list(request):
    """List the people that the actor sees, in the order of Vietnamese names."""
    found, rows = listed(request)
    return render(request, "communes/person_list.html", {"page": paginate(request, rows), "filter": found})


@requires(Can.ENTER)
def person_detail(request, pk):
    """Show a person with roles, account and history."""
    person = get_object_or_404(Person.objects.within(request.actor).select_related("unit", "user"), pk=pk)
    person.commune = request.actor.commune
    if person != request.actor.person:
        reads.note("person.read", person, by=request.actor, at=timezone.now(), label="Xem hồ sơ cá nhân")
    facts = {
        "crumbs": [("Con người", here(request.actor, "communes:people")), (person.full_name, "")],
        "person": person,
        "roles": Membership.objects.filter(person=person).select_related("unit").order_by("-starts_on", "-pk"),
    }
    if person.user and request.actor.may(Can.MANAGE_ACCOUNTS):
        facts |= {
            "problems": accounts.blockers_to_manage(person),
            "waiting": person.user.username in throttle.waiting([person.user.username]),
            "second_factor": person.user.authenticator_set.exists(),
            "sessions": UserSession.objects.open_of(person.user, at=timezone.now()),
        }
    return render(request, "communes/person_detail.html", facts)


@requires(Can.MANAGE_PEOPLE)
def person_create(request):
    """Add a person."""
    form = PersonForm(request.POST or None, actor=request.actor)
    if request.method == "POST" and form.is_valid():
        try:
            person = people.add(**form.facts, by=request.actor, at=timezone.now())
        except ValidationError as problem:
            form.add_error(None, problem.messages)
        else:
            messages.success(request, f"Đã thêm {person} vào danh sách.")
            return redirect(person)
    return render(request, "communes/person_form.html", {"form": form, "person": None})


@requires(Can.MANAGE_PEOPLE)
def person_edit(request, pk):
    """Change a person."""
    person = get_object_or_404(Person.objects.within(request.actor), pk=pk)
    form = PersonForm(request.POST or None, instance=person, actor=request.actor)
    if request.method == "POST" and form.is_valid():
        try:
            people.change(person, by=request.actor, at=timezone.now(), **form.facts)
            messages.success(request, "Đã lưu thay đổi.")
            return redirect(person)
        except ValidationError as problem:
            form.add_error(None, problem.messages)
    return render(request, "communes/person_form.html", {"form": form, "person": person})


@requires(Can.MANAGE_PEOPLE)
def person_end(request, pk):
    """Record that a person leaves."""
    person = get_object_or_404(Person.objects.within(request.actor), pk=pk)
    form = EndForm(request.POST or None, label="Thôi công tác từ ngày")
    if request.method == "POST" and form.is_valid():
        try:
            people.end(person, **form.cleaned_data, by=request.actor, at=timezone.now())
            messages.success(request, f"Đã ghi {person} thôi công tác.")
            return redirect(person)
        except ValidationError as problem:
            form.add_error(None, problem.messages)
    facts = {"form": form, "title": f"Thôi công tác: {person}", "submit": "Ghi thôi công tác", "back": person}
    return render(request, "communes/end_form.html", facts)
