"""The year calendar, and the personal link by which a calendar program reads it."""

from calendar import Calendar
from collections import Counter
from datetime import date, timedelta

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from django_scopes import scope

from communes.access import Can, requires
from communes.addresses import here
from communes.models import DayOff
from communes.models.days_off import workdays_of
from kit import icalendar
from kit.views import attempt
from kit.workdays import Workdays
from reports.dates import KINDS, campaigns_seen, days_off_in_words, entries
from reports.documents import calendar_poster
from reports.forms.calendars import CalendarFilter
from reports.models import CalendarLink
from reports.services import calendar_links, documents

FIRST_YEAR, LAST_YEAR = 1990, 2100
PRODUCT = "-//Phong trào thi đua//Lịch thời hạn//VI"
# For letters of each size: how many stand in a line of the poster, and how many lines in a month. In the smallest
# each date has one line, and what finds no room is left to the page.
DENSITIES, PACKED, PRINTED = (("roomy", 24, 14), ("dense", 32, 22)), "packed", 16
BEFORE, AFTER = timedelta(days=365), timedelta(days=730)


@requires(Can.ENTER)
def this_year(request):
    """Show the calendar of the present year."""
    return _show(request, timezone.localdate().year)


@requires(Can.ENTER)
def year(request, year):
    """Show every date of a year that the actor may know of, month by month."""
    _demand_within_reach(year)
    return _show(request, year)


@require_POST
@requires(Can.MAKE_PAPERS)
def poster(request, year):
    """Have the calendar of a year made as a paper, with the dates that the page shows to the actor."""
    _demand_within_reach(year)
    form = CalendarFilter(request.GET or None, campaigns=list(campaigns_seen(request.actor)))
    with attempt(request):
        kind = calendar_poster.of_year(year, form.keeps, form.told())
        return redirect(documents.request(kind, request.actor.person, by=request.actor, at=timezone.now()))
    return redirect(here(request.actor, "reports:calendar-year", year))


