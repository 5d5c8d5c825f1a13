"""Lawful exceptions from a general condition: granted by a leader, with a reason and the leader's name."""

from collections.abc import Sequence
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from awards.models import Exemption, Nomination
from awards.rules.checks import Check
from awards.services import eligibility
from campaigns.rules.results import MET
from campaigns.services.field_work import require_text
from communes import history
from communes.access import Actor, Can
from communes.acting import demand
from kit.forms import clean_text

# From the hand-in to the vote; an ineligible dossier may come back by an appeal.
OPEN_TO = ("submitted", "under_appraisal", "returned", "eligible", "ineligible", "deferred")


def exceptable(nomination: Nomination, *, at: datetime) -> list[Check]:
    """Return the conditions that stand against a dossier now and from which a leader may except it."""
    if nomination.status not in OPEN_TO:
        return []
    return open_to_exception(eligibility.read(nomination, at=at).checks)


def open_to_exception(checks: Sequence[Check]) -> list[Check]:
    """Return, of checks, those that stand against a dossier and from which a leader may except it."""
    return [check for check in checks if check.exceptable and check.state != MET]


@transaction.atomic
def grant_exemption(
    nomination: Nomination, check_key: str, *, reason: str, leader_name: str, by: Actor, at: datetime
) -> Exemption:
    """Except a dossier from what stands against one condition now, and from nothing that comes up later (DS-07).

    Reason and leader are printed in the appraisal note.
    """
    demand(Can.GRANT_EXEMPTIONS, nomination, by=by)
    require_text(reason=(reason, "lý do và căn cứ của ngoại lệ"), leader=(leader_name, "tên người cho phép"))
    check = next((each for each in exceptable(nomination, at=at) if each.key == check_key), None)
    if check is None:
        raise ValidationError("Điều kiện này không cho phép ngoại lệ, hoặc hồ sơ không còn vướng điều kiện này.")
    exemption = Exemption(
        nomination=nomination, check_key=check.key, title=check.title, reason=clean_text(reason).strip(),
        leader_name=clean_text(leader_name).strip(), granted_at=at,
        conflicts=sorted({each.ref for each in check.conflicts}),
        granted_for="; ".join(each.words for each in check.conflicts),
    )  # fmt: skip
    try:
        with transaction.atomic():
            exemption.save()
    except IntegrityError:
        raise ValidationError("Đã có ngoại lệ cho vướng mắc này.") from None
    history.record(
        "nomination.except", nomination, by=by, at=at, label=f"Cho phép ngoại lệ: {check.title}"[:160],
        reason=exemption.reason, leader=exemption.leader_name, granted_for=exemption.granted_for,
    )  # fmt: skip
    return exemption
