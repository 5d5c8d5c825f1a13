"""Letters: drafted with the commune's words and, for a reminder, with the reports that are late now."""

import re
from collections.abc import Iterable
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from campaigns.models import Campaign, Obligation
from campaigns.planfile.words import Part
from communes import history
from communes.access import Actor, Can
from communes.acting import act, demand
from communes.models import Unit
from kit.saving import SavedMeanwhile
from kit.vietnamese import begun_small, vn_date
from kit.workflow import OVERTAKEN, Overtaken
from reports.documents import fields
from reports.documents.common import OF_THE_COMMITTEE, counted
from reports.documents.letters import late_units
from reports.documents.paper import Paper
from reports.documents.registry import KINDS
from reports.documents.wording import CommuneWords
from reports.models import Document, Letter, LetterUnit

UNDERWAY = (Campaign.Status.ISSUED, Campaign.Status.SUMMING_UP)
NOBODY_LATE = "Không có đơn vị nào còn báo cáo quá hạn chưa gửi."
OF_A_CAMPAIGN = re.compile(r"\s+(của )?phong trào( thi đua)?(?=$| (?:năm|quý|tháng|đợt) )", re.IGNORECASE)
NOTHING_SAID = "Chưa ghi nội dung thông báo sau dấu hai chấm."
# What a person may write in a letter.
WRITTEN = ("subject", "body", "closing", "others", "meets_at", "place", "chaired_by", "agenda", "to_bring",
           "drafted_in", "authority", "position", "signer", "recipients")  # fmt: skip


def overdue(campaign: Campaign, *, at: datetime):
    """Return the reports that units of a campaign still owe after their last day, in the order of the units.

    What was handed in or waived is not among them, nor what a unit owes that left the campaign or exists no more.
    """
    on = timezone.localdate(at)
    found = Obligation.objects.filter(campaign=campaign, deadline__retired_at=None).overdue(at)
    found = found.filter(unit__in=Unit.objects.valid_on(on))
    left = campaign.participations.filter(left_on__lte=on).values("unit")
    order = ("unit__kind_order", "unit__position", "unit__name", "late_from", "pk")
    return found.exclude(unit__in=left).select_related("unit", "deadline").order_by(*order)


def late_rows(campaign: Campaign, *, at: datetime, units: Iterable[int] = ()) -> list[dict]:
    """Return the late reports as a letter freezes them, of some units or of all."""
    found, only = overdue(campaign, at=at), set(units)
    return [_row(each, at) for each in found if not only or each.unit_id in only]


def _row(report: Obligation, at: datetime) -> dict:
    """Return one late report: whose, which, its last day with the plan's clause, how many days ago that was."""
    return {
        "unit": report.unit_id, "report": report.pk, "name": report.unit.name, "what": str(report.deadline),
        "due": vn_date(report.last_day), "clause": "" if report.deadline.set_by_hand else report.deadline.clause,
        "days": report.lateness(at),
    }  # fmt: skip


@transaction.atomic
def draft(
    kind: str, *, campaign: Campaign | None = None, units: Iterable[int] = (), by: Actor, at: datetime
) -> Letter:  # fmt: skip
    """Draft a letter in the commune's words; a reminder names what is late now, of some units or of all."""
    demand(Can.PLAN_CAMPAIGNS, campaign or by.commune, by=by)
    if campaign and campaign.status not in UNDERWAY:
        raise ValidationError("Chỉ soạn được khi phong trào đang thực hiện hoặc đang tổng kết.")
    if campaign is None and kind == Letter.Kind.URGING:
        raise ValidationError("Công văn đôn đốc phải về một phong trào.")
    rows = late_rows(campaign, at=at, units=units) if kind == Letter.Kind.URGING else []
    if kind == Letter.Kind.URGING and not rows:
        raise ValidationError(NOBODY_LATE)
    office = _drafting_unit(campaign, by)
    letter = Letter(
        commune=by.commune, campaign=campaign, kind=kind, rows=rows, drafted_in=office, made_at=at, made_by=by.name,
        counted_on=timezone.localdate(at) if rows else None, **_signing(campaign),
        recipients=f"Chủ tịch, các Phó Chủ tịch {by.commune.committee}\nLưu: VT{_filed(office)}",
    )  # fmt: skip
    for name, words in _words(letter, rows, timezone.localdate(at)).items():
        setattr(letter, name, words)
    letter.subject = letter.subject[:500]
    letter.save()
    _address(letter, dict.fromkeys(row["unit"] for row in rows) if rows else _whom(campaign, timezone.localdate(at)))
    history.record(
        "letter.draft", letter, by=by, at=at, label=f"Soạn {begun_small(letter.get_kind_display())}",
        units=[row["name"] for row in rows],
    )  # fmt: skip
    return letter


