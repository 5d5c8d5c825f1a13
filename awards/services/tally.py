"""Counting a ballot: box, named votes, counters' sheets and written opinions become results (L-05, L-06).

Everything here is read while the ballot's row is held; nothing of it is shown before the ballot is closed.
"""

from collections import defaultdict
from dataclasses import dataclass, replace

from django.core.exceptions import ValidationError
from django.db.models import Count as CountRows
from django.db.models import IntegerField, Prefetch, prefetch_related_objects

from awards.models import (
    Ballot,
    BallotItem,
    BoxCount,
    Choice,
    CountEntry,
    NamedVote,
    Session,
    Voter,
    WrittenOpinion,
)
from awards.rules import voting
from awards.rules.voting import Count
from communes.access import Actor
from kit.prepared import prepared

TOTALS = (
    "base", "needed", "votes_for", "votes_against", "votes_blank", "votes_invalid", "written_for", "written_against",
    "written_blank", "adopted", "words",
)  # fmt: skip
LOST = "{}: số phiếu trong hòm khác số người đã bỏ phiếu. Hãy hủy lượt này và biểu quyết lại."


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a ballot is: how many of how many have voted, and the names of those who have not."""

    done: int
    all: int
    waiting: tuple[str, ...]


def settle(ballot: Ballot) -> list[BallotItem]:
    """Write the totals and the outcome of every nominee of a ballot that is being closed."""
    related = ("item__nomination__collective", "item__nomination__person")
    rows = list(ballot.items.select_related(*related).order_by("item__position", "pk"))
    voters = dict(ballot.voters.values_list("person_id", "voted"))
    total = ballot.session.presence.filter(votes=True).count()
    found = _found(ballot)
    written = _written(ballot, voters)
    for row in rows:
        count, opinions = found[row.pk], written[row.item_id]
        present = _present(ballot, row, voters)
        if ballot.method == Ballot.Method.SECRET and count.cast != _voted(row, voters):
            raise ValidationError(LOST.format(row.item.nomination))
        _write(row, count, opinions, total=total, present=present, rule=_rule(ballot, row))
    BallotItem.objects.bulk_update(rows, TOTALS)
    return rows


def _rule(ballot: Ballot, row: BallotItem) -> voting.Rule:
    """Return the rule of a row; in a consultation without a meeting the opinions are the votes."""
    if ballot.method == Ballot.Method.WRITTEN:
        return replace(row.voting_rule, method=voting.WRITTEN, written_counts=True)
    return row.voting_rule


def _write(row: BallotItem, count: Count, opinions: Count, *, total: int, present: int, rule: voting.Rule) -> None:
    """Put the totals of one nominee into its row; opinions that do not count stay out of it."""
    opinions = opinions if rule.written_counts else Count()
    whole = count + opinions
    outcome = voting.result(rule, whole, total=total, present=present, written=opinions.cast)
    row.votes_for, row.votes_against = whole.for_, whole.against
    row.votes_blank, row.votes_invalid = whole.blank, whole.invalid
    row.written_for, row.written_against, row.written_blank = opinions.for_, opinions.against, opinions.blank
    row.base, row.needed = outcome.base, outcome.needed
    row.adopted, row.words = outcome.adopted, outcome.words


def _present(ballot: Ballot, row: BallotItem, voters: dict[int, bool]) -> int:
    """Return how many are there and may vote on one nominee, whether or not they did (L-05, L-07).

    Who wrote is not among them. Where nobody meets, those who answered are there.
    """
    if ballot.method == Ballot.Method.WRITTEN:
        return 0
    if ballot.session.mode == Session.Mode.WRITTEN:
        return _voted(row, voters)
    return len(voters.keys() - row.aside_ids)


def _voted(row: BallotItem, voters: dict[int, bool]) -> int:
    """Return how many have voted on one nominee on their screens."""
    return sum(voted for person, voted in voters.items() if person not in row.aside_ids)


def _found(ballot: Ballot) -> dict[int, Count]:
    """Return, by row of the ballot, the votes that were given in its own way."""
    counts: dict[int, Count] = defaultdict(Count)
    if ballot.method in (Ballot.Method.HANDS, Ballot.Method.PAPER):
        for each in CountEntry.objects.filter(ballot_item__ballot=ballot):
            counts[each.ballot_item_id] = Count(*each.figures)
    elif ballot.method == Ballot.Method.SECRET:
        box = BoxCount.objects.filter(ballot_item__ballot=ballot)
        for row, choice, number in box.values_list("ballot_item", "choice", "count"):
            counts[row] += _votes(choice, number)
    elif ballot.method == Ballot.Method.NAMED:
        votes = NamedVote.objects.filter(ballot_item__ballot=ballot).values_list("ballot_item", "choice")
        for row, choice, number in votes.annotate(CountRows("pk")):
            counts[row] += _votes(choice, number)
    return counts


def _votes(choice: str, number: int = 1) -> Count:
    """Return a number of votes for one choice as a count."""
    return Count(
        for_=number if choice == Choice.FOR else 0,
        against=number if choice == Choice.AGAINST else 0,
        blank=number if choice == Choice.BLANK else 0,
    )


def _opinions(ballot: Ballot):
    """Return the written opinions on the ballot's nominees that can count."""
    return WrittenOpinion.objects.counting().filter(item__ballot_items__ballot=ballot)


