"""Communes of any size, the same at every run: one campaign by a real plan, each unit with its reports."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

from django.conf import settings
from django_scopes import scope

from campaigns.models import (
    Campaign,
    ContentItem,
    Difficulty,
    Exemplar,
    Finding,
    Inspection,
    Obligation,
    ReportLine,
    Target,
)
from campaigns.planfile import words as w
from campaigns.planfile.reading import read_file
from campaigns.planfile.schema import AudienceGroup, PlanDeadline, PlanDocument
from campaigns.services import plans
from communes.access import Actor
from communes.models import Commune, Person, Role, Unit, User
from communes.tests.factories import Cast, make_commune, make_membership, make_person, make_user
from kit.vietnamese import fold
from reports.models import SECTIONS, Summary
from reports.services import summaries

PLAN = "dong-tam-2025.yaml"
HERE = ZoneInfo("Asia/Ho_Chi_Minh")
ISSUED_ON = date(2025, 1, 10)
ISSUED_AT = datetime(2025, 1, 10, 8, tzinfo=HERE)
SUMMED_UP_AT = datetime(2025, 12, 20, 8, tzinfo=HERE)
DUE = (date(2025, 3, 31), date(2025, 6, 30), date(2025, 9, 30), date(2025, 12, 10))
OWN_TARGETS = 3
# How reports stand in a campaign that nears its end.
STANDING = {"accepted": 82, "received": 5, "submitted": 4, "returned": 2, "draft": 3, "not_started": 2, "waived": 2}
NAMES = ("Thôn Đông", "Thôn Đoài", "Xóm Thượng", "Xóm Hạ", "Tổ dân phố", "Bản Nà Phặc", "Khu Trung tâm")
WORDS = (
    "Hoàn thành nhiệm vụ được giao, công khai kết quả tại trụ sở và trên hệ thống truyền thanh.",
    "Đã phân công người phụ trách, rà soát quy trình, rút ngắn thời gian giải quyết so với quy định.",
    "Tổ chức hai hội nghị quán triệt, vận động người dân tham gia, được đồng thuận cao.",
    "Duy trì nền nếp, ghi chép sổ sách đầy đủ; còn chậm ở khâu tổng hợp, đã có biện pháp khắc phục.",
)


@dataclass(frozen=True, slots=True)
class Seeded:
    """What was made: the commune, its campaign, the officer who signs in."""

    commune: Commune
    campaign: Campaign
    officer: User


def seed(slug: str, *, units: int, deadlines: int, seed: int = 20) -> Seeded:
    """Make a commune whose campaign has `units` × `deadlines` reports, with lines, in every state."""
    chance = Random(seed)  # noqa: S311 - believable data, not secrets
    commune = make_commune(slug, slug.replace("-", " ").title())
    with scope(commune=commune):
        officer = _officer(commune)
        make_units(commune, units)
        campaign = issued(commune, _plan(deadlines))
        carry_out(campaign, chance)
        plans.start_summary(campaign, by=Actor.of_product(commune), at=SUMMED_UP_AT)
        campaign = Campaign.objects.select_related("commune").get(pk=campaign.pk)
    return Seeded(commune, campaign, officer)


def summary_of(campaign: Campaign) -> Summary:
    """Draft the final summary of a seeded campaign, every section filled; its scope must be open."""
    by = Actor.of_product(campaign.commune)
    summary = summaries.start(campaign, by=by, at=SUMMED_UP_AT)
    filled = {key: summary.sections.get(key) or WORDS[0] for key in SECTIONS}
    summaries.save(summary, sections=filled, revision=summary.revision, by=by, at=SUMMED_UP_AT)
    return Summary.objects.select_related("campaign__commune").get(pk=summary.pk)


def _officer(commune: Commune) -> User:
    unit = Cast(commune).unit("culture")
    user = make_user(f"{commune.slug}.officer")
    make_membership(make_person(commune, "Nguyễn Thị Hạnh", user=user, unit=unit), Role.OFFICER, unit)
    return user


def make_units(commune: Commune, count: int) -> None:
    """Make residential units."""
    kind = Unit.Kind.RESIDENTIAL
    order = list(Unit.Kind.values).index(kind)
    names = [f"{NAMES[place % len(NAMES)]} {place // len(NAMES) + 1}" for place in range(count)]
    Unit.objects.bulk_create(
        Unit(commune=commune, kind=kind, kind_order=order, name=name, folded=fold(name), position=place)
        for place, name in enumerate(names)
    )


def read_plan(name: str) -> PlanDocument:
    """Return one of the real plans."""
    return read_file((Path(settings.BASE_DIR) / "plans" / name).read_text(encoding="utf-8")).plan


def _plan(deadlines: int) -> PlanDocument:
    """Return the real plan, made for the generated units and with so many reports a year."""
    plan = read_plan(PLAN)
    return replace(
        plan,
        facts=replace(plan.facts, starts_on=ISSUED_ON),
        audience=(
            AudienceGroup(
                text="Các thôn, xóm, tổ dân phố.", subject=w.Subject.COLLECTIVE, unit_kinds=(Unit.Kind.RESIDENTIAL,)
            ),
        ),
        deadlines=tuple(
            PlanDeadline(
                key=f"quy-{place}",
                paper=w.Paper.UNIT_REPORT,
                title=f"Báo cáo kết quả quý {place}",
                kind=w.DeadlineKind.ON_DATE,
                on=on,
                to="UBND xã",
                words=f"chậm nhất ngày {on:%d/%m/%Y}",
            )
            for place, on in enumerate(DUE[-deadlines:], 5 - deadlines)
        ),
        remarks=(),
    )


def issued(commune: Commune, plan: PlanDocument, *, on: date = ISSUED_ON) -> Campaign:
    """Issue a campaign by a plan on a day; its scope must be open."""
    by, at = Actor.of_product(commune), datetime(on.year, on.month, on.day, 8, tzinfo=HERE)
    campaign = plans.draft(plan, by=by, at=at)
    plans.submit(campaign, by=by, at=at)
    plans.approve(campaign, by=by, at=at)
    plans.issue(campaign, number=3, issued_on=on, by=by, at=at)
    return campaign


def carry_out(campaign: Campaign, chance: Random) -> None:
    """Let the units of a campaign have targets, report, be inspected and stand out; nobody but the officer is there."""
    _own_targets(campaign)
    _reports(campaign, chance)
    _field_work(campaign, chance)


def _own_targets(campaign: Campaign) -> None:
    """Give every unit its own targets, as this plan asks."""
    items = list(ContentItem.objects.filter(area__campaign=campaign).order_by("area__position", "position"))
    Target.objects.bulk_create(
        [
            Target(
                campaign=campaign, unit_id=unit_id, item=items[(place * 5) % len(items)], key=f"rieng-{place}",
                text=f"Chỉ tiêu riêng số {place + 1} của đơn vị", kind=w.TargetKind.PERCENT, value=90,
                unit_label="%", position=place,
            )
            for unit_id in campaign.participations.values_list("unit_id", flat=True)
            for place in range(OWN_TARGETS)
        ],
        batch_size=500,
    )  # fmt: skip


def _reports(campaign: Campaign, chance: Random) -> None:
    """Write every report: words on each item, a figure on each target, and a state."""
    items = list(ContentItem.objects.filter(area__campaign=campaign))
    targets: dict[int, list[Target]] = {}
    for target in Target.objects.filter(campaign=campaign):
        targets.setdefault(target.unit_id, []).append(target)
    receiver = Person.objects.get()
    reports, lines = list(campaign.obligations.order_by("pk")), []
    for report in reports:
        report.status = chance.choices(list(STANDING), list(STANDING.values()))[0]
        fill(report, receiver, chance)
        if report.status in ("not_started", "waived"):
            continue
        lines += [ReportLine(obligation=report, item=item, text=chance.choice(WORDS)) for item in items]
        judged = [_result(report, target, chance) for target in targets[report.unit_id]]
        report.targets_total = len(judged)
        report.targets_met = sum(line.outcome == "met" for line in judged)
        lines += judged
    campaign.obligations.all().delete()
    Obligation.objects.bulk_create(reports, batch_size=500)
    ReportLine.objects.bulk_create(lines, batch_size=500)


def fill(report: Obligation, receiver: Person, chance: Random) -> None:
    """Write what belongs to the state of a report; about one in twelve came late."""
    report.overview, report.saved_by, report.saved_at = chance.choice(WORDS), "Người nộp", ISSUED_AT
    report.difficulties = "Nhân lực kiêm nhiệm, đường truyền yếu." if chance.random() < 0.2 else ""
    report.proposals = "Đề nghị tập huấn thêm." if chance.random() < 0.1 else ""
    if report.status in ("submitted", "received", "accepted", "returned"):
        report.late = chance.random() < 0.08
        days = -chance.randint(1, 5) if report.late else chance.randint(1, 20)
        report.submitted_at, report.submitted_by = report.late_from - timedelta(days=days), "Người nộp"
    if report.status in ("received", "accepted", "returned"):
        report.received_by, report.received_at = receiver, report.submitted_at
    if report.status == "returned":
        report.return_reason = "Bổ sung số liệu."
    if report.status == "waived":
        report.waive_reason = "Đơn vị mới sáp nhập."


def _result(report: Obligation, target: Target, chance: Random) -> ReportLine:
    met = chance.random() < 0.85
    outcome = ReportLine.Outcome.MET if met else ReportLine.Outcome.UNMET
    value = chance.randint(90, 100) if met else chance.randint(60, 89)
    return ReportLine(obligation=report, target=target, value=value, outcome=outcome)


def _field_work(campaign: Campaign, chance: Random) -> None:
    """Add inspections of one unit in ten, an exemplar of one in five, a difficulty of one in ten."""
    items = list(ContentItem.objects.filter(area__campaign=campaign))
    units = list(campaign.participations.values_list("unit_id", flat=True))
    facts = {"campaign": campaign}
    inspections = Inspection.objects.bulk_create(
        Inspection(
            **facts, unit_id=unit_id, kind=w.InspectionKind.PERIODIC, status=Inspection.Status.CONCLUDED,
            inspected_on=date(2025, 8, 5), team="Phòng Văn hóa - Xã hội", conclusion=WORDS[0],
            concluded_at=SUMMED_UP_AT,
        )
        for unit_id in chance.sample(units, len(units) // 10)
    )  # fmt: skip
    Finding.objects.bulk_create(
        Finding(inspection=inspection, item=chance.choice(items), reported=WORDS[1], found=WORDS[2],
                verdict=chance.choice(Finding.Verdict.values))
        for inspection in inspections
    )  # fmt: skip
    Exemplar.objects.bulk_create(
        Exemplar(**facts, unit_id=unit_id, kind=chance.choice(Exemplar.Kind.values), title=f"Cách làm hay số {place}",
                 story=WORDS[2], status=Exemplar.Status.REGISTERED, found_at=ISSUED_AT)
        for place, unit_id in enumerate(chance.sample(units, len(units) // 5), 1)
    )  # fmt: skip
    Difficulty.objects.bulk_create(
        Difficulty(**facts, unit_id=unit_id, title="Đường truyền yếu", text=WORDS[3], raised_by="Người phản ánh",
                   raised_at=ISSUED_AT)
        for unit_id in chance.sample(units, len(units) // 10)
    )  # fmt: skip
