"""Addresses of indicators."""

from django.urls import path

from campaigns.views import indicators

urlpatterns = [
    path("campaigns/<int:pk>/indicators/", indicators.index, name="indicators"),
    path("indicators/<int:pk>/value/", indicators.value, name="indicator-value"),
]