def _drafting_unit(campaign: Campaign | None, by: Actor) -> Unit | None:
    """Return the unit that writes: the writer's own where it is the committee's, else the one that follows reports."""
    own = by.person.unit if by.person else None
    if own and own.kind in OF_THE_COMMITTEE:
        return own
    held = campaign.holders_of(Part.TRACKS) if campaign else ()
    return Unit.objects.filter(pk__in=held, kind__in=OF_THE_COMMITTEE).for_list().first()


def _filed(office: Unit | None) -> str:
    """Return the drafting unit's abbreviation after “Lưu: VT”."""
    return f", {office.symbol}" if office and office.symbol else ""


def _signing(campaign: Campaign | None) -> dict[str, str]:
    """Return who signs, as in the plan of the campaign."""
    if campaign is None:
        return {}
    signature = campaign.plan.signature
    deputy = any(line.upper().startswith("KT.") for line in signature.lines)
    authority = Letter.Authority.DEPUTY if deputy else Letter.Authority.CHAIR
    return {"authority": authority, "signer": campaign.signed_by or signature.name}


def _words(letter: Letter, rows: list[dict], on: date) -> dict[str, str]:
    """Return the subject, the words before and after: the commune's own for this kind of letter."""
    kind, campaign, commune = KINDS[letter.of_kind], letter.campaign, letter.commune
    if campaign is None:
        return _without_campaign(letter)
    words = CommuneWords(commune, kind.key, kind.texts, fields.of_campaign(campaign))
    facts = {
        "ngày": vn_date(on),
        "số báo cáo": counted(len(rows), "báo cáo"),
        "tên báo cáo": _missing(rows),
        "nơi nhận báo cáo": letter.drafted_in.name if letter.drafted_in else commune.committee,
        "đơn vị gửi chậm": late_units(Unit.objects.filter(pk__in={row["unit"] for row in rows})),
    }
    return {text.key: words.of(text.key, **facts) for text in kind.texts}


def _missing(rows: list[dict]) -> str:
    """Name before “phong trào” the paper that is missing, or papers alike where they are of several kinds."""
    names = {OF_A_CAMPAIGN.sub("", row["what"]) for row in rows}
    return begun_small(names.pop()) if len(names) == 1 else "báo cáo"


def _without_campaign(letter: Letter) -> dict[str, str]:
    """Return the words that need no campaign."""
    kind = KINDS[letter.of_kind]
    words = CommuneWords(letter.commune, kind.key, kind.texts, fields.of_committee(letter.commune))
    keys = ("body", "closing") if letter.kind == Letter.Kind.INVITATION else ("closing",)
    return {key: words.of(key) for key in keys}


def _whom(campaign: Campaign | None, on: date) -> Iterable[int]:
    """Return the units that a letter about a campaign is meant for unless a person says otherwise."""
    if campaign is None:
        return ()
    taking_part = campaign.participations.filter(unit__in=Unit.objects.valid_on(on)).exclude(left_on__lte=on)
    order = ("unit__kind_order", "unit__position", "unit__name", "pk")
    return taking_part.order_by(*order).values_list("unit", flat=True)


def _address(letter: Letter, units: Iterable[int]) -> None:
    """Address a letter to units, in this order."""
    letter.addressed.all().delete()
    LetterUnit.objects.bulk_create(
        LetterUnit(letter=letter, unit_id=unit, position=place) for place, unit in enumerate(units, 1)
    )


