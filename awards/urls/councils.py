"""Addresses of councils."""

urlpatterns = []
