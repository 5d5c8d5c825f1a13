"""What of this app can be found: papers, letters, summaries."""

from collections.abc import Iterable

from django.db.models import Q
from django.utils import timezone

from communes.access import Can
from communes.models.finding import Sight, Source
from communes.search import offer
from kit.vietnamese import vn_date
from reports.models import Document, Letter, Summary


def _paper(document: Document) -> Sight:
    numbers = (document.number_words,) if document.number else ()
    day = document.issued_on or timezone.localdate(document.requested_at)
    when = f"ngày {vn_date(day)}" if document.issued_on else f"lập ngày {vn_date(day)}"
    about = (each.name for each in (document.unit, document.campaign) if each)
    return Sight(document.title, (when, "bản chính thức" if document.official else "", *about), numbers, day)


def _letter(letter: Letter) -> Sight:
    paper = letter.document
    day = paper.issued_on if paper else timezone.localdate(letter.made_at)
    when = f"ngày {vn_date(day)}" if paper else f"lập ngày {vn_date(day)}"
    context = (letter.get_kind_display(), when, letter.campaign.name if letter.campaign else "")
    return Sight(letter.subject, context, (paper.number_words,) if paper and paper.number else (), day)


def _said(letter: Letter) -> Iterable[str]:
    return (letter.body, letter.place, letter.agenda, *(str(each.unit) for each in letter.addressed.all()))


def _summary(summary: Summary) -> Sight:
    number = (summary.number_words,) if summary.number else ()
    day = summary.issued_on or timezone.localdate(summary.made_at)
    when = f"ban hành ngày {vn_date(day)}" if summary.issued_on else f"lập ngày {vn_date(day)}"
    return Sight(str(summary), (when,), number, day)


def _sections(summary: Summary) -> Iterable[str]:
    """Return the words of an issued summary; what is being written changes without a line of history."""
    return summary.sections.values() if summary.issued_on else ()


offer(
    Source(
        "paper", "Văn bản", "file-earmark-text", Document, (Can.ENTER,), _paper, among=~Q(form=Document.Form.WORKBOOK),
        related=("commune", "unit", "campaign"),
        follows=(("communes.unit", "unit"), ("campaigns.campaign", "campaign")),
    )
)  # fmt: skip
offer(
    Source(
        "letter", "Công văn, giấy mời", "envelope", Letter, (Can.SEE_CAMPAIGNS,), _letter, body=_said,
        related=("commune", "campaign", "document"), prefetched=("addressed__unit",),
        follows=(("communes.unit", "units"), ("campaigns.campaign", "campaign")),
    )
)  # fmt: skip
offer(
    Source(
        "summary", "Báo cáo sơ kết, tổng kết", "journal-richtext", Summary, (Can.SEE_ALL_UNITS,), _summary,
        body=_sections, related=("campaign__commune",), owner="campaign.commune_id",
        follows=(("campaigns.campaign", "campaign"),),
    )
)  # fmt: skip
