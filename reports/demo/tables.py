"""The shapes of the demo's data: what a commune is, and what its units do in a campaign's year."""

from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from communes.models import Person, Role, Unit
from reports.demo.award_tables import Awards, CouncilFacts

MALE, FEMALE = Person.Gender.MALE, Person.Gender.FEMALE
CADRE, CIVIL, PUBLIC, WORKER, PART_TIME = (
    Person.Category.CADRE,
    Person.Category.CIVIL_SERVANT,
    Person.Category.PUBLIC_EMPLOYEE,
    Person.Category.WORKER,
    Person.Category.PART_TIME,
)
OFFICE, SERVICE, PARTY, FRONT, COMMITTEE, RESIDENTIAL, OUTSIDE = (
    Unit.Kind.OFFICE,
    Unit.Kind.SERVICE,
    Unit.Kind.PARTY,
    Unit.Kind.FRONT,
    Unit.Kind.COMMITTEE,
    Unit.Kind.RESIDENTIAL,
    Unit.Kind.OUTSIDE,
)


class Body(NamedTuple):
    """A unit: its head's position where somebody heads it in the demo, how many more people work and live there.

    `renamed` holds the name it bears from a day on; `gender` is that of all its people, where they are of one.
    """

    key: str
    kind: str
    name: str
    short: str = ""
    symbol: str = ""
    head: str = ""
    category: str = CIVIL
    others: int = 0
    until: date | None = None
    residents: int = 0
    renamed: tuple[str, date] | None = None
    gender: str = ""


class Staff(NamedTuple):
    """A person with an account: the second part of the user name, the roles, the unit."""

    login: str
    roles: tuple[tuple[str, str], ...]
    position: str
    category: str = CIVIL
    name: str = ""
    gender: str = MALE


class Goal(NamedTuple):
    """A target that units of a commune may set themselves: on which item, in which words, of which kind."""

    item: str
    text: str
    kind: str = "percent"
    label: str = ""
    comparator: str = "at_least"


class PlanWords(NamedTuple):
    """A unit's own plan."""

    number: str
    on: date
    purpose: str
    measures: str
    assignment: str = ""
    merged: str = ""


class Example(NamedTuple):
    """An exemplar that a unit names: its kind, how far it comes, and what it is."""

    kind: str
    state: str
    title: str
    story: str


@dataclass(frozen=True, kw_only=True)
class Work:
    """What one unit does in a campaign and how its report fares.

    `ending` names a method of Reporting: on_time, late, mended, behalf, waived, extended, granted, waiting, received,
    returned, drafted, silent. `targets` holds goal and result (and perhaps a remark) by the key of the commune's
    goals, `given` the results on the plan's own targets by their keys.
    """

    unit: str
    ending: str = "on_time"
    on: date | None = None
    plan: PlanWords | None = None
    targets: dict[str, tuple] = field(default_factory=dict)
    given: dict[str, tuple] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)
    overview: str = ""
    difficulties: str = ""
    proposals: str = ""
    files: tuple[tuple[str, str], ...] = ()
    reason: str = ""
    mend: tuple[str, str] = ("", "")
    until: date | None = None
    example: Example | None = None
    aim: str = ""
    paper: str = "unit_report"


class Visit(NamedTuple):
    """An inspection: of whom, when, and its findings as item, verdict, found, recommendation, days for it, done on."""

    unit: str
    kind: str
    on: date
    conclusion: str
    findings: tuple[tuple, ...]
    decision: str = ""
    state: str = "concluded"


class Trouble(NamedTuple):
    """A difficulty: who raised it, and how far it came."""

    unit: str
    on: date
    title: str
    text: str
    state: str
    answer: str = ""


class Drive(NamedTuple):
    """A peak drive with its targets as item, text, kind, goal, label, result."""

    unit: str
    name: str
    starts: date
    ends: date
    content: str
    targets: tuple[tuple, ...]
    result: str = ""


class Index(NamedTuple):
    """A value of an outside index, and when it was noted."""

    on: date
    key: str
    year: int
    value: str
    rank: int | None
    source: str


class Review(NamedTuple):
    """A summary: its kind, the moments of its way, its number, and the sections that somebody wrote over."""

    kind: str
    year: int | None
    started: date
    issued: date
    number: int
    sections: dict[str, str] = {}  # noqa: RUF012 - a default that nobody changes


