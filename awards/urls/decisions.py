"""Addresses of decisions."""

urlpatterns = []
