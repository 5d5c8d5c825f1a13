"""The making of a queued paper by a worker: claimed, kept alive, finished or failed – never left hanging.

A paper is a Document, or a row of an app above that has the same moves and columns: `attempt`, `worker`,
`heartbeat_at`, `progress`, `finished_at`, `cause`, `trace`; `tries`, how often it was begun; the `folder` of its files.
"""

import logging
import re
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from errno import EDQUOT, ENOSPC
from functools import partial
from pathlib import Path
from typing import Any

from celery.exceptions import SoftTimeLimitExceeded
from django.conf import settings
from django.db.models import Model, Q

from campaigns.services import upload_checks
from kit import memory, storing
from kit.late import Late
from kit.moments import away
from kit.workflow import Overtaken, Unlawful
from reports.documents.bundle_parts import FILE, LACKING
from reports.models import Document
from reports.producers import PRODUCERS
from reports.rendering.failing import PaperFailed

logger = logging.getLogger(__name__)
mark = Late("reports.rendering.marking:mark")
Placing, Clock = Callable[[str], Path], Callable[[], datetime]

STALE = timedelta(seconds=90)
LOST_MESSAGE = timedelta(seconds=60)
MAX_ATTEMPTS = 3
# Longer than a worker may take for one task. A running paper that never had a heartbeat is of a release without them.
WITHOUT_HEARTBEAT = timedelta(minutes=15)
# So long stands over a bundle whose files the virus scanner has yet to see.
STANDS_OVER = timedelta(seconds=45)
BROKEN_OFF = "Máy xử lý bị ngắt giữa chừng nhiều lần. Hãy tạo lại; nếu vẫn lỗi, báo quản trị."


class GivenUp(Exception):
    """The paper was cancelled, or another worker holds it now."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A worker's hold on a paper: good only while the row still shows this attempt as running."""

    key: int
    attempt: int
    model: type[Model] = Document


def claim(key: int, *, worker: str, at: datetime, model: type[Model] = Document) -> Claim | None:
    """Take a queued paper for a worker; None when it is not queued any more (a repeated message is harmless)."""
    document = model.objects.filter(pk=key).defer("content").first()
    if document is None:
        return None
    attempt = document.attempt + 1
    try:
        model.flow.move(
            document, "start", where={"attempt": document.attempt}, attempt=attempt, worker=worker[:120],
            heartbeat_at=at, progress=5,
        )  # fmt: skip
    except (Unlawful, Overtaken):
        return None
    return Claim(key, attempt, model)


def beat(held: Claim, *, at: datetime, progress: int | None = None) -> None:
    """Show that the worker is alive and how far it is; raise GivenUp when the claim is no longer good."""
    facts = {"heartbeat_at": at} | ({} if progress is None else {"progress": progress})
    row = held.model.objects.filter(pk=held.key, attempt=held.attempt, status="running")
    if not row.update(**facts):
        raise GivenUp


def produce(held: Claim, *, now: Callable[[], datetime]) -> None:
    """Make both files of a claimed paper and finish the row; a failure is recorded, never raised.

    A bundle with files that the virus scanner has yet to see goes back to the queue, from where the sweep sends it.
    `now` is asked for the time. Files are written under temporary names and renamed when whole.
    """
    document = Document.objects.select_related("commune").get(pk=held.key)

    def work(written: list[str]) -> None:
        if upload_checks.is_waited_for(_files_of(document.content.get("parts", []))):
            facts = {"attempts_before": held.attempt, "progress": 0, "heartbeat_at": now() + STANDS_OVER}
            conclude(document, held, "requeue", **facts)
            return
        pages, files = make_files(document, held, written, partial(_made, document, held, now), now=now)
        action = "finish_official" if document.official else "finish"
        told = {"cause": "", "trace": "", "pages": pages, "files": files}
        conclude(document, held, action, finished_at=now(), progress=100, **told)

    carry_out(document, held, work, now=now)


def carry_out(record, held: Claim, work: Callable[[list[str]], None], *, now: Callable[[], datetime]) -> None:
    """Do the work of a claimed job, which concludes it; a failure is recorded, never raised.

    The work notes in the list that it gets under which names it writes: what is not finished is removed.
    """
    written: list[str] = []
    try:
        _remove(_leftovers(record, before=held.attempt))
        work(written)
    except GivenUp:
        _remove(written)
    except Exception as problem:
        logger.exception("%s %s could not be made.", held.model.__name__, record.pk)
        told = {"cause": cause_of(problem), "trace": traceback.format_exc()[-8000:]}
        try:
            conclude(record, held, "fail", finished_at=now(), **told)
        except GivenUp:
            # What broke after the row was finished must not take its files away.
            if held.model.objects.filter(pk=held.key, attempt=held.attempt).exclude(files={}).exists():
                return
        _remove(written)


def conclude(record, held: Claim, action: str, **facts) -> None:
    """End a claimed job; raise GivenUp when somebody else decided about it meanwhile."""
    try:
        held.model.flow.move(record, action, where={"attempt": held.attempt}, **facts)
    except (Unlawful, Overtaken):
        raise GivenUp from None


