"""The unit's own review meeting (bình xét): held, voted nominee by nominee, concluded; then locked."""

from collections.abc import Iterable
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from awards.models import Nomination, ReviewVote, UnitReview
from campaigns.models import Campaign
from campaigns.services.field_work import ensure_underway, require_text
from communes import history
from communes.access import Actor, Can
from communes.acting import demand
from communes.models import Unit

FACTS = (
    "held_at", "ended_at", "place", "chaired_by", "secretary", "members_total", "members_present", "absent_words",
    "discussion",
)  # fmt: skip
LOCKED = "Cuộc họp đã kết luận nên không sửa được; thủ trưởng đơn vị mở lại khi cần."


def may_keep(review: UnitReview, by: Actor) -> bool:
    """Say whether the actor writes in the unit's meetings: its head and its members."""
    return by.may_in_own_unit(Can.NOMINATE, review.unit_id)


@transaction.atomic
def hold(
    campaign: Campaign,
    unit: Unit,
    *,
    held_at: datetime,
    place: str,
    chaired_by: str,
    secretary: str,
    members_total: int,
    members_present: int,
    ended_at: datetime | None = None,
    absent_words: str = "",
    discussion: str = "",
    by: Actor,
    at: datetime,
) -> UnitReview:
    """Record a review meeting that a unit has held about its nominees."""
    review = UnitReview(
        campaign=campaign, unit=unit, held_at=held_at, ended_at=ended_at, place=place.strip(),
        chaired_by=chaired_by.strip(), secretary=secretary.strip(), members_total=members_total,
        members_present=members_present, absent_words=absent_words.strip(), discussion=discussion.strip(),
        recorded_by=by.name,
    )  # fmt: skip
    demand(Can.NOMINATE, review, by=by, own_unit=True)
    ensure_underway(campaign)
    _ensure_sound(review, at)
    review.full_clean()
    review.save()
    history.record("unitreview.hold", review, by=by, at=at, label="Ghi cuộc họp bình xét")
    return review


@transaction.atomic
def change(review: UnitReview, *, by: Actor, at: datetime, **facts) -> None:
    """Change the facts of a meeting that is not concluded (`facts`: FACTS)."""
    if unknown := set(facts) - set(FACTS):
        raise TypeError(f"A review has no {', '.join(sorted(unknown))}.")
    _ensure_open(review, by)
    for name, value in facts.items():
        setattr(review, name, value.strip() if isinstance(value, str) else value)
    _ensure_sound(review, at)
    most = max((_cast(vote) for vote in review.votes.all()), default=0)
    if review.members_present < most:
        raise ValidationError(f"Đã ghi {most:02d} phiếu cho một hồ sơ; số người có mặt không thể ít hơn.")
    review.full_clean()
    if not _open_rows(review).update(**{name: getattr(review, name) for name in facts}):
        raise ValidationError(LOCKED)
    history.record("unitreview.change", review, by=by, at=at, label="Sửa cuộc họp bình xét", changed=sorted(facts))


def _ensure_sound(review: UnitReview, at: datetime) -> None:
    """Refuse a meeting of the future, one that ends before it begins, or one without the words its minutes need."""
    require_text(
        place=(review.place, "địa điểm"), chair=(review.chaired_by, "người chủ trì"),
        secretary=(review.secretary, "thư ký"),
    )  # fmt: skip
    if review.held_at > at:
        raise ValidationError("Giờ họp không được sau lúc này; ghi cuộc họp khi đã họp.")
    if review.ended_at and review.ended_at < review.held_at:
        raise ValidationError("Giờ kết thúc phải sau giờ bắt đầu.")
    if not review.members_present:
        raise ValidationError("Cuộc họp phải có người dự.")
    absent = (review.members_total or 0) - review.members_present
    if absent > 0 and not review.absent_words.strip():
        raise ValidationError(f"Vắng {absent:02d} người: hãy ghi họ tên và lý do vắng mặt.")


def _open_rows(review: UnitReview):
    """Return the meeting's row while it is not concluded."""
    return UnitReview.objects.filter(pk=review.pk, concluded_at=None)


def _ensure_open(review: UnitReview, by: Actor) -> None:
    """Let in the unit's own people while the meeting is not concluded."""
    demand(Can.NOMINATE, review, by=by, own_unit=True)
    ensure_underway(review.campaign)
    if review.concluded_at:
        raise ValidationError(LOCKED)


def _cast(vote: ReviewVote) -> int:
    """Return how many votes were cast on a nominee."""
    return vote.votes_for + vote.votes_against + vote.votes_blank


def nominees(review: UnitReview):
    """Return the nominations on which a meeting may vote: the unit's own in the campaign that lie with the unit."""
    rows = Nomination.objects.for_list().filter(campaign=review.campaign_id, unit=review.unit_id)
    return rows.filter(status__in=Nomination.WITH_THE_UNIT).order_by("subject", "pk")