def _demand_within_reach(year: int) -> None:
    """Answer 404 for a year of which there is no calendar."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Http404


def _show(request, year: int):
    """Render one year."""
    today = timezone.localdate()
    known = list(campaigns_seen(request.actor))
    form = CalendarFilter(request.GET or None, campaigns=known)
    found = entries(request.actor, first=date(year, 1, 1), last=date(year, 12, 31), campaigns=known)
    shown = [entry for entry in found if form.keeps(entry)]
    campaigns = {entry.campaign for entry in shown if entry.campaign}
    about = [str(request.actor.commune), *(campaigns if len(campaigns) == 1 else ()), f"{len(shown)} thời hạn"]
    named = list(DayOff.objects.of_year(year).order_by("day"))
    facts = {
        "year": year,
        "title": f"Lịch thi đua, khen thưởng năm {year}",
        "subtitle": " · ".join(about),
        "before_label": f"Năm {year - 1}",
        "after_label": f"Năm {year + 1}",
        "form": form,
        "months": _months(year, shown, today, named),
        "density": _density(shown, named, several=len(campaigns) > 1),
        "several": len(campaigns) > 1,
        "total": len(shown),
        "kinds": KINDS,
        "before": here(request.actor, "reports:calendar-year", year - 1) if year > FIRST_YEAR else "",
        "after": here(request.actor, "reports:calendar-year", year + 1) if year < LAST_YEAR else "",
        "this_year": year == today.year,
        "poster_url": here(request.actor, "reports:calendar-poster", year) + _asked_for(request),
    }
    return render(request, "reports/calendar.html", facts)


def _asked_for(request) -> str:
    """Return what the page is narrowed to, as the end of an address."""
    return f"?{request.GET.urlencode()}" if request.GET else ""


def _months(year: int, shown: list, today: date, named: list[DayOff]) -> list[dict]:
    """Return the months of a year: the weeks of days with what falls on each, the dates in order, the days off."""
    workdays = workdays_of((each.day, each.kind) for each in named)
    by_day: dict[date, list] = {}
    for entry in shown:
        by_day.setdefault(entry.day, []).append(entry)
    in_month = {month: [(day, by_day[day]) for day in sorted(by_day) if day.month == month] for month in range(1, 13)}
    return [
        {
            "number": month,
            "title": f"Tháng {month}",
            "weeks": [
                [_day(day, month, by_day, today, workdays) for day in week]
                for week in Calendar().monthdatescalendar(year, month)
            ],
            "days": days,
            "off": days_off_in_words(each for each in named if each.day.month == month),
            "unprinted": max(sum(len(found) for _, found in days) - PRINTED, 0),
            "current": (year, month) == (today.year, today.month),
        }
        for month, days in in_month.items()
    ]


def _density(shown: list, named: list[DayOff], *, several: bool) -> str:
    """Say how small the letters of the poster must be for its fullest month to fit."""
    for name, width, room in DENSITIES:
        lines: Counter = Counter(each.day.month for each in named)
        for entry in shown:
            lines[entry.day.month] += -(-len(entry.told) // width) + several
        if max(lines.values(), default=0) <= room:
            return name
    return PACKED


def _day(day: date, month: int, by_day: dict, today: date, workdays: Workdays) -> dict:
    """Return a day of the grid; those of the neighbouring months stay blank."""
    if day.month != month:
        return {}
    return {"day": day, "entries": by_day.get(day, []), "today": day == today, "off": not workdays.is_working_day(day)}


@never_cache
@requires(Can.ENTER)
def link(request):
    """Show whether the actor has a calendar link, with what can be done about it."""
    return _link_page(request)


@never_cache
@require_POST
@requires(Can.ENTER)
def link_make(request):
    """Make a new calendar link, show it once; the one before stops working."""
    secret = ""
    with attempt(request, success="Đã lập đường dẫn lịch."):
        secret = calendar_links.make(by=request.actor, at=timezone.now())
    return _link_page(request, secret) if secret else redirect(here(request.actor, "reports:calendar-link"))


@require_POST
@requires(Can.ENTER)
def link_revoke(request):
    """Revoke the actor's calendar link."""
    with attempt(request, success="Đã thu hồi; đường dẫn cũ không còn dùng được."):
        calendar_links.revoke(by=request.actor, at=timezone.now())
    return redirect(here(request.actor, "reports:calendar-link"))


def _link_page(request, secret: str = ""):
    """Answer with the page about the link, with its whole address where it was made just now."""
    address = request.build_absolute_uri(reverse("calendar-feed", args=[secret])) if secret else ""
    found = CalendarLink.objects.within(request.actor).live().first()
    return render(request, "reports/calendar_link.html", {"link": found, "address": address})


@require_safe
@login_not_required
def feed(request, secret):
    """Give a calendar program what its reader may know of, from a year ago to two years ahead; 404 once revoked."""
    now = timezone.now()
    today = timezone.localdate(now)
    actor = calendar_links.reader_of(secret, on=today)
    if actor is None:
        raise Http404
    with scope(commune=actor.commune):
        found = entries(actor, first=today - BEFORE, last=today + AFTER)
    events = [
        icalendar.Event(
            uid=f"{entry.key}@{actor.commune.slug}.phong-trao-thi-dua",
            title=f"{entry.title} – {entry.campaign}" if entry.campaign else entry.title,
            day=entry.day, last_day=entry.last_day, moment=entry.moment, kind=entry.kind_words,
            text="Đã xong." if entry.done else "", url=request.build_absolute_uri(entry.url),
        )
        for entry in found
    ]  # fmt: skip
    body = icalendar.write(events, name=f"Thi đua, khen thưởng {actor.commune}", product=PRODUCT, at=now)
    answer = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = 'inline; filename="lich-thi-dua.ics"'
    answer["Cache-Control"] = "private, max-age=900"
    answer["Referrer-Policy"] = "no-referrer"
    answer["X-Robots-Tag"] = "noindex"
    return answer
