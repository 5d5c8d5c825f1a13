"""Readers of the environment: words in, settings out."""

import os
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

TRUE = {"1", "true", "yes", "on"}
SQLITE_OPTIONS = {
    "timeout": 20,
    "transaction_mode": "IMMEDIATE",
    "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;",
}


def env(name: str, default: str | None = None) -> str:
    """Return a word of the environment; without it and without a default, stop with its name."""
    value = os.environ.get(name) or default
    if value is None:
        raise ImproperlyConfigured(f"Hãy đặt biến môi trường {name}.")
    return value


def flag(name: str) -> bool:
    """Say whether a switch is on."""
    return os.environ.get(name, "").strip().lower() in TRUE


def words(name: str, default: str = "") -> list[str]:
    """Return a list written with commas."""
    return [word.strip() for word in env(name, default).split(",") if word.strip()]


def database(url: str) -> dict:
    """Return Django's description of a database from its address.

    `postgres://user:password@host:5432/name?sslmode=require` or `sqlite:///folder/file.sqlite3` (four slashes
    for a path from the root). A folder as host, written `%2Fvar%2Frun%2Fpostgresql`, is a socket.
    """
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": unquote(parts.path[1:]),
            "OPTIONS": dict(SQLITE_OPTIONS),
        }
    if parts.scheme in {"postgres", "postgresql"}:
        host = parts.netloc.rpartition("@")[2]
        port = str(parts.port or "")
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path[1:]),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": unquote(host.removesuffix(f":{port}").strip("[]")),
            "PORT": port,
            "OPTIONS": dict(parse_qsl(parts.query)),
            "CONN_MAX_AGE": 60,
            "CONN_HEALTH_CHECKS": True,
        }
    raise ImproperlyConfigured("DATABASE_URL phải bắt đầu bằng postgres:// hoặc sqlite:///.")
