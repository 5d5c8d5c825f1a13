"""Addresses of unit reports."""

from django.urls import path

from campaigns.views import report_bulk, report_writing, unit_reports

urlpatterns = [
    path("my-reports/", unit_reports.mine, name="my-reports"),
    path("campaigns/<int:pk>/reports/", unit_reports.index, name="reports"),
    path("campaigns/<int:pk>/reports/receive/", report_bulk.receive, name="reports-receive"),
    path("unit-reports/<int:pk>/", unit_reports.detail, name="report"),
    path("unit-reports/<int:pk>/versions/<int:number>/", unit_reports.version, name="report-version"),
    path("unit-reports/<int:pk>/begin/", unit_reports.begin, name="report-begin"),
    path("unit-reports/<int:pk>/edit/", report_writing.edit, name="report-edit"),
    path("unit-reports/<int:pk>/edit/exemplars/", report_writing.exemplars, name="report-exemplars"),
    path("unit-reports/<int:pk>/edit/<slug:section>/", report_writing.section, name="report-section"),
    path("unit-reports/<int:pk>/save/<slug:section>/", report_writing.save, name="report-save"),
    path(
        "unit-reports/exemplars/<int:pk>/remove/",
        report_writing.exemplar_remove,
        name="report-exemplar-remove",
    ),
    path("unit-reports/<int:pk>/check/", report_writing.check, name="report-check"),
    path("unit-reports/<int:pk>/submit/", report_writing.submit, name="report-submit"),
    path("unit-reports/<int:pk>/submitted/", report_writing.submitted, name="report-submitted"),
    path("unit-reports/<int:pk>/recall/", unit_reports.recall, name="report-recall"),
    path("unit-reports/<int:pk>/receive/", unit_reports.receive, name="report-receive"),
    path("unit-reports/<int:pk>/return/", unit_reports.send_back, name="report-return"),
    path("unit-reports/<int:pk>/resume/", unit_reports.resume, name="report-resume"),
    path("unit-reports/<int:pk>/accept/", unit_reports.accept, name="report-accept"),
    path("unit-reports/<int:pk>/accept-late/", unit_reports.accept_late, name="report-accept-late"),
    path("unit-reports/<int:pk>/reopen/", unit_reports.reopen, name="report-reopen"),
    path("unit-reports/<int:pk>/waive/", unit_reports.waive, name="report-waive"),
    path("unit-reports/<int:pk>/restore/", unit_reports.restore, name="report-restore"),
    path("unit-reports/<int:pk>/extend/", unit_reports.extend, name="report-extend"),
    path("unit-reports/<int:pk>/on-behalf/", report_writing.enter_on_behalf, name="report-enter-on-behalf"),
    path("unit-reports/<int:pk>/scan/", report_writing.scan, name="report-scan"),
]
