"""The app of a province: who looks after several communes, what they sent upward, the roll-up."""

from importlib import import_module

from django.apps import AppConfig


class ProvinceConfig(AppConfig):
    """What a province knows of its communes; nothing below knows of it."""

    name = "province"
    verbose_name = "Cấp tỉnh"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        """Open the way in from the first page, and say what is kept about people."""
        for module in ("demo", "doors", "holdings"):
            import_module(f"province.{module}")
