"""The transition tables themselves, in plain words: the matrix tests read the tables, this test reads the law."""

from campaigns.models import Campaign, Difficulty, Exemplar, Inspection, Obligation, PeakDrive, UnitPlan
from kit.workflow import Move

MODELS = (Campaign, Obligation, UnitPlan, PeakDrive, Inspection, Difficulty, Exemplar)
# record: from -> action -> to: who may (only in the own unit, only the holder of a duty, only with a reason)
TABLES = """
Campaign: draft -> submit -> in_review: plan campaigns (plans)
Campaign: in_review -> return -> draft: approve campaigns (reason)
Campaign: in_review -> approve -> approved: approve campaigns
Campaign: approved -> reopen -> draft: approve campaigns (reason)
Campaign: approved -> issue -> issued: issue papers
Campaign: issued -> amend -> issued: approve campaigns (reason)
Campaign: issued -> start_summary -> summing_up: sum up (tracks)
Campaign: summing_up -> close -> closed: approve campaigns
Campaign: summing_up -> resume -> issued: approve campaigns (reason)
Campaign: closed -> resume_summary -> summing_up: approve campaigns (reason)
Campaign: draft in_review approved issued -> cancel -> cancelled: approve campaigns (reason)
Obligation: not_started -> begin -> draft: report results (own unit)
Obligation: draft -> submit -> submitted: submit reports (own unit)
Obligation: submitted -> recall -> draft: submit reports (own unit)
Obligation: submitted -> receive -> received: receive reports (tracks)
Obligation: received -> return -> returned: receive reports (tracks, reason)
Obligation: returned -> resume -> draft: report results (own unit)
Obligation: received -> accept -> accepted: receive reports (tracks)
Obligation: received -> accept_late -> accepted: receive reports (tracks, reason)
Obligation: not_started draft returned -> enter_on_behalf -> submitted: receive reports (tracks, reason)
Obligation: accepted -> reopen -> received: relax reports (reason)
Obligation: not_started draft submitted received returned -> waive -> waived: relax reports (reason)
Obligation: waived -> restore -> not_started: relax reports (reason)
UnitPlan: draft -> adopt -> adopted: adopt the unit's plan (own unit)
UnitPlan: adopted -> revise -> draft: adopt the unit's plan (own unit, reason)
PeakDrive: draft -> launch -> launched: adopt the unit's plan (own unit)
PeakDrive: launched -> end -> ended: adopt the unit's plan (own unit)
PeakDrive: ended -> resume -> launched: adopt the unit's plan (own unit, reason)
Inspection: planned -> conclude -> concluded: inspect (inspects)
Inspection: concluded -> reopen -> planned: approve campaigns (reason)
Inspection: planned -> cancel -> cancelled: inspect (inspects, reason)
Difficulty: raised -> take -> taken: handle difficulties (tracks)
Difficulty: taken -> forward -> forwarded: handle difficulties (tracks)
Difficulty: taken -> answer -> answered: handle difficulties (tracks)
Difficulty: forwarded -> decide -> answered: answer difficulties
Difficulty: answered -> close -> closed: raise difficulties (own unit)
Difficulty: answered closed -> reopen -> taken: raise difficulties (own unit, reason)
Exemplar: found -> register -> registered: publish exemplars
Exemplar: found -> decline -> declined: publish exemplars (reason)
Exemplar: registered -> publish -> published: publish exemplars (publicises)
Exemplar: published -> withdraw -> registered: publish exemplars (publicises, reason)
"""


def told(name: str, move: Move) -> str:
    """Say one line of a transition table."""
    limits = ["own unit" if move.own_unit else "", str(move.part or ""), "reason" if move.needs_reason else ""]
    bounds = ", ".join(filter(None, limits))
    line = f"{name}: {' '.join(move.sources)} -> {move.action} -> {move.target}: {move.who.value}"
    return f"{line} ({bounds})" if bounds else line


def test_records_move_as_the_rules_of_their_work_say():
    found = [told(model.__name__, move) for model in MODELS for move in model.flow.moves]

    assert found == TABLES.split("\n")[1:-1]
