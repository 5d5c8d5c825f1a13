"""What a database holds: python -m drills.upgrading prepare|tell. `tell` answers with one line of JSON.

`prepare` brings an empty database to the first release and fills it; `tell` says every table with its columns and rows.
"""

import hashlib
import json
import sys

import django

django.setup()

from django.db import connection, transaction  # noqa: E402

from operations.tests.test_upgrade import filled, first_release  # noqa: E402

# Made anew by each run of migrate, with keys of no meaning.
BY_WORDS = {
    "django_migrations": "app, name",
    "django_content_type": "app_label, model",
    "auth_permission": "codename",
}
COMMUNES, UNITS, LINES = 3, 40, 400


def prepare() -> None:
    """Fill a database of the first release: communes, units, and lines of history."""
    then = first_release()
    with transaction.atomic():
        for number in range(COMMUNES):
            commune = filled(then.get_model("communes", "Commune"), slug=f"xa-{number}", name=f"Xã số {number}")
            units = [
                filled(then.get_model("communes", "Unit"), commune=commune, name=f"Tổ {place}", kind_order=1)
                for place in range(UNITS)
            ]
            campaign = filled(then.get_model("campaigns", "Campaign"), commune=commune, name="Xanh", status="draft")
            deadline = filled(then.get_model("campaigns", "Deadline"), campaign=campaign)
            for unit in units:
                filled(then.get_model("campaigns", "Obligation"), campaign=campaign, unit=unit, deadline=deadline,
                       status="not_started")  # fmt: skip
            for place in range(LINES):
                about = {"record_type": "communes.unit", "record_id": units[place % UNITS].pk, "reason": ""}
                filled(then.get_model("communes", "HistoryEntry"), commune=commune, label=f"Dòng {place}",
                       facts={"a": "Ấp"}, **about)  # fmt: skip


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
        prepare()
    else:
        sys.stdout.write(json.dumps(tell()))
