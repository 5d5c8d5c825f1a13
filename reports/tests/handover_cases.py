"""Asking the handover pack of a cast, for its tests."""

from datetime import datetime

from django.urls import reverse

from communes.tests.factories import Cast
from reports.handover import Section, pack

READERS = ("officer", "administrator", "leader")


def section(cast: Cast, key: str, at: datetime, *, reader: str = "officer", of: str = "") -> Section:
    """Return one section of what somebody hands over, as a reader may know it."""
    given = pack(cast.actor(of or reader).person, reader=cast.actor(reader), at=at)
    return next(each for each in (given.own, *given.sections) if each.key == key)


def told(found: Section) -> list[tuple[str, str, str]]:
    """Return the lines of a section in words."""
    return [(line.what, line.where, line.when) for line in found.lines]


def address(pk: int | None = None) -> str:
    """Return the address of the page: the own one, or that of a person."""
    if pk is None:
        return reverse("reports:handover", args=["dong-tam"])
    return reverse("reports:handover-of", args=["dong-tam", pk])
