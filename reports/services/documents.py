"""Papers that people ask for, cancel and try again."""

import logging
from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from kombu.exceptions import OperationalError

from communes import history
from communes.access import Actor, Can
from communes.acting import act
from kit.vietnamese import file_stem
from reports.documents.kinds import Kind
from reports.documents.registry import KINDS
from reports.models import Document
from reports.tasks import take_turn

logger = logging.getLogger(__name__)


@transaction.atomic
def request(kind: Kind, record, *, by: Actor, at: datetime, official: bool = False) -> Document:
    """Freeze the content of a paper now and queue its making; the same content asked for twice makes one job."""
    if not (by.may(kind.can) and by.may(Can.MAKE_PAPERS)):
        raise PermissionDenied
    campaign, unit = kind.campaign_of(record), kind.unit_of(record)
    built = kind.content(record, by)
    content = built.to_json()
    waiting = Document.objects.waiting().within(by).filter(kind=kind.key, subject_id=record.pk, official=official)
    for same in waiting:
        if same.content == content:
            return same
    document = Document.objects.create(
        commune=by.commune,
        campaign=campaign,
        unit=unit,
        kind=kind.key,
        subject_id=record.pk,
        title=built.title[:400],
        file_stem=file_stem(built.title) or kind.key,
        form=kind.form,
        confidential=kind.confidential,
        content=content,
        official=official,
        requested_by=by.user,
        requested_name=by.name,
        requested_at=at,
    )
    history.record("document.request", document, by=by, at=at, label=f"Yêu cầu tạo: {kind.title}")
    send(document)
    return document


@transaction.atomic
def cancel(document: Document, *, by: Actor, at: datetime) -> None:
    """Stop a paper that is waiting or being made; its worker notices and throws its work away."""
    if document.official:
        raise ValidationError("Đang tạo bản chính thức nên không hủy được.")
    act(document, "cancel", by=by, at=at)


@transaction.atomic
def retry(document: Document, *, by: Actor, at: datetime) -> None:
    """Queue a failed or cancelled paper again, with the same frozen words; not of a record that was put aside."""
    kind = KINDS.get(document.kind)
    if kind and not document.official and not kind.records().filter(pk=document.subject_id).exists():
        raise ValidationError("Hồ sơ gốc của văn bản này không còn dùng, nên không tạo lại được.")
    act(
        document, "retry", by=by, at=at, attempts_before=document.attempt, progress=0, cause="", heartbeat_at=None,
        requested_at=at,
    )  # fmt: skip
    send(document)


def send(document: Document) -> None:
    """Send the workers a turn after the commit; when they cannot be told, the row waits for the sweep."""

    def tell():
        try:
            take_turn.delay()
        except OperationalError:
            logger.warning("Document %s waits: the broker does not answer.", document.pk)

    transaction.on_commit(tell)
