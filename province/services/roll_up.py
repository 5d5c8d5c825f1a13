"""The figures of a year from all communes of a province, for its pages, its report and its workbook."""

from dataclasses import dataclass

from awards.rules.kinds import KINDS, Award
from campaigns.planfile.words import CampaignKind, Subject
from communes.models import Commune
from province.access import Visitor
from province.models import Province
from province.rules.counting import BANDS, Tally, tallied, total
from province.services import upward

UNCONFIRMED = "cần xác nhận"
ORDER = tuple(kind.award for kind in KINDS.values() if kind.decided_here)
# Each form or title that a commune's chair decides, for each subject that it may honour.
AWARDS = tuple((award.value, subject.value) for award in ORDER for subject in KINDS[award].subjects)
KIND_WORDS = {"regular": "Thường xuyên", "thematic": "Theo chuyên đề", "burst": "Theo đợt"}


@dataclass(frozen=True, slots=True)
class Figure:
    """One column of figures: its words, whether its way of counting is unconfirmed, and what a tally says in it."""

    group: str
    label: str
    key: object
    unconfirmed: bool = False

    def of(self, tally: Tally) -> int:
        """Return the figure of a tally."""
        match self.group:
            case "campaigns":
                return tally.campaigns
            case "kind":
                return tally.by_kind[self.key]
            case "band":
                return tally.by_band[self.key]
            case "award":
                return tally.by_award[self.key]
            case "awards":
                return tally.awards
            case _:
                return tally.above

    @property
    def heading(self) -> str:
        """The words of the column, with the doubt where there is one."""
        return f"{self.label} ({UNCONFIRMED})" if self.unconfirmed else self.label


def _award_words(award: str, subject: str) -> str:
    """Name a form and whom it honours; a title knows one kind of subject and needs no such word."""
    words = str(Award(award).label)
    return f"{words} – {str(Subject(subject).label).lower()}" if len(KINDS[Award(award)].subjects) > 1 else words


CAMPAIGNS = (
    Figure("campaigns", "Tổng số phong trào", None),
    *(Figure("kind", KIND_WORDS[kind.value], kind.value) for kind in CampaignKind),
    *(Figure("band", label, key, unconfirmed=True) for key, label, _ in BANDS),
)
GIVEN = (
    Figure("awards", "Tổng số khen thưởng", None),
    *(Figure("award", _award_words(*pair), pair) for pair in AWARDS),
    Figure("above", "Cấp trên khen theo đề nghị", None, unconfirmed=True),
)


@dataclass(frozen=True, slots=True)
class Line:
    """A commune with its figures."""

    commune: Commune
    tally: Tally


@dataclass(frozen=True, slots=True)
class RollUp:
    """The figures of a year: each commune by name, and all together."""

    province: Province
    year: int
    lines: tuple[Line, ...]
    total: Tally

    def table(self, figures: tuple[Figure, ...]) -> list[tuple[Commune, list[int]]]:
        """Return the rows of one table."""
        return [(line.commune, [each.of(line.tally) for each in figures]) for line in self.lines]

    def totals(self, figures: tuple[Figure, ...]) -> list[int]:
        """Return the last row of one table."""
        return [each.of(self.total) for each in figures]


def of_year(visitor: Visitor, year: int) -> RollUp:
    """Count what the communes of the visitor's province held and gave in a year, in five queries."""
    ids = visitor.commune_ids
    with upward.of(ids):
        found = tallied(ids, upward.held(year), upward.given(year), upward.above(year))
    communes = sorted(Commune.objects.filter(pk__in=ids), key=lambda each: (each.slug, each.pk))
    lines = tuple(Line(each, found[each.pk]) for each in communes)
    return RollUp(visitor.province, year, lines, total(line.tally for line in lines))
