"""The floor: the smallest signed-in Django page with a session, one row and three queries, and Django's own chain.

Beside it a list of 50 and a detail written by hand in plain Django, without all that a page of the product carries.
"""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.template import Context, Engine
from django.test import Client, override_settings
from django.urls import path
from django_scopes import scopes_disabled

from awards.models import Nomination
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

LIST = Engine().from_string(
    "<!doctype html><title>{{ user.username }}</title><table>{% for row in page %}<tr><th><a href='{{ row.pk }}/'>"
    "{{ row.nominee }}</a><td>{{ row.get_award_display }}<td>{{ row.round }}<td>{{ row.unit }}"
    "<td>{{ row.get_status_display }}<td>{{ row.submitted_at|date:'d/m/Y H:i' }}{% endfor %}</table>"
    "<p>{{ page.number }}/{{ page.paginator.num_pages }}</p>"
)
DETAIL = Engine().from_string(
    "<!doctype html><title>{{ row.nominee }}</title><h1>{{ row.nominee }}</h1><p>{{ row.campaign.name }}"
    "<p>{{ row.round }}<p>{{ row.unit }}<p>{{ row.get_status_display }}<p>{{ row.summary }}<dl>"
    "{% for name, text in row.report.items %}<dt>{{ name }}<dd>{{ text }}{% endfor %}</dl>"
)


@login_required
def floor(request):
    """Show one row."""
    row = Commune.objects.order_by("pk")[0]
    return HttpResponse(PAGE.render(Context({"row": row, "user": request.user})))


@login_required
def bare_list(request, commune):
    """Show 50 nominations as plain Django would: no menu, no rights, no filters."""
    rows = Nomination.objects.filter(commune__slug=commune).select_related("unit", "person", "collective", "round")
    page = Paginator(rows.order_by("-created_at", "-pk"), 50).get_page(request.GET.get("page"))
    return HttpResponse(LIST.render(Context({"page": page, "user": request.user})))


@login_required
def bare_detail(request, commune, pk):
    """Show one nomination as plain Django would."""
    rows = Nomination.objects.select_related("unit", "person", "collective", "round", "campaign")
    row = get_object_or_404(rows, commune__slug=commune, pk=pk)
    return HttpResponse(DETAIL.render(Context({"row": row, "user": request.user})))


urlpatterns = [
    path(PATH, floor),
    path(f"{PATH}<slug:commune>/", scopes_disabled()(bare_list)),
    path(f"{PATH}<slug:commune>/<int:pk>/", scopes_disabled()(bare_detail)),
    *product_urls,
]


def use_plain_chain(client: Client) -> None:
    """Let a client load Django's own middlewares instead of the product's."""
    with override_settings(MIDDLEWARE=CHAIN):
        client.handler.load_middleware()
