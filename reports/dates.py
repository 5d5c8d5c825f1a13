"""Every date of a commune that an actor may know of, out of plans, sessions, postings, reviews, inspections, drives."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Q, QuerySet, prefetch_related_objects
from django.utils import timezone

from awards.models import Nomination, Posting, Session
from campaigns.models import Campaign, Deadline, Finding, Inspection, Obligation, PeakDrive
from campaigns.planfile.words import InspectionKind, Paper, ReviewKind
from campaigns.rules.calendar import HERE
from communes.access import Actor, Can
from communes.addresses import here
from communes.models import DayOff

KINDS = {
    "deadline": "Hạn nộp báo cáo, hồ sơ",
    "session": "Phiên họp Hội đồng",
    "posting": "Công khai danh sách",
    "review": "Sơ kết, tổng kết",
    "inspection": "Kiểm tra, kiến nghị",
    "drive": "Đợt cao điểm",
    "campaign": "Bắt đầu, kết thúc phong trào",
}
SEEN = ("issued", "summing_up", "closed")
OWED_BY_UNITS = (Paper.UNIT_REPORT, Paper.ACHIEVEMENT_REPORT)


@dataclass(frozen=True, slots=True)
class Entry:
    """One date: what falls on it, of which campaign, where to read more; `key` names it for good.

    An inward one is for those alone whom it concerns: not yet told to all, or about a person.
    """

    day: date
    title: str
    kind: str
    key: str
    url: str
    campaign_id: int | None = None
    campaign: str = ""
    moment: datetime | None = None
    last_day: date | None = None
    done: bool = False
    inward: bool = False

    @property
    def kind_words(self) -> str:
        """The kind in words."""
        return KINDS[self.kind]

    @property
    def told(self) -> str:
        """The title with the hour or the last day, where there is one."""
        if self.moment:
            return f"{timezone.localtime(self.moment):%H:%M} {self.title}"
        return f"{self.title} (đến hết {self.last_day:%d/%m})" if self.last_day else self.title


def campaigns_seen(actor: Actor) -> QuerySet[Campaign]:
    """Return the campaigns whose dates the actor may know of, the latest first."""
    return Campaign.objects.within(actor).filter(status__in=SEEN).order_by("-starts_on", "name", "pk")


def entries(actor: Actor, *, first: date, last: date, campaigns: Sequence[Campaign] | None = None) -> list[Entry]:
    """Return what falls between two days, both included, in order; the number of queries is always the same.

    `campaigns` are those that the actor may know of, where they were read already.
    """
    span = _Span(first, last, campaigns_seen(actor) if campaigns is None else campaigns)
    seen = (_deadlines, _own_reports, _campaigns, _sessions, _postings, _inspections, _advice, _drives, _dossiers)
    found = [entry for find in seen for entry in find(actor, span) if first <= entry.day <= last]
    return sorted(found, key=lambda each: (each.day, each.moment or _start(each.day), each.kind, each.title, each.key))


def next_entry(actor: Actor, *, on: date) -> Entry | None:
    """Return the next thing due from a day on, within a year; the beginning of a campaign asks for nothing."""
    ahead = entries(actor, first=on, last=on + timedelta(days=365))
    return next((each for each in ahead if not each.done and not each.key.startswith("bat-dau-")), None)


@dataclass(frozen=True, slots=True)
class _Span:
    """The days asked for, and the campaigns that may have dates there."""

    first: date
    last: date
    campaigns: Iterable[Campaign]

    def of(self, field: str) -> Q:
        """Return the condition that a date lies within."""
        return Q(**{f"{field}__gte": self.first, f"{field}__lte": self.last})

    def of_moment(self, field: str, *, late: bool = False) -> Q:
        """Return the condition that a moment lies within; `late`: that its last day in time does."""
        start, end = _start(self.first), _start(self.last + timedelta(days=1))
        if late:
            return Q(**{f"{field}__gt": start, f"{field}__lte": end})
        return Q(**{f"{field}__gte": start, f"{field}__lt": end})


def _start(day: date) -> datetime:
    """Return the first moment of a day here."""
    return datetime.combine(day, time.min, HERE)


def _deadlines(actor: Actor, span: _Span) -> Iterator[Entry]:
    """Yield the deadlines of issued plans; a unit's own reports stand with their own days instead."""
    rows = Deadline.objects.filter(span.of_moment("late_from", late=True), retired_at=None, campaign__status__in=SEEN)
    if not actor.sees_all_units:
        joined = Q(campaign__participations__unit__in=actor.unit_ids)
        rows = rows.filter(joined).exclude(paper__in=OWED_BY_UNITS).distinct()
    for row in rows.select_related("campaign"):
        yield Entry(
            row.last_day, f"Hạn cuối: {row}", "deadline", f"han-{row.pk}",
            here(actor, "campaigns:deadlines", row.campaign_id), row.campaign_id, row.campaign.name,
        )  # fmt: skip


def _own_reports(actor: Actor, span: _Span) -> Iterator[Entry]:
    """Yield what the actor's units owe, each by its own day, which an extension may have moved."""
    rows = Obligation.objects.own(actor).filter(span.of_moment("late_from", late=True), campaign__status__in=SEEN)
    rows = rows.exclude(status="waived").filter(deadline__retired_at=None).for_list().without_words()
    for row in rows:
        yield Entry(
            row.last_day, f"{row.unit.short_name or row.unit} nộp {row.in_a_sentence}",
            "deadline", f"bao-cao-{row.pk}",
            here(actor, "campaigns:report", row.pk), row.campaign_id, row.campaign.name, done=row.handed_in,
        )  # fmt: skip


