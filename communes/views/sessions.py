"""The session of whoever is signed in."""

from django.conf import settings
from django.http import JsonResponse
from django.views.decorators.http import require_POST


@require_POST
def extend(request):
    """Let the session last its full time again, and answer with that time in seconds."""
    request.session.set_expiry(settings.SESSION_COOKIE_AGE)
    return JsonResponse({"seconds": settings.SESSION_COOKIE_AGE})
