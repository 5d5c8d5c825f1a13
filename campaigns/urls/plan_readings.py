"""Addresses of plans that are brought in as text."""

from django.urls import path

from campaigns.views import plan_readings

urlpatterns = [
    path("campaigns/readings/", plan_readings.listing, name="plan-readings"),
    path("campaigns/readings/new/", plan_readings.create, name="plan-reading-new"),
    path("campaigns/readings/<int:pk>/", plan_readings.detail, name="plan-reading"),
    path("campaigns/readings/<int:pk>/acts/<slug:action>/", plan_readings.act, name="plan-reading-act"),
    path(
        "campaigns/readings/<int:pk>/standards/<str:round_key>/<slug:subject>/",
        plan_readings.standard,
        name="plan-reading-standard",
    ),
    path("campaigns/readings/<int:pk>/<path:section>/", plan_readings.section, name="plan-reading-section"),
]
