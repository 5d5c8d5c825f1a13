"""Plain functions that make communes, units and people for tests, and the cast that the tests share."""

from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from communes.access import Actor
from communes.models import Commune, Membership, Person, RegisteredNumber, Role, Unit, User
from communes.tests.remembering import remembered
from kit.vietnamese import fold, sort_key

SINCE = date(2025, 7, 1)

UNITS = {
    "committee": (Unit.Kind.COMMITTEE, "Ủy ban nhân dân xã", "UBND xã", "UBND"),
    "culture": (Unit.Kind.OFFICE, "Phòng Văn hóa - Xã hội", "Phòng VH-XH", "VHXH"),
    "council_office": (Unit.Kind.OFFICE, "Văn phòng HĐND và UBND", "Văn phòng", "VP"),
    "economy": (Unit.Kind.OFFICE, "Phòng Kinh tế", "Phòng KT", "KT"),
    "service": (Unit.Kind.SERVICE, "Trung tâm Phục vụ hành chính công", "TT PVHCC", "TTPVHCC"),
    "front": (Unit.Kind.FRONT, "Ủy ban Mặt trận Tổ quốc Việt Nam xã", "Ủy ban MTTQ", "MTTQ"),
}

PEOPLE = {
    "administrator": ("Đỗ Minh Tuệ", Role.ADMINISTRATOR, "council_office", "Công chức Văn phòng"),
    "officer": ("Nguyễn Thị Hạnh", Role.OFFICER, "culture", "Chuyên viên Phòng Văn hóa - Xã hội"),
    "leader": ("Trần Quốc Bảo", Role.LEADER, "committee", "Phó Chủ tịch UBND xã"),
    "clerk": ("Lê Thị Ánh", Role.CLERK, "council_office", "Văn thư"),
    "head": ("Phạm Văn Dũng", Role.UNIT_HEAD, "economy", "Trưởng phòng Kinh tế"),
    "member": ("Vũ Thị Én", Role.UNIT_MEMBER, "economy", "Chuyên viên Phòng Kinh tế"),
    "other_head": ("Hoàng Văn Sáng", Role.UNIT_HEAD, "service", "Giám đốc Trung tâm Phục vụ hành chính công"),
    "inspector": ("Bùi Đức Thọ", Role.INSPECTOR, "front", "Phó Chủ tịch Ủy ban MTTQ"),
    "reader": ("Ngô Thị Yến", Role.READER, "front", "Công chức Ủy ban MTTQ"),
    "chair": ("Đặng Hữu Phúc", Role.COUNCIL_CHAIR, "committee", "Chủ tịch UBND xã"),
    "vice": ("Phan Thị Quyên", Role.COUNCIL_VICE, "committee", "Phó Chủ tịch UBND xã"),
    "secretary": ("Lý Văn Ước", Role.COUNCIL_SECRETARY, "culture", "Trưởng phòng Văn hóa - Xã hội"),
    "councillor": ("Mai Thị Oanh", Role.COUNCIL_MEMBER, "council_office", "Chánh Văn phòng"),
}


def make_commune(slug: str = "dong-tam", name: str = "Đồng Tâm", **facts) -> Commune:
    """Make a commune."""
    given = {"slug": slug, "name": name, "province": "tỉnh Thái Nguyên", "place_name": name,
             "upward_recipient": "Sở Nội vụ", **facts}  # fmt: skip
    if facts:
        return Commune.objects.create(**given)
    return remembered(("commune", slug, name), lambda: Commune.objects.create(**given))


def make_unit(commune: Commune, name: str = "Trạm Y tế", kind: str = Unit.Kind.SERVICE, **facts) -> Unit:
    """Make a unit of a commune."""
    kind_order = list(Unit.Kind.values).index(kind)
    return Unit.objects.create(
        **{
            "commune": commune,
            "name": name,
            "kind": kind,
            "kind_order": kind_order,
            "folded": fold(name),
            **facts,
        }
    )


def make_user(username: str, **facts) -> User:
    """Make an account; without a password it can only be signed in by `client.force_login`."""
    return User.objects.create_user(username, **facts)


def make_person(commune: Commune, full_name: str = "Tạ Thị Lành", **facts) -> Person:
    """Make a person of a commune, without an account unless `user` is given."""
    return Person.objects.create(
        **{
            "commune": commune,
            "full_name": full_name,
            "folded": fold(full_name),
            "sort_key": sort_key(full_name),
            "category": Person.Category.CIVIL_SERVANT,
            **facts,
        }
    )


def make_membership(person: Person, role: str, unit: Unit | None = None, **facts) -> Membership:
    """Give a person a role, open-ended unless dates are given."""
    return Membership.objects.create(**{"person": person, "role": role, "unit": unit, "starts_on": SINCE, **facts})


def make_number(commune: Commune, **facts) -> RegisteredNumber:
    """Put a number of 2026 into a commune's register."""
    return RegisteredNumber.objects.create(
        **{
            "commune": commune,
            "year": 2026,
            "symbol": "KH-UBND",
            "number": 3,
            "title": "Về phong trào thi đua",
            "dated": date(2026, 1, 5),
            "taken_by": "Văn thư",
            "taken_at": datetime(2026, 1, 5, 9, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh")),
            **facts,
        }
    )


@dataclass
class Cast:
    """The units and people of one commune, each made when first asked for."""

    commune: Commune
    _units: dict[str, Unit] = field(default_factory=dict)
    _actors: dict[str, Actor] = field(default_factory=dict)

    def unit(self, key: str) -> Unit:
        """Return a unit by its key in UNITS."""
        if key not in self._units:
            kind, name, short_name, symbol = UNITS[key]
            unit = remembered(
                ("unit", self.commune.pk, key),
                lambda: make_unit(self.commune, name, kind, short_name=short_name, symbol=symbol),
            )
            unit.commune = self.commune
            self._units[key] = unit
        return self._units[key]

    def actor(self, key: str) -> Actor:
        """Return an actor by the key in PEOPLE; `actor.user` can sign in by force_login."""
        if key not in self._actors:
            full_name, role, unit_key, position = PEOPLE[key]
            unit = self.unit(unit_key)

            def make():
                user = make_user(f"{self.commune.slug}.{key}")
                person = make_person(self.commune, full_name, user=user, unit=unit, position=position)
                return user, person, make_membership(person, role, unit)

            user, person, held = remembered(("actor", self.commune.pk, self.commune.slug, unit.pk, key), make)
            person.commune, person.user, person.unit = self.commune, user, unit
            held.person, held.unit = person, unit
            self._actors[key] = Actor(user=user, commune=self.commune, person=person, memberships=(held,))
        return self._actors[key]
