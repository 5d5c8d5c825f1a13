"""What tests of ballots begin with: a sitting council of any size, an open ballot, sheets of choices."""

from datetime import date

from awards.models import Ballot, Council, Nomination, Seat, Session
from awards.services import ballots
from awards.tests.factories import COUNCIL, RULE, SESSION_AT, make_council, make_nomination, make_session
from communes.access import Actor
from communes.models import Person, Role
from communes.tests.factories import Cast, make_membership, make_person, make_user

TITLE_RULE = {**RULE, "threshold": "4/5", "strict": False, "method": "secret"}
OTHERS = ("officer", "leader", "administrator", "reader", "inspector", "clerk", "head")


def make_member(council: Council, number: int) -> Actor:
    """Make one more voting member of a council, with an account."""
    commune = council.commune
    user = make_user(f"{commune.slug}.uy-vien-{number:03d}")
    person = make_person(commune, f"Ủy viên Số {number:03d}", user=user)
    Seat.objects.create(council=council, person=person, role=Seat.Role.MEMBER, valid_from=date(2026, 1, 5))
    held = make_membership(person, Role.COUNCIL_MEMBER)
    return Actor(user=user, commune=commune, person=person, memberships=(held,))


def make_sitting(
    cast: Cast, nominations: list[Nomination], *, members: int = 4, rule: dict | None = None, **facts
) -> tuple[Session, list[Actor]]:
    """Put a session underway, with the four of the cast and further members; return it with those who sit in it."""
    council = make_council(cast)
    actors = [cast.actor(part) for part in COUNCIL]
    actors += [make_member(council, number) for number in range(members - len(actors))]
    session = make_session(council, nominations, status="in_session", **facts)
    session.rules = {"quorum_needed": -(-members * 2 // 3), "by_award": {"giay_khen": rule or RULE}}
    session.save()
    return session, actors


def make_nominees(cast: Cast, campaign, count: int = 1, *, people: list[Person] = ()) -> list[Nomination]:
    """Put people of Phòng Kinh tế on the agenda: those given first."""
    unit = cast.unit("economy")
    people = [*people, *[None] * (count - len(people))]
    return [
        make_nomination(campaign, unit=unit, subject="individual", status="on_agenda", person=person)
        for person in people
    ]


def open_now(session: Session, method: str = "secret", *, by: Actor, at=SESSION_AT) -> Ballot:
    """Prepare and open a ballot on everything that still waits."""
    ballot = ballots.prepare(session, ballots.open_items_of(session), method, by=by, at=at)
    ballots.open_ballot(ballot, by=by, at=at)
    return ballot


def sheet(ballot: Ballot, *choices: str, person: Person | None = None) -> dict[int, str]:
    """Return choices by row of the ballot, in the order of the agenda, without those on which the person is aside."""
    rows = ballot.items.order_by("item__position")
    may = [row for row in rows if person is None or person.pk not in row.aside_ids]
    return dict(zip([row.pk for row in may], choices, strict=True))


def totals(ballot: Ballot) -> list[tuple]:
    """Return (for, against, blank, invalid, base, needed, adopted) of each nominee."""
    names = ("votes_for", "votes_against", "votes_blank", "votes_invalid", "base", "needed", "adopted")
    return list(ballot.items.order_by("item__position").values_list(*names))


def give(ballot: Ballot, actors: list[Actor], *sheets, at) -> None:
    """Let members vote one after the other, each with the choices of one sheet."""
    for actor, choices in zip(actors, sheets, strict=False):
        ballots.cast(ballot, sheet(ballot, *choices, person=actor.person), by=actor, at=at)
