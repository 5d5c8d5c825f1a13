"""One portable form of a database: every table of every model, row by row, the same from SQLite and PostgreSQL."""

from base64 import b64decode, b64encode
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from functools import cached_property
from itertools import islice
from typing import Any
from uuid import UUID

from django.apps import apps as installed
from django.db import connections
from django.db.models import Field, TextField
from django.db.models.functions import Cast

# What is not carried: sign-ins end with the machine, and archives are told of where they lie. The cache is no model.
LEFT_OUT = frozenset({"sessions.Session", "communes.UserSession", "operations.Backup"})
BATCH = 1000

WHOLE = "whole"
KINDS = {
    "AutoField": WHOLE, "BigAutoField": WHOLE, "SmallAutoField": WHOLE, "IntegerField": WHOLE, "BigIntegerField": WHOLE,
    "SmallIntegerField": WHOLE, "PositiveIntegerField": WHOLE, "PositiveBigIntegerField": WHOLE,
    "PositiveSmallIntegerField": WHOLE, "BooleanField": "flag", "DecimalField": "decimal", "FloatField": "float",
    "DateTimeField": "moment", "DateField": "day", "TimeField": "time", "DurationField": "duration",
    "CharField": "text", "TextField": "text", "SlugField": "text", "FileField": "text", "FilePathField": "text",
    "GenericIPAddressField": "text", "JSONField": "json", "BinaryField": "bytes", "UUIDField": "uuid",
}  # fmt: skip
NUMBERS = frozenset({WHOLE, "decimal"})

Row = tuple[Any, ...]


@dataclass(frozen=True)
class Column:
    """One column: its name in the database, its kind in the portable form, its field."""

    name: str
    kind: str
    field: Field


@dataclass(frozen=True)
class Table:
    """One table of a model, of today or as a migration knew it."""

    label: str
    name: str
    model: type
    columns: tuple[Column, ...]

    @cached_property
    def key(self) -> str:
        """The column of the primary key."""
        return self.model._meta.pk.column

    @property
    def shape(self) -> dict:
        """What a manifest says of the table, by which another machine knows whether it is the same."""
        return {"table": self.name, "columns": [[column.name, column.kind] for column in self.columns]}


class UnknownKind(Exception):
    """A field of a sort that has no portable form yet: it has to be entered in KINDS."""


def tables(apps=installed) -> list[Table]:
    """Return the tables of every model, those between many and many too, in the order of their labels."""
    models = [model for model in apps.get_models(include_auto_created=True) if model._meta.managed]
    found = [_table(model) for model in models if not model._meta.proxy and model._meta.label not in LEFT_OUT]
    return sorted(found, key=lambda table: table.label)


def _table(model: type) -> Table:
    """Describe the table of a model, its columns by name; those that the database works out are none of its own."""
    fields = [field for field in model._meta.local_concrete_fields if not field.generated]
    fields.sort(key=lambda field: field.column)
    columns = tuple(Column(field.column, _kind(field), field) for field in fields)
    return Table(model._meta.label, model._meta.db_table, model, columns)


def _kind(field: Field) -> str:
    """Return the kind of a column; a reference has the kind of the key that it names."""
    while field.remote_field:
        field = field.target_field
    try:
        return KINDS[field.get_internal_type()]
    except KeyError:
        raise UnknownKind(f"{field}: {field.get_internal_type()}") from None


def read(table: Table, *, using: str) -> Iterator[list[Row]]:
    """Yield the rows of a table in batches, in the order of their keys, in the portable form."""
    words = [
        Cast(column.field.attname, TextField()) if column.kind == "json" else column.field.attname
        for column in table.columns
    ]
    rows = table.model._base_manager.using(using).order_by("pk").values_list(*words).iterator(chunk_size=BATCH)
    to_portable = [TO_PORTABLE.get(column.kind) for column in table.columns]
    while batch := list(islice(rows, BATCH)):
        yield [_converted(row, to_portable) for row in batch]


def _converted(row: Row, converters: list[Callable | None]) -> Row:
    """Return a row with each value that is there converted."""
    return tuple(
        value if value is None or convert is None else convert(value)
        for value, convert in zip(row, converters, strict=True)
    )


def write(table: Table, batch: list[Row], *, using: str) -> None:
    """Put portable rows into a table."""
    connection = connections[using]
    from_portable = [_from_portable(column, connection) for column in table.columns]
    rows = [_converted(row, from_portable) for row in batch]
    marks = ["%s::jsonb" if column.kind == "json" and connection.vendor == "postgresql" else "%s"
             for column in table.columns]  # fmt: skip
    names = ", ".join(connection.ops.quote_name(column.name) for column in table.columns)
    one, begun = f"({', '.join(marks)})", f"INSERT INTO {connection.ops.quote_name(table.name)} ({names}) VALUES "
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.executemany(begun + one, rows)
        elif rows:
            cursor.execute(begun + ", ".join([one] * len(rows)), [value for row in rows for value in row])


TO_PORTABLE: dict[str, Callable[[Any], Any]] = {
    "decimal": str,
    "float": repr,
    "moment": lambda value: value.astimezone(UTC).isoformat(),
    "day": date.isoformat,
    "time": time.isoformat,
    "duration": lambda value: value // timedelta(microseconds=1),
    "bytes": lambda value: b64encode(bytes(value)).decode(),
    "uuid": str,
}


def _from_portable(column: Column, connection) -> Callable[[Any], Any] | None:
    """Return what makes the database's own value of a portable one; None where they are the same."""
    operations, field = connection.ops, column.field
    native = connection.features.has_native_uuid_field, connection.features.has_native_duration_field
    return {
        "decimal": lambda value: operations.adapt_decimalfield_value(
            Decimal(value), field.max_digits, field.decimal_places
        ),
        "float": float,
        "moment": lambda value: operations.adapt_datetimefield_value(datetime.fromisoformat(value)),
        "day": lambda value: operations.adapt_datefield_value(date.fromisoformat(value)),
        "time": lambda value: operations.adapt_timefield_value(time.fromisoformat(value)),
        "duration": (lambda value: timedelta(microseconds=value)) if native[1] else None,
        "bytes": b64decode,
        "uuid": None if native[0] else lambda value: UUID(value).hex,
    }.get(column.kind)
