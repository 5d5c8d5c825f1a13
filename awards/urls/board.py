"""Addresses of board."""

urlpatterns = []
