"""Addresses of the campaigns app, below a commune."""

from campaigns.urls import (
    adoptions,
    deadlines,
    difficulties,
    evidence,
    exemplars,
    indicators,
    inspections,
    law,
    plan_readings,
    plans,
    report_forms,
    tracker,
    unit_plans,
    unit_reports,
)

app_name = "campaigns"
urlpatterns = [
    *plan_readings.urlpatterns,
    *plans.urlpatterns,
    *deadlines.urlpatterns,
    *unit_plans.urlpatterns,
    *unit_reports.urlpatterns,
    *report_forms.urlpatterns,
    *evidence.urlpatterns,
    *inspections.urlpatterns,
    *difficulties.urlpatterns,
    *exemplars.urlpatterns,
    *adoptions.urlpatterns,
    *indicators.urlpatterns,
    *tracker.urlpatterns,
    *law.urlpatterns,
]
