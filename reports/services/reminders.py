"""Reminding: the night's work over everything owed, and how the commune wants it done."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from communes import history
from communes.access import Actor, Can
from communes.models import UNIT_ROLES, Commune, DayOff, Membership, Person
from communes.services import changes
from kit.vietnamese import days_between, vn_date
from reports.models import Notice, Reminder, ReminderTerms
from reports.owing import Key, Owing, owed, why_not
from reports.rules import reminding
from reports.rules.reminding import Due, Kind, Known
from reports.services import mailings

# How long back what was sent can still matter to what is due now.
REMEMBERED = timedelta(days=92)
NOBODY = "Chưa có ai có tài khoản để nhận nhắc việc."


@dataclass
class Done:
    """What one night did: the reminders planned, sent, dropped, and the letters made."""

    planned: list[Reminder] = field(default_factory=list)
    sent: list[Reminder] = field(default_factory=list)
    dropped: list[Reminder] = field(default_factory=list)
    letters: int = 0


def terms_of(commune: Commune) -> ReminderTerms:
    """Return how a commune reminds; without a row, unsaved defaults."""
    rows = ReminderTerms.objects.filter(commune=commune).select_related("commune")
    return rows.first() or ReminderTerms(commune=commune)


@transaction.atomic
def change_terms(commune: Commune, *, by: Actor, at: datetime, **values) -> list:
    """Change how the commune reminds; return the changes in words."""
    if not (by.may(Can.SEND_REMINDERS) or by.may(Can.MANAGE_COMMUNE)):
        raise PermissionDenied
    ReminderTerms.objects.get_or_create(commune=commune)
    terms = ReminderTerms.objects.select_related("commune").get(commune=commune)
    changed = changes.apply(terms, values)
    if changed:
        history.record("reminders.terms", terms, by=by, at=at, label="Sửa cách nhắc việc", changes=changed)
    return changed


@transaction.atomic
def remind(*, by: Actor, at: datetime) -> Done:
    """Do what is due tonight in the actor's commune; done twice on one day, the second time does nothing."""
    commune = Commune.objects.select_for_update().get(pk=by.commune.pk)
    today, terms, workdays = timezone.localdate(at), terms_of(commune), DayOff.objects.workdays()
    things, rows = owed(at=at), _rows_by_thing(today)
    done, to_send = Done(), []
    for thing in things:
        known = {key: Known(row.status, row.leaves_on) for key, row in rows.get(thing.key, {}).items()}
        tonight = reminding.night(
            thing.last_day, known, closed="", today=today, terms=terms.numbers, workdays=workdays
        )  # fmt: skip
        mine = rows.pop(thing.key, {})
        done.dropped += [_dropped(mine[key], why, at) for key, why in tonight.drop]
        if tonight.plan:
            done.planned.append(_row(commune, thing, tonight.plan, mine, at, status="planned"))
        if tonight.send:
            to_send.append((thing, _row(commune, thing, tonight.send, mine, at, status="sent")))
    done.dropped += _no_longer_owed(rows, at)
    notices = _send(to_send, done, at)
    _put_behind({thing.key for thing in things}, {thing.key for thing, row in to_send if row in done.sent}, at)
    _store([*done.planned, *done.sent, *done.dropped])
    Notice.objects.bulk_create(notices)
    done.letters = mailings.prepare(notices, terms=terms, by=by, at=at)
    if done.sent or done.dropped:
        counts = {"sent": len(done.sent), "dropped": len(done.dropped), "letters": done.letters}
        history.record("reminders.night", commune, by=by, at=at, label="Nhắc việc theo lịch", **counts)
    return done


def _rows_by_thing(today: date) -> dict[Key, dict[tuple[Kind, date], Reminder]]:
    """Return the reminders that still matter, by what they are about and by kind and day."""
    found: dict[Key, dict] = defaultdict(dict)
    rows = Reminder.objects.filter(Q(status=Reminder.Status.PLANNED) | Q(leaves_on__gte=today - REMEMBERED))
    for row in rows:
        found[row.key][Kind(row.kind), row.day] = row
    return dict(found)


