"""The two addresses that belong to no app."""

from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe


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
