"""Addresses of databases: words in, Django's description of a connection out."""

from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

SQLITE_OPTIONS = {
    "timeout": 20,
    "transaction_mode": "IMMEDIATE",
    "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;",
}

# Compiling a statement takes longer than any page of ours asks the database for.
WITHOUT_JIT = {"options": "-c jit=off"}


def database(url: str) -> dict:
    """Return Django's description of a database from its address.

    `postgres://user:password@host:5432/name?sslmode=require` or `sqlite:///folder/file.sqlite3` (four slashes
    for a path from the root). A folder as host, written `%2Fvar%2Frun%2Fpostgresql`, is a socket. `?options=` sends the
    server no settings, for a pool of connections that refuses them.
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
        try:
            port = str(parts.port or "")
        except ValueError:
            raise ImproperlyConfigured("Địa chỉ cơ sở dữ liệu: cổng sau dấu hai chấm phải là một số.") from None
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path[1:]),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": unquote(host.removesuffix(f":{port}").strip("[]")),
            "PORT": port,
            "OPTIONS": WITHOUT_JIT | dict(parse_qsl(parts.query, keep_blank_values=True)),
            "CONN_MAX_AGE": 60,
            "CONN_HEALTH_CHECKS": True,
        }
    raise ImproperlyConfigured(
        "Địa chỉ cơ sở dữ liệu (DATABASE_URL, --to) phải bắt đầu bằng postgres:// hoặc sqlite:///."
    )
