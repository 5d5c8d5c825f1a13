"""Communes with any number of dossiers, the same at every run: two years of nominees with all that is known of them."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from random import Random

from awards.models import (
    Appraisal,
    Assessment,
    AwardFile,
    AwardFund,
    Discipline,
    EarlierAward,
    Examination,
    Initiative,
    Judgement,
    Nomination,
    Threshold,
)
from awards.models.decisions import DecisionLine
from awards.rules.dossier import SECTIONS
from awards.rules.eligibility import leaf_nodes
from awards.tests.factories import make_decision
from benchmarks.seeding import HERE, ISSUED_ON, NAMES, WORDS, carry_out, issued, make_units, read_plan
from campaigns.models import Campaign, UnitPlan
from campaigns.planfile import words as w
from campaigns.planfile.schema import PlanDeadline, PlanDocument, Quota, Round
from communes.models import Commune, Person, Unit
from communes.tests.factories import Cast
from kit.vietnamese import fold, sort_key

# Of the real plans the one that asks most: eight judgements, two ranks, a paper, punctuality; initiatives of people.
PLAN = "hoa-phong-2024-2026.yaml"
ROUND, DECIDED_YEAR, RUNNING_YEAR = "hang-nam", 2025, 2026
LOOKED_AT = datetime(RUNNING_YEAR, 12, 10, 8, tzinfo=HERE)
RANKED = "thứ hạng kết quả dân vận chính quyền"
SHARE = Decimal(20)
# How the dossiers of a decided year and of the running one stand.
DECIDED = {"awarded": 60, "not_awarded": 15, "not_recommended": 10, "ineligible": 10, "withdrawn": 5}
RUNNING = {
    "draft": 5, "submitted": 10, "under_appraisal": 10, "returned": 5, "eligible": 35, "ineligible": 5,
    "on_agenda": 15, "recommended": 15,
}  # fmt: skip
NOT_APPRAISED = ("draft", "submitted", "returned", "withdrawn")
FAMILIES, GIVEN = ("Nguyễn", "Trần", "Lê", "Phạm", "Đỗ", "Vũ"), ("An", "Bình", "Đức", "Hạnh", "Lành", "Oanh", "Quý")
PAPER = "Quyết định số 15/QĐ-UBND ngày 20/12/2025"
BATCH = 500


def seed(cast: Cast, *, units: int, people: int, running: dict[str, int] = RUNNING, seed: int = 20) -> Campaign:
    """Let each of `units` units nominate itself and `people` of its people in a decided and in the running year.

    Every dossier is complete: texts, files, what the unit and an appraiser judged, ranks, initiatives; a few people
    have a disciplinary measure, a matter under examination or an earlier award. The commune's scope must be open.
    """
    chance, officer = Random(seed), cast.actor("officer")  # noqa: S311 - believable data, not secrets
    commune = cast.commune
    make_units(commune, units)
    campaign = issued(commune, plan())
    carry_out(campaign, chance)
    staff = people_of(commune, people, chance)
    rounds = {each.year: each for each in campaign.rounds.filter(key=ROUND)}
    for year, standing in ((DECIDED_YEAR, DECIDED), (RUNNING_YEAR, running)):
        made = nominations_of(campaign, rounds[year], staff, standing, chance)
        _judge(made, officer.person)
        _claim(made, year)
        if year == DECIDED_YEAR:
            _decide(campaign, made)
    _standing(campaign, staff, chance)
    AwardFund.objects.create(
        commune=commune, year=RUNNING_YEAR, amount=900_000_000, source=PAPER, set_at=_moment(RUNNING_YEAR),
        set_by=officer.name,
    )  # fmt: skip
    return Campaign.objects.select_related("commune").get(pk=campaign.pk)


def plan() -> PlanDocument:
    """Return the real plan, made for the generated units; its commune awards are shares, so that bases are counted."""
    plan, kinds = read_plan(PLAN), (Unit.Kind.RESIDENTIAL,)
    return replace(
        plan,
        facts=replace(plan.facts, starts_on=ISSUED_ON),
        audience=tuple(replace(each, unit_kinds=kinds, categories=()) for each in plan.audience),
        rounds=tuple(_by_share(each) for each in plan.rounds),
        deadlines=tuple(
            PlanDeadline(key=key, paper=paper, title=title, kind=w.DeadlineKind.YEARLY, day=day, month=month)
            for key, paper, title, day, month in (
                ("bao-cao-nam", w.Paper.UNIT_REPORT, "Báo cáo kết quả phong trào", 20, 11),
                ("ho-so-nam", w.Paper.DOSSIER, "Hồ sơ đề nghị khen thưởng", 5, 12),
            )
        ),
    )


def _by_share(each: Round) -> Round:
    """Return a round whose commune awards are a share of those who may compete."""

    def share(quota: Quota) -> Quota:
        if quota.authority != w.Authority.COMMUNE:
            return quota
        return replace(quota, shape=w.QuotaShape.PERCENTAGE, count=None, percent=SHARE)

    return replace(each, quotas=tuple(share(quota) for quota in each.quotas))


def people_of(commune: Commune, count: int, chance: Random) -> list[tuple[Unit, list[Person]]]:
    """Make people for every unit; return each unit with its own."""
    units = list(Unit.objects.filter(kind=Unit.Kind.RESIDENTIAL).order_by("position"))
    made = []
    for unit in units:
        for _ in range(count):
            name = f"{chance.choice(FAMILIES)} {chance.choice(NAMES).split()[-1]} {chance.choice(GIVEN)}"
            made.append(
                Person(
                    commune=commune, unit=unit, full_name=name, folded=fold(name), sort_key=sort_key(name),
                    gender=chance.choice(Person.Gender.values), birth_year=chance.randint(1966, 2003),
                    position="Công chức", category=Person.Category.CIVIL_SERVANT,
                )
            )  # fmt: skip
    Person.objects.bulk_create(made, batch_size=BATCH)
    return [(unit, made[place * count : (place + 1) * count]) for place, unit in enumerate(units)]


def _moment(year: int) -> datetime:
    """Return when dossiers of a year are handed in and judged."""
    return datetime(year, 10, 20, 9, tzinfo=HERE)


def nominations_of(
    campaign: Campaign,
    award_round,
    staff: Iterable[tuple[Unit, Sequence[Person]]],
    standing: dict[str, int],
    chance: Random,
) -> list[Nomination]:
    """Nominate every unit and its people in a round, each at a status."""
    quotas = {"collective": "nam-giay-khen-xa-tap-the", "individual": "nam-giay-khen-xa-ca-nhan"}
    made = []
    for unit, people in staff:
        for person in (None, *people):
            subject = "individual" if person else "collective"
            made.append(
                Nomination(
                    commune=campaign.commune, campaign=campaign, round=award_round, unit=unit, subject=subject,
                    person=person, collective=None if person else unit, award="giay_khen", authority="commune",
                    quota_key=quotas[subject], status=chance.choices(list(standing), list(standing.values()))[0],
                    **_words(subject, chance), **_facts(campaign, award_round.year),
                )
            )  # fmt: skip
    for each in made:
        if each.status == "draft":
            each.submitted_at = each.received_on = each.plan_version = None
        if each.status == "returned":
            each.return_reason = "Thiếu số liệu."
    return Nomination.objects.bulk_create(made, batch_size=BATCH)


def _words(subject: str, chance: Random) -> dict:
    """Return what a unit wrote."""
    return {
        "report": {each.key: " ".join(chance.sample(WORDS, 3)) for each in SECTIONS[w.Subject(subject)]},
        "summary": chance.choice(WORDS),
        "citation": "Đã có thành tích xuất sắc trong phong trào thi đua",
        "verdict": "Đủ điều kiện: đạt các tiêu chuẩn của kế hoạch.",
    }


def _facts(campaign: Campaign, year: int) -> dict:
    """Return when and by whom a dossier was made and handed in."""
    at = _moment(year)
    return {
        "created_at": at, "created_by": "Người lập", "submitted_at": at, "submitted_by": "Người nộp",
        "received_on": at.date(), "plan_version": campaign.version_in_force,
    }  # fmt: skip


def _judge(nominations: Sequence[Nomination], appraiser: Person) -> None:
    """Let every unit judge itself and an appraiser judge what was taken up; attach one proof to each dossier."""
    judged = [each for each in nominations if each.status not in NOT_APPRAISED]
    at = _moment(nominations[0].round.year)
    appraisals = [
        Appraisal(
            nomination=each, appraiser=appraiser, began_at=at,
            **({} if each.status == "under_appraisal" else {"verdict": "eligible", "given_at": at}),
        )
        for each in judged
    ]  # fmt: skip
    Appraisal.objects.bulk_create(appraisals, batch_size=BATCH)
    asked = {each.subject: _asked_of(each) for each in nominations}
    rows = [
        Judgement(nomination=each, path=path, verdict="met", note=WORDS[0], by="Đơn vị", at=at)
        for each in nominations
        for path in asked[each.subject]
    ]
    rows += [
        Judgement(nomination=each.nomination, appraisal=each, path=path, verdict="met", by=appraiser.full_name, at=at)
        for each in appraisals
        for path in asked[each.nomination.subject]
    ]
    Judgement.objects.bulk_create(rows, batch_size=BATCH)
    AwardFile.objects.bulk_create(
        [
            AwardFile(
                commune_id=each.commune_id, unit_id=each.unit_id, nomination=each, name="minh-chung.pdf", kind="pdf",
                criterion=asked[each.subject][0], file="awards/minh-chung.pdf", size=1, sha256="0" * 64,
                uploaded_at=at, uploaded_by="Đơn vị",
            )
            for each in nominations
        ],
        batch_size=BATCH,
    )  # fmt: skip


def _asked_of(nomination: Nomination) -> list[str]:
    """Return the paths of the standards on which people judge."""
    return [path for path, node in leaf_nodes(nomination.rule) if node.leaf == w.LeafKind.JUDGEMENT]


def _claim(nominations: Sequence[Nomination], year: int) -> None:
    """Let every person's dossier rest on a recognised initiative."""
    titles = ((place, each) for place, each in enumerate(nominations) if each.person_id)
    Initiative.objects.bulk_create(
        [
            Initiative(
                commune_id=each.commune_id, unit_id=each.unit_id, person_id=each.person_id, used_in=each,
                title=f"Giải pháp rút ngắn thời gian giải quyết hồ sơ {year}-{place}", applied_on=date(year, 3, 1),
                status=Initiative.Status.RECOGNISED, recognised_by="UBND xã", decision_number="15/QĐ-UBND",
                decision_on=date(year, 6, 1), recorded_at=_moment(year), recorded_by="Người ghi",
            )
            for place, each in titles
        ],
        batch_size=BATCH,
    )  # fmt: skip


