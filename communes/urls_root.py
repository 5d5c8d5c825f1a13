"""Addresses outside any commune."""

from django.urls import path

from communes.views import start

urlpatterns = [path("", start.start, name="start")]
