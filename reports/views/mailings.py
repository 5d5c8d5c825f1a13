"""The outbox: letters of reminders before they leave, and the log of those that left."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from communes.access import Can, requires
from communes.acting import offers
from communes.addresses import here
from kit.vietnamese import small_count
from kit.views import attempt, filtered, paginate, saving, sort
from reports.forms.reminders import MailingFilter, WordsForm
from reports.models import Mailing
from reports.services import mailings, reminders

SORTS = {"day": ["day", "person__sort_key"], "who": "person__sort_key", "subject": "subject", "status": "status",
         "sent": "sent_at"}  # fmt: skip
# The acts that a button makes, with what is said afterwards; sending is the product's own.
ACTS = {
    "hold": (mailings.hold, "Đã giữ thư lại."),
    "release": (mailings.release, "Thư sẽ đi trong ít phút tới."),
    "retry": (mailings.retry, "Thư sẽ được gửi lại trong ít phút tới."),
}


def listed(request):
    """Return the filters of the list and its rows in the order asked for."""
    found = filtered(request, MailingFilter, Mailing.objects.within(request.actor).for_list())
    return found, sort(request, found.qs, allowed=SORTS, default="-day")


@requires(Can.SEND_REMINDERS)
def mailing_list(request):
    """List the letters, the newest first."""
    found, rows = listed(request)
    facts = {
        "page": paginate(request, rows),
        "filter": found,
        "held": Mailing.objects.within(request.actor).filter(status=Mailing.Status.HELD).count(),
        "against": mailings.ready(reminders.terms_of(request.actor.commune)),
    }
    return render(request, "reports/mailing_list.html", facts)


def _fetch(request, pk: int) -> Mailing:
    """Return a letter of the commune, or answer 404."""
    return get_object_or_404(Mailing.objects.within(request.actor).for_list(), pk=pk)


@requires(Can.SEND_REMINDERS)
def detail(request, pk):
    """Show a letter as it leaves or left, what it tells of, and what can be done with it."""
    letter = _fetch(request, pk)
    allowed = offers(letter, request.actor)
    facts = {
        "letter": letter,
        "link": mailings.link_of(request.actor),
        "notices": letter.notices.order_by("due_on", "pk"),
        "may_edit": any(each.move.action == "edit" for each in allowed),
        "buttons": [
            each.button(here(request.actor, "reports:mailing-act", letter.pk, each.move.action))
            for each in allowed
            if each.move.action != "edit"
        ],
        "crumbs": [("Hộp thư đi", here(request.actor, "reports:mailings")), (str(letter), "")],
    }
    return render(request, "reports/mailing.html", facts)


@requires(Can.SEND_REMINDERS)
def edit(request, pk):
    """Change the words of a letter that has not left."""
    letter = _fetch(request, pk)
    if letter.status not in (*Mailing.LEAVING, Mailing.Status.HELD):
        messages.error(request, "Thư này không còn sửa được.")
        return redirect(letter)
    words = {"subject": letter.subject, "body": letter.body, "version": letter.revision}
    form = WordsForm(request.POST or None, initial=words)
    if request.method == "POST" and form.is_valid():
        with saving(form, newest=lambda: letter.revision):
            given = form.cleaned_data
            mailings.edit(
                letter, subject=given["subject"], body=given["body"], revision=given["version"], by=request.actor,
                at=timezone.now(),
            )  # fmt: skip
            messages.success(request, "Đã lưu lời thư.")
            return redirect(letter)
    return render(request, "reports/mailing_edit.html", {"letter": letter, "form": form})


@require_POST
@requires(Can.SEND_REMINDERS)
def act(request, pk, action):
    """Hold, release, try again or give up a letter."""
    letter, now = _fetch(request, pk), timezone.now()
    if action == "drop":
        with attempt(request, success="Thư này sẽ không gửi."):
            mailings.drop(letter, reason=request.POST.get("reason", ""), by=request.actor, at=now)
    elif action in ACTS:
        service, done = ACTS[action]
        against = mailings.ready(reminders.terms_of(request.actor.commune)) if action != "hold" else []
        with attempt(request, success=" ".join(["Đã cho gửi, nhưng chưa đi được:", *against]) if against else done):
            service(letter, by=request.actor, at=now)
    else:
        raise Http404
    return redirect(letter)


@require_POST
@requires(Can.SEND_REMINDERS)
def release_all(request):
    """Let every letter leave that is kept back."""
    with attempt(request):
        count = mailings.release_all(by=request.actor, at=timezone.now())
        messages.success(request, f"Đã cho gửi {small_count(count)} thư.")
    return redirect(here(request.actor, "reports:mailings"))
