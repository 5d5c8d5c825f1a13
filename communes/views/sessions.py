"""The sessions of whoever is signed in."""

from django.conf import settings
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from communes.models import UserSession
from communes.services import signing_in
from kit.views import attempt


@require_POST
def extend(request):
    """Let the session last its full time again, and answer with that time in seconds."""
    request.session.set_expiry(settings.SESSION_COOKIE_AGE)
    return JsonResponse({"seconds": settings.SESSION_COOKIE_AGE})


@require_safe
def own(request):
    """List the sessions of the user's own account; a session ends after twelve hours, so that there are few."""
    rows = UserSession.objects.open_of(request.user, at=timezone.now())
    return render(request, "communes/sessions.html", {"sessions": rows, "this": request.session.session_key})


@require_POST
def end(request, handle):
    """End one of the user's own sessions."""
    with attempt(request, success="Đã kết thúc phiên."):
        signing_in.end_own(request.user, handle, at=timezone.now())
    return redirect("sessions")


@require_POST
def end_others(request):
    """End every session of the user's own but this one."""
    with attempt(request, success="Đã kết thúc các phiên khác."):
        signing_in.end_own_others(request.user, keep=request.session.session_key, at=timezone.now())
    return redirect("sessions")
