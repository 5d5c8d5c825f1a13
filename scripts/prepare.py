"""Bring the database, the static files and the demo up to date; do nothing where nothing changed.

May run while the release before still serves; of several at once one works and the others wait.
"""

import contextlib
import errno
import fcntl
import hashlib
import io
import os
import secrets
import sys
from collections.abc import Iterator
from pathlib import Path

from scripts.processes import Problem

ROOT = Path(__file__).resolve().parent.parent
STATE = Path(os.environ.get("STATE_DIR") or ROOT / "var")
# The number of the lock in PostgreSQL under which one of several preparations works.
LOCK = 20_260_514
# So long a change of a table waits for those who use it; waiting longer would make everybody behind it wait too.
PATIENCE = "10s"
BUSY = "Cơ sở dữ liệu đang bận nên chưa cập nhật xong, không có gì dở dang. Hãy chạy lại."
LIBRARIES = "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"


def folders() -> None:
    """Make the folders of the state and try to write in them."""
    for folder in (
        STATE,
        STATE / "log",
        STATE / "broker",
        Path(os.environ.get("MEDIA_ROOT") or STATE / "media"),
    ):
        try:
            folder.mkdir(parents=True, exist_ok=True)
            trial = folder / ".trial"
            trial.write_bytes(b"")
            trial.unlink()
        except OSError as problem:
            raise Problem(
                f"Không ghi được vào thư mục {folder} ({reason(problem)}). "
                "Hãy cấp quyền ghi cho người đang chạy lệnh này, "
                "hoặc đặt STATE_DIR và MEDIA_ROOT sang thư mục khác."
            ) from problem


def reason(problem: OSError) -> str:
    """Say in Vietnamese why a file could not be written."""
    known = {
        errno.EACCES: "không có quyền",
        errno.EPERM: "không có quyền",
        errno.ENOSPC: "đĩa đã đầy",
        errno.EROFS: "chỉ cho phép đọc",
        errno.ENOTDIR: "không phải thư mục",
        errno.ENOENT: "không tạo được",
    }
    return known.get(problem.errno, problem.strerror)


def secret() -> None:
    """Make the secret key on the first run and keep it where only its owner reads it."""
    kept = STATE / "secret_key"
    if os.environ.get("SECRET_KEY") or os.environ.get("SECRET_KEY_FILE") or kept.exists():
        return
    descriptor = os.open(kept, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(secrets.token_urlsafe(64))


def libraries() -> None:
    """See that papers can be made: the drawing libraries and the fonts are there."""
    try:
        import weasyprint  # noqa: F401 - the import itself is the trial
    except OSError as problem:
        raise Problem(f"Thiếu thư viện để tạo PDF. Hãy cài: sudo apt install {LIBRARIES}") from problem
    fonts = Path(os.environ.get("PAPER_FONT_DIR") or "/usr/share/fonts/truetype/croscore")
    if not any(fonts.glob("Tinos-*.ttf")):
        raise Problem(
            f"Không thấy phông chữ Tinos trong {fonts}. "
            "Hãy cài: sudo apt install fonts-croscore, hoặc đặt PAPER_FONT_DIR đến thư mục có phông này."
        )


@contextlib.contextmanager
def alone() -> Iterator[None]:
    """Hold the installation for one preparation at a time, on whichever machine; the hold ends with the process."""
    from django.db import DatabaseError, connection

    if connection.vendor == "postgresql":
        holder = connection.copy()
        try:
            try:
                with holder.cursor() as cursor:
                    cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
            except DatabaseError as problem:
                raise unreachable(problem) from problem
            yield
            with holder.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])
        finally:
            holder.close()
    else:
        with (STATE / "prepare.lock").open("w") as held:
            fcntl.flock(held, fcntl.LOCK_EX)
            yield


def database() -> bool:
    """Migrate where needed; return whether anything was done."""
    from django.core.management import call_command
    from django.db import DatabaseError, connection
    from django.db.migrations.executor import MigrationExecutor

    try:
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT set_config('lock_timeout', %s, false)", [PATIENCE])
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
        if waiting:
            call_command("migrate", interactive=False, verbosity=0)
            call_command("reindex", verbosity=0)
        call_command("createcachetable", verbosity=0)
    except DatabaseError as problem:
        if getattr(problem.__cause__, "pgcode", "") == "55P03":
            raise Problem(BUSY) from problem
        raise unreachable(problem) from problem
    return bool(waiting)


def unreachable(problem: Exception) -> Problem:
    """Say that the database cannot be used, and why."""
    from django.db import connection

    name, why = connection.settings_dict["NAME"], str(problem).strip().splitlines()[0]
    return Problem(f"Không mở được cơ sở dữ liệu {name} ({why}). Hãy xem lại DATABASE_URL.")


def static_files() -> None:
    """Collect the static files when one of them, or a package that brings some, changed."""
    from django.conf import settings
    from django.core.management import call_command

    marks = hashlib.sha256((ROOT / "requirements.lock").read_bytes() + str(settings.DEBUG).encode())
    for path in sorted((ROOT / "static").rglob("*")):
        if path.is_file():
            facts = path.stat()
            marks.update(f"{path.relative_to(ROOT)} {facts.st_size} {facts.st_mtime_ns}\n".encode())
    stamp = settings.STATIC_ROOT / ".stamp"
    if stamp.exists() and stamp.read_text() == marks.hexdigest():
        return
    call_command("collectstatic", interactive=False, verbosity=0)
    stamp.write_text(marks.hexdigest())


def demo() -> None:
    """Load the demo into a database without any commune, unless it serves the public or DEMO=0."""
    from django.apps import apps
    from django.conf import settings
    from django.core.management import call_command, get_commands

    wanted = os.environ.get("DEMO", "0" if settings.HTTPS else "1") == "1"
    if wanted and "demo" in get_commands() and not apps.get_model("communes", "Commune").objects.exists():
        say("Đang nạp dữ liệu mẫu của năm địa phương…")
        call_command("demo", stdout=io.StringIO())


def accounts() -> list[list[str]]:
    """Return one sign-in for each role of the demo: commune, role in words, user name, password."""
    from django.core.management import call_command, get_commands

    from communes.models import Role
    from province.models import ProvinceRole

    if "demo" not in get_commands():
        return []
    out = io.StringIO()
    call_command("demo", accounts=True, stdout=out)
    rows = [line.split("\t") for line in out.getvalue().splitlines() if line.count("\t") == 3]
    words = {**dict(Role.choices), **{f"province_{role}": label for role, label in ProvinceRole.choices}}
    first = {role: (commune, words[role], *rest) for commune, role, *rest in reversed(rows)}
    return [list(map(str, row)) for row in first.values()][::-1]


def say(words: str) -> None:
    """Tell the person at the terminal."""
    print(words, flush=True)


def everything() -> None:
    """Do all of it, in order."""
    folders()
    secret()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "emulation.settings")
    import django
    from django.core.exceptions import ImproperlyConfigured

    try:
        django.setup()
    except ImproperlyConfigured as problem:
        raise Problem(str(problem)) from problem
    libraries()
    with alone():
        if database():
            say("Đã cập nhật cơ sở dữ liệu.")
        static_files()
        demo()


if __name__ == "__main__":
    try:
        everything()
    except Problem as trouble:
        sys.exit(f"Lỗi: {trouble}")
    except OSError as trouble:
        sys.exit(f"Lỗi: không đọc hoặc ghi được {trouble.filename} ({reason(trouble)}).")