def make_files(
    record, held: Claim, written: list[str], make: Callable[[Placing, dict[str, Path]], Any], *, now: Clock
) -> tuple[Any, dict[str, dict]]:
    """Have files made under temporary names and kept when whole; return what `make` returns, and the files by format.

    `make` gets what gives the place of a format, and where each format lies by then. Every name is noted in `written`.
    """
    with storing.workplace(record.folder) as folder:
        unfinished: dict[str, Path] = {}

        def place(format: str) -> Path:
            unfinished[format] = folder / f"{record.pk}-{held.attempt}.{format}.part"
            written.append(_name_of(record, unfinished[format].name))
            return unfinished[format]

        with memory.at_most(settings.PAPER_MEMORY_MB * 2**20):
            made = make(place, unfinished)
        beat(held, at=now())
        files = {}
        for format, path in unfinished.items():
            written.append(_name_of(record, path.stem))
            files[format] = storing.keep(path, written[-1])
        return made, files


def _made(document: Document, held: Claim, now: Clock, place: Placing, unfinished: dict[str, Path]) -> int:
    """Write the files of a paper and mark them where they are of a training ground; return how many pages they have."""
    producer, training = PRODUCERS[document.form], document.commune.is_training
    content = document.content
    if "parts" in content:
        content = {**content, "parts": _without_held(content["parts"])}
        content |= {"training": True} if training else {}
    pages = producer(content, place, lambda percent: beat(held, at=now(), progress=percent))
    if training:
        for format, path in unfinished.items():
            mark(path, format)
    return pages


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
        return "Ổ đĩa của máy chủ đã đầy. Hãy báo quản trị dọn chỗ trống rồi tạo lại."
    if isinstance(problem, OSError):
        return "Máy chủ không ghi được tệp. Hãy báo quản trị kiểm tra thư mục lưu tệp rồi tạo lại."
    if isinstance(problem, SoftTimeLimitExceeded):
        return "Văn bản quá dài nên tạo chưa xong trong thời gian cho phép. Hãy báo quản trị."
    if isinstance(problem, MemoryError):
        return "Văn bản quá lớn: cần nhiều bộ nhớ hơn mức cho phép. Hãy rút gọn hoặc tách văn bản rồi tạo lại."
    return "Phần mềm gặp lỗi khi tạo văn bản. Hãy tạo lại; nếu vẫn lỗi, báo quản trị."


def _name_of(record, name: str) -> str:
    """Return under which name a file of a paper is stored."""
    return f"{record.folder}/{name}"


def _leftovers(record, *, before: int) -> list[str]:
    """Return what attempts before this one left behind, half-written files too; an unfinished paper needs none."""
    found = re.compile(rf".*/{record.pk}-(\d+)\.")
    files = ((name, found.match(name)) for name in storing.names(record.folder, f"{record.pk}-"))
    return [name for name, number in files if number and int(number[1]) < before]


def _remove(names: list[str]) -> None:
    """Remove files that nobody will ever ask for."""
    for name in names:
        try:
            storing.erase(name)
        except OSError:
            logger.warning("The file %s could not be removed.", name, exc_info=True)


def sweep(*, at: datetime, model: type[Model] = Document) -> list[int]:
    """Put right what a lost message or a dead worker left behind; return the ids for which to send turns again.

    A running paper without a heartbeat goes back to the queue, or fails for good after its last attempt; what its
    dead worker had written goes. A heartbeat far ahead is of a clock that was set back: it counts from now, so that
    a paper whose worker lives is left to it. A paper that was asked for so far ahead is as one asked for long ago.
    """
    ahead = model.objects.filter(status__in=model.UNFINISHED, heartbeat_at__gt=at + STALE)
    ahead.update(heartbeat_at=at)
    silent = Q(heartbeat_at__lt=at - STALE) | Q(heartbeat_at=None) & away("requested_at", WITHOUT_HEARTBEAT, at=at)
    for document in model.objects.filter(silent, status="running").defer("content"):
        still = {"attempt": document.attempt, "heartbeat_at": document.heartbeat_at}
        try:
            if document.tries >= MAX_ATTEMPTS:
                model.flow.move(document, "fail", where=still, finished_at=at, cause=BROKEN_OFF)
            else:
                model.flow.move(document, "requeue", where=still, progress=0, heartbeat_at=None)
        except Overtaken:
            continue
        try:
            _remove(_leftovers(document, before=document.attempt + 1))
        except OSError:
            logger.warning("%s %s: leftovers stay until it is made again.", model.__name__, document.pk, exc_info=True)
    waiting = model.objects.filter(
        Q(heartbeat_at=None) & away("requested_at", LOST_MESSAGE, at=at) | Q(heartbeat_at__lt=at - LOST_MESSAGE),
        status="queued",
    )
    ids = list(waiting.order_by("requested_at", "pk").values_list("pk", flat=True)[:500])
    model.objects.filter(pk__in=ids, status="queued").update(heartbeat_at=at)
    return ids
