"""The handover pack: where everything stands, and what hangs on one person."""

from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from communes.access import Can, requires
from communes.addresses import here
from reports.forms.handover import HandoverChoice
from reports.handover import pack, people

TITLE = "Bàn giao công việc"


@requires(Can.HAND_OVER)
def own(request):
    """Show what the actor would hand over; lead to the person who was chosen."""
    if "person" in request.GET:
        form = HandoverChoice(request.GET, actor=request.actor)
        if form.is_valid():
            return redirect(here(request.actor, "reports:handover-of", form.cleaned_data["person"].pk))
        return _page(request, request.actor.person, form)
    return _page(request, request.actor.person)


@requires(Can.HAND_OVER)
def of_person(request, pk):
    """Show what one person hands over."""
    return _page(request, get_object_or_404(people().within(request.actor), pk=pk))


def _page(request, person, form=None):
    """Answer with the pack of a person, as the actor may know it."""
    facts = {
        "pack": pack(person, reader=request.actor, at=timezone.now()),
        "form": form or HandoverChoice(initial={"person": person.pk}, actor=request.actor),
        "title": TITLE,
        "subtitle": " – ".join(filter(None, [person.full_name, person.position])),
    }
    return render(request, "reports/handover.html", facts)
