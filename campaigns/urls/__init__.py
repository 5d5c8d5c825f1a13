"""Addresses of the campaigns app, below a commune."""

from campaigns.urls import (
    deadlines,
    difficulties,
    evidence,
    exemplars,
    indicators,
    inspections,
    law,
    plans,
    tracker,
    unit_plans,
    unit_reports,
)

app_name = "campaigns"
urlpatterns = [
    *plans.urlpatterns,
    *deadlines.urlpatterns,
    *unit_plans.urlpatterns,
    *unit_reports.urlpatterns,
    *evidence.urlpatterns,
    *inspections.urlpatterns,
    *difficulties.urlpatterns,
    *exemplars.urlpatterns,
    *indicators.urlpatterns,
    *tracker.urlpatterns,
    *law.urlpatterns,
]
