"""Addresses of book."""

urlpatterns = []
