"""Pages of the award book: its lines, one line, the history of a person or unit, higher awards, figures."""

from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from awards.forms.book import BookFilter, HigherFilter
from awards.models import Certificate, DecisionLine
from awards.services import book, book_years
from communes.access import Can, requires
from communes.addresses import here
from communes.models import Unit
from communes.services import reads
from kit.views import filtered, paginate, sort

SORTS = {
    "name": ["folded"],
    "day": ["decision__issued_on", "decision__number", "position"],
    "award": ["award", "folded"],
    "unit": ["nomination__unit__kind_order", "nomination__unit__name", "folded"],
}
HIGHER_SORTS = {"sent": ["proposal__sent_on", "proposal__number"], "answered": ["outcome_on"]}


def _frame(request, **facts) -> dict:
    """Return what every page of the book shows: its tabs, and whether money and drafts may be known."""
    tabs = [
        ("book", "Sổ khen thưởng"), ("book-years", "Sổ theo năm"), ("book-higher", "Cấp trên khen thưởng"),
        ("book-statistics", "Số liệu"),
    ]  # fmt: skip
    tabs += [("earlier-awards", "Trước đây, nơi khác")] if request.actor.may(Can.SEE_NOMINATIONS) else []
    shown = [{"label": label, "url": here(request.actor, f"awards:{name}")} for name, label in tabs]
    return {"tabs": shown, "in_confidence": request.actor.may(Can.SEE_UNANNOUNCED), **facts}


@requires(Can.SEE_AWARDS)
def index(request):
    """List the lines of issued decisions that the actor may see, the newest decision first."""
    found = filtered(request, BookFilter, book.lines(request.actor))
    asked = request.GET.get("sort", "").removeprefix("-") in SORTS
    ordered = sort(request, found.qs, allowed=SORTS, default="-day") if asked else book.in_book_order(found.qs)
    page = paginate(request, ordered)
    facts = _frame(request, filter=found, page=page, rows=book.rows(page, request.actor))
    return render(request, "awards/book.html", facts)


@requires(Can.SEE_AWARDS)
def higher(request):
    """List what was proposed to higher authorities with its outcome."""
    found = filtered(request, HigherFilter, book.higher(request.actor))
    page = paginate(request, sort(request, found.qs, allowed=HIGHER_SORTS, default="-sent"))
    return render(request, "awards/book_higher.html", _frame(request, filter=found, page=page))


@requires(Can.SEE_AWARDS)
def years(request):
    """List the books of the years, with how much of each the actor may read and what can be made of it."""
    return render(request, "awards/book_years.html", _frame(request, years=book_years.shelf(request.actor)))


@requires(Can.SEE_AWARDS)
def statistics(request):
    """Show the figures of one year, this year unless another is asked for."""
    this_year = timezone.localdate().year
    year = book.year_asked(request.GET.get("year", ""), this_year)
    found = book.statistics(year, actor=request.actor)
    facts = _frame(request, year=year, before=year - 1, after=year + 1 if year < this_year else None, figures=found)
    facts["groups"] = [
        ("Theo hình thức, danh hiệu", found.by_award),
        ("Theo đối tượng", found.by_subject),
        ("Theo đơn vị đề nghị", found.by_unit),
    ]
    return render(request, "awards/book_statistics.html", facts)


@requires(Can.SEE_AWARDS)
def line(request, pk):
    """Show one line with every line that changed it or that it changes, and its certificates."""
    shown = get_object_or_404(book.lines(request.actor), pk=pk)
    one_award = book.of_one_award(shown)
    around = book.lines(request.actor).filter(pk__in=one_award).order_by("decision__issued_on", "pk")
    certificates = Certificate.objects.within(request.actor).filter(line__in=one_award).order_by("pk")
    facts = _frame(
        request,
        crumbs=[("Sổ khen thưởng", here(request.actor, "awards:book")), (shown.nominee_name, "")],
        row=book.rows([shown], request.actor)[0],
        rows=book.rows(around, request.actor),
        certificates=certificates.select_related("line__decision__commune") if _keeps_secrets(request) else [],
    )
    return render(request, "awards/book_line.html", facts)


def _keeps_secrets(request) -> bool:
    """Say whether the actor sees the certificate register."""
    return request.actor.may(Can.SEE_UNANNOUNCED)


@requires(Can.SEE_AWARDS)
def person(request, pk):
    """Show what one person received and what was proposed upward for them."""
    who = get_object_or_404(book.people(request.actor).select_related("unit"), pk=pk)
    if who != request.actor.person:
        reads.note("person.awards_read", who, by=request.actor, at=timezone.now(), label="Xem lịch sử khen thưởng")
    past = book.past_of(request.actor, person=who)
    return _past(request, who, past, subtitle=who.position)


@requires(Can.SEE_AWARDS)
def unit(request, pk):
    """Show what one unit received as a collective, and what the people whom it proposed received."""
    who = get_object_or_404(Unit.objects.filter(commune=request.actor.commune), pk=pk)
    past = book.past_of(request.actor, unit=who)
    its_people = book.lines(request.actor).filter(nomination__unit=who).exclude(nomination__person=None)
    page = paginate(request, book.in_book_order(its_people))
    return _past(request, who, past, page=page, people=book.rows(page, request.actor), is_unit=True)


def _past(request, who, past, **facts):
    """Show the history of one subject."""
    crumbs = [("Sổ khen thưởng", here(request.actor, "awards:book")), (str(who), "")]
    standing = DecisionLine.Standing.IN_FORCE.label
    facts = {"who": who, "past": past, "crumbs": crumbs, "standing": standing, **facts}
    return render(request, "awards/book_past.html", _frame(request, **facts))
