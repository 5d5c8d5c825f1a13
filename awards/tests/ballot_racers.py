"""What members do at the same moment, each in a process of its own: python -m awards.tests.ballot_racers

Reads lines of JSON, the teams of a race, each a verb and its turns: [[verb, [[person, ballot, what], …]], …]. Every
team is a process that takes its turns one after the other, all from the same moment on. Answers each line with the
number of turns that ended in each way: {"done": 25, "Đồng chí đã bỏ phiếu…": 25}.
"""

from collections import Counter
from datetime import date, datetime
from zoneinfo import ZoneInfo

import django

django.setup()

from django.core.exceptions import ValidationError  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django_scopes import scope  # noqa: E402

from awards.models import Ballot, Voter  # noqa: E402
from awards.services import ballots  # noqa: E402
from awards.tests.racing import PATIENCE, answer, set_out, wait_for_the_turn  # noqa: E402
from communes.access import Actor  # noqa: E402
from communes.addresses import here  # noqa: E402
from communes.models import Commune, Person  # noqa: E402

wait_for_the_turn(connection)
DAY = date(2026, 5, 14)
AT = datetime(2026, 5, 14, 9, 30, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))


def actor_of(commune: Commune, person_id: int) -> Actor:
    """Return a member as signed in."""
    return Actor.of_user(Person.objects.select_related("user").get(pk=person_id).user, commune, on=DAY)


def cast(actor: Actor, ballot: Ballot, choices: dict[str, str]) -> None:
    """Vote."""
    ballots.cast(ballot, {int(row): choice for row, choice in choices.items()}, by=actor, at=AT)


def post(actor: Actor, ballot: Ballot, choices: dict[str, str]) -> None:
    """Vote on the page."""
    browser = Client(SERVER_NAME="localhost")
    browser.force_login(actor.user)
    sheet = {f"item_{row}": choice for row, choice in choices.items()}
    page = here(actor, "awards:ballot-vote", ballot.pk)
    answer = browser.post(page, sheet)
    if getattr(answer, "url", "") != page:
        raise ValidationError(f"{answer.status_code} {getattr(answer, 'url', '')}")


def count(actor: Actor, ballot: Ballot, figures: dict[str, list[int]]) -> None:
    """Enter what a teller found."""
    found = {int(row): tuple(numbers) for row, numbers in figures.items()}
    ballots.enter_counts(ballot, actor.person, found, by=actor, at=AT)


def open_(actor: Actor, ballot: Ballot, nothing) -> None:
    """Open a ballot."""
    ballots.open_ballot(ballot, by=actor, at=AT)


def close(actor: Actor, ballot: Ballot, after: int) -> None:
    """Close a ballot as soon as some have voted."""
    while Voter.objects.filter(ballot=ballot, voted=True).count() < after:
        pass
    ballots.close(ballot, by=actor, at=AT)


def confirm(actor: Actor, ballot: Ballot, nothing) -> None:
    """Confirm a result."""
    ballots.confirm(ballot, by=actor, at=AT)


VERBS = {"cast": cast, "post": post, "count": count, "open": open_, "close": close, "confirm": confirm}


def take_turns(start, verb: str, turns: list) -> Counter:
    """Be one of the racers: get ready, wait for the others, take the turns, return how they ended."""
    ended = Counter()
    commune = Commune.objects.get(slug="dong-tam")
    with scope(commune=commune):
        ready = [
            (actor_of(commune, person), Ballot.objects.select_related("session__council__commune").get(pk=pk), what)
            for person, pk, what in turns
        ]
        start.wait(PATIENCE)
        for actor, ballot, what in ready:
            try:
                VERBS[verb](actor, ballot, what)
            except ValidationError as refusal:
                ended[refusal.messages[0]] += 1
            else:
                ended["done"] += 1
    return ended


def race(teams: list) -> Counter:
    """Let teams race; return how their turns ended."""
    return sum(set_out(take_turns, teams), Counter())


if __name__ == "__main__":
    answer(race)
