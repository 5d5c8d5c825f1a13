"""The floor: the smallest signed-in Django page with a session, one row and three queries, and Django's own chain."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.template import Context, Engine
from django.test import Client, override_settings
from django.urls import path

from communes.models import Commune
from emulation.urls import urlpatterns as product_urls

PATH = "benchmarks/floor/"
CHAIN = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
PAGE = Engine().from_string(
    "<!doctype html><title>{{ row.name }}</title><p>{{ user.username }}</p><h1>{{ row.name }}</h1>"
)


@login_required
def floor(request):
    """Show one row."""
    row = Commune.objects.order_by("pk")[0]
    return HttpResponse(PAGE.render(Context({"row": row, "user": request.user})))


urlpatterns = [path(PATH, floor), *product_urls]


def use_plain_chain(client: Client) -> None:
    """Let a client load Django's own middlewares instead of the product's."""
    with override_settings(MIDDLEWARE=CHAIN):
        client.handler.load_middleware()
