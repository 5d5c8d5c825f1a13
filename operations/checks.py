"""Checks of the settings, run by `manage.py check --deploy`."""

from django.conf import settings
from django.contrib.staticfiles.storage import ManifestFilesMixin, staticfiles_storage
from django.core.checks import Info, Tags, Warning, register


@register(Tags.security, deploy=True)
def broker_is_named(app_configs, **kwargs):
    """Warn when no broker is set: papers would wait for ever."""
    if settings.CELERY_BROKER_URL != "memory://":
        return []
    return [Warning("Set CELERY_BROKER_URL or REDIS_URL: no worker can be reached.", id="operations.W001")]


@register(Tags.security, deploy=True)
def static_files_are_collected(app_configs, **kwargs):
    """Tell where no static files were collected: every page would fail for want of its style."""
    if not isinstance(staticfiles_storage, ManifestFilesMixin) or staticfiles_storage.hashed_files:
        return []
    return [Info("Run scripts.prepare: no static files are collected, no page can be shown.", id="operations.I001")]
