"""Addresses of inspections."""

from django.urls import path

from campaigns.views import inspections

urlpatterns = [
    path("campaigns/<int:pk>/inspections/", inspections.index, name="inspections"),
    path("campaigns/<int:pk>/inspections/plan/", inspections.create, name="inspection-plan"),
    path("inspections/<int:pk>/", inspections.detail, name="inspection"),
    path("inspections/<int:pk>/edit/", inspections.edit, name="inspection-edit"),
    path("inspections/<int:pk>/items/<int:item_pk>/", inspections.finding, name="inspection-finding"),
    path("inspections/<int:pk>/conclude/", inspections.conclude, name="inspection-conclude"),
    path("inspections/<int:pk>/cancel/", inspections.cancel, name="inspection-cancel"),
    path("inspections/<int:pk>/reopen/", inspections.reopen, name="inspection-reopen"),
    path("findings/<int:pk>/done/", inspections.finding_done, name="finding-done"),
]
