"""Rows that belong to a commune refuse to answer outside that commune's scope."""

from django.db import models
from django_scopes import ScopedManager


class ScopedQuerySet(models.QuerySet):
    """Rows of one commune; `commune_path` and `unit_path` say where a row keeps its commune and its unit."""

    commune_path = "commune"
    unit_path: str | None = "unit"

    @classmethod
    def as_scoped_manager(cls):
        """Return a manager of this queryset that raises ScopeError while no commune's scope is open."""
        return ScopedManager(commune=cls.commune_path, _manager_class=models.Manager.from_queryset(cls))

    def within(self, actor):
        """Return the rows that the actor may see: all of the commune, or those of the actor's own units."""
        if self.unit_path is None or actor.sees_all_units:
            return self
        return self.filter(**{f"{self.unit_path}__in": actor.unit_ids})

    def own(self, actor):
        """Return the rows of the actor's own units."""
        return self.filter(**{f"{self.unit_path}__in": actor.unit_ids})
