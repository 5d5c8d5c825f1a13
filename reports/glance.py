"""The commune at a glance: campaigns with their progress, and the figures of three charts, none in confidence."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, prefetch_related_objects
from django.utils import timezone

from awards.models import DecisionLine
from awards.services.book import changed
from campaigns.models import Campaign, Deadline, Obligation, ReportLine
from campaigns.rules.calendar import is_late
from campaigns.rules.results import last_answers
from communes.access import Actor
from communes.addresses import here
from kit.charts import Bar, Row
from reports.figures import NO_AREA

LIVE = ("issued", "summing_up")
HANDED_IN = ("submitted", "received", "accepted")
BEFORE, AFTER = 9, 4
YEARS, UNITS = 5, 12
OUTCOMES = {"met": "Đạt", "unmet": "Chưa đạt", "unknown": "Chưa rõ"}


def campaigns(actor: Actor, *, at: datetime):
    """Return the campaigns under way with how many reports are owed, handed in, accepted and overdue."""
    own = Q() if actor.sees_all_units else Q(obligations__unit__in=actor.unit_ids)
    open_reports = own & Q(obligations__status__in=Obligation.WITH_THE_UNIT)
    return (
        Campaign.objects.within(actor)
        .filter(status__in=LIVE)
        .select_related("commune")
        .annotate(
            owed=Count("obligations", filter=own & ~Q(obligations__status="waived")),
            handed_in=Count("obligations", filter=own & Q(obligations__status__in=HANDED_IN)),
            accepted=Count("obligations", filter=own & Q(obligations__status="accepted")),
            overdue=Count("obligations", filter=open_reports & Q(obligations__late_from__lte=at)),
        )
        .order_by("ends_on", "pk")
    )


@dataclass(frozen=True, slots=True)
class Arrivals:
    """The reports due by one day: how many came on which day, the last column in time, how many still lack."""

    deadline: Deadline
    bars: tuple[Bar, ...]
    mark: str
    handed_in: int
    overdue: int
    in_time: int
    overdue_url: str


def load_deadlines(campaigns: list[Campaign]) -> None:
    """Load the deadlines of campaigns, each with whether units owe a report by it."""
    owed = Exists(Obligation.objects.filter(deadline=OuterRef("pk")))
    prefetch_related_objects(campaigns, Prefetch("deadlines", Deadline.objects.annotate(owed=owed)))


def nearest_deadline(campaign: Campaign, *, on: date) -> Deadline | None:
    """Return the deadline by which units owe a report and whose last day is nearest to a day."""
    load_deadlines([campaign])
    owed = [each for each in campaign.deadlines.all() if each.owed and each.late_from and not each.retired_at]
    return min(owed, key=lambda each: (abs(each.last_day - on), each.late_from, each.pk), default=None)


def arrivals(deadline: Deadline, actor: Actor, *, at: datetime) -> Arrivals:
    """Count the reports of a deadline by the day on which they came, and those that lack at a moment."""
    rows = Obligation.objects.filter(deadline=deadline).exclude(status="waived")
    told = list(rows.values_list("status", "submitted_at", "late_from"))
    days = [timezone.localdate(moment) for status, moment, _ in told if status in HANDED_IN]
    overdue = sum(is_late(at, late_from) for status, _, late_from in told if status not in HANDED_IN)
    listed = here(actor, "campaigns:reports", deadline.campaign_id)
    bars = [
        Bar(label, number, url=f"{listed}?late={'late' if late else 'on_time'}&sort=submitted" if number else "")
        for label, number, late in by_day(days, deadline.last_day)
    ]
    return Arrivals(
        deadline, tuple(bars), label_of(deadline.last_day), len(days), overdue, len(told) - len(days) - overdue,
        f"{here(actor, 'campaigns:tracker', deadline.campaign_id)}?state=overdue",
    )  # fmt: skip


def by_day(days: list[date], last_day: date) -> list[tuple[str, int, bool]]:
    """Count days around a last day: (label, number, whether late); what lies further off goes to the outer columns."""
    first, last = last_day - timedelta(days=BEFORE), last_day + timedelta(days=AFTER)
    counted = Counter(min(max(day, first), last) for day in days)
    around = [first + timedelta(days=number) for number in range(BEFORE + AFTER + 1)]
    names = {first: f"đến {label_of(first)}", last: f"từ {label_of(last)}"}
    return [(names.get(day, label_of(day)), counted[day], day > last_day) for day in around]


def label_of(day: date) -> str:
    """Write a day as a column does."""
    return f"{day:%d/%m}"


def targets_by_area(campaign: Campaign, actor: Actor) -> list[Row]:
    """Count the targets that accepted reports answer, the last answer of each unit, by content area and outcome."""
    lines = (
        ReportLine.objects.filter(
            obligation__campaign=campaign, obligation__status="accepted", obligation__deadline__retired_at=None,
        )
        .exclude(target=None)
        .order_by("obligation__submitted_at", "pk")
        .values_list("obligation__unit", "target", "outcome", "pk", "target__item__area")
    )  # fmt: skip
    told = {line[3]: line for line in lines}
    kept = set(last_answers(line[:4] for line in told.values()).values())
    counts: dict[int | None, Counter] = {}
    for key in kept:
        _, _, outcome, _, area = told[key]
        counts.setdefault(area, Counter())[outcome] += 1
    if not counts:
        return []
    url = f"{here(actor, 'campaigns:reports', campaign.pk)}?status=accepted"
    areas = [(area.pk, str(area)) for area in campaign.areas.filter(retired_at=None).order_by("position", "pk")]
    return [
        Row(name, tuple(counts[key][outcome] for outcome in OUTCOMES), url)
        for key, name in [*areas, (None, NO_AREA)]
        if key in counts
    ]


@dataclass(frozen=True, slots=True)
class Honours:
    """Published awards of the last years, by the units that proposed them."""

    years: tuple[str, ...]
    rows: tuple[Row, ...]
    others: int


def awards_by_unit(actor: Actor, *, on: date) -> Honours:
    """Count the awards of published decisions that were not taken back, by unit and year, the same for all readers."""
    everybody = Actor.of_public(actor.commune)
    years = range(on.year - YEARS + 1, on.year + 1)
    lines = DecisionLine.objects.within(everybody).in_the_book().filter(about=None, decision__kind="award")
    counted = (
        lines.exclude(changed(everybody, "revocation"))
        .filter(decision__issued_on__year__gte=years[0], decision__issued_on__year__lte=years[-1])
        .values(
            "nomination__unit", year=F("decision__issued_on__year"), unit=F("nomination__unit__name"),
        )
        .annotate(number=Count("pk"))
        .order_by()
    )  # fmt: skip
    found: dict[tuple[int, str], Counter] = {}
    for each in counted:
        found.setdefault((each["nomination__unit"], each["unit"]), Counter())[each["year"]] += each["number"]
    ordered = sorted(found.items(), key=lambda each: (-sum(each[1].values()), each[0][1]))
    book = here(actor, "awards:book")
    rows = [
        Row(name, tuple(number[year] for year in years), f"{book}?unit={key}")
        for (key, name), number in ordered[:UNITS]
    ]
    return Honours(tuple(map(str, years)), tuple(rows), len(ordered) - len(rows))
