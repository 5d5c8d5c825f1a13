"""Erasing personal data after its term: shown first, confirmed by a person, one sweep after the other."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from communes import history
from communes.access import Actor, Can
from communes.acting import demand
from communes.models import RetentionTerm
from communes.personal_data import SWEEPS, Sweep
from communes.rules import retention
from kit.vietnamese import small_count

# So many rows are shown, and erased, in one turn.
MOST = 200
CHANGED = "“{title}”: danh sách đã thay đổi từ lúc mở trang. Hãy xem lại rồi xác nhận."
NOTHING = "Hãy chọn ít nhất một loại dữ liệu."


@dataclass(frozen=True, slots=True)
class Term:
    """How long the open commune keeps one category, on what ground, and whether it has confirmed that itself."""

    sweep: Sweep
    months: int
    source: str
    confirmed: bool

    @property
    def words(self) -> str:
        """The term in words."""
        return retention.in_words(self.months)


@dataclass(frozen=True, slots=True)
class Due:
    """What one sweep would erase in this turn, out of how much, and the mark that stands for these rows."""

    term: Term
    before: date
    number: int
    names: tuple[str, ...]
    mark: str

    @property
    def left(self) -> int:
        """How much waits for a further turn."""
        return self.number - len(self.names)


def terms() -> list[Term]:
    """Return the term of every sweep as it holds in the open commune; one query."""
    own = {row.sweep: row for row in RetentionTerm.objects.all()}
    return [_term(sweep, own.get(key)) for key, sweep in SWEEPS.items()]


def _term(sweep: Sweep, row: RetentionTerm | None) -> Term:
    """Return the commune's own term of a sweep, or the default."""
    if row is None:
        return Term(sweep, sweep.months, sweep.basis, confirmed=False)
    return Term(sweep, row.months, row.source, confirmed=True)


@transaction.atomic
def set_term(key: str, *, months: int, source: str, by: Actor, at: datetime) -> None:
    """Say how long the commune keeps one category, and on what ground."""
    demand(Can.KEEP_PERSONAL_DATA, by.commune, by=by)
    sweep = SWEEPS[key]
    row = RetentionTerm.objects.filter(sweep=key).first() or RetentionTerm(commune=by.commune, sweep=key)
    before, ground = retention.in_words(row.months or sweep.months), row.source
    row.months, row.source, row.set_by, row.set_at = months, source.strip(), by.name, at
    row.full_clean()
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as problem:
        raise ValidationError("Người khác vừa đặt thời hạn này. Hãy tải lại trang rồi đặt lại nếu cần.") from problem
    changes = [["Thời hạn", before, retention.in_words(months)], ["Căn cứ", ground, row.source]]
    label = f"Đặt thời hạn lưu giữ: {sweep.title}"[:160]
    history.record("retention.term", row, by=by, at=at, label=label, changes=changes)


def due(*, at: datetime) -> list[Due]:
    """Return what every sweep would erase at a time, nothing of it done; five queries for each at most."""
    return [_due(term, at) for term in terms()]


def due_of(key: str, *, at: datetime) -> Due:
    """Return what one sweep would erase at a time."""
    return _due(_term(SWEEPS[key], RetentionTerm.objects.filter(sweep=key).first()), at)


def _due(term: Term, at: datetime) -> Due:
    """Return what one sweep would erase."""
    before = retention.day_before(timezone.localdate(at), term.months)
    found = term.sweep.due(before)
    rows = list(found.order_by("pk")[:MOST])
    number = len(rows) if len(rows) < MOST else found.count()
    mark = retention.mark_of(term.sweep.key, [row.pk for row in rows])
    return Due(term, before, number, tuple(term.sweep.name(row) for row in rows), mark)


def act(marks: Mapping[str, str], *, by: Actor, at: datetime) -> dict[str, int]:
    """Erase what was shown, given as {sweep: mark}; return how many rows of each.

    Nothing is erased where other rows are due than those that were shown (ValidationError). Then each sweep is a
    transaction of its own with its line of history, which says how many and nothing of what was erased.
    """
    demand(Can.KEEP_PERSONAL_DATA, by.commune, by=by)
    if not marks:
        raise ValidationError(NOTHING)
    known = {term.sweep.key: term for term in terms()}
    shown = {key: _keys_of(known[key], mark, at) for key, mark in marks.items()}
    return {key: _swept(known[key], keys, by, at) for key, keys in shown.items()}


def _keys_of(term: Term, mark: str, at: datetime) -> list[int]:
    """Return the keys of the rows that a mark stands for; refuse others."""
    rows = term.sweep.due(retention.day_before(timezone.localdate(at), term.months))
    keys = list(rows.order_by("pk").values_list("pk", flat=True)[:MOST])
    if retention.mark_of(term.sweep.key, keys) != mark:
        raise ValidationError(CHANGED.format(title=term.sweep.title))
    return keys


@transaction.atomic
def _swept(term: Term, keys: list[int], by: Actor, at: datetime) -> int:
    """Erase rows that are still due."""
    sweep = term.sweep
    before = retention.day_before(timezone.localdate(at), term.months)
    rows = list(sweep.due(before).filter(pk__in=keys).order_by("pk"))
    if not rows:
        return 0
    sweep.erase(rows, by=by, at=at)
    label = f"Xóa dữ liệu hết thời hạn: {sweep.title} ({small_count(len(rows))})"[:160]
    facts = {"sweep": sweep.key, "count": len(rows), "before": before.isoformat(), "months": term.months}
    history.record("retention.erased", by.commune, by=by, at=at, label=label, **facts)
    return len(rows)
