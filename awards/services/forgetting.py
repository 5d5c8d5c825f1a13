"""What of this app is erased after its term: drafts never handed in, and who sent remarks."""

from datetime import date, datetime

from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Coalesce

from awards.models import AwardFile, EligibilityRun, Judgement, Nomination, PostingRemark, PriorityClaim
from campaigns.services import upload_checks
from communes import search
from communes.access import Actor
from communes.personal_data import Sweep, register
from communes.services.forgetting import OFFICE

UNNAMED = "Đã xóa"
# What belongs to a draft alone; a draft on which anything else rests is no longer only a draft.
OWN = (AwardFile, Judgement, EligibilityRun, PriorityClaim)


def _drafts(before: date):
    """Return the dossiers that nobody ever handed in, untouched since a day, on which nothing rests.

    A file sent in or taken off touches a draft as well; saving its words alone moves `saved_at`.
    """
    rows = Nomination.objects.filter(status=Nomination.Status.DRAFT, submitted_at=None)
    rows = rows.annotate(touched=Coalesce(F("saved_at"), F("created_at"))).filter(touched__date__lt=before)
    handled = Q(uploaded_at__date__gte=before) | Q(removed_at__date__gte=before)
    rows = rows.exclude(Exists(AwardFile.objects.filter(handled, nomination=OuterRef("pk"))))
    for relation in Nomination._meta.related_objects:
        if relation.related_model not in OWN:
            resting = relation.related_model._base_manager.filter(**{relation.field.name: OuterRef("pk")})
            rows = rows.exclude(Exists(resting))
    return rows.select_related("campaign", "person", "collective", "unit", "commune", "round")


def _erase_drafts(rows: list[Nomination], *, by: Actor, at: datetime) -> None:
    """Erase drafts with their files."""
    keys = [nomination.pk for nomination in rows]
    paths = list(AwardFile.objects.filter(nomination__in=keys).exclude(file="").values_list("file", flat=True))
    for own in OWN:
        own.objects.filter(nomination__in=keys).delete()
    upload_checks.erase(paths)
    search.touch(*rows)
    Nomination.objects.filter(pk__in=keys).delete()


def _senders(before: date):
    """Return the remarks settled before a day that still say who sent them."""
    rows = PostingRemark.objects.filter(settled_at__date__lt=before).filter(~Q(contact="") | ~Q(sender=UNNAMED))
    return rows.select_related("nomination__person", "nomination__collective", "nomination__campaign")


def _erase_senders(rows: list[PostingRemark], *, by: Actor, at: datetime) -> None:
    """Erase who sent remarks; what they said and what was made of it stays."""
    keys = [remark.pk for remark in rows]
    PostingRemark.objects.filter(pk__in=keys).update(sender=UNNAMED, contact="")


def _day(remark: PostingRemark) -> str:
    """Return which remark it is, without its sender and without the nominee."""
    return f"Ý kiến nhận ngày {remark.received_on:%d/%m/%Y}"


def _draft(nomination: Nomination) -> str:
    """Return which draft it is, by unit and campaign: whom it proposes is the unit's affair."""
    return f"{nomination.get_award_display()}, {nomination.unit}, {nomination.campaign.name}"


register(
    Sweep(
        "drafts", "Hồ sơ đề nghị soạn dở, chưa nộp lần nào", "Cả hồ sơ và tệp kèm theo.",
        "Dòng lịch sử; văn bản đã lập.", 24, OFFICE, _drafts, _erase_drafts, _draft,
    ),
    Sweep(
        "remarks", "Người gửi ý kiến phản ánh đã xem xét xong", "Tên, cách liên hệ của người gửi.",
        "Nội dung ý kiến, kết quả xem xét.", 24, OFFICE, _senders, _erase_senders, _day,
    ),
)  # fmt: skip
