"""Who writes a dossier now, and its words and self-judgement as they are typed, save by save."""

from collections.abc import Mapping
from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from awards.models import Judgement, Nomination, Verdict
from awards.rules import eligibility
from awards.services.dossiers import sections_of
from campaigns.planfile.words import Part
from campaigns.services.field_work import ensure_underway, is_underway
from communes import history
from communes.access import Actor, Can
from communes.acting import demand
from kit.saving import SavedMeanwhile

TEXTS = (
    "summary", "citation", "women_share", "direct_worker", "explanation", "change_note", "deed", "deed_on", "report",
)  # fmt: skip


def writer(nomination: Nomination, by: Actor) -> str:
    """Say as what the actor may write the dossier now: "unit", "agency", or "" for not at all."""
    if not nomination.editable or not is_underway(nomination.campaign):
        return ""
    if by.may_in_own_unit(Can.NOMINATE, nomination.unit_id):
        return "unit"
    return "agency" if is_agency(nomination, by) else ""


def is_agency(nomination: Nomination, by: Actor) -> bool:
    """Say whether the actor belongs to the body that appraises in the campaign."""
    try:
        demand(Can.APPRAISE, nomination, by=by, part=Part.APPRAISES)
    except PermissionDenied:
        return False
    return True


def ensure_writer(nomination: Nomination, by: Actor) -> None:
    """Let in who may write now; the agency needs the scan of a unit's paper first."""
    ensure_underway(nomination.campaign)
    role = writer(nomination, by)
    if not role:
        if is_agency(nomination, by) or by.may_in_own_unit(Can.NOMINATE, nomination.unit_id):
            label, _ = nomination.shown_status(by)
            raise ValidationError(f"Hồ sơ đang ở trạng thái “{label}” nên không sửa được.")
        raise PermissionDenied
    if role == "agency" and (lacking := nomination.blockers_to_write_on_behalf()):
        raise ValidationError(lacking)


@transaction.atomic
def save(nomination: Nomination, *, revision: int, by: Actor, at: datetime, keep_line: bool = True, **texts) -> int:
    """Save parts of a dossier (`texts`: TEXTS; `report` adds to the sections that stand); return the new revision.

    Raise SavedMeanwhile where somebody saved after that revision was read. What is saved while it is typed leaves no
    line of history (`keep_line`).
    """
    if unknown := set(texts) - set(TEXTS):
        raise TypeError(f"A nomination has no {', '.join(sorted(unknown))}.")
    ensure_writer(nomination, by)
    if "report" in texts:
        known = {each.key for each in sections_of(nomination)}
        if not set(texts["report"]) <= known:
            raise ValidationError("Báo cáo thành tích không có phần này. Hãy tải lại trang.")
        texts["report"] = nomination.report | texts["report"]
    _step(nomination, revision, by, at, **texts)
    if keep_line:
        history.record("nomination.save", nomination, by=by, at=at, label="Sửa hồ sơ", changed=sorted(texts))
    return nomination.revision


def _step(nomination: Nomination, revision: int, by: Actor, at: datetime, **facts) -> None:
    """Store facts as the revision after the one that was read, or say who came between."""
    rows = Nomination.objects.filter(pk=nomination.pk, revision=revision, status=nomination.status)
    facts |= {"revision": revision + 1, "saved_at": at, "saved_by": by.name}
    if not rows.update(**facts):
        stored = Nomination.objects.get(pk=nomination.pk)
        if stored.status != nomination.status:
            label, _ = stored.shown_status(by)
            raise ValidationError(f"Hồ sơ vừa chuyển sang trạng thái “{label}” nên không lưu được.")
        raise SavedMeanwhile("hồ sơ", stored.saved_by, stored.saved_at)
    for name, value in facts.items():
        setattr(nomination, name, value)


@transaction.atomic
def judge_self(
    nomination: Nomination,
    verdicts: Mapping[str, tuple[str, str]],
    *,
    by: Actor,
    at: datetime,
    revision: int | None = None,
    keep_line: bool = True,
) -> int:
    """Write what the unit says itself about standards, {path: (verdict, note)}; return the new revision."""
    ensure_writer(nomination, by)
    known = dict(eligibility.leaf_nodes(nomination.rule)) if nomination.rule else {}
    if not set(verdicts) <= set(known):
        raise ValidationError("Kế hoạch không có tiêu chuẩn này. Hãy tải lại trang.")
    if not {verdict for verdict, _ in verdicts.values()} <= set(Verdict.values):
        raise ValidationError("Chọn “Đạt”, “Không đạt” hoặc “Chưa rõ”.")
    _step(nomination, nomination.revision if revision is None else revision, by, at)
    for path, (verdict, note) in verdicts.items():
        Judgement.objects.update_or_create(
            nomination=nomination,
            appraisal=None,
            path=path,
            defaults={"verdict": verdict, "note": note.strip(), "by": by.name, "at": at},
        )
    if keep_line:
        history.record("nomination.judge_self", nomination, by=by, at=at, label="Tự đánh giá theo tiêu chuẩn")
    return nomination.revision
