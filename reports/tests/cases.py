"""Ready-made situations for the tests of papers and summaries."""

import json
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse

from campaigns.models import Obligation, ReportLine
from campaigns.tests.factories import make_campaign, report_of
from communes.access import Actor
from communes.tests.factories import Cast
from reports import making
from reports.documents.registry import KINDS
from reports.models import SECTIONS, Document, Summary
from reports.producers import PRODUCERS, papers
from reports.services import documents, summaries

HERE = ZoneInfo("Asia/Ho_Chi_Minh")
AT = datetime(2026, 12, 5, 9, 0, tzinfo=HERE)
_laid_out: dict[str, tuple[int, dict[str, bytes]]] = {}


def accepted_report(cast: Cast, campaign, unit_key: str, *, met: int = 1, total: int = 2, late: bool = False):
    """Bring a unit's report to accepted, with one line of words and `total` judged targets of which `met` are met."""
    report = report_of(campaign, cast.unit(unit_key))
    item = campaign.areas.get(key="thu-tuc").items.get(key="dung-han")
    ReportLine.objects.create(obligation=report, item=item, text=f"Kết quả của {report.unit}.")
    for place, target in enumerate(campaign.targets.order_by("position")[:total]):
        outcome = "met" if place < met else "unmet"
        ReportLine.objects.create(obligation=report, target=target, outcome=outcome)
    Obligation.objects.filter(pk=report.pk).update(
        status="accepted", submitted_at=AT, submitted_by="Người nộp", late=late, targets_total=total, targets_met=met
    )
    report.refresh_from_db()
    return report


def summing_up(cast: Cast):
    """Return a campaign that is being summed up, with one accepted report and one that never came."""
    campaign = make_campaign(cast, status="summing_up")
    accepted_report(cast, campaign, "economy")
    return campaign


def product(cast: Cast) -> Actor:
    """Return the product itself as an actor."""
    return Actor.of_product(cast.commune)


def drafted(cast: Cast, **facts) -> Summary:
    """Return a final summary in draft."""
    return summaries.start(summing_up(cast), by=product(cast), at=AT, **facts)


def at_status(cast: Cast, status: str) -> Summary:
    """Return a summary led to a status through the services."""
    by = product(cast)
    summary = drafted(cast)
    filled = {key: summary.sections.get(key) or "Nội dung." for key in SECTIONS}
    summaries.save(summary, sections=filled, revision=summary.revision, by=by, at=AT)
    if status in ("in_review", "approved", "issued", "superseded"):
        summaries.submit(summary, by=by, at=AT)
    if status in ("approved", "issued", "superseded"):
        summaries.approve(summary, by=by, at=AT)
    if status in ("issued", "superseded"):
        summaries.issue(summary, number=7, issued_on=AT.date(), by=by, at=AT)
    if status == "superseded":
        Summary.flow.move(summary, "supersede")
    if status == "cancelled":
        summaries.cancel(summary, reason="Lập nhầm.", by=by, at=AT)
    return Summary.objects.select_related("campaign__commune").get(pk=summary.pk)


def queued(cast: Cast, **facts) -> Document:
    """Return a queued paper: the campaign's plan."""
    campaign = make_campaign(cast)
    return documents.request(KINDS["campaign-plan"], campaign, by=product(cast), at=AT, **facts)


def laid_out_once(content: dict, place, tell) -> int:
    """Write the files of a paper as its producer does, or those that it wrote of the same words."""
    words, written = json.dumps(content, sort_keys=True), {}
    if words not in _laid_out:
        pages = papers.produce(content, lambda format: written.setdefault(format, place(format)), tell)
        _laid_out[words] = pages, {format: path.read_bytes() for format, path in written.items()}
        return pages
    pages, files = _laid_out[words]
    for format, data in files.items():
        place(format).write_bytes(data)
    return pages


def made(cast: Cast, **facts) -> Document:
    """Return a paper that a worker made, unless one did as soon as it was asked for.

    Words that this run has laid out before are not laid out again: the files are the same.
    """
    document = queued(cast, **facts)
    if held := making.claim(document.pk, worker="máy thử", at=AT):
        with pytest.MonkeyPatch.context() as patch:
            patch.setitem(PRODUCERS, Document.Form.PAPER, laid_out_once)
            making.produce(held, now=lambda: AT)
    document.refresh_from_db()
    return document


def asking(cast, kind: str, record) -> str:
    """Return the address at which a paper is asked for."""
    return reverse("reports:document-request", args=[cast.commune.slug, kind, record.pk])
