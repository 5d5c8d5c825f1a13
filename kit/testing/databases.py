"""The database of the tests, handed to other processes."""

import sqlite3
from contextlib import closing
from pathlib import Path

from django.db import connection


def keep_copy(file: Path) -> None:
    """Write the tests' database of SQLite, as it stands, to a file."""
    connection.ensure_connection()
    with closing(sqlite3.connect(file)) as copy:
        connection.connection.backup(copy)
