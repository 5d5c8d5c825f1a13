"""Saving over somebody else's newer save: refused, with who was first."""

from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils import timezone


@dataclass(frozen=True, slots=True)
class Saved:
    """Who saved a text, and when."""

    by: str
    at: datetime


class SavedMeanwhile(ValidationError):
    """A save on top of somebody else's newer save; what is stored stays. `noun` names the record in the words."""

    def __init__(self, noun: str, saved_by: str, saved_at: datetime | None):
        self.saved_by, self.saved_at = saved_by or "Người khác", saved_at
        moment = f" lúc {timezone.localtime(saved_at):%H:%M ngày %d/%m/%Y}" if saved_at else ""
        super().__init__(
            f"{self.saved_by} đã lưu {noun} này{moment}, sau khi trang của đồng chí được mở. "
            "Nội dung đồng chí nhập chưa lưu và vẫn còn trên trang."
        )