@transaction.atomic
def save(letter: Letter, *, units: Iterable[Unit] | None = None, revision: int, by: Actor, at: datetime, **words):
    """Save what was written in a draft; a reminder's units are those of its table."""
    demand(Can.PLAN_CAMPAIGNS, letter, by=by)
    if unknown := set(words) - set(WRITTEN):
        raise ValueError(f"Not written by people: {unknown}")
    facts = {**words, "revision": revision + 1, "saved_at": at, "saved_by": by.name}
    if not Letter.objects.filter(pk=letter.pk, status=Letter.Status.DRAFT, revision=revision).update(**facts):
        letter.refresh_from_db()
        if letter.status != Letter.Status.DRAFT:
            raise ValidationError("Chỉ sửa được khi còn là dự thảo.")
        raise SavedMeanwhile("văn bản", letter.saved_by, letter.saved_at)
    letter.refresh_from_db()
    if units is not None and letter.kind != Letter.Kind.URGING:
        _address(letter, [unit.pk for unit in units])
    history.record("letter.save", letter, by=by, at=at, label=f"Sửa dự thảo {begun_small(letter.get_kind_display())}")


@transaction.atomic
def recount(letter: Letter, *, by: Actor, at: datetime) -> bool:
    """Freeze anew what is late now of the units that a reminder named; those who handed in meanwhile leave it.

    Return whether the words before the table were set anew, too: those that a person wrote stay.
    """
    demand(Can.PLAN_CAMPAIGNS, letter, by=by)
    if letter.kind != Letter.Kind.URGING:
        raise ValidationError("Chỉ công văn đôn đốc có bảng báo cáo quá hạn.")
    rows = late_rows(letter.campaign, at=at, units={row["unit"] for row in letter.rows})
    if not rows:
        raise ValidationError(NOBODY_LATE)
    on, before = timezone.localdate(at), _words(letter, letter.rows, letter.counted_on)
    now = _words(letter, rows, on)
    own = letter.body != before["body"]
    body = letter.body if own else now["body"]
    closing = letter.closing if letter.closing != before["closing"] else now["closing"]
    subject = letter.subject if letter.subject != before["subject"][:500] else now["subject"][:500]
    still = Letter.objects.filter(pk=letter.pk, status=Letter.Status.DRAFT, revision=letter.revision)
    changed = still.update(
        rows=rows,
        counted_on=on,
        subject=subject,
        body=body,
        closing=closing,
        revision=letter.revision + 1,
        saved_at=at,
        saved_by=by.name,
    )
    letter.refresh_from_db()
    if not changed and letter.status != Letter.Status.DRAFT:
        raise ValidationError("Chỉ lập lại bảng được khi còn là dự thảo.")
    if not changed:
        raise Overtaken(OVERTAKEN)
    _address(letter, dict.fromkeys(row["unit"] for row in rows))
    history.record("letter.recount", letter, by=by, at=at, label="Lập lại bảng báo cáo quá hạn",
                   units=[row["name"] for row in rows])  # fmt: skip
    return not own


def problems(letter: Letter, *, at: datetime) -> list[str]:
    """Say why a letter cannot be issued now: what it lacks, and whom it names who handed in meanwhile."""
    if letter.status != Letter.Status.DRAFT:
        return [f"Văn bản đang ở trạng thái “{letter.get_status_display()}”."]
    unsaid = letter.kind == Letter.Kind.NOTICE and letter.body.rstrip().endswith(":")
    return [*letter.blockers_to_issue(), *([NOTHING_SAID] if unsaid else []), *outdated(letter, at=at)]


def outdated(letter: Letter, *, at: datetime) -> list[str]:
    """Name the units in the table of a reminder that owe nothing there any more."""
    if letter.kind != Letter.Kind.URGING or letter.status != Letter.Status.DRAFT:
        return []
    still = {(each.unit_id, each.pk) for each in overdue(letter.campaign, at=at)}
    return [
        f"{row['name']} không còn nợ “{row['what']}”. Hãy lập lại bảng."
        for row in letter.rows
        if (row["unit"], row["report"]) not in still
    ]


def issue(letter: Letter, *, document: Document, by: Actor, at: datetime) -> None:
    """Let a letter be issued with its numbered paper, as long as nobody saved it since it was read."""
    act(
        letter, "issue", by=by, at=at, note={"number": document.number, "symbol": document.symbol},
        where={"revision": letter.revision}, document=document, signer=Paper.from_json(document.content).signer,
    )  # fmt: skip


@transaction.atomic
def cancel(letter: Letter, *, reason: str, by: Actor, at: datetime) -> None:
    """Give up a draft."""
    act(letter, "cancel", by=by, at=at, reason=reason)
