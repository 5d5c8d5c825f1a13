"""What belongs to no app: two addresses, and the answer to a form from a session that is gone."""

from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from emulation.middleware import came_from


@require_safe
@login_not_required
def alive(request):
    """Answer a monitor in one word when the database answers too."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("song", content_type="text/plain; charset=utf-8")


@login_not_required
def closed(request, page):
    """Answer 404 at the account pages that need e-mail or would let anybody in: administrators make accounts."""
    raise Http404


def session_changed(request, reason=""):
    """Answer a form that was opened in another session (setting CSRF_FAILURE_VIEW): what to do, and the way back."""
    return render(request, "403_csrf.html", {"back": came_from(request)}, status=403)
