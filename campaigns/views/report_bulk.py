"""Several unit reports at once: received by the agency in one go."""

from django.utils import timezone

from campaigns.models import Obligation
from campaigns.services import unit_reports
from campaigns.services.field_work import NOT_UNDERWAY, is_underway
from campaigns.views.field_work import frame
from campaigns.views.shared import fetch_campaign
from communes import several
from communes.access import Can, requires
from communes.addresses import here
from kit import bulk
from kit.vietnamese import vn_datetime

RECEIVING = bulk.Wording("Tiếp nhận nhiều báo cáo", "Tiếp nhận", "Đã tiếp nhận", "báo cáo")


@requires(Can.RECEIVE_REPORTS)
def receive(request, pk):
    """Receive the chosen reports of a campaign that were handed in; name those left out, and why."""
    campaign, actor = fetch_campaign(request, pk), request.actor
    keys = bulk.chosen(request.POST if request.method == "POST" else request.GET)
    rows = Obligation.objects.within(actor).filter(campaign=campaign, pk__in=keys).for_list().without_words()
    items = [_item(row, actor, campaign) for row in rows.order_by("unit__kind_order", "unit__name", "pk")]
    back = here(actor, "campaigns:reports", campaign.pk)
    return bulk.answer(
        request,
        items,
        act=lambda report: unit_reports.receive(report, by=actor, at=timezone.now()),
        wording=RECEIVING,
        back=back,
        unseen=len(keys) - len(items),
        crumbs=[*frame(request, campaign, "campaigns:reports")["crumbs"], (RECEIVING.title, "")],
    )


def _item(report: Obligation, actor, campaign) -> bulk.Item:
    """Return how the page names a report, and why it is left out."""
    report.campaign = campaign
    against = several.reasons(report, "receive", by=actor) if is_underway(campaign) else (NOT_UNDERWAY,)
    handed_in = f"nộp lúc {vn_datetime(timezone.localtime(report.submitted_at))}" if report.submitted_at else ""
    return bulk.Item(report, str(report), handed_in + (", trễ hạn" if report.late else ""), against)