def _written(ballot: Ballot, voters: dict[int, bool]) -> dict[int, Count]:
    """Return, by item of the agenda, the opinions of members who do not vote otherwise in this ballot (L-06)."""
    counts: dict[int, Count] = defaultdict(Count)
    for item, person, choice in _opinions(ballot).values_list("item", "person", "choice"):
        if (person in voters) == (ballot.method == Ballot.Method.WRITTEN):
            counts[item] += _votes(choice)
    return counts


def load_voters(ballot: Ballot) -> None:
    """Load the voters of a ballot, in the order of Vietnamese names, for all that a page asks of them."""
    prefetch_related_objects([ballot], Prefetch("voters", _voters()))


def _voters():
    """Return voters with their names, in the order of these."""
    return Voter.objects.select_related("person").order_by("person__sort_key", "pk")


def loaded(ballot: Ballot) -> bool:
    """Say whether the voters of a ballot are loaded already."""
    return "voters" in getattr(ballot, "_prefetched_objects_cache", {})


@prepared(ballot=IntegerField(), person=IntegerField())
def _voter(ballot: int, person: int):
    """Return somebody's row among the voters of a ballot."""
    return Voter.objects.filter(ballot=ballot, person=person)


def voter_of(ballot: Ballot, actor: Actor) -> Voter | None:
    """Return the actor's own row among the voters of a ballot; nothing is asked where a page has loaded them all."""
    if actor.person is None:
        return None
    if not loaded(ballot):
        return next(iter(_voter(ballot=ballot.pk, person=actor.person.pk)), None)
    return next((each for each in ballot.voters.all() if each.person_id == actor.person.pk), None)


def progress(ballot: Ballot) -> Progress | None:
    """Return how far an open ballot is; None where members do not answer one by one."""
    if ballot.method in (Ballot.Method.HANDS, Ballot.Method.PAPER):
        return None
    voters = ballot.voters.all() if loaded(ballot) else _voters().filter(ballot=ballot)
    done = _answered(ballot) if ballot.method == Ballot.Method.WRITTEN else {each.pk for each in voters if each.voted}
    waiting = tuple(each.person.full_name for each in voters if each.pk not in done)
    return Progress(len(voters) - len(waiting), len(voters), waiting)


def _answered(ballot: Ballot) -> set[int]:
    """Return the voters of a consultation who have written on every nominee on which they may."""
    said = defaultdict(set)
    for item, person in _opinions(ballot).values_list("item", "person"):
        said[person].add(item)
    rows = list(ballot.items.all())
    return {
        pk
        for pk, person in ballot.voters.values_list("pk", "person_id")
        if all(row.item_id in said[person] for row in rows if person not in row.aside_ids)
    }


def reveals_itself(ballot: Ballot, row: BallotItem) -> str | None:
    """Say when the totals of a secret vote tell who chose what; written opinions were never secret."""
    if not ballot.secret or row.votes_for is None:
        return None
    written = Count(row.written_for, row.written_against, row.written_blank)
    own = Count(
        row.votes_for - written.for_, row.votes_against - written.against, row.votes_blank - written.blank,
        row.votes_invalid,
    )  # fmt: skip
    return voting.reveals_itself(own, own.cast)


def rule_words(row: BallotItem, total: int) -> str:
    """Say what a nominee needs: the share, of what, and how many votes that is where it is known beforehand (L-05)."""
    rule = row.voting_rule
    share = f"{rule.threshold.numerator}/{rule.threshold.denominator}"
    words = f"{'Quá' if rule.strict else 'Ít nhất'} {share} {voting.BASES[rule.denominator]}"
    base = total if rule.denominator == voting.TOTAL else row.base
    return f"{words}, cần {voting.needed(rule, base)}/{base} phiếu" if base else words
