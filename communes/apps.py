"""The app of communes, units, people and rights."""

from importlib import import_module

from django.apps import AppConfig


class CommunesConfig(AppConfig):
    """Who and where."""

    name = "communes"
    verbose_name = "Địa phương và con người"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        """Put the pages of this app into the menu, say what can be found, what is read from Excel, what is kept."""
        modules = (
            "checks", "menu", "findable", "services.sheet_people", "services.sheet_units", "services.forgetting",
            "holdings", "throttle",
        )  # fmt: skip
        for module in modules:
            import_module(f"communes.{module}")
