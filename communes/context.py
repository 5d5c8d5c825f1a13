"""What every page of a commune shows besides its own content."""

from django.conf import settings
from django.utils.functional import SimpleLazyObject

from communes.navigation import drawn, menu


def sitting(request) -> dict:
    """Return how many seconds before the end of a session its user is warned, and the name of the single sign-on."""
    return {"session_warning": settings.SESSION_WARNING, "single_sign_on": settings.OIDC_NAME}


def nav(request) -> dict:
    """Return the menu of the actor, drawn once a request by the first page that shows it; none outside a commune."""
    actor = getattr(request, "actor", None)
    if actor is None:
        return {"nav": ""}
    if not hasattr(request, "nav"):
        request.nav = SimpleLazyObject(lambda: drawn(menu(actor, request.path)))
    return {"nav": request.nav}
