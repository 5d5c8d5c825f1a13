"""Addresses of ballots."""

urlpatterns = []
