"""The units and people of a demo commune, and the actors that play its story."""

from dataclasses import replace

from communes import history
from communes.access import Actor
from communes.models import Commune, Person, Role, Unit, User
from communes.services import accounts, people, places
from reports.demo.people import Identity, identities, named
from reports.demo.tables import CIVIL, PART_TIME, PUBLIC, Body, Place, Staff
from reports.demo.timeline import moment

PLAIN = {"office": "Chuyên viên", "service": "Viên chức", "party": "Chuyên viên", "front": "Ủy viên"}


class Cast:
    """A commune's units and people by their keys."""

    def __init__(self, place: Place, commune: Commune, *, hashed: str):
        """Make the units, the people, their accounts and their roles."""
        self.place, self.commune = place, commune
        self.product = Actor.of_product(commune)
        self._at = moment(place.drafted, 7, 30)
        self._hashed = hashed
        self._actors: dict[str, Actor] = {}
        self._heads: dict[str, str] = {}
        self._names = identities(place.slug)
        self.units = {body.key: self._unit(body, position) for position, body in enumerate(place.bodies, 1)}
        for someone in place.staff:
            self._staff(someone)
        for body in place.bodies:
            self._workers(body)

    def actor(self, login: str) -> Actor:
        """Return who signs in with that second part of the user name."""
        return self._actors[login]

    def second_officer(self) -> Actor | None:
        """Return the second officer of the standing agency, in a commune that has one."""
        return self._actors.get("canbo2")

    def head(self, unit: str) -> Actor:
        """Return the head of a unit."""
        return self._actors[self._heads[unit]]

    def worker(self, unit: str) -> Person:
        """Return somebody of a unit: not the head, where there is anybody else."""
        people = Person.objects.filter(unit=self.units[unit]).exclude(category=Person.Category.RESIDENT)
        return people.order_by("-pk")[0]

    def meeting(self, unit: str, nominee: Person | None) -> tuple[Person, Person]:
        """Return who chairs a unit's meeting and who writes its minutes: two others than the person it is about."""
        people = Person.objects.filter(unit=self.units[unit]).exclude(category=Person.Category.RESIDENT)
        others = [each for each in people.order_by("pk") if each != nominee]
        others.sort(key=lambda each: each != self.head(unit).person)
        return others[0], others[1]

    def resident(self, unit: str) -> Person:
        """Return who lives in a residential unit and stands for the household."""
        return Person.objects.get(unit=self.units[unit], category=Person.Category.RESIDENT)

    def _unit(self, body: Body, position: int) -> Unit:
        """Return the unit, added or completed."""
        facts = {"short_name": body.short, "symbol": body.symbol, "position": position, "valid_to": body.until}
        unit = places.ensure_unit(name=body.name, kind=body.kind, by=self.product, at=self._at, **facts)
        lacking = {name: value for name, value in facts.items() if value and not getattr(unit, name)}
        if lacking:
            places.change_unit(unit, by=self.product, at=self._at, **lacking)
        return unit

    def _staff(self, someone: Staff) -> None:
        """Add a person with an account and roles."""
        body = next(each for each in self.place.bodies if each.key == someone.roles[0][1])
        unit = self.units[body.key]
        position = someone.position or body.head
        identity = named(someone.name, someone.gender) if someone.name else next(self._names)
        category = someone.category if someone.position else body.category
        self._add(someone.login, identity, unit, position, category, someone.roles)
        for role, key in someone.roles:
            if role == Role.UNIT_HEAD:
                self._heads[key] = someone.login

    def _workers(self, body: Body) -> None:
        """Add the head of a unit, with an account, and the others and the residents, without one."""
        unit = self.units[body.key]
        if body.head and body.key not in self._heads:
            login = body.key.replace("-", "")
            self._heads[body.key] = login
            self._add(login, self._next(body), unit, body.head, body.category, ((Role.UNIT_HEAD, body.key),))
        for _ in range(body.others):
            category = PART_TIME if body.kind == Unit.Kind.RESIDENTIAL else PUBLIC if body.kind == "service" else CIVIL
            self._person(self._next(body), unit, PLAIN.get(body.kind, "Thành viên"), category)
        for _ in range(body.residents):
            self._person(replace(next(self._names), joined_on=None), unit, "", Person.Category.RESIDENT)

    def _next(self, body: Body) -> Identity:
        """Return the next invented person who can be of a unit."""
        return next(each for each in self._names if body.gender in ("", each.gender))

    def _add(self, login: str, identity: Identity, unit: Unit, position: str, category: str, roles) -> None:
        """Add a person, the account and the roles, and keep the actor."""
        person = self._person(identity, unit, position, category)
        user = User.objects.create(username=f"{self.place.prefix}.{login}", password=self._hashed)
        person.user = user
        person.save(update_fields=["user"])
        history.record(
            "account.created", person, by=self.product, at=self._at, label="Lập tài khoản", username=user.username
        )
        held = tuple(
            accounts.grant(person, role, unit=self.units[key], by=self.product, at=self._at) for role, key in roles
        )
        self._actors[login] = Actor(user=user, commune=self.commune, person=person, memberships=held)

    def _person(self, identity: Identity, unit: Unit, position: str, category: str) -> Person:
        """Add a person."""
        return people.add(
            full_name=identity.full_name, gender=identity.gender, birth_year=identity.birth_year,
            joined_on=identity.joined_on, unit=unit, position=position, category=category, by=self.product, at=self._at,
        )  # fmt: skip
