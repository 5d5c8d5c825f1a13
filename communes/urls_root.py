"""Addresses outside any commune."""

from django.urls import path

from communes.views import sessions, start

urlpatterns = [
    path("", start.start, name="start"),
    path("phien/", sessions.extend, name="session-extend"),
]
