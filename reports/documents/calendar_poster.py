"""Lịch thi đua, khen thưởng của một năm, in trên một tờ A3 treo tường (không có mẫu quy định)."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import partial

from django.utils import timezone

from communes.access import Actor, Can
from communes.models import DayOff, Person
from kit.vietnamese import small_count, vn_date
from reports.dates import Entry, days_off_in_words, entries
from reports.documents.blocks import Box, Poster
from reports.documents.kinds import Kind
from reports.documents.paper import Paper

KEY = "calendar-poster"
WEEKDAYS = ("T2", "T3", "T4", "T5", "T6", "T7", "CN")
Keeps = Callable[[Entry], bool]


def build(person: Person) -> Paper:
    """Set the calendar of this year with every date of the commune."""
    return build_for(person, Actor.of_product(person.commune))


def build_for(
    person: Person, asker: Actor, *, year: int | None = None, keeps: Keeps | None = None, narrowed: str = ""
) -> Paper:
    """Set the calendar of a year, else of this one, with the dates of which the asker may know and that are kept.

    It hangs on a wall, so inward dates are left out. `narrowed` says to what the dates were narrowed.
    """
    today = timezone.localdate()
    year = year or today.year
    found = entries(asker, first=date(year, 1, 1), last=date(year, 12, 31))
    shown = [each for each in found if not each.inward and (keeps is None or keeps(each))]
    campaigns = {each.campaign for each in shown if each.campaign}
    several = len(campaigns) > 1
    about = [
        asker.commune.committee,
        *(campaigns if len(campaigns) == 1 else ()),
        f"{small_count(len(shown))} thời hạn",
    ]
    title = f"Lịch thi đua, khen thưởng năm {year}"
    named = list(DayOff.objects.of_year(year).order_by("day"))
    months = (
        _month(
            month,
            [each for each in shown if each.day.month == month],
            [each for each in named if each.day.month == month],
            several,
        )
        for month in range(1, 13)
    )
    which = f"chỉ gồm: {narrowed}" if narrowed else "gồm những thời hạn mà người in được biết"
    note = f"In ngày {vn_date(today)}, {which}; kế hoạch điều chỉnh thì in lại."
    return Paper(title, (Poster(title, " · ".join(about), tuple(months), note),))


def _month(month: int, found: list[Entry], named: list[DayOff], several: bool) -> Box:
    """Return a month with its days off and what falls on its days; the campaign is told where there are several."""
    off = ((day, f"Nghỉ: {name}" if "(làm việc)" not in name else name, "")
           for day, _, name in (each.partition(": ") for each in days_off_in_words(named)))  # fmt: skip
    lines = (
        (f"{WEEKDAYS[each.day.weekday()]} {each.day:%d/%m}", each.told, each.campaign if several else "")
        for each in found
    )
    return Box(f"Tháng {month}", (*off, *lines))


def of_year(year: int, keeps: Keeps, narrowed: str = "") -> Kind:
    """Return the kind that sets the calendar of a year with the dates that are kept; `narrowed` names the filter."""
    return replace(KIND, build_for=partial(build_for, year=year, keeps=keeps, narrowed=narrowed))


KIND = Kind(
    key=KEY,
    title="Lịch năm treo tường",
    can=Can.ENTER,
    model=Person,
    records=lambda: Person.objects.filter(user__isnull=False).select_related("commune"),
    build=build,
    campaign_of=lambda person: None,
    build_for=build_for,
)
