"""Addresses of papers, summaries and the home page, below a commune."""

from django.urls import path

from reports.views import documents, overview, summaries

app_name = "reports"
urlpatterns = [
    path("", overview.home, name="home"),
    path("papers/", documents.document_list, name="documents"),
    path("papers/<int:pk>/", documents.detail, name="document"),
    path("papers/<int:pk>/progress/", documents.progress, name="document-progress"),
    path("papers/<int:pk>/<slug:format>/", documents.download, name="document-download"),
    path("papers/<int:pk>/act/<slug:action>/", documents.act, name="document-act"),
    path("papers/request/<slug:kind>/<int:pk>/", documents.request_paper, name="document-request"),
    path("campaigns/<int:pk>/summaries/", summaries.summary_list, name="summaries"),
    path("campaigns/<int:pk>/summaries/start/", summaries.start, name="summary-start"),
    path("summaries/<int:pk>/", summaries.detail, name="summary"),
    path("summaries/<int:pk>/edit/", summaries.edit, name="summary-edit"),
    path("summaries/<int:pk>/save/", summaries.save, name="summary-save"),
    path("summaries/<int:pk>/redraft/<slug:section>/", summaries.redraft, name="summary-redraft"),
    path("summaries/<int:pk>/issue/", summaries.issue, name="summary-issue"),
    path("summaries/<int:pk>/replace/", summaries.replace, name="summary-replace"),
    path("summaries/<int:pk>/act/<slug:action>/", summaries.act, name="summary-act"),
]
