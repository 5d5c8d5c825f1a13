"""Addresses: accounts first, then everything below a commune's slug."""

from importlib.util import find_spec

from django.urls import include, path

from emulation import checks, health

__all__ = ["checks", "urlpatterns"]

rooms = [
    path("", include(f"{app}.urls"))
    for app in ("communes", "campaigns", "awards", "reports")
    if find_spec(f"{app}.urls")
]
urlpatterns = [
    path("song/", health.alive, name="alive"),
    path("tai-khoan/", include("allauth.urls")),
    path("", include("communes.urls_root")),
    path("<slug:commune>/", include(rooms)),
]
