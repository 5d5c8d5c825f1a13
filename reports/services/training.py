"""Opening, beginning anew and closing a training ground: units, invented people, a council and one issued plan."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django_scopes import scope

from awards.models import Seat
from awards.services import councils
from campaigns.models import Campaign
from campaigns.planfile.reading import read_file
from campaigns.planfile.schema import PlanDocument
from campaigns.planfile.words import Paper
from campaigns.services import plans
from communes import history
from communes.access import Actor
from communes.models import Commune, Person, Role, Unit
from communes.services import accounts, people, places, training
from communes.services.training import demand_keeper, open_ground
from kit.vietnamese import fold

PLAN_FILE = "plans/tap-huan/tap-huan.yaml"
LASTS, REPORT_WITHIN, DOSSIER_WITHIN = timedelta(days=90), timedelta(days=30), timedelta(days=45)
TAKES_PART = (Unit.Kind.RESIDENTIAL, Unit.Kind.SERVICE, Unit.Kind.OFFICE, Unit.Kind.FRONT, Unit.Kind.PARTY)
AGENCY, PARTICIPANT = "Phòng Văn hóa - Xã hội", "Thôn Tập Huấn"
AGAIN = "Làm lại khu tập huấn từ đầu"


@dataclass(frozen=True, slots=True)
class Character:
    """An invented person: a name that nobody bears, what the person does, in which unit, with which roles and seat."""

    full_name: str
    gender: str
    position: str
    place: str
    roles: tuple[str, ...] = ()
    seat: str = ""


CHARACTERS = (
    Character("Nguyễn Thị Tập Làm", "female", "Người đứng đầu đơn vị", "first", (Role.UNIT_HEAD,)),
    Character("Trần Văn Học Việc", "male", "Người đứng đầu đơn vị", "second", (Role.UNIT_HEAD,)),
    Character("Lê Thị Thực Hành", "female", "Chuyên viên cơ quan thường trực", "agency", (Role.OFFICER,)),
    Character("Phạm Văn Ví Dụ", "male", "Chủ tịch", "committee", (Role.LEADER, Role.COUNCIL_CHAIR), Seat.Role.CHAIR),
    Character("Vũ Thị Con Dấu", "female", "Văn thư", "committee", (Role.CLERK,)),
    Character("Hoàng Thị Biên Bản", "female", "Công chức", "agency", (Role.COUNCIL_SECRETARY,), Seat.Role.SECRETARY),
    Character("Đặng Văn Lá Phiếu", "male", "Phó Chủ tịch", "committee", (Role.COUNCIL_VICE,), Seat.Role.VICE_CHAIR),
    Character("Bùi Thị Ủy Viên", "female", "Công chức", "agency", (Role.COUNCIL_MEMBER,), Seat.Role.MEMBER),
    Character("Đỗ Văn Giơ Tay", "male", "Công chức", "committee", (Role.COUNCIL_MEMBER,), Seat.Role.MEMBER),
    Character("Ngô Thị Gương Mẫu", "female", "Công chức", "first"),
    Character("Dương Văn Cố Gắng", "male", "Công chức", "second"),
)


@transaction.atomic
def open_(*, by: Actor, at: datetime) -> Commune:
    """Open the training ground of the actor's commune; one that is open already stays as it is."""
    demand_keeper(by)
    real = Commune.objects.select_for_update().get(pk=by.commune.pk)
    return open_ground(real) or _opened(real, "Mở khu tập huấn", by, at)


@transaction.atomic
def begin_anew(*, by: Actor, at: datetime) -> Commune:
    """Close the open ground and open the next one; what was done in the old one stays in its own history."""
    _close(by, at)
    return _opened(Commune.objects.get(pk=by.commune.pk), AGAIN, by, at)


@transaction.atomic
def close(*, by: Actor, at: datetime) -> None:
    """Close the open ground of the actor's commune."""
    ground = _close(by, at)
    history.record("training.close", by.commune, by=by, at=at, label="Đóng khu tập huấn", ground=ground.slug)


def _close(by: Actor, at: datetime) -> Commune:
    """Close the open ground, or say that there is none."""
    demand_keeper(by)
    real = Commune.objects.select_for_update().get(pk=by.commune.pk)
    ground = open_ground(real)
    if ground is None:
        raise ValidationError(training.NONE_OPEN)
    training.close(ground, by=by, at=at)
    return ground


