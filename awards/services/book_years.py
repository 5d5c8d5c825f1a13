"""The award book by year: opened with the first decision of a year, and all of them as somebody may know them."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count

from awards.models import AwardBookYear, Decision, DecisionLine
from communes.access import Actor


@dataclass(frozen=True, slots=True)
class Shelved:
    """The book of one year, with how many lines of how many decisions its reader sees, and whether any is published."""

    book: AwardBookYear
    lines: int
    decisions: int
    published: bool


def ensure(decision: Decision, *, at: datetime) -> AwardBookYear:
    """Return the book of the year in which an issued decision is dated, opened now if it is the first."""
    book, _ = AwardBookYear.objects.get_or_create(
        commune=decision.commune, year=decision.issued_on.year, defaults={"opened_at": at}
    )
    return book


def shelf(actor: Actor) -> list[Shelved]:
    """Return the books that somebody may see, the latest year first."""
    seen = DecisionLine.objects.within(actor).in_the_book().order_by()
    counts = seen.values("decision__issued_on__year").annotate(
        lines=Count("pk"), decisions=Count("decision", distinct=True), published=Count("decision__published_at")
    )
    by_year = {each["decision__issued_on__year"]: each for each in counts}
    found = []
    for book in AwardBookYear.objects.within(actor).select_related("commune").order_by("-year"):
        held = by_year.get(book.year, {"lines": 0, "decisions": 0, "published": 0})
        found.append(Shelved(book, held["lines"], held["decisions"], held["published"] > 0))
    return found
