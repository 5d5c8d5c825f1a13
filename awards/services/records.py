"""Everything the records say about nominees: loaded at once for many nominations, with a fixed number of queries."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from django.db.models import (
    BooleanField,
    Exists,
    ExpressionWrapper,
    IntegerField,
    OuterRef,
    Prefetch,
    Q,
    prefetch_related_objects,
)
from django.utils import timezone

from awards.models import (
    Appraisal,
    Assessment,
    AwardFile,
    Decision,
    Discipline,
    EarlierAward,
    Examination,
    Exemption,
    Initiative,
    Judgement,
    Nomination,
    Threshold,
)
from awards.models.decisions import DecisionLine
from awards.rules.eligibility import leaf_nodes
from awards.rules.kinds import Award
from awards.services import quotas
from campaigns.models import Campaign, Deadline, Inspection, Obligation, PlanVersion, UnitPlan
from campaigns.planfile.schema import Quota
from campaigns.planfile.words import LeafKind, Paper, QuotaShape
from kit.prepared import prepared
from kit.vietnamese import fold, paper_number, vn_date

Who = tuple[str, int]
Where = tuple[int, int]
FROM_ASSESSMENTS = {LeafKind.RATING, LeafKind.GRADE, LeafKind.RANK, LeafKind.YEARS}
DOSSIER_PAPERS = (Paper.DOSSIER, Paper.ACHIEVEMENT_REPORT)
_OTHER = (
    "pk", "subject", "person_id", "collective_id", "campaign_id", "round_id", "round__year", "basis", "award",
    "deed_on", "status", "submitted_at", "campaign__starts_on", "campaign__ends_on", "lines__about_id",
    "lines__standing", "lines__decision__kind", "lines__decision__status", "lines__decision__number",
    "lines__decision__symbol", "lines__decision__issued_on", "lines__decision__published_at",
    "campaign__status", "end_told",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Other:
    """Another nomination of the same subject; `decided` once a decision was issued, `named` as papers may name it.

    `told_live` and `told_decided` say the same as far as it was announced.
    """

    pk: int
    subject: str
    campaign_id: int
    round_id: int | None
    basis: str
    award: str
    deed_on: date | None
    first: date
    last: date
    submitted_at: datetime | None
    live: bool
    decided: bool
    told_live: bool
    told_decided: bool
    named: str


@dataclass
class Records:
    """What the records say, by nominee, by campaign and unit, or by nomination."""

    nominations: list[Nomination]
    assessments: dict[Who, list[Assessment]] = field(default_factory=dict)
    initiatives: dict[int, list[Initiative]] = field(default_factory=dict)
    twins: dict[int, Initiative] = field(default_factory=dict)
    told_twins: dict[int, Initiative] = field(default_factory=dict)
    disciplined_people: dict[int, list[Discipline]] = field(default_factory=dict)
    disciplined_units: dict[int, list[Discipline]] = field(default_factory=dict)
    matters: dict[Who, list[Examination]] = field(default_factory=dict)
    judgements: dict[int, list[Judgement]] = field(default_factory=dict)
    files: dict[tuple[int, str], list[str]] = field(default_factory=dict)
    unit_plans: dict[Where, UnitPlan] = field(default_factory=dict)
    obligations: dict[Where, list[Obligation]] = field(default_factory=dict)
    inspections: dict[Where, list[date]] = field(default_factory=dict)
    thresholds: dict[tuple[int, str, str], Decimal] = field(default_factory=dict)
    exemptions: dict[int, dict[str, list[Exemption]]] = field(default_factory=dict)
    others: dict[Who, list[Other]] = field(default_factory=dict)
    earlier: dict[Who, list[EarlierAward]] = field(default_factory=dict)
    deadlines: dict[int, list[Deadline]] = field(default_factory=dict)
    readings: dict[int, dict[str, str]] = field(default_factory=dict)


def who_of(nomination: Nomination) -> Who:
    """Return whom a nomination honours, as a key."""
    if nomination.collective_id:
        return "unit", nomination.collective_id
    return "person", nomination.person_id


def places_of(nomination: Nomination) -> list[Where]:
    """Return the campaign with the nominee's own unit, then with the unit that nominates."""
    units = dict.fromkeys((nomination.nominee_unit_id, nomination.unit_id))
    return [(nomination.campaign_id, unit) for unit in units]


