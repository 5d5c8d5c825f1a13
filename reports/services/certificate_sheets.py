"""Certificates to print: asking for a file of them, and recording that it was printed."""

from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from awards.models import Certificate
from awards.services import certificates
from communes import history
from communes.access import Actor, Can
from communes.acting import demand
from reports.documents.certificates import certificates_in, on_stock
from reports.documents.kinds import Kind
from reports.models import CertificateStock, Document, PrinterOffset
from reports.services import documents


def request(
    kind: Kind, record, *, stock: CertificateStock, offset: PrinterOffset | None, base: str, by: Actor,
    at: datetime,
) -> Document:  # fmt: skip
    """Have the certificates of a decision, or a single one, made on a stock; `base` is where they are checked.

    Making the file prints nothing: what was printed is recorded by `record_printed`.
    """
    return documents.request(on_stock(kind, stock, offset, base), record, by=by, at=at)


def made_of(kind: Kind, record, actor: Actor):
    """Return the files of certificates of a record that the actor may see, the newest first."""
    return Document.objects.within(actor).for_list().filter(kind=kind.key, subject_id=record.pk).order_by("-pk")


def problems(document: Document) -> list[str]:
    """Say why the printing of a file cannot be recorded."""
    if document.form != Document.Form.CERTIFICATES or not document.finished:
        return ["Tệp giấy khen chưa tạo xong."]
    if document.content["draft"]:
        return ["Đây là bản dự thảo; ban hành quyết định rồi tạo tệp mới để in."]
    return []


@dataclass(frozen=True, slots=True)
class Recorded:
    """How many certificates were recorded as printed, and who was left out and why."""

    done: int
    skipped: tuple[tuple[str, str], ...]


@transaction.atomic
def record_printed(document: Document, *, note: str = "", by: Actor, at: datetime) -> Recorded:
    """Record that the certificates of a file were printed on its stock.

    One that changed since the file was made, or was printed before without a word on why again, is left out.
    """
    demand(Can.KEEP_CERTIFICATES, document, by=by)
    if found := problems(document):
        raise ValidationError(found)
    listed = list(certificates_in(document.content))
    rows = Certificate.objects.within(by).filter(pk__in=[key for key, _, _ in listed])
    known = {each.pk: each for each in rows.select_related("line__decision")}
    stock, done, skipped = document.content["sheet"]["stock"], 0, []
    for key, line, name in listed:
        try:
            if key not in known or known[key].line_id != line:
                raise ValidationError("Nội dung đã thay đổi từ khi tạo tệp; hãy tạo tệp mới.")
            certificates.record_print(known[key], stock=stock, note=note, by=by, at=at)
            done += 1
        except ValidationError as problem:
            skipped.append((name, " ".join(problem.messages)))
    if done:
        history.record("document.printed", document, by=by, at=at, label=f"Ghi đã in {done} giấy khen", reason=note)
    return Recorded(done, tuple(skipped))
