"""Who acts, and in which commune: read from the session and the address, once for each request."""

from contextlib import ExitStack
from urllib.parse import urlencode

from allauth.account.adapter import get_adapter
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django_htmx.http import HttpResponseClientRedirect
from django_scopes import scope

from communes.access import Actor
from communes.models import Commune

OPEN_TO_FRESH_PASSWORDS = ("account_", "mfa_")
GROUND_LEFT = "Khu tập huấn này đã đóng, hoặc đồng chí đã thôi đóng vai. Hãy về trang chủ để vào lại."


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
        """Find the actor before the view runs.

        A first password is changed before anything else; a second step that a role demands is set up before any
        page of that commune.
        """
        if request.user.is_authenticated:
            request.session.note_visit(lambda: get_adapter(request).visitor(request))
        if request.user.is_authenticated and request.user.must_change_password and self._waits(request, view):
            return turned_away(request, reverse("account_change_password"))
        if "commune" not in kwargs:
            return None
        slug = kwargs.pop("commune")
        request.actor = Actor.at(request.user, slug, on=timezone.localdate())
        if request.actor is None:
            commune = get_object_or_404(Commune, slug=slug)
            learner = commune.is_training and Actor.of_user(request.user, commune.training_for, on=timezone.localdate())
            raise Http404(GROUND_LEFT if learner else "")
        if request.actor.lacks_second_step:
            return led_to_second_step(request, "dia-phuong", slug)
        request.open_scope.enter_context(scope(commune=request.actor.commune))
        return None

    @staticmethod
    def _waits(request, view) -> bool:
        """Say whether a page stays closed until the first password is changed."""
        name = request.resolver_match.url_name or ""
        return getattr(view, "login_required", True) and not name.startswith(OPEN_TO_FRESH_PASSWORDS)


def led_to_second_step(request, place: str, slug: str) -> HttpResponse:
    """Lead to setting up the second step that a role demands; the page says what kind of place asks for it."""
    return turned_away(request, f"{reverse('mfa_index')}?{urlencode({place: slug})}")


def turned_away(request, url: str) -> HttpResponse:
    """Lead elsewhere, the whole page also where a piece of one was asked for; what was sent was refused."""
    request.refused = True
    return HttpResponseClientRedirect(url) if request.htmx else redirect(url)