def appraised(rows):
    """Return nominations that know whether somebody still appraises them."""
    still_open = Appraisal.objects.filter(nomination=OuterRef("pk"), set_aside_at=None, verdict="")
    return rows.annotate(being_appraised=Exists(still_open))


def own_rows() -> list[Prefetch]:
    """Return what a reading asks of a nomination's own rows: judgements that count, exceptions, files."""
    judged = Judgement.objects.filter(appraisal__set_aside_at=None).select_related("appraisal").order_by("pk")
    return [
        Prefetch("judgements", judged),
        Prefetch("exemptions", Exemption.objects.order_by("granted_at", "pk")),
        Prefetch("files", AwardFile.objects.present().select_related("commune").order_by("pk")),
    ]


def readable(rows):
    """Return nominations with what a reading asks of their own rows."""
    return appraised(rows).prefetch_related(*own_rows())


def _may_have(found: "Records", what: str) -> bool:
    """Say whether anything of a kind may be known of the nominations; only `probing` has asked beforehand."""
    return any(getattr(each, f"has_{what}", True) for each in found.nominations)


def gather(nominations: list[Nomination], *, on: date, before_council: bool = False) -> Records:
    """Load all that speaks for or against nominations, which came from `readable`, on a day.

    What the unit reported and was inspected for is asked where a standard asks for it, and before the council.
    """
    found = Records(nominations)
    if not found.nominations:
        return found
    rules = {id(each.rule): each.rule for each in found.nominations if each.rule}
    asked = {node.leaf for rule in rules.values() for _, node in leaf_nodes(rule)}
    people = {each.person_id for each in found.nominations if each.person_id}
    units = {each.nominee_unit_id for each in found.nominations}
    about = Q(person__in=people) | Q(person=None, unit__in=units)
    if asked & FROM_ASSESSMENTS:
        found.assessments = _by(Assessment.objects.filter(about), _subject)
    if _may_have(found, "matters"):
        found.matters = _matters(about, on)
    _load_readings(found)
    if _may_have(found, "earlier"):
        found.earlier = _by(EarlierAward.objects.filter(about).order_by("decision_on", "pk"), _subject)
    _load_people(found, people, units)
    _load_work(found, asked, before_council=before_council)
    _load_dossiers(found, people, units)
    return found


def _matters(about: Q, on: date) -> dict[Who, list[Examination]]:
    """Return what is under examination on a day, by subject."""
    rows = Examination.objects.filter(about, since__lte=on).filter(Q(cleared_on=None) | Q(cleared_on__gt=on))
    return _by(rows.select_related("person", "unit").order_by("since", "pk"), _subject)


def _load_readings(found: Records) -> None:
    """Load how a person settled quotas in doubt, of the campaigns whose plans have any (HP-02)."""
    doubtful = [
        each
        for each in found.nominations
        if each.quota_key and each.plan_round and any(map(_in_doubt, each.plan_round.quotas))
    ]
    prefetch_related_objects([each.campaign for each in doubtful], "remarks")
    plans = {(each.campaign_id, each.plan_version_id): each for each in doubtful}
    for each in plans.values():
        found.readings.setdefault(each.campaign_id, {}).update(quotas.settled(each.campaign, each.plan))


def _in_doubt(quota: Quota) -> bool:
    """Say whether a person must settle how a quota is read."""
    return quota.shape == QuotaShape.SHARED_POOL


def nominations(keys: Iterable[int]) -> list[Nomination]:
    """Return nominations to be read, whose plans are loaded once each, however many share one."""
    rows = Nomination.objects.filter(pk__in=list(keys)).for_list().without_words().order_by("pk")
    rows = list(readable(rows.select_related("person__unit")))
    campaigns: dict[int, Campaign] = {}
    for each in rows:
        each.campaign = campaigns.setdefault(each.campaign_id, each.campaign)
    versions = PlanVersion.objects.in_bulk({each.plan_version_id for each in rows if each.plan_version_id})
    waiting = {each.campaign_id for each in rows if not each.plan_version_id}
    prefetch_related_objects([campaigns[key] for key in waiting], "versions")
    for each in rows:
        if each.plan_version_id:
            each.plan_version = versions[each.plan_version_id]
    return rows


def _subject(row) -> Who:
    """Return whom a row is about, as a key."""
    return ("person", row.person_id) if row.person_id else ("unit", row.unit_id)


