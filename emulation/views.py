"""What belongs to no app: two addresses, and the answers to a form from a session that is gone and to a fault."""

import sys

from django.contrib.auth.decorators import login_not_required
from django.db import InterfaceError, OperationalError, connection
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe
from django.views.defaults import server_error
from redis.exceptions import RedisError

from emulation.middleware import came_from
from kit.storing import StoreAway

# What a page meets while the database, Redis or the store of files is away, starting, or has no room.
AWAY = (OperationalError, InterfaceError, RedisError, StoreAway)


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


def failed(request):
    """Answer a fault: 503 and how to go on while a server behind the pages is away, 500 otherwise (handler500)."""
    if isinstance(sys.exc_info()[1], AWAY):
        return HttpResponse(render_to_string("503.html"), status=503, headers={"Retry-After": "30"})
    return server_error(request)
