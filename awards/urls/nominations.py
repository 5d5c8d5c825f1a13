"""Addresses of nominations."""

urlpatterns = []
