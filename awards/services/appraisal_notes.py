"""The appraisal note (phiếu thẩm định): what was checked, what came of it, who says so; and nominees side by side."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from awards.models import Appraisal, Exemption, Nomination, Opinion, PostingRemark, ReviewVote
from awards.rules import board
from awards.rules.checks import Check
from awards.rules.dossier import PartState
from awards.rules.eligibility import Outcome, leaf_outcomes
from awards.services import eligibility, judgements, quotas
from awards.services.awards_received import PastAward
from awards.services.judgements import Difference
from campaigns.planfile.words import QuotaShape
from campaigns.rules.quotas import Base
from campaigns.rules.results import MET, UNKNOWN, UNMET
from communes.access import Actor

STATES = {MET: "Đạt", UNMET: "Không đạt", UNKNOWN: "Chưa rõ"}
WAITING = "Chưa đủ kết luận của người thẩm định."
OF_A_BASE = (QuotaShape.PER_BODY, QuotaShape.PERCENTAGE)


@dataclass(frozen=True, slots=True)
class Note:
    """Everything an appraisal note says; verdicts and differences stand there once every appraiser has concluded.

    What the quota still allows is told only before: later awards of the round do not change a verdict.
    """

    nomination: Nomination
    completeness: list[PartState]
    deadline: Check | None
    outcome: Outcome | None
    checks: list[Check]
    sentence: str
    exceptions: list[Exemption]
    quota_left: str
    history: list[PastAward]
    opinions: list[Opinion]
    remarks: list[PostingRemark]
    verdicts: list[Appraisal]
    differences: list[Difference]
    remarkable: list[str]
    pending: str

    @property
    def criteria(self) -> list[Outcome]:
        """The single standards, in the plan's order."""
        return list(leaf_outcomes(self.outcome)) if self.outcome else []


def state_words(leaf: Outcome) -> str:
    """Return the state of a single standard in words; one that only the appraiser can answer waits for the answer."""
    return "Chờ thẩm định" if leaf.found and leaf.found.awaited else STATES[leaf.state]


def note(nomination: Nomination, *, by: Actor, at: datetime) -> Note:
    """Return what the appraisal note of a dossier says now; of a confirmed one, as it was confirmed."""
    live = list(nomination.appraisals.live().select_related("appraiser").order_by("order"))
    complete = bool(live) and all(each.verdict for each in live)
    reading = _reading(nomination, live, at)
    return Note(
        nomination=nomination,
        completeness=nomination.checklist(),
        deadline=next((check for check in reading.checks if check.key == "deadline"), None),
        outcome=reading.outcome,
        checks=reading.checks,
        sentence=reading.verdict.sentence,
        exceptions=list(nomination.exemptions.order_by("granted_at", "pk")),
        quota_left="" if complete else quota_left(nomination, at),
        history=eligibility.award_history(nomination, by),
        opinions=list(nomination.opinions.order_by("asked_on", "pk")),
        remarks=list(nomination.posting_remarks.select_related("posting").order_by("received_on", "pk")),
        verdicts=live if complete else [],
        differences=judgements.differences(nomination),
        remarkable=_remarkable(nomination, live) if complete else [],
        pending="" if complete else WAITING,
    )


def _reading(nomination: Nomination, live: Sequence[Appraisal], at: datetime) -> eligibility.Reading:
    """Return the evaluation that was confirmed, else the one of this moment."""
    if any(each.confirmed_at for each in live):
        kept = nomination.runs.filter(stage="appraisal").order_by("-pk").first()
        if kept:
            return eligibility.stored(kept)
    return eligibility.read(nomination, at=at)


def _remarkable(nomination: Nomination, live: Sequence[Appraisal]) -> list[str]:
    """Say what the note must not keep quiet about who appraised and who confirmed."""
    said = []
    for each in live:
        if each.appraiser_id == nomination.person_id:
            said.append(f"{each.appraiser.full_name} là người được đề nghị; không có người khác thẩm định.")
        elif each.own_unit:
            said.append(f"{each.appraiser.full_name} thẩm định hồ sơ của đơn vị mình; không có người khác thẩm định.")
        if each.confirmed_alone:
            said.append(f"Người thẩm định đồng thời là người xác nhận: {each.confirmed_by}.")
    before = nomination.appraisals.exclude(set_aside_at=None).exclude(verdict="").select_related("appraiser")
    for each in before.order_by("set_aside_at", "pk"):
        why = f" ({each.get_set_aside_for_display().lower()})" if each.set_aside_for else ""
        given = timezone.localtime(each.given_at)
        said.append(f"Lần trước {each.appraiser.full_name} kết luận {each.get_verdict_display().lower()}"
                    f" ngày {given:%d/%m/%Y}{why}.")  # fmt: skip
    return said


