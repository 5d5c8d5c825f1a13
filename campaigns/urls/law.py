"""Addresses of the law's numbers."""

from django.urls import path

from campaigns.views import law

urlpatterns = [
    path("law/", law.listing, name="law"),
    path("law/add/", law.add, name="law-add"),
    path("law/<int:pk>/confirm/", law.confirm, name="law-confirm"),
]
