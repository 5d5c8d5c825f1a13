"""Writing a plan back into plain values, as they are stored."""

from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import Enum


def to_plain(value):
    """Return plain values (dict, list, text, numbers) of a schema dataclass, without fields at their default."""
    if is_dataclass(value):
        return {
            each.name: to_plain(getattr(value, each.name))
            for each in fields(value)
            if getattr(value, each.name) != each.default
        }
    if isinstance(value, tuple):
        return [to_plain(child) for child in value]
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    return value
