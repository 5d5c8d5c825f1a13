"""What is judged of a dossier by people: which criteria and conditions, and where two appraisers differ."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from awards.models import Appraisal, Judgement, Nomination, Verdict
from awards.rules.eligibility import leaf_nodes
from awards.services import conditions
from campaigns.planfile.words import LeafKind
from campaigns.rules.results import UNKNOWN

AT_MOST = 2
# General conditions that records alone cannot always decide, as checks name them.
OPEN_CONDITIONS = {
    "one_achievement": "Một thành tích, một lần khen",
    "counting": "Thời gian tính thành tích",
    conditions.UNIT_EXAMINED: "Không liên quan việc của đơn vị",
}

Judged = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Difference:
    """What two appraisers say differently: one criterion, or the whole; each said as (label, note)."""

    text: str
    clause: str
    first: Judged
    second: Judged


def judged_texts(nomination: Nomination) -> dict[str, tuple[str, str]]:
    """Return (text, clause) of what a person judges, by path: criteria (HP-09), conditions that records leave open."""
    rule = nomination.rule
    leaves = leaf_nodes(rule) if rule else ()
    texts = {path: (node.text, node.clause) for path, node in leaves if node.leaf == LeafKind.JUDGEMENT}
    return texts | {f"{conditions.JUDGED}{key}": (title, "") for key, title in OPEN_CONDITIONS.items()}


def differences(nomination: Nomination) -> list[Difference]:
    """Return where two appraisers differ; nothing before both have concluded."""
    live = list(nomination.appraisals.live().order_by("order"))
    return differing(nomination, live, nomination.judgements.filter(appraisal__in=live))


def differing(nomination: Nomination, live: Sequence[Appraisal], judgements: Iterable[Judgement]) -> list[Difference]:
    """Return where the live appraisals differ by the judgements given; nothing before both have concluded."""
    if len(live) < AT_MOST or any(not each.verdict for each in live):
        return []
    said = [
        {each.path: (each.verdict, each.note) for each in judgements if each.appraisal_id == appraisal.pk}
        for appraisal in live
    ]
    found = []
    for path, (text, clause) in judged_texts(nomination).items():
        one, two = (each.get(path, (UNKNOWN, "")) for each in said)
        if one[0] != two[0]:
            labels = [(str(Verdict(verdict).label), note) for verdict, note in (one, two)]
            found.append(Difference(text, clause, *labels))
    if live[0].verdict != live[1].verdict:
        found.append(Difference("Kết luận chung", "", *[(each.get_verdict_display(), each.note) for each in live]))
    return found
