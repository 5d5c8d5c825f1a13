"""The making of a queued paper by a worker: claimed, kept alive, finished or failed – never left hanging."""

import logging
import re
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from errno import EDQUOT, ENOSPC
from pathlib import Path

from celery.exceptions import SoftTimeLimitExceeded
from django.db.models import Q

from campaigns.services import upload_checks
from kit import storing
from kit.workflow import Overtaken, Unlawful
from reports.documents.bundle_parts import FILE, LACKING
from reports.models import Document
from reports.producers import PRODUCERS
from reports.rendering import marking
from reports.rendering.pdf import PaperFailed

logger = logging.getLogger(__name__)

STALE = timedelta(seconds=90)
LOST_MESSAGE = timedelta(seconds=60)
# So long stands over a bundle whose files the virus scanner has yet to see.
STANDS_OVER = timedelta(seconds=45)
BROKEN_OFF = "Máy xử lý bị ngắt giữa chừng nhiều lần. Hãy bấm “Tạo lại”; nếu vẫn lỗi, báo quản trị."


class GivenUp(Exception):
    """The paper was cancelled, or another worker holds it now."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A worker's hold on a paper: good only while the row still shows this attempt as running."""

    document_id: int
    attempt: int


def claim(document_id: int, *, worker: str, at: datetime) -> Claim | None:
    """Take a queued paper for a worker; None when it is not queued any more (a repeated message is harmless)."""
    document = Document.objects.filter(pk=document_id).defer("content").first()
    if document is None:
        return None
    attempt = document.attempt + 1
    try:
        Document.flow.move(
            document, "start", where={"attempt": document.attempt}, attempt=attempt, worker=worker[:120],
            heartbeat_at=at, progress=5,
        )  # fmt: skip
    except (Unlawful, Overtaken):
        return None
    return Claim(document_id, attempt)


def beat(held: Claim, *, at: datetime, progress: int | None = None) -> None:
    """Show that the worker is alive and how far it is; raise GivenUp when the claim is no longer good."""
    facts = {"heartbeat_at": at} | ({} if progress is None else {"progress": progress})
    row = Document.objects.filter(pk=held.document_id, attempt=held.attempt, status=Document.Status.RUNNING)
    if not row.update(**facts):
        raise GivenUp


def produce(held: Claim, *, now: Callable[[], datetime]) -> None:
    """Make both files of a claimed paper and finish the row; a failure is recorded, never raised.

    A bundle with files that the virus scanner has yet to see goes back to the queue, from where the sweep sends it.
    `now` is asked for the time. Files are written under temporary names and renamed when whole.
    """
    document = Document.objects.select_related("commune").get(pk=held.document_id)
    written: list[str] = []
    try:
        _remove(_leftovers(document, before=held.attempt))
        if upload_checks.is_waited_for(_files_of(document.content.get("parts", []))):
            facts = {"attempts_before": held.attempt, "progress": 0, "heartbeat_at": now() + STANDS_OVER}
            _conclude(document, held, "requeue", **facts)
            return
        facts = _make(document, held, written, now)
        action = "finish_official" if document.official else "finish"
        _conclude(document, held, action, finished_at=now(), progress=100, cause="", trace="", **facts)
    except GivenUp:
        _remove(written)
    except Exception as problem:
        logger.exception("Document %s could not be made.", document.pk)
        _remove(written)
        trace = traceback.format_exc()[-8000:]
        try:
            _conclude(document, held, "fail", finished_at=now(), cause=cause_of(problem), trace=trace)
        except GivenUp:
            return


def _conclude(document: Document, held: Claim, action: str, **facts) -> None:
    """End a claimed job; raise GivenUp when somebody else decided about it meanwhile."""
    try:
        Document.flow.move(document, action, where={"attempt": held.attempt}, **facts)
    except (Unlawful, Overtaken):
        raise GivenUp from None


def _make(document: Document, held: Claim, written: list[str], now: Callable[[], datetime]) -> dict:
    """Have the files made and keep them; return what the row keeps of them, and note every name in `written`."""
    with storing.workplace(_folder_of(document)) as folder:
        return _make_in(folder, document, held, written, now)


