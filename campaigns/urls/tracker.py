"""Addresses of the tracker and of a unit's own page."""

from django.urls import path

from campaigns.views import tracker

urlpatterns = [
    path("campaigns/<int:pk>/tracker/", tracker.tracker, name="tracker"),
    path("my-unit/", tracker.my_unit, name="my-unit"),
]