class NextPlan(NamedTuple):
    """A plan that is still being made: a copy moved by years, or a short campaign cut out of the present one."""

    state: str
    on: date
    years: int = 0
    key: str = ""
    name: str = ""
    area: str = ""
    starts: date | None = None
    ends: date | None = None


class Amendment(NamedTuple):
    """A change of an issued plan: why, when, under which number, and what joins it.

    An item of an area, or where no area is named a requirement; `households` words their joining the audience.
    """

    reason: str
    on: date
    number: int
    area: str = ""
    key: str = ""
    item_number: str = ""
    text: str = ""
    households: str = ""


@dataclass(frozen=True, kw_only=True)
class Year:
    """A campaign of a commune from its issue on."""

    issued: date
    number: int
    work: tuple[Work, ...]
    goals: dict[str, Goal]
    signed_by: str = ""
    returned_for: str = ""
    settled: dict[str, str] = field(default_factory=dict)
    report_day: tuple[date, date, str] | None = None
    joining: tuple[tuple[str, date], ...] = ()
    amendment: Amendment | None = None
    drives: tuple[Drive, ...] = ()
    visits: tuple[Visit, ...] = ()
    troubles: tuple[Trouble, ...] = ()
    indices: tuple[Index, ...] = ()
    reviews: tuple[Review, ...] = ()
    awards: Awards | None = None
    summing_up: date | None = None
    closed: date | None = None


@dataclass(frozen=True, kw_only=True)
class Place:
    """A commune of the demo: its plan file, its units and people, its campaign and what follows."""

    slug: str
    prefix: str
    plan_file: str
    drafted: date
    bodies: tuple[Body, ...]
    staff: tuple[Staff, ...]
    tracker: str
    planner: str
    publicist: str
    council: CouncilFacts
    year: Year
    copy: tuple[date, Year] | None = None
    next_plans: tuple[NextPlan, ...] = ()


def staff(
    *,
    office: str,
    records: str,
    main: str,
    council: str,
    team: str,
    chair: str,
    vice: str = "",
    officer: str,
    reader: str,
    publicist: str = "",
    second: str = "",
    secretary_plans: bool = False,
    chair_gender: str = MALE,
) -> tuple[Staff, ...]:
    """Return one account for each role, in the units that the commune names for them."""
    secretary = [(Role.COUNCIL_SECRETARY, council)]
    if secretary_plans:
        secretary.append((Role.OFFICER, council))
    people = [
        Staff("quantri", ((Role.ADMINISTRATOR, records),), "Công chức phụ trách công nghệ thông tin"),
        Staff("canbo", ((Role.OFFICER, office),), officer),
        Staff("lanhdao", ((Role.LEADER, "ubnd"),), "Phó Chủ tịch UBND xã", CADRE, vice),
        Staff("vanthu", ((Role.CLERK, records),), "Văn thư - lưu trữ"),
        Staff("thutruong", ((Role.UNIT_HEAD, main),), ""),
        Staff("nhanvien", ((Role.UNIT_MEMBER, main),), "Chuyên viên"),
        Staff(
            "chutich", ((Role.COUNCIL_CHAIR, council), (Role.LEADER, "ubnd")), "Chủ tịch UBND xã", CADRE, chair,
            chair_gender,
        ),
        Staff("phochutich", ((Role.COUNCIL_VICE, council),), "Phó Chủ tịch UBND xã", CADRE),
        Staff("thuky", tuple(secretary), "Công chức phụ trách thi đua, khen thưởng"),
        Staff("uyvien", ((Role.COUNCIL_MEMBER, council),), "Chỉ huy trưởng Ban Chỉ huy Quân sự xã"),
        Staff("uyvien2", ((Role.COUNCIL_MEMBER, council),), "Trưởng Công an xã"),
        Staff("kiemtra", ((Role.INSPECTOR, team),), "Thành viên Đoàn kiểm tra"),
        Staff("xem", ((Role.READER, reader),), "Ban Thanh tra nhân dân", PART_TIME),
    ]  # fmt: skip
    if publicist:
        people.append(Staff("tuyentruyen", ((Role.OFFICER, publicist),), "Cán bộ phụ trách truyền thanh, tuyên truyền"))
    if second:
        people.append(Staff("canbo2", ((Role.OFFICER, office),), second, gender=FEMALE))
    return tuple(people)
