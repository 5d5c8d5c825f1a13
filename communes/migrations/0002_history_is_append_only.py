"""History is written once: the database itself refuses to change or delete a line."""

from django.db import migrations

TABLE = "communes_historyentry"
REFUSAL = "Lịch sử chỉ được ghi thêm, không sửa, không xóa."
EVENTS = ("UPDATE", "DELETE")

FORBID = {
    "sqlite": [
        f"CREATE TRIGGER {TABLE}_no_{event.lower()} BEFORE {event} ON {TABLE} "
        f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
        for event in EVENTS
    ],
    "postgresql": [
        (
            f"CREATE FUNCTION {TABLE}_refuse() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'restrict_violation'; END $$"
        ),
        *(
            f"CREATE TRIGGER {TABLE}_no_{event.lower()} BEFORE {event} ON {TABLE} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION {TABLE}_refuse()"
            for event in (*EVENTS, "TRUNCATE")
        ),
    ],
}
ALLOW = {
    "sqlite": [f"DROP TRIGGER IF EXISTS {TABLE}_no_{event.lower()}" for event in EVENTS],
    "postgresql": [f"DROP FUNCTION IF EXISTS {TABLE}_refuse() CASCADE"],
}


def run(connection, statements):
    """Run the statements of a database's kind; other kinds are not supported."""
    with connection.cursor() as cursor:
        for statement in statements[connection.vendor]:
            cursor.execute(statement)


def forbid(apps, schema_editor):
    """Put up the triggers."""
    run(schema_editor.connection, FORBID)


def allow(apps, schema_editor):
    """Take the triggers down."""
    run(schema_editor.connection, ALLOW)


class Migration(migrations.Migration):
    """Triggers on the table of history."""

    dependencies = [("communes", "0001_initial")]

    operations = [migrations.RunPython(forbid, allow)]
