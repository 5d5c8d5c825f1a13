"""The app of papers and overviews."""

from importlib import import_module

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """Papers, summaries, overviews; the only app that sees everything."""

    name = "reports"
    verbose_name = "Văn bản và tổng hợp"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        """Enter menu, search and lists, veil papers in confidence, word decisions, try the paper engine."""
        lists = (
            "campaigns", "communes", "decisions", "letters", "nominations", "papers", "plans", "reminders", "standing",
            "units",
        )  # fmt: skip
        modules = (
            "menu", "veils", "wordings", "findable", "rendering.checks", "services.forgetting", "holdings",
        )  # fmt: skip
        for module in (*modules, *(f"exports.{name}" for name in lists)):
            import_module(f"reports.{module}")
