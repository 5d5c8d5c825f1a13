"""Addresses: accounts first, then everything below a commune's slug."""

from django.urls import include, path, re_path

from emulation import checks, views
from reports import urls_public
from reports.views import calendars

__all__ = ["checks", "urlpatterns"]

CLOSED = "signup|email|confirm-email|password/reset|password/set|login/code"

rooms = [
    path("", include("communes.urls")),
    path("", include("campaigns.urls")),
    path("", include("awards.urls")),
    path("", include("reports.urls")),
]
urlpatterns = [
    path("song/", views.alive, name="alive"),
    path("lich/<slug:secret>.ics", calendars.feed, name="calendar-feed"),
    re_path(f"^tai-khoan/(?P<page>{CLOSED})/", views.closed),
    path("tai-khoan/", include("allauth.urls")),
    path("", include("communes.urls_root")),
    path("", include(urls_public.check_patterns)),
    path("<slug:place>/cong-khai/", include("reports.urls_public")),
    path("<slug:commune>/", include(rooms)),
]