@transaction.atomic
def vote(
    review: UnitReview,
    nomination: Nomination,
    *,
    votes_for: int,
    votes_against: int = 0,
    votes_blank: int = 0,
    remark: str = "",
    by: Actor,
    at: datetime,
) -> ReviewVote:
    """Write how the meeting voted on a nominee; again means in its place."""
    _ensure_open(review, by)
    if (nomination.campaign_id, nomination.unit_id) != (review.campaign_id, review.unit_id):
        raise ValidationError("Hồ sơ này không phải của đơn vị trong phong trào.")
    if not nomination.editable:
        raise ValidationError(f"Hồ sơ của {nomination.nominee} đã nộp nên không ghi kết quả bình xét được.")
    total = votes_for + votes_against + votes_blank
    if min(votes_for, votes_against, votes_blank) < 0 or total != review.members_present:
        raise ValidationError(
            f"{nomination.nominee}: tổng số phiếu phải bằng số người có mặt ({review.members_present:02d}), "
            f"hiện là {total:02d}."
        )
    row, _ = ReviewVote.objects.update_or_create(
        review=review,
        nomination=nomination,
        defaults={
            "votes_for": votes_for, "votes_against": votes_against, "votes_blank": votes_blank,
            "remark": remark.strip(),
        },
    )  # fmt: skip
    history.record(
        "unitreview.vote", review, by=by, at=at, votes_for=votes_for, votes_against=votes_against,
        votes_blank=votes_blank, label=f"Ghi kết quả bình xét: {nomination.nominee}"[:160],
    )  # fmt: skip
    return row


def blockers_to_conclude(review: UnitReview) -> list[str]:
    """Say what a meeting lacks before its conclusion: votes, and votes that fit those present."""
    votes = list(review.votes.select_related("nomination__person", "nomination__collective").order_by("pk"))
    lacking = [] if votes else ["Chưa ghi kết quả bình xét cho hồ sơ nào."]
    lacking += [
        f"{each.nomination.nominee}: tổng số phiếu {_cast(each):02d}, số người có mặt {review.members_present:02d}."
        for each in votes
        if _cast(each) != review.members_present
    ]
    return lacking


@transaction.atomic
def conclude(review: UnitReview, *, conclusion: str, by: Actor, at: datetime) -> None:
    """Conclude a meeting; from now on it is locked and feeds the minutes of its nominees' dossiers.

    When it ended is what was recorded: the conclusion may be typed days later.
    """
    _ensure_open(review, by)
    require_text(conclusion=(conclusion, "kết luận của cuộc họp"))
    if lacking := blockers_to_conclude(review):
        raise ValidationError(lacking)
    facts = {"conclusion": conclusion.strip(), "concluded_at": at}
    if not _open_rows(review).update(**facts):
        raise ValidationError(LOCKED)
    for name, value in facts.items():
        setattr(review, name, value)
    history.record("unitreview.conclude", review, by=by, at=at, label="Kết luận cuộc họp bình xét")


def blockers_to_reopen(review: UnitReview) -> list[str]:
    """Say why a concluded meeting stays locked: a dossier that rests on it lies with the agency."""
    handed_in = Nomination.objects.for_list().filter(review_votes__review=review)
    handed_in = handed_in.exclude(status__in=(*Nomination.WITH_THE_UNIT, "withdrawn")).order_by("subject", "pk")
    return [f"Hồ sơ của {each.nominee} đã nộp theo cuộc họp này; hãy rút lại hồ sơ trước." for each in handed_in]


@transaction.atomic
def reopen(review: UnitReview, *, reason: str, by: Actor, at: datetime) -> None:
    """Open a concluded meeting again: the head's act, with a reason."""
    demand(Can.SUBMIT_NOMINATIONS, review, by=by, own_unit=True)
    ensure_underway(review.campaign)
    require_text(reason=(reason, "lý do mở lại"))
    if lacking := blockers_to_reopen(review):
        raise ValidationError(lacking)
    if not UnitReview.objects.filter(pk=review.pk, concluded_at__isnull=False).update(concluded_at=None):
        raise ValidationError("Cuộc họp chưa kết luận.")
    review.concluded_at = None
    history.record("unitreview.reopen", review, by=by, at=at, label="Mở lại cuộc họp bình xét", reason=reason.strip())


@transaction.atomic
def vote_all(
    review: UnitReview,
    votes: Iterable[tuple[Nomination, dict]],
    *,
    emptied: Iterable[Nomination] = (),
    by: Actor,
    at: datetime,
) -> None:
    """Write how the meeting voted on several nominees and take off the votes on those `emptied`, all or none."""
    if not _open_rows(review).select_for_update(of=("self",)).values_list("pk", flat=True).first():
        raise ValidationError(LOCKED)
    refused = []
    votes = list(votes)
    for nomination, counts in votes:
        try:
            vote(review, nomination, **counts, by=by, at=at)
        except ValidationError as problem:
            refused += problem.messages
    if refused:
        raise ValidationError(refused)
    if not _take_off(review, emptied, by, at) and not votes:
        raise ValidationError("Hãy ghi số phiếu của ít nhất một hồ sơ.")


def _take_off(review: UnitReview, nominations: Iterable[Nomination], by: Actor, at: datetime) -> int:
    """Take off the votes written on nominees who were not voted on; return how many there were."""
    _ensure_open(review, by)
    open_ones = [each for each in nominations if each.editable]
    rows = review.votes.filter(nomination__in=open_ones).select_related("nomination__person", "nomination__collective")
    found = list(rows.order_by("pk"))
    for row in found:
        row.delete()
        history.record(
            "unitreview.unvote", review, by=by, at=at, votes_for=row.votes_for, votes_against=row.votes_against,
            votes_blank=row.votes_blank, label=f"Bỏ kết quả bình xét: {row.nomination.nominee}"[:160],
        )  # fmt: skip
    return len(found)
