"""Whether a certificate is genuine, asked by its code: only what stands on the sheet, only after publication."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.db.models import Q
from django_scopes import scope, scopes_disabled

from awards.models import Certificate, Decision, DecisionLine
from awards.services import book
from awards.services.certificates import CODE_LENGTH, SIGNS
from reports.documents import certificates


class Answer(StrEnum):
    """What is known of a code."""

    VALID = "valid"
    REPLACED = "replaced"
    REVOKED = "revoked"
    TRAINING = "training"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Finding:
    """The answer, with the words of the sheet and the paper or sheet that took its place."""

    answer: Answer
    code: str = ""
    name: str = ""
    place: str = ""
    award: str = ""
    decision: str = ""
    roll: str = ""
    commune: str = ""
    new_code: str = ""
    by_decision: str = ""
    by_date: date | None = None


def code_of(typed: str) -> str:
    """Return a code as it is registered from what somebody typed or scanned; "" for what cannot be one."""
    code = "".join(typed.upper().replace("-", " ").split())
    return code if len(code) == CODE_LENGTH and set(code) <= set(SIGNS) else ""


def check(typed: str) -> Finding:
    """Answer for a code; one that nobody published answers like one that nobody gave, after the same one query."""
    code = code_of(typed)
    if not code:
        return Finding(Answer.UNKNOWN)
    with scopes_disabled():
        found = (
            Certificate.objects.filter(
                Q(line__decision__published_at__isnull=False, line__decision__status__in=Decision.OUT)
                | Q(line__decision__commune__training_for__isnull=False),
                code=code,
            )
            .select_related("line__decision__commune", "line__nomination__collective__commune", "line__about__decision")
            .first()
        )
    if found is None:
        return Finding(Answer.UNKNOWN)
    if found.line.decision.commune.is_training:
        return Finding(Answer.TRAINING)
    with scope(commune=found.line.decision.commune):
        return _told(found)


def _told(certificate: Certificate) -> Finding:
    """Return what the public may know of a certificate whose decision was published."""
    entry = certificates.Entry(certificate.line, certificate)
    if entry.award.decision.published_at is None:
        return Finding(Answer.UNKNOWN)
    words = certificates.printed(entry)
    decision = f"{words['decision_number']}, {words['decision_date']}"
    facts = {
        "code": certificate.code, "name": words["name"], "place": words["place"],
        "award": certificate.line.get_award_display(), "decision": decision, "roll": words["roll_number"],
        "commune": str(certificate.line.decision.commune),
    }  # fmt: skip
    if revoking := _revoking(certificate.line):
        by = revoking.decision
        return Finding(Answer.REVOKED, **facts, by_decision=str(by), by_date=by.issued_on)
    newest = _newest(certificate)
    if newest != certificate:
        return Finding(Answer.REPLACED, **facts, new_code=newest.code)
    return Finding(Answer.VALID, **facts)


def _revoking(line: DecisionLine) -> DecisionLine | None:
    """Return the published line that took an award back, if there is one."""
    rows = DecisionLine.objects.filter(
        about__in=book.of_one_award(line), decision__kind=Decision.Kind.REVOCATION, decision__status__in=Decision.OUT,
        decision__published_at__isnull=False,
    )  # fmt: skip
    return rows.select_related("decision").order_by("pk").first()


def _newest(certificate: Certificate) -> Certificate:
    """Return the last certificate in the place of one, as far as the decisions behind them were published."""
    newest = certificate
    while following := _next(newest):
        newest = following
    return newest


def _next(certificate: Certificate) -> Certificate | None:
    """Return the certificate that replaced another by a published decision."""
    rows = Certificate.objects.filter(replaces=certificate, line__decision__published_at__isnull=False)
    return rows.first()