def quota_left(nomination: Nomination, at: datetime) -> str:
    """Say how many awards the plan's line still allows (KP-04); ad-hoc awards and plans without lines say so."""
    if nomination.round is None or not nomination.quota_key:
        return "Không tính vào số lượng của đợt"
    campaign = nomination.campaign
    lines = [each for each in quotas.quotas_of(nomination.round, campaign.plan) if each.key == nomination.quota_key]
    counts = quotas.counts(campaign).get(nomination.round_id, {})
    bases = quotas.bases(campaign) if any(each.shape in OF_A_BASE for each in lines) else Base()
    settled = quotas.settled(campaign) if any(each.shape == QuotaShape.SHARED_POOL for each in lines) else {}
    found = board.rows(lines, on=timezone.localdate(at), settled=settled, bases=bases, counts=counts)
    if not found:
        return "Kế hoạch không quy định"
    pool = " trường hợp" if found[0].limit.together is not None and not found[0].unusable else ""
    return f"{found[0].left_words}{pool}"


@dataclass(frozen=True, slots=True)
class Cell:
    """What is known about one criterion for one nominee."""

    state: str
    label: str
    words: str = ""
    awaited: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One criterion, condition or fact across nominees; `differs` says in one place what page and print mark."""

    label: str
    clause: str
    cells: tuple[Cell, ...]
    differs: bool


def compare(nominations: Sequence[Nomination], *, by: Actor, at: datetime) -> list[Row]:
    """Return nominees side by side; who has still to conclude on one sees only the own judgements of it."""
    owed = {each.nomination_id: each for each in Appraisal.objects.owed_by(by).filter(nomination__in=nominations)}
    readings = eligibility.read_many([each for each in nominations if each.pk not in owed], at)
    readings |= {
        each.pk: eligibility.read(each, at=at, appraisal=owed[each.pk]) for each in nominations if each.pk in owed
    }
    found = [readings[each.pk] for each in nominations]
    leaves = [{leaf.path: leaf for leaf in leaf_outcomes(each.outcome)} if each.outcome else {} for each in found]
    checks = [{check.key: check for check in each.checks} for each in found]
    names = [str(each.collective or each.person) for each in nominations]
    return [
        *_facts(nominations),
        *(_row(leaf.text, leaf.clause, [_leaf_cell(each.get(path)) for each in leaves], names=names)
          for path, leaf in _united(leaves).items()),
        *(_row(check.title, check.source, [_check_cell(each.get(key)) for each in checks])
          for key, check in _united(checks).items()),
    ]  # fmt: skip


def _united(each_of: Sequence[dict]) -> dict:
    """Return what any of several holds, in the order of first sight."""
    return {key: value for each in reversed(each_of) for key, value in each.items()} if each_of else {}


def _row(label: str, clause: str, cells: Sequence[Cell], *, names: Sequence[str] = ()) -> Row:
    """Return a row; with the nominees' names it differs, too, where the same state rests on other findings."""
    words = [each.label if not each.state else "" for each in cells]
    if names:
        words = [each.words.replace(name, "") for each, name in zip(cells, names, strict=True)]
    return Row(label, clause, tuple(cells), len(set(zip([each.state for each in cells], words, strict=True))) > 1)


def _facts(nominations: Sequence[Nomination]) -> list[Row]:
    """Return what is told of each nominee before any criterion: the unit's review votes and its summary."""
    votes = {}
    for vote in ReviewVote.objects.filter(nomination__in=nominations).order_by("pk"):
        cast = vote.votes_for + vote.votes_against + vote.votes_blank
        votes[vote.nomination_id] = f"{vote.votes_for}/{cast} phiếu tán thành"
    return [
        _row("Bình xét tại đơn vị", "", [Cell("", votes.get(each.pk, "Chưa ghi")) for each in nominations]),
        _row("Tóm tắt thành tích", "", [Cell("", each.summary or "Chưa ghi") for each in nominations]),
    ]


def _leaf_cell(leaf: Outcome | None) -> Cell:
    """Return the cell of a criterion."""
    if leaf is None:
        return Cell("", "Không áp dụng")
    found = leaf.found
    return Cell(leaf.state, state_words(leaf), found.found if found else "", bool(found and found.awaited))


def _check_cell(check: Check | None) -> Cell:
    """Return the cell of a general condition."""
    return Cell(check.state, STATES[check.state], check.words) if check else Cell("", "Không áp dụng")
