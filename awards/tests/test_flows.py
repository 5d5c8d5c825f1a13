"""The transition tables of awards, in plain words: the matrix tests read the tables, this test reads the law."""

from awards.models import Ballot, Certificate, Decision, Nomination, Proposal, Session
from campaigns.tests.test_flows import told

MODELS = (Nomination, Session, Ballot, Decision, Certificate, Proposal)
# record: from -> action -> to: who may (only in the own unit, only the holder of a duty, only with a reason)
TABLES = """
Nomination: draft -> submit -> submitted: submit nominations (own unit)
Nomination: draft returned -> enter -> submitted: appraise (appraises)
Nomination: submitted -> recall -> draft: submit nominations (own unit)
Nomination: draft submitted returned under_appraisal eligible on_agenda deferred -> withdraw -> withdrawn: submit nominations (own unit, reason)
Nomination: submitted -> take -> under_appraisal: appraise (appraises)
Nomination: under_appraisal -> return -> returned: appraise (appraises, reason)
Nomination: returned -> resubmit -> submitted: submit nominations (own unit)
Nomination: under_appraisal -> find_eligible -> eligible: confirm appraisals (appraises)
Nomination: under_appraisal -> find_ineligible -> ineligible: confirm appraisals (appraises)
Nomination: ineligible -> appeal -> under_appraisal: submit nominations (own unit, reason)
Nomination: eligible deferred recommended reserve -> reappraise -> under_appraisal: confirm appraisals (appraises, reason)
Nomination: eligible deferred -> place_on_agenda -> on_agenda: run the council
Nomination: on_agenda -> take_off_agenda -> eligible: run the council (reason)
Nomination: on_agenda -> recommend -> recommended: chair the council
Nomination: on_agenda -> not_recommend -> not_recommended: chair the council
Nomination: on_agenda -> defer -> deferred: chair the council (reason)
Nomination: recommended -> reserve -> reserve: run the council
Nomination: reserve -> promote -> recommended: run the council (reason)
Nomination: recommended reserve -> award -> awarded: issue papers
Nomination: recommended reserve -> forward_up -> forwarded_up: issue papers
Nomination: recommended reserve -> not_award -> not_awarded: decide awards (reason)
Nomination: awarded -> revoke -> award_revoked: issue papers
Session: draft -> convene -> convened: run the council
Session: convened -> prepare_again -> draft: run the council (reason)
Session: convened -> open -> in_session: chair the council
Session: convened in_session -> adjourn -> adjourned: chair the council (reason)
Session: adjourned -> reconvene -> convened: run the council
Session: in_session -> finish_voting -> voting_done: run the council
Session: voting_done -> draft_minutes -> minutes_draft: run the council
Session: minutes_draft -> sign_minutes -> minutes_signed: chair the council
Session: minutes_signed -> correct_minutes -> minutes_draft: run the council (reason)
Session: minutes_signed -> close -> closed: run the council
Session: draft convened adjourned -> cancel -> cancelled: chair the council (reason)
Ballot: prepared -> open -> open: run the council
Ballot: open -> close -> closed: run the council
Ballot: closed -> confirm -> confirmed: chair the council
Ballot: confirmed -> announce -> announced: chair the council
Ballot: prepared open closed -> void -> voided: chair the council (reason)
Decision: draft -> check -> checked: check decisions
Decision: checked -> reopen -> draft: prepare decisions (reason)
Decision: checked -> send -> awaiting_signature: prepare decisions
Decision: awaiting_signature -> sign -> awaiting_signature: decide awards
Decision: awaiting_signature -> return -> draft: decide awards (reason)
Decision: awaiting_signature -> issue -> issued: issue papers
Decision: issued -> publish -> published: publish decisions
Decision: issued published -> supersede -> superseded: issue papers
Decision: issued published superseded partly_revoked -> revoke_part -> partly_revoked: issue papers
Decision: issued published superseded partly_revoked -> revoke -> revoked: issue papers
Decision: draft checked -> cancel -> cancelled: prepare decisions (reason)
Certificate: registered printed -> print -> printed: keep certificates
Certificate: printed -> hand_over -> handed_over: keep certificates
Certificate: printed handed_over -> replace -> replaced: keep certificates (reason)
Certificate: registered printed handed_over -> revoke -> revoked: issue papers
Proposal: draft -> send -> sent: issue papers
Proposal: sent -> answer -> answered: prepare decisions
Proposal: draft -> cancel -> cancelled: prepare decisions (reason)
"""  # noqa: E501 – a line of the table is a line


def test_records_move_as_the_rules_of_their_work_say():
    found = [told(model.__name__, move) for model in MODELS for move in model.flow.moves]

    assert found == TABLES.split("\n")[1:-1]
