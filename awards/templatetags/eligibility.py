"""How a reading of eligibility is shown: states by word, shape and colour; to each reader what the reader may know."""

from django import template

from awards.rules.eligibility import Outcome
from awards.services.eligibility import Reading, seen_by
from campaigns.planfile.words import NodeOp
from campaigns.rules.results import MET, UNKNOWN, UNMET
from kit.vietnamese import small_count

register = template.Library()

STATES = {
    MET: {"label": "Đạt", "tone": "success", "icon": "check-circle"},
    UNMET: {"label": "Không đạt", "tone": "danger", "icon": "x-circle"},
    UNKNOWN: {"label": "Chưa rõ", "tone": "warning", "icon": "question-circle"},
}
AWAITED = {"label": "Chờ thẩm định", "tone": "info", "icon": "hourglass-split"}
VERDICTS = {MET: "Đủ điều kiện", UNMET: "Chưa đủ điều kiện", UNKNOWN: "Chưa kết luận được"}


@register.simple_tag(takes_context=True)
def sheet_of(context, reading: Reading, nomination) -> dict:
    """Return what a page shows of a reading, as its reader may see it."""
    seen = seen_by(reading, nomination, context["request"].actor)
    return {
        "verdict": STATES[seen.verdict.state] | {"label": VERDICTS[seen.verdict.state]},
        "sentence": seen.verdict.sentence,
        "provisional": seen.verdict.provisional,
        "tree": node_of(seen.outcome) if seen.outcome else None,
        "checks": [STATES[check.state] | {"check": check} for check in seen.checks],
    }


def node_of(outcome: Outcome) -> dict:
    """Return one standard as a page shows it, with what is below it."""
    state = AWAITED if outcome.found and outcome.found.awaited else STATES[outcome.state]
    return state | {
        "text": outcome.text,
        "clause": outcome.clause,
        "found": outcome.found,
        "demand": demand(outcome),
        "unstated": not outcome.logic_stated,
        "needs": [node_of(child) for child in outcome.preconditions],
        "choices": [node_of(child) for child in outcome.children],
    }


def demand(outcome: Outcome) -> str:
    """Say how many of the standards below have to be met."""
    count = small_count(len(outcome.children))
    if outcome.op == NodeOp.LEAF:
        return ""
    if outcome.op == NodeOp.ALL:
        return f"Đạt cả {count} tiêu chuẩn dưới đây"
    if outcome.op == NodeOp.AT_LEAST:
        return f"Đạt ít nhất {small_count(outcome.min_true)} trong {count} tiêu chuẩn dưới đây"
    if outcome.op == NodeOp.PRECONDITION_AND_ANY:
        return f"Đạt mọi điều kiện bắt buộc và một trong {count} tiêu chuẩn lựa chọn"
    return f"Đạt một trong {count} tiêu chuẩn dưới đây"
