"""The triggers of every table that is only added to, of communes and of provinces, put up and taken down."""

from importlib import import_module

FIRST = import_module("communes.migrations.0002_history_is_append_only")
SEALS = import_module("communes.migrations.0006_history_seals")
PROVINCES = import_module("province.migrations.0003_acts_are_sealed")
REPLACED = [
    import_module("communes.migrations.0009_history_is_not_replaced"),
    import_module("province.migrations.0005_acts_are_not_replaced"),
]


def forbid(connection) -> None:
    """Put the triggers up, as the migrations do."""
    for statements in (FIRST.FORBID, SEALS.FORBID, *PROVINCES.FORBID, *(each.FORBID for each in REPLACED)):
        FIRST.run(connection, statements)


def allow(connection) -> None:
    """Take the triggers down."""
    for statements in (FIRST.ALLOW, SEALS.ALLOW, *PROVINCES.ALLOW, *(each.ALLOW for each in REPLACED)):
        FIRST.run(connection, statements)
