"""The lines of a draft decision: who stands in it, in which order, with which words."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Case, F, PositiveSmallIntegerField, Value, When
from django.utils import timezone

from awards.models import Decision, DecisionLine, Nomination
from awards.rules.kinds import Award
from awards.services import decision_checks, prizes, quotas, ranking
from awards.services.decision_checks import lines_of, recorded
from awards.services.decision_words import ORDER
from campaigns.models import Campaign
from campaigns.services.field_work import ensure_underway
from communes import history
from communes.access import Actor, Can
from communes.acting import demand
from kit.vietnamese import fold, letter_key
from kit.workflow import Overtaken

NOT_A_DRAFT = "Chỉ sửa được quyết định đang là dự thảo."
SAVED_MEANWHILE = "Người khác vừa sửa dự thảo này. Hãy tải lại trang để xem bản mới nhất."
# Positions above every real one, where lines wait while the list is set in order.
ASIDE = 10_000
# The place in the order of those who were not ranked: after those who were.
UNRANKED = 10_000


@transaction.atomic
def add_line(decision: Decision, nomination: Nomination, *, by: Actor, at: datetime) -> DecisionLine:
    """Put one more recommended nomination into a draft, in its place in the order."""
    edit(decision, by)
    if decision.kind != Decision.Kind.AWARD:
        raise ValidationError("Quyết định đính chính, thu hồi không thêm hồ sơ mới.")
    ensure_underway(decision.campaign)
    present = [each.nomination for each in lines_of(decision)]
    ensure_fit(decision.campaign, [nomination], beside=present, on=timezone.localdate(at))
    put_in(decision, [nomination], on=timezone.localdate(at))
    _note_lines(decision, f"Thêm {nomination}", by, at)
    return decision.lines.get(nomination=nomination)


def candidates(campaign: Campaign) -> list[Nomination]:
    """Return what may go into a decision of a campaign: recommended, decided here, minutes signed, in no living one."""
    taken = DecisionLine.objects.filter(nomination__campaign=campaign, about=None, released_at=None)
    rows = campaign.nominations.filter(status=Nomination.Status.RECOMMENDED).exclude(
        pk__in=taken.values("nomination_id")
    )
    rows = [each for each in rows.for_list().without_words().order_by("rank", "pk") if each.decided_here]
    lacking = decision_checks.without_signed_minutes(rows)
    return [each for each in rows if each.pk not in lacking]


def waiting() -> list[tuple[Campaign, int]]:
    """Return the campaigns underway with cases that may go into a decision, and how many, by name."""
    rows = Campaign.objects.filter(
        status__in=(Campaign.Status.ISSUED, Campaign.Status.SUMMING_UP),
        nominations__status=Nomination.Status.RECOMMENDED,
    )
    found = [(each, len(candidates(each))) for each in rows.distinct().order_by("name", "pk")]
    return [(campaign, number) for campaign, number in found if number]


def ensure_fit(campaign: Campaign, rows: Sequence[Nomination], *, beside: Sequence[Nomination] = (), on: date) -> None:
    """Refuse nominations that cannot stand in a decision of this campaign, each with its reason."""
    problems = [
        f"{each}: hồ sơ thuộc phong trào khác." for each in rows if each.campaign_id != campaign.pk
    ]  # fmt: skip
    problems += filter(None, map(decision_checks.not_decided_here, rows))
    problems += decision_checks.not_recommended(rows)
    taken = DecisionLine.objects.filter(nomination__in=rows, about=None, released_at=None).select_related("decision")
    problems += [f"{each}: đã có trong “{each.decision}”." for each in taken]
    if not problems:
        together = [*beside, *rows]
        problems = quotas.over(campaign, together, on=on) or ranking.left_unranked(campaign, together, on=on)
    if problems:
        raise ValidationError(problems)


def put_in(decision: Decision, nominations: Iterable[Nomination], *, on: date) -> None:
    """Make the lines of some nominations from the records, each in its place, and estimate what the list costs.

    Lines that stand there already keep the order that their drafter gave them.
    """
    standing = lines_of(decision)
    try:
        with transaction.atomic():
            DecisionLine.objects.bulk_create(
                DecisionLine(
                    decision=decision, position=len(standing) + number, nomination=each, award=each.award,
                    subject=each.subject, citation=each.citation, folded=fold(each.nominee), **recorded(each),
                )
                for number, each in enumerate(nominations, 1)
            )  # fmt: skip
    except IntegrityError:
        raise ValidationError("Một hồ sơ vừa được đưa vào dự thảo khác. Hãy tải lại trang.") from None
    lines, ordered = lines_of(decision), standing
    for line in sorted(lines[len(standing) :], key=_order):
        after = [place for place, each in enumerate(ordered) if _order(each) > _order(line)]
        ordered.insert(after[0] if after else len(ordered), line)
    arrange(decision, [each.pk for each in ordered])
    prizes.estimate(decision, lines, on=on)


def _order(line: DecisionLine) -> tuple:
    """Return the place of a line: by subject as the list is headed, by award, by rank (KP-04), then as names go.

    Where nobody had to be ranked, units stand in the order of the commune, people in that of the alphabet.
    """
    nomination = line.nomination
    group = (ORDER.index(line.subject), list(Award).index(Award(line.award)), nomination.rank or UNRANKED)
    if nomination.collective_id:
        unit = nomination.collective
        return (*group, f"{unit.kind_order:03}{unit.position:05}", letter_key(unit.name), nomination.pk)
    return (*group, nomination.person.sort_key, "", nomination.pk)


def arrange(decision: Decision, keys: Sequence[int]) -> None:
    """Give the lines of a draft the positions 1, 2, 3 … in the order of their keys: the số sổ vàng."""
    decision.lines.update(position=F("position") + ASIDE)
    places = [When(pk=key, then=Value(place)) for place, key in enumerate(keys, 1)]
    decision.lines.update(position=Case(*places, output_field=PositiveSmallIntegerField()))


def edit(decision: Decision, by: Actor, revision: int | None = None) -> None:
    """Open a draft for one change: by those who prepare decisions, and only on the text that was read."""
    demand(Can.PREPARE_DECISIONS, decision, by=by)
    known = {} if revision is None else {"revision": revision}
    open_now = Decision.objects.filter(pk=decision.pk, status=Decision.Status.DRAFT)
    if not open_now.filter(**known).update(revision=F("revision") + 1):
        raise Overtaken(SAVED_MEANWHILE if open_now.exists() else NOT_A_DRAFT)
    decision.refresh_from_db(fields=["revision", "status"])


def _note_lines(decision: Decision, label: str, by: Actor, at: datetime) -> None:
    """Write a change of the list into history."""
    history.record("decision.lines", decision, by=by, at=at, label=label[:160])


@transaction.atomic
def save_line(line: DecisionLine, *, citation: str, nominee_place: str | None = None, by: Actor, at: datetime) -> None:
    """Change what a draft says of one nominee: the achievement; in a correction also position and unit."""
    decision = line.decision
    edit(decision, by)
    if not citation.strip():
        raise ValidationError("Hãy ghi thành tích.")
    line.citation = citation.strip()
    if nominee_place is not None and decision.kind == Decision.Kind.CORRECTION:
        line.nominee_place = nominee_place.strip()
    line.save(update_fields=["citation", "nominee_place"])
    _note_lines(decision, f"Sửa dòng: {line.nominee_name}", by, at)


@transaction.atomic
def move_line(line: DecisionLine, *, up: bool, by: Actor, at: datetime) -> None:
    """Move a line of a draft one place up or down."""
    decision = line.decision
    edit(decision, by)
    keys = list(decision.lines.order_by("position").values_list("pk", flat=True))
    here = keys.index(line.pk)
    there = here - 1 if up else here + 1
    if not 0 <= there < len(keys):
        raise ValidationError("Dòng này đã ở " + ("đầu" if up else "cuối") + " danh sách.")
    keys[here], keys[there] = keys[there], keys[here]
    arrange(decision, keys)
    _note_lines(decision, f"Chuyển dòng {'lên' if up else 'xuống'}: {line.nominee_name}", by, at)


@transaction.atomic
def drop_line(line: DecisionLine, *, by: Actor, at: datetime) -> None:
    """Take a line out of a draft; its nomination may go into another one."""
    decision = line.decision
    edit(decision, by)
    name = line.nominee_name
    decision.lines.filter(pk=line.pk).delete()
    arrange(decision, list(decision.lines.order_by("position").values_list("pk", flat=True)))
    if decision.kind == Decision.Kind.AWARD:
        prizes.estimate(decision, lines_of(decision), on=timezone.localdate(at))
    _note_lines(decision, f"Bỏ dòng: {name}", by, at)


@transaction.atomic
def refresh_names(decision: Decision, *, by: Actor, at: datetime) -> int:
    """Copy names, places, gender and birth years from the records once more; return how many lines changed."""
    edit(decision, by)
    changed = 0
    for line in lines_of(decision):
        now = recorded(line.nomination)
        if line.about_id:
            now.pop("nominee_place")
        if any(getattr(line, name) != value for name, value in now.items()):
            changed += decision.lines.filter(pk=line.pk).update(**now, folded=fold(now["nominee_name"]))
    _note_lines(decision, f"Lấy lại họ tên, đơn vị theo hồ sơ: {changed:02d} dòng thay đổi", by, at)
    return changed
