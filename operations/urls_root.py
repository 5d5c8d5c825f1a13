"""Addresses of operations outside any commune."""

from django.urls import path

from operations.views import backups, monitoring

urlpatterns = [
    path("san-sang/", monitoring.ready, name="ready"),
    path("do-luong/", monitoring.metrics, name="metrics"),
    path("sao-luu/", backups.backup_list, name="backups"),
    path("sao-luu/<int:pk>/", backups.download, name="backup"),
]
