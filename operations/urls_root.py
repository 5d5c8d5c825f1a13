"""Addresses of operations outside any commune."""

from django.urls import path

from operations.views import backups

urlpatterns = [
    path("sao-luu/", backups.backup_list, name="backups"),
    path("sao-luu/<int:pk>/", backups.download, name="backup"),
]