def _campaigns(actor: Actor, span: _Span) -> Iterator[Entry]:
    """Yield when campaigns begin and end, and the reviews for which their plans name a day."""
    begun, over = span.last, span.first - timedelta(days=366)
    rows = [each for each in span.campaigns if each.starts_on <= begun and each.ends_on >= over]
    prefetch_related_objects(rows, "versions")
    for row in rows:
        about = {"url": here(actor, "campaigns:campaign", row.pk), "campaign_id": row.pk, "campaign": row.name}
        yield Entry(row.starts_on, "Bắt đầu phong trào", "campaign", f"bat-dau-{row.pk}", **about)
        yield Entry(row.ends_on, "Kết thúc phong trào", "campaign", f"ket-thuc-{row.pk}", **about)
        for place, review in enumerate(row.plan.reviews):
            if review.on:
                title = str(ReviewKind(review.kind).label)
                yield Entry(review.on, title, "review", f"so-ket-{row.pk}-{place}", **about)


def _sessions(actor: Actor, span: _Span) -> Iterator[Entry]:
    """Yield the council's sessions, and until when a consultation takes opinions; one put off has no day yet."""
    rows = Session.objects.within(actor).filter(span.of_moment("planned_at"))
    rows = rows.exclude(status__in=["adjourned", "cancelled"])
    for row in rows.select_related("council"):
        verb = "Họp" if row.mode == Session.Mode.MEETING else "Gửi ý kiến bằng văn bản đến"
        yield Entry(
            row.day, f"{verb}: {row}", "session", f"phien-hop-{row.pk}", here(actor, "awards:session", row.pk),
            moment=row.planned_at, done=row.status not in ("draft", "convened"),
            inward=row.status == "draft",
        )  # fmt: skip


def _postings(actor: Actor, span: _Span) -> Iterator[Entry]:
    """Yield the days during which lists are posted, from the first on."""
    rows = Posting.objects.within(actor).filter(span.of("starts_on")).select_related("campaign")
    for row in rows:
        yield Entry(
            row.starts_on, "Công khai danh sách đề nghị", "posting", f"cong-khai-{row.pk}",
            here(actor, "awards:posting", row.pk), row.campaign_id, row.campaign.name, last_day=row.ends_on,
            done=row.closed_at is not None,
        )  # fmt: skip


def _inspections(actor: Actor, span: _Span) -> Iterator[Entry]:
    """Yield the inspections of which the actor may know."""
    rows = Inspection.objects.within(actor).filter(span.of("inspected_on")).exclude(status="cancelled")
    for row in rows.select_related("campaign", "unit"):
        yield Entry(
            row.inspected_on, f"Kiểm tra {row.get_kind_display().lower()} {row.unit}", "inspection",
            f"kiem-tra-{row.pk}", here(actor, "campaigns:inspection", row.pk), row.campaign_id, row.campaign.name,
            done=row.status == "concluded",
            inward=row.status != "concluded" and row.kind != InspectionKind.PERIODIC,
        )  # fmt: skip


def _advice(actor: Actor, span: _Span) -> Iterator[Entry]:
    """Yield by when units have to do what inspections advised."""
    rows = Finding.objects.within(actor).filter(span.of("due_on"), inspection__status="concluded")
    for row in rows.exclude(recommendation="").select_related("inspection__campaign", "inspection__unit"):
        campaign = row.inspection.campaign
        yield Entry(
            row.due_on, f"{row.inspection.unit} thực hiện xong kiến nghị kiểm tra", "inspection",
            f"kien-nghi-{row.pk}", here(actor, "campaigns:inspection", row.inspection_id), campaign.pk, campaign.name,
            done=row.done_on is not None,
        )  # fmt: skip


def _drives(actor: Actor, span: _Span) -> Iterator[Entry]:
    """Yield the launched peak drives, from the first day on."""
    rows = PeakDrive.objects.within(actor).filter(span.of("starts_on")).exclude(status="draft")
    for row in rows.select_related("campaign", "unit"):
        yield Entry(
            row.starts_on, f"Đợt cao điểm: {row} – {row.unit}", "drive", f"dot-{row.pk}",
            here(actor, "campaigns:drive", row.pk), row.campaign_id, row.campaign.name, last_day=row.ends_on,
            done=row.status == "ended",
        )  # fmt: skip


def _dossiers(actor: Actor, span: _Span) -> Iterator[Entry]:
    """Yield by when dossiers that went back have to be complete, for their units and for those who appraise them."""
    rows = Nomination.objects.within(actor) if actor.may(Can.APPRAISE) else Nomination.objects.own(actor)
    rows = rows.filter(span.of("return_due_on"), status="returned").for_list().without_words()
    for row in rows:
        yield Entry(
            row.return_due_on, f"Bổ sung hồ sơ {row}", "deadline", f"bo-sung-{row.pk}",
            here(actor, "awards:nomination", row.pk), row.campaign_id, row.campaign.name, inward=True,
        )  # fmt: skip


def days_off_in_words(rows: Iterable[DayOff]) -> list[str]:
    """Say the days off of a month in order: those of one name that follow one another as one span."""
    spans: list[tuple[DayOff, DayOff]] = []
    for row in rows:
        if spans and _goes_on(spans[-1][1], row):
            spans[-1] = (spans[-1][0], row)
        else:
            spans.append((row, row))
    return [
        f"{first.day:%d}{f'–{last.day:%d}' if last != first else ''}/{last.day:%m}: {first.name}"
        f"{' (làm việc)' if first.kind == DayOff.Kind.WORKED else ''}"
        for first, last in spans
    ]


def _goes_on(row: DayOff, after: DayOff) -> bool:
    """Say whether a day off is the day after another of the same name and kind."""
    return (row.name, row.kind) == (after.name, after.kind) and after.day - row.day == timedelta(days=1)