def _decide(campaign: Campaign, nominations: Sequence[Nomination]) -> None:
    """Publish the decision of a year with a line for each award."""
    on, at = date(DECIDED_YEAR, 12, 25), datetime(DECIDED_YEAR, 12, 25, 8, tzinfo=HERE)
    decision = make_decision(campaign, status="published", issued_on=on, issued_at=at, signed_at=at, published_at=at)
    awarded = [each for each in nominations if each.status == "awarded"]
    DecisionLine.objects.bulk_create(
        [
            DecisionLine(
                decision=decision, position=position, nomination=each, award=each.award, subject=each.subject,
                nominee_name=each.nominee, nominee_place=each.nominee_place, citation=each.citation, prize=760_000,
                folded=fold(each.nominee),
            )
            for position, each in enumerate(awarded, 1)
        ],
        batch_size=BATCH,
    )  # fmt: skip


def _standing(campaign: Campaign, staff: Sequence[tuple[Unit, Sequence[Person]]], chance: Random) -> None:
    """Record ranks and plans of the units, and what speaks against or for a few people."""
    told = {"recorded_at": _moment(RUNNING_YEAR), "recorded_by": "Người ghi"}
    own = {"commune": campaign.commune, **told}
    Assessment.objects.bulk_create(
        [
            Assessment(
                **own, unit=unit, kind=Assessment.Kind.RANK, measure=RANKED, year=year, position=place,
                document=PAPER,
            )
            for year in (DECIDED_YEAR - 1, DECIDED_YEAR, RUNNING_YEAR)
            for place, (unit, _) in enumerate(chance.sample(staff, len(staff)), 1)
        ],
        batch_size=BATCH,
    )  # fmt: skip
    UnitPlan.objects.bulk_create(
        UnitPlan(campaign=campaign, unit=unit, status="adopted", number="01/KH", adopted_on=date(2025, 2, 3))
        for unit, _ in staff
    )
    Threshold.objects.bulk_create(
        Threshold(campaign=campaign, subject="collective", leaf_key=key, value=value, source=PAPER,
                  set_at=told["recorded_at"], set_by="Người ghi")
        for key, value in (("hang-cao", len(staff) // 5), ("vuot-bac", 5))
    )  # fmt: skip
    everybody = [(unit, person) for unit, people in staff for person in people]
    some = chance.sample(everybody, max(3, len(everybody) // 10))
    Discipline.objects.bulk_create(
        Discipline(**own, person=person, unit=unit, kind="reprimand", decided_on=date(2026, 4, 1), document=PAPER)
        for unit, person in some[::10]
    )
    Examination.objects.bulk_create(
        Examination(**own, unit=unit, person=person, kind="complaint", since=date(2026, 5, 1), source=PAPER)
        for unit, person in some[1::10]
    )
    EarlierAward.objects.bulk_create(
        EarlierAward(
            **own, unit=unit, person=person, award="giay_khen", title="Giấy khen", authority="Chủ tịch UBND huyện",
            decision_number="9", decision_on=date(2024, 12, 20),
        )
        for unit, person in some[2::2]
    )  # fmt: skip
