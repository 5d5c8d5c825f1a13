"""Addresses of operations below a commune's slug."""

from django.urls import path

from operations.views import backups

app_name = "operations"
urlpatterns = [path("backups/", backups.state, name="backups")]
