"""Tests of what the environment makes of the settings."""

import json
import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from emulation.environment import env, flag, words
from kit.databases import database

SHOW = """
import json
from emulation import settings
names = {names!r}
print(json.dumps({{name: getattr(settings, name) for name in names}}, default=str))
"""


def settings_with(tmp_path, *names, **environment):
    """Return settings as a fresh process reads them, or its complaint."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LD_LIBRARY_PATH") if name in os.environ}
    done = subprocess.run(
        [sys.executable, "-c", SHOW.format(names=names)],
        env={**kept, "STATE_DIR": str(tmp_path), **environment},
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=False,
    )
    return json.loads(done.stdout) if done.returncode == 0 else done.stderr


def test_a_missing_secret_stops_the_start_with_its_name(tmp_path):
    assert "SECRET_KEY" in settings_with(tmp_path, "DEBUG").splitlines()[-1]


def test_the_secret_kept_by_the_first_start_is_read(tmp_path):
    (tmp_path / "secret_key").write_text("kept")

    assert settings_with(tmp_path, "SECRET_KEY", "DEBUG") == {"SECRET_KEY": "kept", "DEBUG": False}


def test_without_other_words_everything_stays_on_this_machine(tmp_path):
    found = settings_with(tmp_path, "DATABASES", "MEDIA_ROOT", "ALLOWED_HOSTS", "CELERY_BROKER_URL", SECRET_KEY="s")

    default = found["DATABASES"]["default"]
    assert default["NAME"] == str(tmp_path / "db.sqlite3")
    assert default["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert found["MEDIA_ROOT"] == str(tmp_path / "media")
    assert found["ALLOWED_HOSTS"] == ["localhost", "127.0.0.1", "[::1]"]
    assert found["CELERY_BROKER_URL"] == "memory://"


def test_redis_serves_as_cache_and_as_broker_unless_a_broker_is_named(tmp_path):
    redis = {"SECRET_KEY": "s", "REDIS_URL": "redis://one/0"}

    alone = settings_with(tmp_path, "CACHES", "CELERY_BROKER_URL", **redis)
    beside = settings_with(tmp_path, "CELERY_BROKER_URL", CELERY_BROKER_URL="redis://two/0", **redis)

    assert alone["CACHES"]["default"]["LOCATION"] == alone["CELERY_BROKER_URL"] == "redis://one/0"
    assert beside["CELERY_BROKER_URL"] == "redis://two/0"


def test_at_least_one_bundle_is_made_at_a_time(tmp_path):
    assert settings_with(tmp_path, "BULK_JOBS", SECRET_KEY="s", BULK_JOBS="0") == {"BULK_JOBS": 1}


def test_over_https_every_cookie_is_secure_and_plain_http_is_sent_away(tmp_path):
    names = ("SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SECURE_SSL_REDIRECT", "SECURE_HSTS_SECONDS")

    served = settings_with(tmp_path, *names, SECRET_KEY="s", HTTPS="1")
    plain = settings_with(tmp_path, *names, SECRET_KEY="s")

    assert list(served.values()) == [True, True, True, 31536000]
    assert list(plain.values()) == [False, False, False, 0]


def test_a_bucket_takes_the_place_of_the_folder_with_its_key_and_only_with_it(tmp_path):
    bucket = {
        "SECRET_KEY": "s",
        "MEDIA_BUCKET": "thi-dua",
        "MEDIA_ENDPOINT": "https://kho.example",
        "MEDIA_ACCESS_KEY": "k",
    }
    (tmp_path / "store").write_text("riêng\n")

    found = settings_with(tmp_path, "STORAGES", **bucket, MEDIA_SECRET_KEY_FILE=str(tmp_path / "store"))["STORAGES"]
    lacking = settings_with(tmp_path, "STORAGES", **bucket)

    assert found["default"]["BACKEND"] == "kit.buckets.Bucket"
    options = found["default"]["OPTIONS"]
    assert (options["bucket_name"], options["secret_key"], options["addressing_style"]) == ("thi-dua", "riêng", "path")
    assert "MEDIA_SECRET_KEY" in lacking.splitlines()[-1]


def test_a_postgres_address_is_taken_apart():
    found = database("postgres://xa:m%40t@db.example:6432/thi_dua?sslmode=require")

    names = ("NAME", "USER", "PASSWORD", "HOST", "PORT", "OPTIONS")
    parts = ("thi_dua", "xa", "m@t", "db.example", "6432", {"options": "-c jit=off", "sslmode": "require"})
    assert tuple(found[name] for name in names) == parts


def test_a_socket_folder_keeps_its_capitals():
    found = database("postgresql://xa@%2Frun%2FPostgres/thi_dua")

    assert (found["HOST"], found["PORT"]) == ("/run/Postgres", "")


def test_a_sqlite_address_names_its_file():
    assert database("sqlite:////srv/thi-dua.sqlite3")["NAME"] == "/srv/thi-dua.sqlite3"


def test_a_database_of_another_kind_is_refused_by_name():
    with pytest.raises(ImproperlyConfigured, match="DATABASE_URL"):
        database("mysql://xa@db/thi_dua")


def test_words_of_the_environment(monkeypatch):
    monkeypatch.setenv("HOSTS", " a.example, b.example ,")
    monkeypatch.setenv("SWITCH", "Yes")
    monkeypatch.setenv("EMPTY", "")

    assert words("HOSTS") == ["a.example", "b.example"]
    assert (flag("SWITCH"), flag("EMPTY"), env("EMPTY", "default")) == (True, False, "default")


def test_a_job_is_not_handed_out_again_while_it_may_still_run():
    assert settings.CELERY_BROKER_TRANSPORT_OPTIONS["visibility_timeout"] > settings.CELERY_TASK_TIME_LIMIT


def test_each_answer_forbids_foreign_and_inline_scripts(client, db):
    policy = client.get("/song/").headers["Content-Security-Policy"]

    assert "default-src 'self'" in policy
    assert "unsafe" not in policy


def test_the_single_sign_on_is_there_where_an_issuer_is_named_and_asks_for_its_client(tmp_path):
    names = ("OIDC_NAME", "SOCIALACCOUNT_PROVIDERS")
    issuer = {"SECRET_KEY": "s", "OIDC_ISSUER": "https://sso.example/", "OIDC_CLIENT_ID": "xa"}

    without = settings_with(tmp_path, *names, SECRET_KEY="s")
    named = settings_with(tmp_path, *names, OIDC_CLIENT_SECRET="bi-mat", **issuer)

    assert without == {"OIDC_NAME": "", "SOCIALACCOUNT_PROVIDERS": {}}
    assert named["OIDC_NAME"] == "hệ thống của tỉnh"
    app = named["SOCIALACCOUNT_PROVIDERS"]["openid_connect"]["APPS"][0]
    assert (app["client_id"], app["settings"]["server_url"]) == ("xa", "https://sso.example")
    assert "OIDC_CLIENT_SECRET" in settings_with(tmp_path, *names, **issuer).splitlines()[-1]
