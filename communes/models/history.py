"""The history of every act: written once, never changed."""

from django.db import models

from communes.models.chains import Chain, ChainedLine, register
from communes.models.people import User
from communes.models.places import Commune, Unit
from communes.models.scoping import ScopedQuerySet
from communes.rules import chain

# Which kinds of record keep their history to those who hold a capability; apps add theirs when they start.
VEILED: dict[str, object] = {}


def veil(root_type: str, can) -> None:
    """Keep the history of one kind of record ("awards.nomination") to the holders of a capability."""
    VEILED[root_type] = can


def hidden_from(actor) -> list[str]:
    """Return the kinds of record whose history an actor may not know."""
    return [root_type for root_type, can in VEILED.items() if not actor.may(can)]


class HistoryQuerySet(ScopedQuerySet):
    """Acts in the open commune."""

    unit_path = None

    def within(self, actor):
        """Return the lines the actor may know of: those on veiled records only with the right to them."""
        return super().within(actor).exclude(root_type__in=hidden_from(actor))

    def acts(self):
        """Return what was done, without the lines that say what was read."""
        return self.filter(read_key=None)

    def about(self, record):
        """Return the acts on one record, newest first."""
        return self.acts().filter(record_type=record._meta.label_lower, record_id=record.pk).order_by("-pk")

    def under(self, root):
        """Return the acts on a root record and on everything that belongs to it, newest first."""
        return self.acts().filter(root_type=root._meta.label_lower, root_id=root.pk).order_by("-pk")


class HistoryEntry(ChainedLine, models.Model):
    """One act: who, acting as what, when, on what, from which status to which, and why; or one look at a record.

    Database triggers refuse to change or delete a row. `read_key` names who looked at what in which hour, and is there
    once; acts have none. `digest` is that of the line's words (`communes.rules.chain`).
    """

    WORDS = chain.WORDS

    commune = models.ForeignKey(Commune, models.PROTECT, related_name="history")
    record_type = models.CharField(max_length=60)
    record_id = models.BigIntegerField()
    root_type = models.CharField(max_length=60, blank=True)
    root_id = models.BigIntegerField(null=True)
    record_title = models.CharField(max_length=300)
    action = models.CharField(max_length=60)
    label = models.CharField(max_length=160)
    from_status = models.CharField(max_length=20, blank=True)
    to_status = models.CharField(max_length=20, blank=True)
    user = models.ForeignKey(User, models.PROTECT, null=True, related_name="history")
    actor_name = models.CharField(max_length=160)
    acting_as = models.CharField(max_length=200, blank=True)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="history")
    at = models.DateTimeField()
    reason = models.TextField(blank=True)
    facts = models.JSONField(default=dict)
    read_key = models.CharField(max_length=160, null=True, editable=False)  # noqa: DJ001
    digest = models.CharField(max_length=64, editable=False)

    objects = HistoryQuerySet.as_scoped_manager()

    class Meta:
        verbose_name = "dòng lịch sử"
        verbose_name_plural = "lịch sử"
        indexes = [
            models.Index(fields=["record_type", "record_id"]),
            models.Index(fields=["root_type", "root_id"]),
            models.Index(fields=["commune", "at"]),
            models.Index(fields=["commune", "id"]),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["read_key"], condition=models.Q(read_key__isnull=False), name="history_notes_a_read_once"
            )
        ]

    def __str__(self):
        return f"{self.at:%d/%m/%Y %H:%M} {self.actor_name}: {self.label}"


class SealQuerySet(ScopedQuerySet):
    """Seals on the lines of the open commune."""

    unit_path = None


class HistorySeal(models.Model):
    """One link of a commune's chain: the line it seals, its number, and what ties it to the seal before.

    Database triggers refuse to change or delete a row.
    """

    commune = models.ForeignKey(Commune, models.PROTECT, related_name="history_seals")
    number = models.PositiveBigIntegerField()
    entry = models.OneToOneField(HistoryEntry, models.PROTECT, related_name="seal")
    previous = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64)
    sealed_at = models.DateTimeField()

    objects = SealQuerySet.as_scoped_manager()

    class Meta:
        verbose_name = "dấu niêm phong lịch sử"
        verbose_name_plural = "dấu niêm phong lịch sử"
        constraints = [
            models.UniqueConstraint(fields=["commune", "number"], name="history_seal_number_once_in_commune")
        ]

    def __str__(self):
        return f"{self.number}"


register(Chain("commune", Commune, HistoryEntry, HistorySeal))
