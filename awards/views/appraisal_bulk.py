"""Several dossiers at once: taken for appraisal in one go."""

from django.utils import timezone

from awards.models import Nomination
from awards.services import appraisals
from awards.views.appraisals import crumbs
from campaigns.services.field_work import NOT_UNDERWAY, is_underway
from communes import several
from communes.access import Can, requires
from communes.addresses import here
from kit import bulk

TAKING = bulk.Wording("Nhận thẩm định nhiều hồ sơ", "Nhận thẩm định", "Đã nhận thẩm định", "hồ sơ")


@requires(Can.APPRAISE)
def take(request):
    """Take the chosen dossiers from the queue; name those left out, and why."""
    actor, now = request.actor, timezone.now()
    keys = bulk.chosen(request.POST if request.method == "POST" else request.GET)
    rows = Nomination.objects.within(actor).exclude(status=Nomination.Status.DRAFT).filter(pk__in=keys)
    rows = rows.for_list().without_words().prefetch_related("campaign__duties").order_by("submitted_at", "pk")
    items = [_item(row, actor, now) for row in rows]
    return bulk.answer(
        request,
        items,
        act=lambda nomination: appraisals.take(nomination, by=actor, at=now),
        wording=TAKING,
        back=here(actor, "awards:appraisals"),
        unseen=len(keys) - len(items),
        crumbs=crumbs(request, (TAKING.title, "")),
    )


def _item(nomination: Nomination, actor, now) -> bulk.Item:
    """Return how the page names a dossier, and why it is left out."""
    if is_underway(nomination.campaign):
        against = several.reasons(nomination, "take", by=actor)
        against = against or tuple(appraisals.problems(nomination, "take", by=actor, at=now))
    else:
        against = (NOT_UNDERWAY,)
    context = f"{nomination.get_award_display()}, {nomination.unit} đề nghị"
    return bulk.Item(nomination, nomination.nominee, context, against)
