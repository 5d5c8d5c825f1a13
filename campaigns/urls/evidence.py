"""Addresses of evidence."""

from django.urls import path

from campaigns.views import evidence

urlpatterns = [
    path("evidence/<int:pk>/", evidence.download, name="evidence"),
    path("evidence/<int:pk>/preview/", evidence.preview, name="evidence-preview"),
    path("evidence/<int:pk>/remove/", evidence.remove, name="evidence-remove"),
]
