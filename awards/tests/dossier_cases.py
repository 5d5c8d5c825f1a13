"""Dossiers for tests: complete ones, and the same one read anew."""

from awards.models import Nomination, ReviewVote, UnitReview
from awards.rules import dossier
from awards.tests.factories import SUBMITTED_AT, make_nomination


def again(nomination: Nomination) -> Nomination:
    """Read a nomination anew, as another request would."""
    return Nomination.objects.for_list().get(pk=nomination.pk)


def hold_review(campaign, unit, nominations=(), *, concluded: bool = True, votes: int = 7) -> UnitReview:
    """Put a review meeting of a unit with everybody's assent to each nomination into the database."""
    review = UnitReview.objects.create(
        campaign=campaign, unit=unit, held_at=SUBMITTED_AT, place="Phòng họp", chaired_by="Phạm Văn Dũng",
        secretary="Vũ Thị Én", members_total=votes, members_present=votes, recorded_by="Vũ Thị Én",
        conclusion="Nhất trí đề nghị." if concluded else "", concluded_at=SUBMITTED_AT if concluded else None,
    )  # fmt: skip
    for each in nominations:
        ReviewVote.objects.create(review=review, nomination=each, votes_for=votes)
    return review


def full_report(subject: str) -> dict[str, str]:
    """Return an achievement report with every section told."""
    return {each.key: f"Nội dung {each.title.lower()}." for each in dossier.SECTIONS[subject]}


def complete(nomination: Nomination) -> Nomination:
    """Put into the database what a draft needs to be handed in: report, review meeting, explanation."""
    Nomination.objects.filter(pk=nomination.pk).update(
        report=full_report(nomination.subject), explanation="Đơn vị đang chờ kết quả xếp loại."
    )
    hold_review(nomination.campaign, nomination.unit, [nomination])
    return again(nomination)


def make_complete(campaign, *, unit, **facts) -> Nomination:
    """Put a complete draft into the database."""
    return complete(make_nomination(campaign, unit=unit, **facts))