def _row(commune: Commune, thing: Owing, due: Due, mine: dict, at: datetime, *, status: str) -> Reminder:
    """Return the row of a reminder, new or again, as it is to be stored."""
    row = mine.get(due.key) or Reminder(
        commune=commune, about=thing.about, record_id=thing.record_id, person_id=thing.person_id,
        kind=due.kind.value, day=due.day, planned_at=at,
    )  # fmt: skip
    row.unit_id, row.campaign_id = thing.unit_id, thing.campaign_id
    row.title, row.last_day = thing.title[:400], thing.last_day
    row.status, row.reason, row.leaves_on = status, "", due.leaves_on
    row.settled_at = None
    return row


def _dropped(row: Reminder, why: str, at: datetime) -> Reminder:
    """Return a row as dropped."""
    row.status, row.reason, row.settled_at = Reminder.Status.DROPPED, why[:200], at
    return row


def _no_longer_owed(rows: dict[Key, dict], at: datetime) -> list[Reminder]:
    """Return, as dropped, the planned reminders of what nobody owes any more, each with the reason."""
    planned = {
        key: [row for row in mine.values() if row.status == Reminder.Status.PLANNED] for key, mine in rows.items()
    }
    reasons = why_not([key for key, mine in planned.items() if mine], at=at)
    return [_dropped(row, reasons[key], at) for key, mine in planned.items() for row in mine]


def _send(to_send: list[tuple[Owing, Reminder]], done: Done, at: datetime) -> list[Notice]:
    """Settle the reminders that leave tonight; return their notices, one for each person told."""
    today = timezone.localdate(at)
    told = _who([thing for thing, _ in to_send], today)
    notices = []
    for thing, row in to_send:
        people = told[thing.key]
        if not people:
            done.dropped.append(_dropped(row, NOBODY, at))
            continue
        row.leaves_on, row.settled_at = today, at
        done.sent.append(row)
        notices += [
            Notice(
                commune=row.commune, person=person, reminder=row, text=text_of(thing, today)[:600],
                action=thing.action[:200], due_on=thing.last_day, link=thing.link[:300], at=at,
            )
            for person in people
        ]  # fmt: skip
    return notices


def _put_behind(open_now: set[Key], told_anew: set[Key], at: datetime) -> None:
    """Let the unread notices stand no longer whose thing is done, or is told of anew tonight."""
    rows = Notice.objects.unread().filter(reminder__isnull=False).select_related("reminder")
    gone = [row.pk for row in rows if row.reminder.key not in open_now or row.reminder.key in told_anew]
    Notice.objects.filter(pk__in=gone).update(over_at=at)


def text_of(thing: Owing, today: date) -> str:
    """Say what is owed and how near its last day is."""
    gap = days_between(today, thing.last_day)
    when = "hôm nay là ngày cuối" if thing.last_day == today else gap
    about = f" ({thing.campaign_name})" if thing.campaign_name else ""
    return f"{thing.title}{about}: {when}, hạn {vn_date(thing.last_day)}."


def _who(things: Iterable[Owing], today: date) -> dict[Key, list[Person]]:
    """Return who is told of each thing: the people of the unit, or the one who owes it, if they can sign in."""
    things = list(things)
    held = (
        Membership.objects.valid_on(today)
        .filter(role__in=UNIT_ROLES, unit__in={each.unit_id for each in things if each.person_id is None})
        .filter(person__user__is_active=True)
        .select_related("person__user")
        .order_by("pk")
    )
    of_unit: dict[int, dict[int, Person]] = defaultdict(dict)
    for each in held:
        of_unit[each.unit_id][each.person_id] = each.person
    asked = {each.person_id for each in things if each.person_id}
    people = Person.objects.working_on(today).filter(pk__in=asked, user__is_active=True).select_related("user")
    alone = {person.pk: person for person in people}
    return {
        each.key: [alone[each.person_id]] if each.person_id in alone else list(of_unit[each.unit_id].values())
        if each.person_id is None else []
        for each in things
    }  # fmt: skip


def _store(rows: list[Reminder]) -> None:
    """Store new rows and changed ones."""
    Reminder.objects.bulk_create([row for row in rows if row.pk is None])
    fields = ["unit", "campaign", "title", "last_day", "status", "reason", "leaves_on", "settled_at"]
    Reminder.objects.bulk_update([row for row in rows if row.pk is not None], fields)
