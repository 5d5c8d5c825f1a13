"""Asking for the password again before acts that cannot be taken back, unless it was given in the last minutes."""

from datetime import UTC, datetime, timedelta
from functools import wraps
from urllib.parse import urlencode

from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from communes.forms.confirming import SECRET, ConfirmForm
from kit.moments import is_near

# What belongs to a request alone and is not sent on with what was typed.
NOT_KEPT = {"csrfmiddlewaretoken", SECRET, "passphrase"}


def confirmed(view):
    """Let an act through whose user gave the password in the last minutes; ask for it otherwise.

    Only what is sent (POST) is asked for. The page that asks carries what was typed, so that nothing is typed twice;
    files cannot be carried, so this is not for acts that take some.
    """

    @wraps(view)
    def guarded(request, *args, **kwargs):
        if request.method != "POST" or is_recent(request):
            return view(request, *args, **kwargs)
        return ask(request) or view(request, *args, **kwargs)

    return guarded


def confirmed_to_open(view):
    """Let a page be opened by whoever gave the password in the last minutes; lead others to the page that asks.

    So does an act that brings files, which no page can carry: it is done again from its own page afterwards.
    """
    act = confirmed(view)

    @wraps(view)
    def guarded(request, *args, **kwargs):
        if (request.method == "POST" and not request.FILES) or is_recent(request):
            return act(request, *args, **kwargs)
        return redirect(f"{reverse('account_reauthenticate')}?{urlencode({'next': request.get_full_path()})}")

    return guarded


def is_recent(request: HttpRequest) -> bool:
    """Say whether somebody signed in, or proved who that is, within REAUTH_MINUTES."""
    now, term = timezone.now(), timedelta(minutes=settings.REAUTH_MINUTES)
    row = getattr(request.session, "row", None)
    if row is not None and is_near(row.started_at, term, at=now):
        return True
    records = get_authentication_records(request, request.user)
    given = [datetime.fromtimestamp(each["at"], tz=UTC) for each in records if each.get("reauthenticated")]
    return any(is_near(moment, term, at=now) for moment in given)


def ask(request: HttpRequest) -> HttpResponse | None:
    """Return the page that asks for the password; None once it was given with this request."""
    form = ConfirmForm(request.POST if SECRET in request.POST else None, request=request)
    if form.is_valid():
        record_authentication(request, request.user, method=form.method, reauthenticated=True)
        return None
    kept = [(name, value) for name, values in request.POST.lists() if name not in NOT_KEPT for value in values]
    return render(request, "communes/confirm.html", {"form": form, "kept": kept})
