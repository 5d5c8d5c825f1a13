"""The app of papers and overviews."""

from importlib import import_module

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """Papers, summaries, overviews; the only app that sees everything."""

    name = "reports"
    verbose_name = "Văn bản và tổng hợp"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        """Enter the menu and the lists, veil papers in confidence, word decisions, let the paper engine be checked."""
        lists = ("campaigns", "communes", "decisions", "letters", "nominations", "papers", "standing")
        for module in ("menu", "veils", "wordings", "rendering.checks", *(f"exports.{name}" for name in lists)):
            import_module(f"reports.{module}")
