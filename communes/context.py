"""What every page of a commune shows besides its own content."""

from communes.navigation import menu


def nav(request) -> dict:
    """Return the menu of the actor; none outside a commune."""
    actor = getattr(request, "actor", None)
    return {"nav": menu(actor, request.path) if actor else []}
