"""Telling every commune and every province that an archive, which holds the records of all, left the machine."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django_scopes import scopes_disabled

from communes import history
from communes.models import Commune, HistoryEntry, User
from communes.rules import reads
from operations.models import Backup
from province.models import Province
from province.services import acts


@dataclass(frozen=True, slots=True)
class Operator:
    """Who runs the machine, as the history of a commune or a province names one; that account has no role there."""

    user: User
    commune: Commune | None = None
    province: Province | None = None
    acting_as: str = "Người vận hành máy chủ"

    @property
    def name(self) -> str:
        """The name that history keeps."""
        return self.user.get_full_name() or self.user.username


@transaction.atomic
def note(backup: Backup, *, user: User, at: datetime) -> None:
    """Write into the history of every commune, once an hour, and of every province who fetched an archive."""
    label = f"Tải bản sao lưu của cả máy chủ: {backup.file_name}"[:160]
    with scopes_disabled():
        lines = [
            history.compose(
                "backup.fetched", commune, by=Operator(user, commune), at=at, label=label,
                read_key=reads.key(user.pk, "communes.commune", commune.pk, f"backup.{backup.pk}", at),
            )
            for commune in Commune.objects.filter(training_for=None).order_by("pk")
        ]  # fmt: skip
        HistoryEntry.objects.bulk_create(lines, ignore_conflicts=True)
    for province in Province.objects.order_by("pk"):
        acts.record("backup.fetched", by=Operator(user, province=province), at=at, label=label)
