"""Addresses: accounts first, then everything below a commune's slug."""

from django.urls import include, path, re_path

from emulation import checks, views

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
    re_path(f"^tai-khoan/(?P<page>{CLOSED})/", views.closed),
    path("tai-khoan/", include("allauth.urls")),
    path("", include("communes.urls_root")),
    path("<slug:commune>/", include(rooms)),
]
