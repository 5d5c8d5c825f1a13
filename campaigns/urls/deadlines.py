"""Addresses of deadlines and of the units that take part."""

from django.urls import path

from campaigns.views import deadlines

urlpatterns = [
    path("campaigns/<int:pk>/deadlines/", deadlines.listing, name="deadlines"),
    path("campaigns/<int:pk>/deadlines/request/", deadlines.request_report, name="deadline-request"),
    path("deadlines/<int:pk>/set/", deadlines.set_date, name="deadline-set"),
    path("campaigns/<int:pk>/participants/", deadlines.listing_of_units, name="participants"),
    path("campaigns/<int:pk>/participants/join/", deadlines.join, name="participant-join"),
    path("participants/<int:pk>/leave/", deadlines.leave, name="participant-leave"),
]
