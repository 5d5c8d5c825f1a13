"""The certificate register: entered with the decision, printed, handed over, replaced, revoked (L-09)."""

import secrets
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from awards.models import Certificate, CertificatePrint, Decision, DecisionLine
from awards.services.book import in_force, of_one_award
from communes import history
from communes.access import Actor, Can
from communes.acting import Offer, act, demand, offers

# Letters and digits that nobody confuses when reading a code aloud: no 0 and O, no 1, I and L.
SIGNS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
CODE_LENGTH = 10


def new_code() -> str:
    """Return a code under which no certificate is registered yet."""
    while True:
        code = "".join(secrets.choice(SIGNS) for _ in range(CODE_LENGTH))
        if not Certificate._base_manager.filter(code=code).exists():
            return code


@transaction.atomic
def register(line: DecisionLine, *, by: Actor, at: datetime) -> Certificate:
    """Enter the certificate of a line of an issued decision.

    A correcting line takes over the certificate of the line it corrects: as it is while nothing was printed,
    otherwise by a new one in its place.
    """
    demand(Can.ISSUE_PAPERS, line.decision, by=by)
    _ensure_honours(line)
    present = live_of(line)
    if present is None:
        return _enter(line, by=by, at=at)
    if present.line_id == line.pk:
        raise ValidationError(f"Giấy khen của {line.nominee_name} đã vào sổ.")
    if present.status == Certificate.Status.REGISTERED:
        return _follow(present, line, by=by, at=at)
    return _replace(present, line, reason=f"Đính chính theo {line.decision}", by=by, at=at)


def _ensure_honours(line: DecisionLine) -> None:
    """Refuse a certificate for a line that is not issued, that revokes, or that was revoked."""
    if line.decision.status not in Decision.OUT or line.decision.kind == Decision.Kind.REVOCATION:
        raise ValidationError("Giấy khen chỉ vào sổ theo quyết định khen thưởng đã ban hành.")
    if line.standing == DecisionLine.Standing.REVOKED:
        raise ValidationError(f"Khen thưởng {line.nominee_name} đã bị thu hồi.")


def live_of(line: DecisionLine) -> Certificate | None:
    """Return the certificate that stands for the award of a line, whichever line of the award it was entered for."""
    return Certificate.objects.live().filter(line__in=of_one_award(line)).order_by("-pk").first()


def _enter(line: DecisionLine, *, by: Actor, at: datetime, replaces: Certificate | None = None) -> Certificate:
    """Put a new certificate into the register."""
    try:
        with transaction.atomic():
            made = Certificate.objects.create(line=line, code=new_code(), registered_at=at, replaces=replaces)
    except IntegrityError:
        raise ValidationError(f"Giấy khen của {line.nominee_name} đã vào sổ.") from None
    label = f"Vào sổ giấy khen: {line.nominee_name}"[:160]
    history.record("certificate.register", made, by=by, at=at, label=label, code=made.code, to_status=made.status)
    return made


def _follow(certificate: Certificate, line: DecisionLine, *, by: Actor, at: datetime) -> Certificate:
    """Let a certificate that was not printed yet follow the line that corrects its own."""
    certificate.line = line
    certificate.save(update_fields=["line"])
    history.record("certificate.follow", certificate, by=by, at=at, label="Giấy khen theo dòng đã đính chính",
                   decision=str(line.decision))  # fmt: skip
    return certificate


@transaction.atomic
def record_print(certificate: Certificate, *, stock: str, note: str = "", by: Actor, at: datetime) -> CertificatePrint:
    """Record one printing: by whom, when, on which stock; printing again needs a word on why."""
    if not stock.strip():
        raise ValidationError("Hãy ghi phôi giấy khen đã dùng.")
    if certificate.status == Certificate.Status.PRINTED and not note.strip():
        raise ValidationError(f"{certificate} đã in; hãy ghi chú lý do in lại.")
    act(certificate, "print", by=by, at=at, reason=note, note={"stock": stock.strip()})
    return CertificatePrint.objects.create(
        certificate=certificate, printed_at=at, printed_by=by.name, stock=stock.strip(), note=note.strip()
    )


@transaction.atomic
def hand_over(certificate: Certificate, *, handed_on: date, handed_to: str = "", by: Actor, at: datetime) -> None:
    """Record when a certificate was handed over and to whom: to the honoured themselves unless somebody is named."""
    issued_on = certificate.line.decision.issued_on
    if not issued_on <= handed_on <= timezone.localdate(at):
        raise ValidationError(f"Ngày trao phải từ ngày ban hành quyết định ({issued_on:%d/%m/%Y}) đến hôm nay.")
    to = handed_to.strip() or certificate.line.nominee_name
    act(certificate, "hand_over", by=by, at=at, note={"to": to}, handed_on=handed_on, handed_to=to[:160])


@transaction.atomic
def replace(certificate: Certificate, *, reason: str, by: Actor, at: datetime) -> Certificate:
    """Replace a certificate that is spoilt, lost or wrong by a new one for the line now in force."""
    return _replace(certificate, in_force(certificate.line), reason=reason, by=by, at=at)


def _replace(certificate: Certificate, line: DecisionLine, *, reason: str, by: Actor, at: datetime) -> Certificate:
    """Put a new certificate in the place of one that was printed."""
    _ensure_honours(line)
    act(certificate, "replace", by=by, at=at, reason=reason, replaced_reason=reason.strip())
    return _enter(line, by=by, at=at, replaces=certificate)


@transaction.atomic
def revoke(line: DecisionLine, *, by: Actor, at: datetime) -> Certificate | None:
    """Revoke the certificate of an award that a decision revoked; None where none stands (L-09)."""
    certificate = live_of(line)
    if certificate is not None:
        act(certificate, "revoke", by=by, at=at)
    return certificate


def offers_for(certificate: Certificate, actor: Actor, at: datetime) -> list[Offer]:
    """Return what the actor may do with a certificate; revoking follows the decision and has no button."""
    return [each for each in offers(certificate, actor) if each.move.action != "revoke"]
