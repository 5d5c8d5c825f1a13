"""The app of nominations, the council and decisions."""

from importlib import import_module

from django.apps import AppConfig


class AwardsConfig(AppConfig):
    """Who is honoured, how the council votes, what is decided."""

    name = "awards"
    verbose_name = "Khen thưởng"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        """Enter the menu and the search, veil unannounced history, put a word in when campaigns close."""
        for module in (
            "menu",
            "veils",
            "objections",
            "findable",
            "services.sheet_awards",
            "services.forgetting",
            "holdings",
        ):
            import_module(f"awards.{module}")
