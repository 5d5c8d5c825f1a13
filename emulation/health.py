"""The address at which a monitor sees that the web process answers."""

from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import HttpResponse
from django.views.decorators.http import require_safe


@require_safe
@login_not_required
def alive(request):
    """Answer in one word when the database answers too."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("song", content_type="text/plain; charset=utf-8")
