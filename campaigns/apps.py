"""The app of campaigns: plans, what units do about them, and what they report."""

from importlib import import_module

from django.apps import AppConfig


class CampaignsConfig(AppConfig):
    """Plans, targets, obligations, reports, inspections."""

    name = "campaigns"
    verbose_name = "Phong trào thi đua"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        """Put the pages of this app into the menu, and say what can be found."""
        for module in ("menu", "findable", "forms.report_workbooks", "services.forgetting", "holdings"):
            import_module(f"campaigns.{module}")
