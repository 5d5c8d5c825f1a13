"""Addresses of the workbooks in which units report without an account."""

from django.urls import path

from campaigns.views import report_forms

urlpatterns = [
    path("campaigns/<int:pk>/report-forms/", report_forms.index, name="report-forms"),
    path("campaigns/<int:pk>/report-forms/all/", report_forms.archive, name="report-forms-all"),
    path("unit-reports/<int:pk>/form/", report_forms.send, name="report-form"),
    path("unit-reports/<int:pk>/form/download/", report_forms.download, name="report-form-download"),
]
