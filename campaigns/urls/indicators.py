"""Addresses of indicators."""

urlpatterns = []
