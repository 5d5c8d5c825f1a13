"""What the tests of ranking share: a plan with priorities, nominees with votes, and how they stand."""

from awards.models import BallotItem, Nomination
from awards.services import ranking
from awards.tests.factories import adopt, make_nomination, make_session
from campaigns.planfile.schema import Statement
from communes.tests.factories import make_person

PRIORITIES = (
    Statement(text="Trực tiếp giải quyết thủ tục hành chính", clause="III.2.1.b"),
    Statement(text="Có sáng kiến, giải pháp hiệu quả thiết thực", clause="III.2.1.b"),
)


def put_votes(cast, council, campaign, votes, *, subject="individual", **facts) -> dict[str, Nomination]:
    """Let a council of nine recommend persons of Phòng Kinh tế, each with so many votes: {"An": (8, {})}."""
    made = {}
    for name, (_, person) in votes.items():
        who = make_person(cast.commune, name, unit=cast.unit("economy"), **person)
        made[name] = make_nomination(
            campaign, unit=cast.unit("economy"), subject=subject, person=who, status="on_agenda", **facts
        )
    session = adopt(make_session(council, made.values(), status="in_session"))
    for name, (count, _) in votes.items():
        BallotItem.objects.filter(item__nomination=made[name], ballot__session=session).update(votes_for=count, base=9)
    return made


def quota(campaign, key="ca-nhan"):
    """Return the round and one of its quotas."""
    award_round = campaign.rounds.get()
    return award_round, ranking.quota_of(campaign, award_round, key)


def states():
    """Return the status and rank of every nomination, by name."""
    rows = Nomination.objects.select_related("person", "collective")
    return {each.nominee: (each.status, each.rank) for each in rows}


def among_equals(made, *names):
    """Return the keys of some nominees in the given order."""
    return [made[name].pk for name in names]
