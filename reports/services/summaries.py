"""Summaries: drafted from the records, edited by people, issued and frozen."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from campaigns.models import Campaign
from campaigns.planfile.words import Part, ReviewKind
from campaigns.services import plans
from communes import history
from communes.access import Actor, Can
from communes.acting import act, demand
from communes.services import registers
from kit.saving import SavedMeanwhile
from reports import narrative
from reports.documents.registry import KINDS
from reports.documents.summary_report import KIND
from reports.figure_differences import Difference, differences
from reports.figures import gather
from reports.models import SECTIONS, Document, Summary
from reports.services import documents

REPORTING = (Campaign.Status.ISSUED, Campaign.Status.SUMMING_UP, Campaign.Status.CLOSED)


@transaction.atomic
def start(
    campaign: Campaign, *, kind: str = ReviewKind.FINAL, year: int | None = None, by: Actor, at: datetime,
    replaces: Summary | None = None,
) -> Summary:  # fmt: skip
    """Open a summary whose sections are drafted from the records.

    The final one waits for the summing-up, save that of one year of a campaign over several years (DS-01).
    """
    demand(Can.SUM_UP, campaign, by=by, part=Part.TRACKS)
    if campaign.status not in REPORTING:
        raise ValidationError("Chỉ lập báo cáo khi phong trào đã ban hành kế hoạch.")
    of_one_year = year is not None and campaign.over_several_years
    if kind == ReviewKind.FINAL and campaign.status == Campaign.Status.ISSUED and not of_one_year:
        raise ValidationError("Hãy bấm “Bắt đầu tổng kết” trước khi lập báo cáo tổng kết.")
    if replaces and replaces.status != Summary.Status.ISSUED:
        raise ValidationError("Chỉ lập báo cáo thay thế cho báo cáo đã ban hành.")
    if campaign.summaries.filter(kind=kind, year=year, status__in=["draft", "in_review", "approved"]).exists():
        raise ValidationError("Đang có một báo cáo cùng loại chưa ban hành. Hãy dùng tiếp báo cáo đó.")
    summary = Summary.objects.create(
        campaign=campaign,
        kind=kind,
        year=year,
        sections=narrative.drafts(campaign, gather(campaign, at=at, year=year), year=year),
        replaces=replaces,
        made_at=at,
        made_by=by.name,
    )
    history.record("summary.start", summary, by=by, at=at, label=f"Lập báo cáo {summary.get_kind_display().lower()}")
    return summary


@transaction.atomic
def save(summary: Summary, *, sections: dict[str, str], revision: int, by: Actor, at: datetime) -> int:
    """Save the sections that were typed; refuse when somebody else saved meanwhile. Return the new revision."""
    demand(Can.SUM_UP, summary, by=by, part=Part.TRACKS)
    if unknown := set(sections) - set(SECTIONS):
        raise ValueError(f"Unknown sections: {unknown}")
    saved = Summary.objects.filter(pk=summary.pk, status=Summary.Status.DRAFT, revision=revision).update(
        sections={**summary.sections, **sections}, revision=revision + 1, saved_at=at, saved_by=by.name
    )
    if not saved:
        summary.refresh_from_db()
        if summary.status != Summary.Status.DRAFT:
            raise ValidationError("Báo cáo không còn ở trạng thái đang soạn nên không lưu được.")
        raise SavedMeanwhile("báo cáo", summary.saved_by, summary.saved_at)
    summary.refresh_from_db()
    return summary.revision


@transaction.atomic
def redraft_section(summary: Summary, key: str, *, by: Actor, at: datetime) -> None:
    """Write one section anew from the records, as they are now."""
    figures = gather(summary.campaign, at=at, year=summary.year)
    text = narrative.drafts(summary.campaign, figures, year=summary.year)[key]
    save(summary, sections={key: text}, revision=summary.revision, by=by, at=at)
    history.record("summary.redraft", summary, by=by, at=at, label=f"Soạn lại phần “{SECTIONS[key]}” từ số liệu")


@transaction.atomic
def submit(summary: Summary, *, by: Actor, at: datetime) -> None:
    """Hand the summary to the leader."""
    act(summary, "submit", by=by, at=at)


@transaction.atomic
def send_back(summary: Summary, *, reason: str, by: Actor, at: datetime) -> None:
    """Return the summary to its makers."""
    act(summary, "return", by=by, at=at, reason=reason)


@transaction.atomic
def approve(summary: Summary, *, by: Actor, at: datetime) -> None:
    """Approve the summary as it stands."""
    act(summary, "approve", by=by, at=at)


@transaction.atomic
def reopen(summary: Summary, *, reason: str, by: Actor, at: datetime) -> None:
    """Take an approved summary back into draft."""
    act(summary, "reopen", by=by, at=at, reason=reason)


@transaction.atomic
def cancel(summary: Summary, *, reason: str, by: Actor, at: datetime) -> None:
    """Put a draft aside that is not wanted: it stays to be read, and its period and the report that it was to replace
    are free for another."""
    note = {"replaces": summary.replaces.number_words} if summary.replaces else {}
    act(summary, "cancel", by=by, at=at, reason=reason, note=note, replaces=None)
    for paper in Document.objects.waiting().filter(kind=kind_key(summary), subject_id=summary.pk):
        documents.cancel(paper, by=by, at=at)


@transaction.atomic
def issue(summary: Summary, *, number: int, issued_on: date, signed_by: str = "", by: Actor, at: datetime) -> None:
    """Give the summary its number and date, freeze words and figures, and have the official paper made."""
    campaign = summary.campaign
    signed_by = signed_by or campaign.signed_by or campaign.plan.signature.name
    figures = gather(campaign, at=at, year=summary.year).to_json()
    act(
        summary, "issue", by=by, at=at, note={"number": number, "issued_on": issued_on.isoformat()},
        number=number, issued_on=issued_on, signed_by=signed_by, figures=figures,
    )  # fmt: skip
    registers.take(summary.symbol, number=number, dated=issued_on, title=str(summary), by=by, at=at)
    summary.document = documents.request(KINDS[kind_key(summary)], summary, by=by, at=at, official=True)
    summary.save(update_fields=["document"])
    if summary.replaces:
        act(summary.replaces, "supersede", by=by, at=at)
    if summary.kind == ReviewKind.FINAL and _closes(summary):
        plans.note_summary(campaign, issued_on=issued_on)


def _closes(summary: Summary) -> bool:
    """Say whether a final summary speaks of the whole campaign, not of one year of several."""
    return summary.year is None or not summary.campaign.over_several_years


def kind_key(summary: Summary) -> str:
    """Return the kind of paper that a summary becomes."""
    return KIND.key if summary.kind == ReviewKind.FINAL else "interim-report"


def corrections(summary: Summary, *, at: datetime) -> list[Difference]:
    """Return how the records differ now from the figures that an issued summary froze."""
    if summary.figures is None:
        return []
    return differences(summary.figures, gather(summary.campaign, at=at, year=summary.year))
