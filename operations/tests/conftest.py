"""An installation of its own for each test: a real database beside the tests' own, and a media folder."""

from contextlib import contextmanager
from datetime import datetime
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.apps import apps
from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder
from django_scopes import scope

from communes.tests.factories import Cast, make_commune
from kit.databases import SQLITE_OPTIONS
from operations.services import loading
from operations.services.connecting import working_on
from operations.services.tables import tables
from operations.tests import append_only

AT = datetime(2026, 5, 14, 9, 30, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))

# Tried from SQLite to SQLite, and to PostgreSQL where the tests stand on one: the mark keeps it in that run.
BOTH = pytest.mark.parametrize("kind", ["sqlite", pytest.param("postgresql", marks=pytest.mark.django_db)])


def build(migrations=None):
    """Make every table of today in the empty database, as its migrations would; return them."""
    with connection.schema_editor() as editor:
        for model in apps.get_models():
            editor.create_model(model)
    recorder = MigrationRecorder(connection)
    recorder.ensure_schema()
    for app, name in migrations or MigrationExecutor(connection).loader.graph.nodes:
        recorder.record_applied(app, name)
    append_only.forbid(connection)
    return tables()


@pytest.fixture
def at():
    """The moment at which tests back up."""
    return AT


@pytest.fixture
def quick_shape(monkeypatch):
    """Let tables be made from the models of today: running every migration takes a minute; one slow test does."""
    monkeypatch.setattr(loading, "shape", build)
    monkeypatch.setattr(loading, "forward", lambda: None)


@contextmanager
def _sqlite(folder):
    """Give the description of an empty SQLite file."""
    yield {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(folder / f"{uuid4().hex}.sqlite3"),
        "OPTIONS": {**SQLITE_OPTIONS, "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=OFF;"},
    }


@contextmanager
def _postgresql(server):
    """Give the description of an empty database on the tests' own PostgreSQL."""
    name, known = f"other_{uuid4().hex}", server.settings_dict
    with server._nodb_cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name}")
    try:
        yield {key: known[key] for key in ("ENGINE", "USER", "PASSWORD", "HOST", "PORT", "OPTIONS")} | {"NAME": name}
    finally:
        with server._nodb_cursor() as cursor:
            cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def empty(tmp_path, django_db_blocker):
    """Return what gives the description of a new empty database: SQLite, or PostgreSQL where the tests have one."""
    with django_db_blocker.unblock():
        server = connections["default"]

        def of(kind):
            if kind == "postgresql" and server.vendor != "postgresql":
                pytest.skip("no PostgreSQL here")
            return _sqlite(tmp_path) if kind == "sqlite" else _postgresql(server)

        yield of


@pytest.fixture
def elsewhere(empty, settings, tmp_path):
    """Return what opens another installation, empty: `with elsewhere("sqlite"): …`."""

    @contextmanager
    def of(kind):
        folder, before = tmp_path / f"media-{uuid4().hex}", settings.MEDIA_ROOT
        with empty(kind) as description, working_on(description):
            settings.MEDIA_ROOT = folder
            try:
                yield folder
            finally:
                settings.MEDIA_ROOT = before

    return of


@pytest.fixture
def installation(elsewhere):
    """Stand in an installation on SQLite with its tables and nobody in it; give its media folder."""
    with elsewhere("sqlite") as folder:
        build()
        yield folder


@pytest.fixture
def office(installation):
    """Xã Đồng Tâm in the installation, with its scope open."""
    commune = make_commune()
    with scope(commune=commune):
        yield Cast(commune)


def kept(folder):
    """Return every file below a folder by its name, with its bytes."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
