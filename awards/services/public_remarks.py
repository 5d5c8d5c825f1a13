"""Remarks on a posted list that citizens send from the public page."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from awards.models import Nomination, Posting, PostingRemark
from campaigns.services.field_work import require_text
from communes import history
from communes.access import Actor
from kit.forms import clean_text

SENDER_LIMIT, CONTACT_LIMIT, TEXT_LIMIT = 120, 160, 2000
OVER = "Đợt công khai này không còn nhận ý kiến."


def running(at: datetime):
    """Return the postings of the open commune that hang in public at a moment."""
    today = timezone.localdate(at)
    return Posting.objects.open().filter(starts_on__lte=today, ends_on__gte=today)


@transaction.atomic
def receive(
    posting: Posting, nomination: Nomination, *, sender: str, contact: str, text: str, at: datetime
) -> PostingRemark | None:
    """Keep what a citizen says about a posted nominee for the appraising body; None where it was said already.

    The sender's name and contact go into the remark alone, never into history or onto a public page.
    """
    sender, contact, text = (clean_text(each or "").strip() for each in (sender, contact, text))
    require_text(sender=(sender, "họ và tên"), contact=(contact, "cách liên hệ"), text=(text, "nội dung phản ánh"))
    if len(sender) > SENDER_LIMIT or len(contact) > CONTACT_LIMIT or len(text) > TEXT_LIMIT:
        raise ValidationError("Nội dung gửi quá dài.")
    if not running(at).filter(pk=posting.pk, nominations=nomination).exists():
        raise ValidationError(OVER)
    same = PostingRemark.objects.filter(posting=posting, nomination=nomination, from_public=True)
    if same.filter(sender=sender, text=text).exists():
        return None
    remark = PostingRemark.objects.create(
        posting=posting, nomination=nomination, sender=sender, contact=contact, text=text, from_public=True,
        received_on=timezone.localdate(at),
    )  # fmt: skip
    label = "Nhận ý kiến phản ánh qua trang công khai"
    history.record("nomination.public_remark", nomination, by=Actor.of_product(posting.commune), at=at, label=label)
    return remark
