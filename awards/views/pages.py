"""What the pages of awards share: a form on a page of its own."""

from django.http import HttpResponse
from django.shortcuts import render


def form_page(request, form, *, title: str, submit: str, back: str, crumbs: list[tuple], **facts) -> HttpResponse:
    """Show a form on a page of its own.

    `facts` may add `kicker`, `hint`, `quotes` (texts that the form is about), `notes` under `notes_title`, and
    `nothing` with `nothing_hint`: why there is no form to fill in.
    """
    facts |= {"form": form, "title": title, "submit": submit, "back": back, "crumbs": crumbs}
    return render(request, "awards/form.html", facts)