def _by(rows: Iterable, key) -> dict:
    """Group rows."""
    found = defaultdict(list)
    for row in rows:
        found[key(row)].append(row)
    return dict(found)


def _load_people(found: Records, people: set[int], units: set[int]) -> None:
    """Load initiatives and discipline."""
    keys = [each.pk for each in found.nominations]
    rows = Initiative.objects.filter(used_in__in=keys).select_related("used_in").order_by("applied_on", "pk")
    claimed = list(rows) if _may_have(found, "initiatives") else []
    found.initiatives = _by(claimed, lambda row: row.used_in_id)
    if claimed:
        found.twins, found.told_twins = _twins(claimed)
    if not _may_have(found, "measures"):
        return
    measures = Discipline.objects.filter(
        Q(person__in=people) | Q(unit__in=units) | Q(unit=None, person__unit__in=units)
    ).select_related("person")
    measures = list(measures.order_by("decided_on", "pk"))
    found.disciplined_people = _by(measures, lambda row: row.person_id)
    found.disciplined_units = _by(measures, lambda row: row.unit_id or row.person.unit_id)


def _twins(claimed: Sequence[Initiative]) -> tuple[dict[int, Initiative], dict[int, Initiative]]:
    """Return, for each claimed initiative, the same one entered twice on which another nomination rests (L-08).

    The nomination that came first, or was awarded already, keeps it. First as it is, then as far as it was announced.
    """
    wanted = {(each.unit_id, fold(each.title)) for each in claimed}
    elsewhere = Initiative.objects.filter(unit__in={unit for unit, _ in wanted}, used_in__isnull=False).order_by("pk")
    by_title = _by(elsewhere, lambda row: (row.unit_id, fold(row.title)))
    doubled = {row.used_in_id for key in wanted if len(by_title[key]) > 1 for row in by_title[key]}
    users = Nomination.objects.filter(pk__in=doubled).for_list().without_words().in_bulk() if doubled else {}
    found, told = {}, {}
    for each in claimed:
        for twin in by_title[each.unit_id, fold(each.title)]:
            if twin.used_in_id == each.used_in_id:
                continue
            twin.used_in = user = users[twin.used_in_id]
            awarded, first = user.status in ("awarded", "forwarded_up"), user.pk < each.used_in_id
            if user.status not in Nomination.OUT and (first or awarded):
                found.setdefault(each.pk, twin)
            if not user.known_to_be_out() and (first or (awarded and user.announced())):
                told.setdefault(each.pk, twin)
    return found, told


def _load_work(found: Records, asked: set[str], *, before_council: bool) -> None:
    """Load what the unit planned, reported and was inspected for, and the commune's thresholds."""
    places = {place for each in found.nominations for place in places_of(each)}
    here = Q(campaign__in={campaign for campaign, _ in places}, unit__in={unit for _, unit in places})

    def place(row) -> Where:
        return row.campaign_id, row.unit_id

    if LeafKind.DOCUMENT in asked and _may_have(found, "unit_plans"):
        adopted = UnitPlan.objects.filter(here, status=UnitPlan.Status.ADOPTED)
        found.unit_plans = {place(row): row for row in adopted}
    if before_council or LeafKind.ON_TIME in asked:
        reports = Obligation.objects.filter(here, deadline__paper=Paper.UNIT_REPORT, deadline__retired_at=None)
        found.obligations = _by(reports.without_words().select_related("deadline"), place)
    if before_council:
        concluded = Inspection.objects.filter(here, status=Inspection.Status.CONCLUDED)
        for campaign, unit, day in concluded.values_list("campaign_id", "unit_id", "inspected_on"):
            found.inspections.setdefault((campaign, unit), []).append(day)
    if LeafKind.RANK in asked and _may_have(found, "thresholds"):
        rows = Threshold.objects.filter(campaign__in={campaign for campaign, _ in places})
        found.thresholds = {(row.campaign_id, row.subject, row.leaf_key): row.value for row in rows}
    prefetch_related_objects([each.campaign for each in found.nominations], "deadlines")
    for campaign in {each.campaign_id: each.campaign for each in found.nominations}.values():
        due = [each for each in campaign.deadlines.all() if each.paper in DOSSIER_PAPERS and each.retired_at is None]
        found.deadlines[campaign.pk] = sorted(due, key=lambda row: (row.late_from is None, row.late_from or 0, row.pk))


