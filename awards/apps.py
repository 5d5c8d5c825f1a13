"""The app of nominations, the council and decisions."""

from django.apps import AppConfig


class AwardsConfig(AppConfig):
    """Who is honoured, how the council votes, what is decided."""

    name = "awards"
    verbose_name = "Khen thưởng"
    default_auto_field = "django.db.models.BigAutoField"
