"""Who acts, and in which commune: read from the session and the address, once for each request."""

from contextlib import ExitStack

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django_scopes import scope

from communes.access import Actor
from communes.models import Commune

OPEN_TO_FRESH_PASSWORDS = ("account_", "mfa_")


class ActorMiddleware:
    """Put `request.actor` on each request and keep the commune's scope open until the answer is rendered.

    A view of an address below `<slug:commune>/` is called without the slug. Whoever holds no role there today
    gets 404, as for a commune that does not exist.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.actor = None
        with ExitStack() as request.open_scope:
            return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        """Find the actor before the view runs; a first password is changed before anything else."""
        if request.user.is_authenticated and request.user.must_change_password and self._waits(request, view):
            return redirect("account_change_password")
        if "commune" not in kwargs:
            return None
        commune = get_object_or_404(Commune, slug=kwargs.pop("commune"))
        request.actor = Actor.of_user(request.user, commune, on=timezone.localdate())
        if request.actor is None:
            raise Http404
        request.open_scope.enter_context(scope(commune=commune))
        return None

    @staticmethod
    def _waits(request, view) -> bool:
        """Say whether a page stays closed until the first password is changed."""
        name = request.resolver_match.url_name or ""
        return getattr(view, "login_required", True) and not name.startswith(OPEN_TO_FRESH_PASSWORDS)
