"""Checks of the settings, run by `manage.py check --deploy`."""

from django.conf import settings
from django.core.checks import Tags, Warning, register


@register(Tags.security, deploy=True)
def broker_is_named(app_configs, **kwargs):
    """Warn when no broker is set: papers would wait for ever."""
    if settings.CELERY_BROKER_URL != "memory://":
        return []
    return [Warning("Set CELERY_BROKER_URL or REDIS_URL: no worker can be reached.", id="emulation.W001")]