def _opened(real: Commune, label: str, by: Actor, at: datetime) -> Commune:
    """Make a ground with everything in it."""
    units = list(Unit.objects.valid_on(timezone.localdate(at)).for_list())
    ground = training.found(real, at=at)
    with scope(commune=ground):
        _furnish(Actor.of_product(ground), units, at)
    history.record("training.open", real, by=by, at=at, label=label, ground=ground.slug)
    return ground


def _furnish(by: Actor, originals: list[Unit], at: datetime) -> None:
    """Fill a new ground: units, people, council, plan."""
    on = timezone.localdate(at)
    placed = _units(by, originals, at)
    seated = {character: _person(character, placed[character.place], by, at) for character in CHARACTERS}
    council = councils.found(
        name=f"Hội đồng Thi đua - Khen thưởng {by.commune}", decision_number="01/QĐ-UBND", decision_on=on,
        standing_agency=placed["agency"], valid_from=on, by=by, at=at,
    )  # fmt: skip
    for character, person in seated.items():
        if character.seat:
            councils.seat(council, person, role=character.seat, valid_from=on, by=by, at=at)
    _plan(placed["agency"], on, by, at)


def _units(by: Actor, originals: list[Unit], at: datetime) -> dict[str, Unit]:
    """Copy the units by name; return those in which people are placed, with one added where there is none."""
    copies: dict[int, Unit] = {}
    for each in originals:
        copies[each.pk] = places.add_unit(
            name=each.name, kind=each.kind, short_name=each.short_name, symbol=each.symbol, position=each.position,
            by=by, at=at,
        )  # fmt: skip
    for each in originals:
        if each.parent_id in copies:
            Unit.objects.filter(pk=copies[each.pk].pk).update(parent=copies[each.parent_id])
    units = list(copies.values())
    offices = [unit for unit in units if unit.kind == Unit.Kind.OFFICE]
    agency = next((unit for unit in offices if "van hoa" in fold(unit.name)), offices[0] if offices else None)
    agency = agency or places.add_unit(name=AGENCY, kind=Unit.Kind.OFFICE, symbol="VHXH", by=by, at=at)
    others = [unit for kind in TAKES_PART for unit in units if unit.kind == kind and unit.pk != agency.pk]
    while len(others) < 2:
        name = f"{PARTICIPANT} {len(others) + 1}"
        others.append(places.ensure_unit(name=name, kind=Unit.Kind.RESIDENTIAL, by=by, at=at))
    committee = next((unit for unit in units if unit.kind == Unit.Kind.COMMITTEE), agency)
    return {"agency": agency, "first": others[0], "second": others[1], "committee": committee}


def _person(character: Character, unit: Unit, by: Actor, at: datetime) -> Person:
    """Add an invented person with the roles of the part."""
    person = people.add(
        full_name=character.full_name, gender=character.gender, position=character.position, unit=unit,
        category=Person.Category.CIVIL_SERVANT, by=by, at=at,
    )  # fmt: skip
    for role in character.roles:
        accounts.grant(person, role, unit=unit, by=by, at=at)
    return person


def _plan(agency: Unit, on: date, by: Actor, at: datetime) -> Campaign:
    """Issue the plan under the first number of the ground's own register."""
    campaign = plans.draft(plan_for(agency.name, on), by=by, at=at)
    plans.submit(campaign, by=by, at=at)
    plans.approve(campaign, by=by, at=at)
    plans.issue(campaign, number=1, issued_on=on, signed_by=_leader_name(), by=by, at=at)
    return campaign


def _leader_name() -> str:
    """Return who signs for the committee."""
    return next(each.full_name for each in CHARACTERS if Role.LEADER in each.roles)


def plan_for(agency: str, on: date) -> PlanDocument:
    """Return the plan that learners work on, led by a unit, its days counted from a date, its awards of that year."""
    plan = read_file((settings.BASE_DIR / PLAN_FILE).read_text(encoding="utf-8")).plan
    days = {Paper.UNIT_REPORT: on + REPORT_WITHIN, Paper.DOSSIER: on + DOSSIER_WITHIN}
    return replace(
        plan,
        facts=replace(plan.facts, ends_on=on + LASTS),
        deadlines=tuple(replace(each, on=days[each.paper]) for each in plan.deadlines),
        rounds=tuple(replace(each, years=(on.year,)) for each in plan.rounds),
        responsibilities=tuple(
            replace(each, heading=agency, units=(agency,)) if each.units else each for each in plan.responsibilities
        ),
    )
