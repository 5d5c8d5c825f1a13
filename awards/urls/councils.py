"""Addresses of councils."""

from django.urls import path

from awards.views import councils

urlpatterns = [
    path("councils/", councils.index, name="councils"),
    path("councils/new/", councils.create, name="council-new"),
    path("councils/<int:pk>/", councils.detail, name="council"),
    path("councils/<int:pk>/edit/", councils.edit, name="council-edit"),
    path("councils/<int:pk>/seats/new/", councils.seat, name="council-seat"),
    path("seats/<int:pk>/end/", councils.seat_end, name="seat-end"),
    path("voting-rules/", councils.rules, name="voting-rules"),
    path("voting-rules/new/", councils.rule_create, name="voting-rule-new"),
    path("voting-rules/<int:pk>/confirm/", councils.rule_confirm, name="voting-rule-confirm"),
]
