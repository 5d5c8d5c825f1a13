"""The handover pack: open duties, deadlines, where each dossier stands, for who comes new or goes."""

from datetime import datetime

from django.db.models import Exists, OuterRef
from django.utils import timezone

from awards.models import Seat
from communes.access import Actor, Can
from communes.models import Membership, Person
from kit.vietnamese import vn_date
from reports.handover import commune, desk
from reports.handover.duties import duties
from reports.handover.shape import Line, Month, Pack, Section

__all__ = ["Line", "Month", "Pack", "Section", "pack", "people"]

# The sections that tell where the commune stands, each with what a reader must be allowed to know for it.
OF_THE_COMMUNE = (
    (Can.SEE_ALL_UNITS, commune.late_units),
    (Can.SEE_NOMINATIONS, commune.dossiers),
    (Can.SEE_SESSIONS, commune.sessions),
    (Can.SEE_ALL_UNITS, desk.papers),
    (Can.SEE_ALL_UNITS, commune.numbers),
    (Can.SEE_ALL_UNITS, commune.roles),
    (Can.SEE_CAMPAIGNS, commune.settings),
    (Can.SEND_REMINDERS, commune.outbox),
    (Can.PLAN_CAMPAIGNS, commune.plan_readings),
    (Can.MANAGE_PEOPLE, commune.sheets),
)


def people():
    """Return the people who hold or held a role or a seat: whose work can be handed over."""
    held, sat = (model.objects.filter(person=OuterRef("pk")) for model in (Membership, Seat))
    rows = Person.objects.filter(Exists(held) | Exists(sat))
    return rows.select_related("commune", "user", "unit").order_by("sort_key", "pk")


def pack(person: Person, *, reader: Actor, at: datetime) -> Pack:
    """Return what a person hands over, as a reader may know it at a moment."""
    today = timezone.localdate(at)
    work, dates = desk.desk_of(person, today), commune.dates(reader, today)
    sees_campaigns = reader.may(Can.SEE_CAMPAIGNS)
    return Pack(
        person=person,
        state=_state(person),
        on=today,
        own=duties(reader, person, at),
        sections=(
            desk.open_work(reader, work, at),
            desk.awaited(reader, work, at),
            *([commune.campaigns(reader, at), commune.deadlines(reader, dates, today)] if sees_campaigns else ()),
            *(find(reader, at) for can, find in OF_THE_COMMUNE if reader.may(can)),
        ),
        months=commune.months(dates, today),
    )


def _state(person: Person) -> str:
    """Say whether a person is still at work and can sign in."""
    if person.left_on:
        return f"Thôi công tác từ {vn_date(person.left_on)}"
    if person.user is None:
        return "Chưa có tài khoản"
    return "Tài khoản đang dùng" if person.user.is_active else "Tài khoản đang khóa"
