"""Changing a record's plain fields, and saying in words what changed."""

from datetime import date

from kit.vietnamese import vn_date

Change = list[str]


def apply(record, values: dict) -> list[Change]:
    """Check and store new values of a record; return each change as [field, before, after] in words."""
    stored = type(record)._base_manager.get(pk=record.pk)
    changed = []
    for name, value in values.items():
        setattr(record, name, value)
        if getattr(stored, name) != getattr(record, name):
            label = str(record._meta.get_field(name).verbose_name)
            changed.append([label, in_words(stored, name), in_words(record, name)])
    record.full_clean()
    if changed:
        record.save()
    return changed


def in_words(record, name: str) -> str:
    """Return the value of a field as a reader sees it."""
    display = getattr(record, f"get_{name}_display", None)
    value = display() if display else getattr(record, name)
    if isinstance(value, bool):
        return "có" if value else "không"
    if isinstance(value, date):
        return vn_date(value)
    return "" if value is None else str(value)
