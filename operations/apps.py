"""The app that keeps an installation alive."""

from importlib import import_module

from django.apps import AppConfig


class OperationsConfig(AppConfig):
    """Backups, restoring, moving to another database; nothing below knows of it."""

    name = "operations"
    verbose_name = "Vận hành"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        """Enter the menu, let the home page of administrators tell of an old backup, and check the settings."""
        for module in ("menu", "waiting", "checks"):
            import_module(f"operations.{module}")
