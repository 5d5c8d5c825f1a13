"""Lists taken out of the product: at once where they are short, by a worker where they are long; each is noted."""

from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from types import SimpleNamespace

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from communes import history
from communes.access import Can
from kit.late import Late
from kit.sheets import MOST_ROWS
from kit.vietnamese import small_count, vn_number
from reports.documents.workbook import Workbook, kind_of
from reports.exports.base import Asked, ExportList, Found
from reports.models import Document
from reports.producers import workbooks
from reports.services import documents

marked_xlsx = Late("reports.rendering.marking:marked_xlsx")

AT_ONCE = 2_000
MOST_PLAIN = 10_000
MOST_QUERY = 2_000
OPEN, CONFIDENTIAL = "reports.list", "reports.confidentiallist"


@dataclass(frozen=True, slots=True)
class _Listed:
    """What a line of history is about: a list under its filters, which has no row of its own."""

    label: str
    title: str
    pk: int = 0

    @property
    def _meta(self) -> SimpleNamespace:
        return SimpleNamespace(label_lower=self.label)

    def __str__(self):
        return self.title


def take_out(listed: ExportList, asked: Asked, *, at: datetime) -> bytes | Document:
    """Return a short list as a workbook, or the paper that a worker makes of a long one; note who took what out."""
    query, found, number = _wished(listed, asked)
    if number > MOST_ROWS:
        raise ValidationError(workbooks.TOO_LONG.format(number=vn_number(number)))
    if number > AT_ONCE:
        return _queued(listed, asked, found, number, query, at)
    made = BytesIO()
    workbooks.fill(made, listed, asked, found)
    _note(listed, asked, found, number, at)
    return marked_xlsx(made.getvalue()) if asked.actor.commune.is_training else made.getvalue()


def take_out_plain(listed: ExportList, asked: Asked, *, at: datetime) -> bytes:
    """Return a list as CSV; note who took what out."""
    _, found, number = _wished(listed, asked)
    if number > MOST_PLAIN:
        raise ValidationError(
            f"Danh sách có {vn_number(number)} dòng; tệp CSV chỉ xuất đến {vn_number(MOST_PLAIN)} dòng. "
            "Hãy lọc bớt, hoặc xuất Excel."
        )
    made = workbooks.plain(listed, asked, found)
    _note(listed, asked, found, number, at, form="CSV")
    return made


def _wished(listed: ExportList, asked: Asked) -> tuple[str, Found, int]:
    """Return the query that a list is asked for with, what it finds, and how many rows that is."""
    if not listed.allows(asked.actor):
        raise PermissionDenied
    query = asked.GET.urlencode()
    if len(query) > MOST_QUERY:
        raise ValidationError("Điều kiện lọc quá dài. Hãy bỏ bớt rồi xuất lại.")
    found = listed.find(asked)
    return query, found, found.number


@transaction.atomic
def _queued(listed: ExportList, asked: Asked, found: Found, number: int, query: str, at: datetime) -> Document:
    """Freeze what is asked for and have a worker make it."""
    by, record = asked.actor, asked.record
    wish = Workbook(
        title=f"Bảng tính: {listed.title_for(asked)}"[:400],
        list=listed.key,
        commune=by.commune.pk,
        user=by.user.pk if by.user else None,
        query=query,
        filters=found.words,
        record=record.pk if record else None,
    )
    kind = kind_of(wish, confidential=_in_confidence(listed, asked))
    document = documents.request(kind, record or by.commune, by=by, at=at)
    _note(listed, asked, found, number, at, document=document.pk)
    return document


def _in_confidence(listed: ExportList, asked: Asked) -> bool:
    """Say whether what is taken out may tell what is not announced."""
    return listed.confidence and asked.actor.may(Can.SEE_UNANNOUNCED)


def _note(
    listed: ExportList, asked: Asked, found: Found, number: int, at: datetime, *, form: str = "Excel", **facts
) -> None:
    """Write who took which list out, under which filters."""
    label = CONFIDENTIAL if _in_confidence(listed, asked) else OPEN
    filters = f" – Lọc: {'; '.join(found.words)}" if found.words else ""
    history.record(
        "list.export",
        _Listed(label, f"{listed.title_for(asked)}{filters}"),
        by=asked.actor,
        at=at,
        label=f"Xuất {form}: {listed.title} ({small_count(number)} dòng)"[:160],
        list=listed.key,
        filters=list(found.words),
        rows=number,
        **facts,
    )
