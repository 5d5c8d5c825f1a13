"""Whether the installation can do its work: database, broker, workers, clock, disk – each in plain words."""

import shutil
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.core.cache import caches
from django.db import Error, connection
from redis.exceptions import RedisError

from operations.services import brokers
from reports import workers

KEPT_SECONDS = 5
# A turn is sent each 30 s, makers of papers beat each 10 s; a worker for everything may be at one job for ten minutes,
# and is then silent in every queue.
PAPERS_QUIET, CLOCK_QUIET = timedelta(minutes=3), timedelta(minutes=15)
ROOM_LEFT = 2**30


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the installation: its name, whether it is well, how it is in words."""

    name: str
    well: bool
    words: str


def look(*, at: datetime) -> list[Part]:
    """Return how each part is; looked at no more than once in five seconds by each process."""
    return caches["process"].get_or_set("operations:health", lambda: list(_parts(at)), KEPT_SECONDS)


def _parts(at: datetime):
    """Yield how each part is now."""
    database = _answers_database()
    yield Part("Cơ sở dữ liệu", database, "trả lời" if database else "không trả lời")
    broker = _answers_broker()
    yield Part("Hàng đợi", broker, "trả lời" if broker else "không trả lời")
    yield from _workers(at)
    yield _disk()


def _answers_database() -> bool:
    """Say whether the database answers."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error:
        return False
    return True


def _answers_broker() -> bool:
    """Say whether the broker answers."""
    try:
        brokers.messages()
    except brokers.NoAnswer:
        return False
    return True


def _workers(at: datetime):
    """Yield how the makers of papers and the clock are, by when they were last heard of."""
    try:
        heard = workers.last_heard(at=at)
    except (Error, RedisError):
        heard = {}
    clock_runs = heard.get(workers.CLOCK, workers.NEVER) <= PAPERS_QUIET
    for name, queue, quiet in (
        ("Máy tạo văn bản", workers.PAPERS, PAPERS_QUIET if clock_runs else CLOCK_QUIET),
        ("Bộ hẹn giờ và máy xử lý", workers.CLOCK, CLOCK_QUIET),
    ):
        ago = heard.get(queue)
        if ago is None:
            yield Part(name, False, "không hỏi được")
        elif ago >= workers.NEVER:
            yield Part(name, False, "chưa nghe thấy")
        elif ago > quiet:
            yield Part(name, False, f"im lặng đã {max(int(ago / timedelta(minutes=1)), 1)} phút")
        else:
            yield Part(name, True, "đang chạy")


def _disk() -> Part:
    """Return how much room is left where files and state are kept, on the fuller of the two."""
    free = min(usage.free for usage in disks().values())
    return Part("Ổ đĩa", free >= ROOM_LEFT, f"còn trống {free / 2**30:.1f} GB".replace(".", ","))


def disks() -> dict[str, "shutil._ntuple_diskusage"]:
    """Return how full the disks are on which files, state and backups lie."""
    folders = {"media": settings.MEDIA_ROOT, "state": settings.STATE_DIR, "backups": settings.BACKUP_DIR}
    return {place: shutil.disk_usage(_there(Path(folder))) for place, folder in folders.items()}


def _there(folder: Path) -> Path:
    """Return a folder, or the nearest one above it that exists."""
    folder = folder.resolve()
    return next(each for each in (folder, *folder.parents) if each.is_dir())
