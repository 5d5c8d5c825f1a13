"""Addresses of proposals to a higher authority."""

from django.urls import path

from awards.views import proposals

urlpatterns = [
    path("proposals/", proposals.index, name="proposals"),
    path("campaigns/<int:pk>/proposals/create/", proposals.create, name="proposal-create"),
    path("proposals/<int:pk>/", proposals.detail, name="proposal"),
    path("proposals/<int:pk>/edit/", proposals.edit, name="proposal-edit"),
    path("proposals/<int:pk>/add/", proposals.add, name="proposal-add"),
    path("proposals/<int:pk>/send/", proposals.send, name="proposal-send"),
    path("proposals/<int:pk>/answer/", proposals.answer, name="proposal-answer"),
    path("proposals/<int:pk>/cancel/", proposals.cancel, name="proposal-cancel"),
    path("proposals/<int:pk>/attach/", proposals.attach, name="proposal-attach"),
    path("proposal-lines/<int:pk>/drop/", proposals.drop, name="proposal-drop"),
    path("proposal-lines/<int:pk>/outcome/", proposals.outcome, name="proposal-outcome"),
]
