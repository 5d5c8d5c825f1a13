"""From a plan's text to a draft: read, confirmed section by section, drafted when a person vouched for all of it."""

from datetime import datetime
from pathlib import PurePath

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import F

from campaigns.models import Campaign, PlanReading
from campaigns.planfile.keys import new_key
from campaigns.planfile.reading import PlanProblems, read_document
from campaigns.reading.assembly import assemble
from campaigns.reading.elsewhere import other_commune
from campaigns.reading.reader import read
from campaigns.reading.texts import Unreadable, text_apart
from campaigns.services import plans, uploads
from communes import history
from communes.access import Actor, Can
from communes.acting import act, demand
from communes.models import Commune, Unit
from communes.services import scanning
from kit.saving import SavedMeanwhile

PASTED = "Văn bản dán vào"
_KINDS = {"docx": "docx", "pdf": "pdf", "txt": "txt"}


def text_from(upload: UploadedFile) -> tuple[str, str]:
    """Return name and text of an uploaded plan; raise ValidationError saying what to do."""
    name = uploads.clean_name(upload.name or "")
    kind = _KINDS.get(PurePath(name).suffix.lower().lstrip("."))
    if kind is None:
        raise ValidationError(f"“{name}”: chỉ đọc được tệp Word (.docx), PDF có chữ hoặc văn bản thường (.txt).")
    if kind == "txt" and upload.size > uploads.FILE_LIMIT:
        raise ValidationError(f"“{name}”: tệp quá lớn. Hãy tách riêng phần kế hoạch.")
    scanning.ensure_clean(upload, name)
    if kind != "txt":
        name = uploads.check(upload, kept=0, kinds=("docx", "pdf")).name
    upload.seek(0)
    try:
        return name, text_apart(upload, kind)
    except Unreadable as problem:
        raise ValidationError(f"“{name}”: {problem}") from problem


@transaction.atomic
def begin(name: str, text: str, *, by: Actor, at: datetime) -> PlanReading:
    """Read a text and keep the reading for a person to confirm; no plan is made yet."""
    demand(Can.PLAN_CAMPAIGNS, by.commune, by=by)
    # PDF and plain text may hold a NUL, which PostgreSQL does not store.
    text = text.replace("\x00", "")
    if len(text.split()) < 30:
        raise ValidationError("Văn bản quá ngắn để là một bản kế hoạch. Hãy dán cả nội dung kế hoạch.")
    found = read(text)
    proposed = assemble(found, units=Unit.objects.valid_on(at.date()).values_list("name", flat=True))
    reading = PlanReading.objects.create(
        commune=by.commune,
        name=name[:200],
        text=text,
        document=proposed.document,
        notes={address: note.to_plain() for address, note in proposed.notes.items()},
        leftovers=[{"lines": list(left.lines), "text": left.text, "why": left.why} for left in found.leftovers],
        warnings=[*_of_elsewhere(text, by.commune), *found.warnings],
        created_at=at,
        created_by=by.name,
    )
    history.record("plan_reading.begin", reading, by=by, at=at, label="Đọc văn bản kế hoạch", to_status="open")
    return reading


def _of_elsewhere(text: str, commune: Commune) -> list[str]:
    """Warn where a text speaks of another commune and never of this one."""
    other = other_commune(text, commune.name)
    if not other:
        return []
    told = f"Văn bản nói về {other}, không có chỗ nào nói về {commune.name}."
    return [f"{told} Hãy xem có đúng là kế hoạch của địa phương mình; nếu dùng làm mẫu thì sửa tên ở từng phần."]


@transaction.atomic
def confirm(
    reading: PlanReading, section: str, document: dict, *, revision: int, by: Actor, at: datetime
) -> PlanReading:
    """Keep a section as a person confirmed or mended it; refuse over somebody else's newer save."""
    demand(Can.PLAN_CAMPAIGNS, reading, by=by)
    _ensure_open(reading)
    if section not in reading.sections and section not in document:
        raise ValidationError("Bản đọc không có phần này.")
    confirmed = reading.confirmed | {section: {"by": by.name, "at": at.isoformat()}}
    open_rows = PlanReading.objects.filter(pk=reading.pk, revision=revision, status=PlanReading.Status.OPEN)
    if not open_rows.update(document=document, confirmed=confirmed, revision=F("revision") + 1):
        reading.refresh_from_db()
        last = reading.last_confirmed
        raise SavedMeanwhile("bản đọc", last.by if last else "", last.at if last else None)
    reading.refresh_from_db()
    history.record(
        "plan_reading.confirm",
        reading,
        by=by,
        at=at,
        label="Xác nhận một phần",
        to_status=reading.status,
        section=section,
    )
    return reading


@transaction.atomic
def draft(reading: PlanReading, *, by: Actor, at: datetime) -> Campaign:
    """Make the draft plan of a confirmed reading."""
    demand(Can.PLAN_CAMPAIGNS, reading, by=by)
    _ensure_open(reading)
    if reasons := reading.blockers_to_draft():
        raise ValidationError(reasons)
    taken = set(Campaign.objects.values_list("key", flat=True))
    facts = reading.document["facts"]
    document = reading.document | {"facts": facts | {"key": new_key(facts["key"], taken)}}
    try:
        plan = read_document(document)
    except PlanProblems as problem:
        raise ValidationError([str(each) for each in problem.problems]) from problem
    campaign = plans.draft(plan, by=by, at=at)
    act(reading, "draft", by=by, at=at, campaign=campaign)
    return campaign


@transaction.atomic
def discard(reading: PlanReading, *, reason: str, by: Actor, at: datetime) -> None:
    """Put a reading aside; what was read stays on record."""
    act(reading, "discard", by=by, at=at, reason=reason)


def _ensure_open(reading: PlanReading) -> None:
    """Refuse work on a reading that is done with."""
    if reading.status != PlanReading.Status.OPEN:
        raise ValidationError("Bản đọc này đã lập dự thảo hoặc đã bỏ nên không sửa được nữa.")
