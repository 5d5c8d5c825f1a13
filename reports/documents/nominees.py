"""What the papers about nominees share: in which order they stand, where they belong, who appraises them."""

from collections.abc import Iterable

from awards.models import Nomination
from campaigns.models import Campaign
from campaigns.planfile.words import Part, Subject
from communes.models import Unit
from reports.documents import blocks
from reports.documents.blocks import Dashes
from reports.documents.words import BLANK

AGENCY = {"cơ quan thẩm định": "Phòng Văn hóa - Xã hội"}
NAMES = {Subject.COLLECTIVE: "Tập thể", Subject.INDIVIDUAL: "Cá nhân", Subject.HOUSEHOLD: "Hộ gia đình"}
AD_HOC = "Khen thưởng đột xuất"


def with_facts(rows):
    """Return nominations with what a line about them reads."""
    return rows.select_related("campaign__commune", "commune", "round", "unit", "person__unit", "collective")


def place_of(nomination: Nomination) -> str:
    """Return where a nominee belongs; a unit that is nominated itself is not named a second time."""
    if nomination.collective_id == nomination.unit_id:
        return ""
    return nomination.nominee_place or str(nomination.unit)


def unnumbered(symbol: str, year: int) -> str:
    """Cite a paper that has no number yet: the blanks are filled when the clerk issues it."""
    return f"số{BLANK}/{symbol} ngày{BLANK}tháng{BLANK}năm {year}"


def listed(items: Iterable[str]) -> Dashes:
    """Return lines after dashes, each closed by “;” and the last by “.”."""
    return Dashes(blocks.listed(each.rstrip(" .;") for each in items))


def by_subject(rows: Iterable[Nomination]) -> list[tuple[str, list[Nomination]]]:
    """Return nominations by kind of subject, collectives first; kinds that nobody belongs to are left out."""
    rows = list(rows)
    groups = [(name, [each for each in rows if each.subject == subject]) for subject, name in NAMES.items()]
    return [(name, found) for name, found in groups if found]


def agency_of(campaign: Campaign) -> Unit:
    """Return the unit that appraises by the plan; where it names none, the committee itself."""
    holders = campaign.holders_of(Part.APPRAISES)
    named = Unit.objects.filter(pk__in=holders).select_related("commune").for_list().first()
    return named or Unit(commune=campaign.commune, kind=Unit.Kind.COMMITTEE, name=campaign.commune.committee)
