"""What can be found: one entry for each record, which leads only those to it who may see the record itself."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db import models
from django.db.models import Q

from communes.models.places import Commune
from communes.models.scoping import ScopedQuerySet


@dataclass(frozen=True, slots=True)
class Sight:
    """What a record shows of itself among the things found, and by all of which it is found; `day` puts it in order."""

    title: str
    context: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    day: date | None = None


def _nothing(record) -> Iterable[str]:
    return ()


@dataclass(frozen=True, slots=True)
class Source:
    """One kind of record that can be found.

    Those who hold one of `can` find the rows that the model's own `within` shows them, of those `among`. `sight` and
    `body` may say nothing that is kept from anybody who sees the row. `owner` names the attribute with the commune's
    id. An entry is made anew with its record; when the title changes of what a path of `follows` leads to ("unit" to
    a `communes.unit`); and whenever something is recorded about what a path of `made_with` leads to. What is recorded
    about a part makes the entry of its root anew, unless the root's source names the part's model in `unmoved_by`.
    """

    kind: str
    label: str
    icon: str
    model: type[models.Model]
    can: tuple
    sight: Callable[[models.Model], Sight]
    body: Callable[[models.Model], Iterable[str]] = _nothing
    related: tuple[str, ...] = ("commune",)
    prefetched: tuple[str, ...] = ()
    among: Q = field(default_factory=Q)
    owner: str = "commune_id"
    follows: tuple[tuple[str, str], ...] = ()
    made_with: tuple[tuple[str, str], ...] = ()
    unmoved_by: tuple[str, ...] = ()

    @property
    def about(self) -> str:
        """The label of the model."""
        return self.model._meta.label_lower

    def rows(self, actor):
        """Return the rows that the actor may find."""
        return self.model.objects.within(actor).filter(self.among)

    def everything(self):
        """Return the rows of all communes with what an entry is made of, for making entries."""
        rows = self.model._base_manager.filter(self.among).select_related(*self.related)
        return rows.prefetch_related(*self.prefetched)


# What can be found, in the order of the page; apps add theirs when they start.
SOURCES: dict[str, Source] = {}


class SearchEntryQuerySet(ScopedQuerySet):
    """Entries of the open commune."""

    unit_path = None

    def within(self, actor):
        """Return the entries of the records that the actor may see, each asked of the record's own rows."""
        seen = Q(pk__in=())
        for source in SOURCES.values():
            if any(actor.may(can) for can in source.can):
                seen |= Q(kind=source.kind, record_id__in=source.rows(actor).order_by().values("pk"))
        return self.filter(seen)


class SearchEntry(models.Model):
    """The words of one record as they are searched; it can be thrown away and made anew from the records."""

    commune = models.ForeignKey(Commune, models.CASCADE, related_name="search_entries")
    kind = models.CharField(max_length=20)
    record_id = models.BigIntegerField()
    title = models.CharField(max_length=700)
    numbers = models.CharField(max_length=300, blank=True)
    words = models.TextField()
    sort_key = models.CharField(max_length=240)
    day = models.DateField(null=True)

    objects = SearchEntryQuerySet.as_scoped_manager()

    class Meta:
        verbose_name = "mục tìm kiếm"
        verbose_name_plural = "mục tìm kiếm"
        constraints = [models.UniqueConstraint(fields=["kind", "record_id"], name="search_entry_once_per_record")]
        indexes = [models.Index(fields=["commune", "kind"])]

    def __str__(self):
        return self.title.strip()