def _load_dossiers(found: Records, people: set[int], units: set[int]) -> None:
    """Sort what was judged, attached, excepted; load the other nominations of the same people and units."""
    for each in found.nominations:
        for file in each.files.all():
            if file.criterion:
                found.files.setdefault((each.pk, file.criterion), []).append(file.name)
        found.judgements[each.pk] = list(each.judgements.all())
        found.exemptions[each.pk] = _by(each.exemptions.all(), lambda row: row.check_key)
    found.others = _others(people, units)


def _others_about(whom: Q):
    """Return what is told of the nominations of somebody, a row for each line of a decision."""
    told = ExpressionWrapper(Nomination.round_told(), BooleanField())
    return Nomination.objects.filter(whom).annotate(end_told=told).order_by("pk", "lines").values(*_OTHER)


@prepared(person=IntegerField(), unit=IntegerField())
def _others_of_one(person: int | None, unit: int | None):
    """Return the same of one person and one unit."""
    return _others_about(Q(person=person) | Q(collective=unit))


def _others(people: set[int], units: set[int]) -> dict[Who, list[Other]]:
    """Return every nomination of these people and units with its line in an issued decision, if there is one."""
    if len(people) <= 1 and len(units) == 1:
        rows = _others_of_one(person=next(iter(people), None), unit=next(iter(units)))
    else:
        rows = _others_about(Q(person__in=people) | Q(collective__in=units))
    by_key: dict[int, list[dict]] = _by(rows, lambda row: row["pk"])
    found = defaultdict(list)
    for same in by_key.values():
        row = same[0]
        who = ("unit", row["collective_id"]) if row["collective_id"] else ("person", row["person_id"])
        found[who].append(_other(same, next((each for each in same if _stands(each)), None)))
    return dict(found)


def _stands(row: dict) -> bool:
    """Say whether a line of a decision gives an award that was not revoked."""
    return (
        row["lines__about_id"] is None
        and row["lines__decision__kind"] == Decision.Kind.AWARD
        and row["lines__decision__status"] in Decision.OUT
        and row["lines__standing"] != DecisionLine.Standing.REVOKED
    )


def _told_out(same: list[dict]) -> bool:
    """Say whether a nomination is out as far as it was announced: the rule of `Nomination.known_to_be_out`."""
    row = same[0]
    if row["status"] in Nomination.TOLD_AT_THE_END:
        return row["round_id"] is None or row["campaign__status"] == Campaign.Status.CLOSED or row["end_told"]
    if row["status"] == Nomination.Status.AWARD_REVOKED:
        return any(
            each["lines__decision__kind"] == Decision.Kind.REVOCATION and each["lines__decision__published_at"]
            for each in same
        )
    return row["status"] in Nomination.OUT


def _told_decided(same: list[dict]) -> bool:
    """Say whether a published decision gave an award that no published one took back."""
    given = any(each["lines__about_id"] is None and each["lines__decision__published_at"] for each in same)
    return given and not _told_out(same)


def _other(same: list[dict], line: dict | None) -> Other:
    """Return one other nomination; a decision not yet published is named as a dossier still looked at."""
    row, told_out = same[0], _told_out(same)
    year, deed = row["round__year"], row["deed_on"]
    first, last = (date(year, 1, 1), date(year, 12, 31)) if year else (deed, deed)
    if first is None:
        first, last = row["campaign__starts_on"] or row["campaign__ends_on"], row["campaign__ends_on"]
    sent = row["submitted_at"]
    named = "hồ sơ đề nghị đang xét" + (f", nộp ngày {vn_date(timezone.localdate(sent))}" if sent else "")
    if line and line["lines__decision__published_at"]:
        number, symbol = line["lines__decision__number"], line["lines__decision__symbol"]
        named = f"Quyết định số {paper_number(number, symbol)} ngày {vn_date(line['lines__decision__issued_on'])}"
    return Other(
        pk=row["pk"], subject=row["subject"], campaign_id=row["campaign_id"], round_id=row["round_id"],
        basis=row["basis"], award=str(Award(row["award"]).label), deed_on=deed, first=first, last=last,
        submitted_at=sent, live=row["status"] not in Nomination.OUT, decided=line is not None,
        told_live=not told_out, told_decided=_told_decided(same), named=named,
    )  # fmt: skip