def _make_in(folder: Path, document: Document, held: Claim, written: list[str], now: Callable[[], datetime]) -> dict:
    """Do what `_make` says, with a folder for what is half-written."""
    partial: dict[str, Path] = {}

    def place(format: str) -> Path:
        partial[format] = folder / f"{document.pk}-{held.attempt}.{format}.part"
        written.append(_name_of(document, partial[format].name))
        return partial[format]

    producer, training = PRODUCERS[document.form], document.commune.is_training
    content = document.content
    if "parts" in content:
        content = {**content, "parts": _without_held(content["parts"])}
        content |= {"training": True} if training else {}
    pages = producer(content, place, lambda percent: beat(held, at=now(), progress=percent))
    if training:
        for format, path in partial.items():
            marking.mark(path, format)
    beat(held, at=now())
    files = {}
    for format, path in partial.items():
        written.append(_name_of(document, path.stem))
        files[format] = storing.keep(path, written[-1])
    return {"pages": pages, "files": files}


def _files_of(parts: list[dict]) -> list[str]:
    """Return where the files of a bundle lie."""
    return [part["path"] for part in parts if part["kind"] == FILE]


def _without_held(parts: list[dict]) -> list[dict]:
    """Return the parts of a bundle, each file that the virus scanner stands against as lacking, with the reason."""
    told = upload_checks.against_each(_files_of(parts))
    return [
        {**part, "kind": LACKING, "reason": told[part["path"]].partition(".")[0]}
        if part["kind"] == FILE and told[part["path"]]
        else part
        for part in parts
    ]


def cause_of(problem: Exception) -> str:
    """Return a short cause in words that say what to do."""
    if isinstance(problem, PaperFailed):
        return str(problem)
    if isinstance(problem, OSError) and problem.errno in (ENOSPC, EDQUOT):
        return "Ổ đĩa của máy chủ đã đầy. Hãy báo quản trị dọn chỗ trống rồi bấm “Tạo lại”."
    if isinstance(problem, OSError):
        return "Máy chủ không ghi được tệp. Hãy báo quản trị kiểm tra thư mục lưu tệp rồi bấm “Tạo lại”."
    if isinstance(problem, SoftTimeLimitExceeded):
        return "Văn bản quá dài nên tạo chưa xong trong thời gian cho phép. Hãy báo quản trị."
    if isinstance(problem, MemoryError):
        return "Máy chủ thiếu bộ nhớ. Hãy bấm “Tạo lại” khi máy rảnh hơn."
    return "Phần mềm gặp lỗi khi tạo văn bản. Hãy bấm “Tạo lại”; nếu vẫn lỗi, báo quản trị."


def _folder_of(document: Document) -> str:
    """Return where the files of a paper lie."""
    return f"documents/{document.commune_id}"


def _name_of(document: Document, name: str) -> str:
    """Return under which name a file of a paper is stored."""
    return f"{_folder_of(document)}/{name}"


def _leftovers(document: Document, *, before: int) -> list[str]:
    """Return what attempts before this one left behind, half-written files too; an unfinished paper needs none."""
    found = re.compile(rf".*/{document.pk}-(\d+)\.")
    files = ((name, found.match(name)) for name in storing.names(_folder_of(document), f"{document.pk}-"))
    return [name for name, number in files if number and int(number[1]) < before]


def _remove(names: list[str]) -> None:
    """Remove files that nobody will ever ask for."""
    for name in names:
        try:
            storing.erase(name)
        except OSError:
            logger.warning("The file %s could not be removed.", name, exc_info=True)


def sweep(*, at: datetime) -> list[int]:
    """Put right what a lost message or a dead worker left behind; return the ids for which to send turns again.

    A running paper without a heartbeat goes back to the queue, or fails for good after its last attempt; what its
    dead worker had written goes.
    """
    stale = Document.objects.filter(status=Document.Status.RUNNING, heartbeat_at__lt=at - STALE).defer("content")
    for document in stale:
        still = {"attempt": document.attempt, "heartbeat_at": document.heartbeat_at}
        try:
            if document.attempt - document.attempts_before >= Document.MAX_ATTEMPTS:
                Document.flow.move(document, "fail", where=still, finished_at=at, cause=BROKEN_OFF)
            else:
                Document.flow.move(document, "requeue", where=still, progress=0, heartbeat_at=None)
        except Overtaken:
            continue
        try:
            _remove(_leftovers(document, before=document.attempt + 1))
        except OSError:
            logger.warning("Document %s: leftovers stay until it is made again.", document.pk, exc_info=True)
    waiting = Document.objects.filter(
        Q(heartbeat_at=None, requested_at__lt=at - LOST_MESSAGE) | Q(heartbeat_at__lt=at - LOST_MESSAGE),
        status=Document.Status.QUEUED,
    )
    ids = list(waiting.order_by("requested_at", "pk").values_list("pk", flat=True)[:500])
    Document.objects.filter(pk__in=ids, status=Document.Status.QUEUED).update(heartbeat_at=at)
    return ids
