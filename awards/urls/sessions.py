"""Addresses of sessions."""

urlpatterns = []
