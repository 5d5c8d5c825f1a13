"""What a database holds: python -m drills.upgrading prepare|tell. `tell` answers with one line of JSON.

`prepare` brings an empty database to the first release and fills it with what that release's own demo left; `tell` says
every table with its columns and rows.
"""

import hashlib
import json
import sys

import django

django.setup()

from django.db import connection  # noqa: E402

from operations.tests import first_release  # noqa: E402

# Made anew by each run of migrate, with keys of no meaning.
BY_WORDS = {
    "django_migrations": "app, name",
    "django_content_type": "app_label, model",
    "auth_permission": "codename",
}


def tell() -> dict[str, list]:
    """Return each table with its columns, the number of its rows, and a digest of them."""
    found = {}
    with connection.cursor() as cursor:
        for table in sorted(connection.introspection.table_names(cursor)):
            what = BY_WORDS.get(table, "*")
            cursor.execute(f"SELECT {what} FROM {table}")  # noqa: S608 - the names of our own tables
            columns = sorted(each[0] for each in cursor.description)
            rows = sorted(repr(row) for row in cursor.fetchall())
            found[table] = [columns, len(rows), hashlib.sha256("\n".join(rows).encode()).hexdigest()[:16]]
    return found


if __name__ == "__main__":
    if sys.argv[1] == "prepare":
        first_release.load()
    else:
        sys.stdout.write(json.dumps(tell()))
