"""The app of papers and overviews."""

from importlib import import_module

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """Papers, summaries, overviews; the only app that sees everything."""

    name = "reports"
    verbose_name = "Văn bản và tổng hợp"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        """Enter the menu, veil papers in confidence, and let the checks of the paper engine run with Django's own."""
        for module in ("reports.menu", "reports.veils", "reports.rendering.checks"):
            import_module(module)
