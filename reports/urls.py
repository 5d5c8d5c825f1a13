"""Addresses of papers, summaries and the home page, below a commune."""

from django.urls import path

from reports.views import certificate_sheets, certificate_stocks, documents, exports, overview, summaries

app_name = "reports"
urlpatterns = [
    path("", overview.home, name="home"),
    path("papers/", documents.document_list, name="documents"),
    path("papers/<int:pk>/", documents.detail, name="document"),
    path("papers/<int:pk>/progress/", documents.progress, name="document-progress"),
    path("papers/<int:pk>/<slug:format>/", documents.download, name="document-download"),
    path("papers/<int:pk>/act/<slug:action>/", documents.act, name="document-act"),
    path("papers/request/<slug:kind>/<int:pk>/", documents.request_paper, name="document-request"),
    path("exports/<slug:list>/", exports.export, name="export"),
    path("exports/<slug:list>/<int:pk>/", exports.export, name="export-of"),
    path("campaigns/<int:pk>/summaries/", summaries.summary_list, name="summaries"),
    path("campaigns/<int:pk>/summaries/start/", summaries.start, name="summary-start"),
    path("summaries/<int:pk>/", summaries.detail, name="summary"),
    path("summaries/<int:pk>/edit/", summaries.edit, name="summary-edit"),
    path("summaries/<int:pk>/save/", summaries.save, name="summary-save"),
    path("summaries/<int:pk>/redraft/<slug:section>/", summaries.redraft, name="summary-redraft"),
    path("summaries/<int:pk>/issue/", summaries.issue, name="summary-issue"),
    path("summaries/<int:pk>/replace/", summaries.replace, name="summary-replace"),
    path("summaries/<int:pk>/act/<slug:action>/", summaries.act, name="summary-act"),
    path("certificate-stocks/", certificate_stocks.index, name="certificate-stocks"),
    path("certificate-stocks/new/", certificate_stocks.create, name="certificate-stock-new"),
    path("certificate-stocks/<int:pk>/", certificate_stocks.detail, name="certificate-stock"),
    path("certificate-stocks/<int:pk>/edit/", certificate_stocks.edit, name="certificate-stock-edit"),
    path("certificate-stocks/<int:pk>/layout/", certificate_stocks.layout, name="certificate-layout"),
    path("certificate-stocks/<int:pk>/test-sheet/", certificate_stocks.test_sheet, name="certificate-test-sheet"),
    path("certificate-stocks/<int:pk>/printers/", certificate_stocks.printers, name="certificate-printers"),
    path("certificate-stocks/<int:pk>/emblem/", certificate_stocks.emblem, name="certificate-emblem"),
    path(
        "certificate-stocks/<int:pk>/emblem.png",
        certificate_stocks.emblem_picture,
        name="certificate-emblem-picture",
    ),
    path("decisions/<int:pk>/certificates/", certificate_sheets.of_decision, name="certificates-of-decision"),
    path("certificates/<int:pk>/sheet/", certificate_sheets.of_certificate, name="certificate-sheet"),
    path("papers/<int:pk>/printed/", certificate_sheets.printed, name="certificates-printed"),
    path("certificates/<int:pk>/code.svg", certificate_sheets.code, name="certificate-code"),
]
