"""The front door: settings, addresses, worker. It imports the apps, nobody imports it."""

from emulation.celery import app as celery_app

__all__ = ["celery_app"]
