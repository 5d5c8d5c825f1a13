"""Addresses: accounts first, then everything below a commune's slug."""

from django.urls import include, path, re_path

from communes.views import single_sign_on
from emulation import views
from reports import urls_public
from reports.views import calendars

__all__ = ["handler500", "urlpatterns"]

handler500 = views.failed

CLOSED = "signup|email|confirm-email|password/reset|password/set|login/code|3rdparty|social|oidc"

rooms = [
    path("", include("communes.urls")),
    path("", include("campaigns.urls")),
    path("", include("awards.urls")),
    path("", include("reports.urls")),
    path("", include("operations.urls")),
]
urlpatterns = [
    path("song/", views.alive, name="alive"),
    path("lich/<slug:secret>.ics", calendars.feed, name="calendar-feed"),
    re_path("^tai-khoan/oidc/tinh/login/$", single_sign_on.begin, name="single-sign-on"),
    re_path("^tai-khoan/oidc/tinh/login/callback/$", single_sign_on.come_back, name="single-sign-on-back"),
    re_path(f"^tai-khoan/(?P<page>{CLOSED})/", views.closed),
    path("tai-khoan/", include("allauth.urls")),
    path("", include("communes.urls_root")),
    path("", include("operations.urls_root")),
    path("tinh/<slug:slug>/", include("province.urls_root")),
    path("", include(urls_public.check_patterns)),
    path("<slug:place>/cong-khai/", include("reports.urls_public")),
    path("<slug:commune>/", include(rooms)),
]
