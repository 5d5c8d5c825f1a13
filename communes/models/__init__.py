"""Communes, units, people, roles, history and the outgoing register."""

from communes.models.days_off import DayOff
from communes.models.finding import SearchEntry
from communes.models.history import HistoryEntry, HistorySeal
from communes.models.people import SENSITIVE_ROLES, UNIT_ROLES, Membership, Person, Role, User
from communes.models.places import Commune, Unit
from communes.models.public import PublicPage
from communes.models.registers import RegisteredNumber
from communes.models.retention import RetentionTerm
from communes.models.scoping import ScopedQuerySet
from communes.models.sessions import UserSession
from communes.models.sheets import SheetReading

__all__ = [
    "SENSITIVE_ROLES",
    "UNIT_ROLES",
    "Commune",
    "DayOff",
    "HistoryEntry",
    "HistorySeal",
    "Membership",
    "Person",
    "PublicPage",
    "RegisteredNumber",
    "RetentionTerm",
    "Role",
    "ScopedQuerySet",
    "SearchEntry",
    "SheetReading",
    "Unit",
    "User",
    "UserSession",
]
