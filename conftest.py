"""The cast: one commune, its people, and the neighbours who must see nothing."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.core.files.storage import default_storage
from django.db import connection
from django.db.backends.signals import connection_created
from django.test import Client
from django.utils import timezone
from django_scopes import scope
from django_scopes.state import state

from communes import navigation
from communes.tests.factories import PEOPLE, Cast, make_commune, make_user
from operations.tests import append_only

pytest_plugins = []

DATABASE_FIXTURES = frozenset({"db", "transactional_db", "django_db_reset_sequences", "live_server"})


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """Mark what touches no database `once`: which one it is makes no difference."""
    for item in items:
        if not (item.get_closest_marker("django_db") or DATABASE_FIXTURES & set(item.fixturenames)):
            item.add_marker("once")


class ScopelessClient(Client):
    """A client whose requests find no scope open, as in service, even where the test holds one open."""

    def request(self, **request):
        """Answer one request with the test's own scope put aside."""
        token = state.set({})
        try:
            return super().request(**request)
        finally:
            state.reset(token)


@pytest.fixture(scope="session", autouse=True)
def _history_may_be_flushed(request):
    """Take the triggers of what is only added to down while a test with real transactions empties the tables.

    A browser's event loop gives the thread another database connection, so the kind of connection is told, not one.
    """
    operations = type(connection.ops)
    flush = operations.execute_sql_flush
    migrated = not request.config.getoption("nomigrations")

    def flush_without_triggers(self, sql_list):
        append_only.allow(self.connection)
        flush(self, sql_list)
        if migrated:
            append_only.forbid(self.connection)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(operations, "execute_sql_flush", flush_without_triggers)
        yield


@pytest.fixture(scope="session", autouse=True)
def _rows_without_order_come_backwards():
    """Let SQLite answer a SELECT without ORDER BY from its end: what leans on an order must ask for it.

    PostgreSQL gives such rows in the order of its pages, which changes with every write and clean-up.
    """

    def turn(connection, **_):
        if connection.vendor == "sqlite":
            connection.connection.execute("PRAGMA reverse_unordered_selects = ON")

    connection_created.connect(turn, weak=False)


@pytest.fixture
def client():
    """A browser without a session."""
    return ScopelessClient()


@pytest.fixture(autouse=True)
def _menu_without_counts(request, monkeypatch):
    """Leave what the menu counts out of pages, so that a test counts a page's own queries; `counted_menu` asks."""
    if "counted_menu" not in request.fixturenames:
        monkeypatch.setattr(navigation, "_COUNTERS", [])


@pytest.fixture
def counted_menu():
    """Let the menu say how many things wait behind its entries."""


@pytest.fixture
def now():
    """The moment at which tests act: 14/5/2026, 9:30."""
    return datetime(2026, 5, 14, 9, 30, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))


@pytest.fixture
def clock(monkeypatch, now):
    """Let the product's clock stand at `now`, inside the term of the campaigns that tests make."""
    monkeypatch.setattr(timezone, "now", lambda: now)


@pytest.fixture
def commune(db):
    """Xã Đồng Tâm, with its scope open for the test."""
    commune = make_commune()
    with scope(commune=commune):
        yield commune


@pytest.fixture
def cast(commune):
    """The units and people of xã Đồng Tâm: `cast.unit("economy")`, `cast.actor("head")`."""
    return Cast(commune)


@pytest.fixture
def neighbour(db):
    """Return the people of xã Đại Sơn by their part: `neighbour("officer")`."""
    return Cast(make_commune("dai-son", "Đại Sơn")).actor


@pytest.fixture
def stranger(db):
    """An account without a role anywhere."""
    return make_user("nguoi.la")


def _part(key):
    """Return the fixture that plays one part of the cast in xã Đồng Tâm."""

    @pytest.fixture(name=key)
    def part(cast):
        return cast.actor(key)

    part.__doc__ = f"{PEOPLE[key][0]}, {PEOPLE[key][3]} of xã Đồng Tâm."
    return part


administrator = _part("administrator")
officer = _part("officer")
leader = _part("leader")
clerk = _part("clerk")
head = _part("head")
member = _part("member")
other_head = _part("other_head")
inspector = _part("inspector")
reader = _part("reader")
chair = _part("chair")
vice = _part("vice")
secretary = _part("secretary")
councillor = _part("councillor")


@pytest.fixture
def bucket(settings, tmp_path, monkeypatch):
    """Keep uploads and papers in an empty bucket of a store that this process plays; give the storage of it."""
    from moto import mock_aws  # noqa: PLC0415 - loading it takes two seconds of every other run

    for proxy in ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"):
        monkeypatch.delenv(proxy, raising=False)
    options = {"bucket_name": "thi-dua", "region_name": "us-east-1", "access_key": "k", "secret_key": "s"}
    with mock_aws():
        settings.MEDIA_ROOT = tmp_path / "nowhere"
        settings.STORAGES = {**settings.STORAGES, "default": {"BACKEND": "kit.buckets.Bucket", "OPTIONS": options}}
        default_storage.connection.create_bucket(Bucket="thi-dua")
        yield default_storage
        assert not settings.MEDIA_ROOT.exists()
