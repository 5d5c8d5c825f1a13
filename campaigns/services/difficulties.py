"""Difficulties from the unit through the standing agency to the leader, and back with an answer (DT-09)."""

from datetime import datetime

from django.db import transaction
from django.db.models import Count

from campaigns.models import Campaign, Difficulty
from campaigns.services.field_work import ensure_takes_part, ensure_underway, require_text
from communes import history
from communes.access import Actor, Can
from communes.acting import act, demand
from communes.models import Unit


@transaction.atomic
def report(campaign: Campaign, unit: Unit, *, title: str, text: str, by: Actor, at: datetime) -> Difficulty:
    """Raise a difficulty of a unit."""
    difficulty = Difficulty(
        campaign=campaign, unit=unit, title=title.strip(), text=text.strip(), raised_by=by.name, raised_at=at
    )
    demand(Can.RAISE_DIFFICULTIES, difficulty, by=by, own_unit=True)
    ensure_takes_part(campaign, unit)
    require_text(title=(title, "vướng mắc"), text=(text, "nội dung cụ thể"))
    difficulty.save()
    history.record(
        "difficulty.report", difficulty, by=by, at=at, label="Phản ánh vướng mắc", to_status=difficulty.status
    )
    return difficulty


@transaction.atomic
def take(difficulty: Difficulty, *, by: Actor, at: datetime) -> None:
    """Make the actor the owner of a difficulty."""
    ensure_underway(difficulty.campaign)
    act(difficulty, "take", by=by, at=at, owner=by.person)


@transaction.atomic
def forward(difficulty: Difficulty, *, by: Actor, at: datetime) -> None:
    """Lay a difficulty before the leader."""
    ensure_underway(difficulty.campaign)
    act(difficulty, "forward", by=by, at=at)


@transaction.atomic
def answer(difficulty: Difficulty, text: str, *, by: Actor, at: datetime) -> None:
    """Answer for the standing agency."""
    _answer(difficulty, "answer", text, by=by, at=at)


@transaction.atomic
def decide(difficulty: Difficulty, text: str, *, by: Actor, at: datetime) -> None:
    """Answer for the leadership what the agency forwarded."""
    _answer(difficulty, "decide", text, by=by, at=at)


def _answer(difficulty: Difficulty, action: str, text: str, *, by: Actor, at: datetime) -> None:
    """Store an answer, its author and its moment; history keeps each answer's words."""
    ensure_underway(difficulty.campaign)
    require_text(answer=(text, "nội dung trả lời"))
    act(
        difficulty, action, by=by, at=at, note={"answer": text.strip()},
        answer=text.strip(), answered_by=by.name, answered_at=at,
    )  # fmt: skip


@transaction.atomic
def close(difficulty: Difficulty, *, by: Actor, at: datetime) -> None:
    """Confirm as the unit that the difficulty is overcome."""
    ensure_underway(difficulty.campaign)
    act(difficulty, "close", by=by, at=at)


@transaction.atomic
def reopen(difficulty: Difficulty, *, reason: str, by: Actor, at: datetime) -> None:
    """Give the difficulty back to its owner, because the answer did not help."""
    ensure_underway(difficulty.campaign)
    act(difficulty, "reopen", by=by, at=at, reason=reason)


def counts(campaign: Campaign) -> dict[str, int]:
    """Count a campaign's difficulties by status, every status named, for the summary (DT-09)."""
    found = dict(
        Difficulty.objects.filter(campaign=campaign).values_list("status").annotate(number=Count("pk")).order_by()
    )
    return {status: found.get(status, 0) for status in Difficulty.Status.values}
