"""Rows that belong to a commune refuse to answer outside that commune's scope."""

from django.db import models, transaction
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

    def update(self, **facts):
        """Update the rows; return how many still met the conditions when their turn came.

        Where the commune lies behind a join, the database would find the rows first and not ask again after waiting
        for somebody else's change: such rows are locked and asked, then written.
        """
        query = self.query
        joined = [alias for alias in query.alias_map if query.alias_refcount.get(alias) and alias != query.base_table]
        if not joined:
            return super().update(**facts)
        with transaction.atomic(using=self.db):
            keys = list(self.order_by().select_for_update(of=("self",)).values_list("pk", flat=True))
            return self.model._base_manager.using(self.db).filter(pk__in=keys).update(**facts)

    update.alters_data = True
