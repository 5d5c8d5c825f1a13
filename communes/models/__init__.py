"""Communes, units, people, roles, history and the outgoing register."""

from communes.models.history import HistoryEntry
from communes.models.people import UNIT_ROLES, Membership, Person, Role, User
from communes.models.places import Commune, Unit
from communes.models.registers import RegisteredNumber
from communes.models.scoping import ScopedQuerySet

__all__ = [
    "UNIT_ROLES",
    "Commune",
    "HistoryEntry",
    "Membership",
    "Person",
    "RegisteredNumber",
    "Role",
    "ScopedQuerySet",
    "Unit",
    "User",
]
