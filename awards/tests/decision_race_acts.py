"""What people do in the races of decisions, each in a process of its own: python -m awards.tests.decision_race_acts

Reads lines of JSON, each what some do at the same moment: [[verb, number, …], …]; answers each with what they are told.
"""

from collections.abc import Callable
from functools import partial

import django

django.setup()

from django.core.exceptions import ValidationError  # noqa: E402
from django.db import connection  # noqa: E402
from django_scopes import scope  # noqa: E402

from awards.models import Certificate, Decision, Nomination  # noqa: E402
from awards.services import decisions, ranking  # noqa: E402
from awards.tests.decision_cases import recommend  # noqa: E402
from awards.tests.factories import (  # noqa: E402
    SESSION_AT,
    load_law,
    make_award_campaign,
    make_council,
    make_nomination,
)
from awards.tests.racing import PATIENCE, answer, set_out, wait_for_the_turn  # noqa: E402
from campaigns.models import Campaign  # noqa: E402
from communes.access import Actor  # noqa: E402
from communes.models import Commune, RegisteredNumber  # noqa: E402
from communes.tests.factories import Cast, make_commune  # noqa: E402

wait_for_the_turn(connection)
SLUG = "cuoc-dua"
# The quota is raced for, not the order: two decisions at once are only there where the order was left aside.
ranking.left_unranked = lambda *about, **when: []
ISSUED_ON = SESSION_AT.date()


def prepare() -> None:
    """Make one commune and its council."""
    commune = make_commune(SLUG, "Cuộc Đua")
    with scope(commune=commune):
        load_law()
        make_council(Cast(commune))


def contested(start, turn: int) -> list[int]:
    """Sign two decisions of one campaign that each fill its whole quota; return their keys."""
    cast = _cast()
    campaign = make_award_campaign(cast, key=f"tranh-so-luong-{turn}", quota=1)
    return [_signed(cast, campaign, unit) for unit in ("economy", "service")]


def apart(start, turn: int) -> list[int]:
    """Sign two decisions of two campaigns, which only the register of numbers brings together; return their keys."""
    cast = _cast()
    campaigns = [make_award_campaign(cast, key=f"rieng-{turn}-{each}", quota=1) for each in "ab"]
    return [_signed(cast, each, "economy") for each in campaigns]


def _signed(cast: Cast, campaign: Campaign, unit: str) -> int:
    """Draft a decision on one collective while the quota is free, and have it checked, sent and signed."""
    council = cast.commune.councils.get()
    nomination = make_nomination(campaign, unit=cast.unit(unit), status="on_agenda")
    by = Actor.of_product(cast.commune)
    decision = decisions.draft(campaign, recommend(council, [nomination]), by=by, at=SESSION_AT)
    decisions.check(decision, note="Đã đối chiếu.", by=by, at=SESSION_AT)
    decisions.send(decision, by=by, at=SESSION_AT)
    decisions.sign(decision, by=by, at=SESSION_AT)
    return decision.pk


def issue(start, pk: int, number: int) -> list[str]:
    """Issue a decision as soon as everybody else is ready too; return what refused it."""
    decision = Decision.objects.get(pk=pk)
    by = Actor.of_product(decision.commune)
    start.wait(PATIENCE)
    try:
        decisions.issue(decision, number=number, issued_on=ISSUED_ON, by=by, at=SESSION_AT)
    except ValidationError as refused:
        return refused.messages
    return []


def outcome(start, *keys: int) -> dict:
    """Tell what stands in the database about some decisions."""
    rows = Decision.objects.filter(pk__in=keys)
    return {
        "issued": rows.filter(status="issued").count(),
        "awarded": Nomination.objects.filter(lines__decision__in=rows, status="awarded").count(),
        "certificates": Certificate.objects.filter(line__decision__in=rows).count(),
        "numbers": sorted(rows.exclude(number=None).values_list("number", flat=True)),
        "register": RegisteredNumber.objects.filter(symbol="QĐ-UBND").count(),
    }


def _cast() -> Cast:
    """Return the cast of the commune with the units that stand there already."""
    commune = Commune.objects.get(slug=SLUG)
    cast = Cast(commune)
    known = {unit.symbol: unit for unit in commune.units.all()}
    cast._units.update({key: known[symbol] for key, symbol in SYMBOLS.items() if symbol in known})
    return cast


SYMBOLS = {"committee": "UBND", "culture": "VHXH", "council_office": "VP", "economy": "KT", "service": "TTPVHCC",
           "front": "MTTQ"}  # fmt: skip
VERBS: dict[str, Callable] = {each.__name__: each for each in (contested, apart, issue, outcome)}


def act(start, verb: str, *numbers: int):
    """Be one who acts; return what came of it."""
    if verb == "prepare":
        return prepare()
    with scope(commune=Commune.objects.get(slug=SLUG)):
        return VERBS[verb](start, *numbers)


if __name__ == "__main__":
    answer(partial(set_out, act))
