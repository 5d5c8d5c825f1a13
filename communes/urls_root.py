"""Addresses outside any commune."""

from django.urls import path

from communes.views import sessions, start

urlpatterns = [
    path("", start.start, name="start"),
    path("phien/", sessions.extend, name="session-extend"),
    path("tai-khoan/phien/", sessions.own, name="sessions"),
    path("tai-khoan/phien/ket-thuc-phien-khac/", sessions.end_others, name="sessions-end-others"),
    path("tai-khoan/phien/<slug:handle>/ket-thuc/", sessions.end, name="session-end"),
]
