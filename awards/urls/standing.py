"""Addresses of standing."""

urlpatterns = []
