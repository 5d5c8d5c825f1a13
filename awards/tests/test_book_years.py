"""The award book by year: opened by the first decision of a year, told when something of it is published."""

from datetime import date

import pytest

from awards.models import AwardBookYear, DecisionLine
from awards.services import book_years, decisions
from awards.tests.decision_cases import recommend_two, through
from awards.tests.factories import ISSUED_ON, SESSION_AT, make_decision, make_nomination
from communes.addresses import here

IN_CONFIDENCE = ("officer", "leader", "clerk", "chair")
OTHERS = ("head", "member", "administrator", "reader", "inspector")


def opened(decision) -> AwardBookYear:
    """Return the book of a decision's year."""
    return book_years.ensure(decision, at=SESSION_AT)


def offered(answer) -> list[str]:
    """Return the kinds of paper that a page offers."""
    words = answer.content.decode()
    return [kind for kind in ("award-book", "award-book-public") if f"/request/{kind}/" in words]


def test_the_first_decision_of_a_year_opens_its_book(law, cast, campaign, council, officer, now):
    drafted = decisions.draft(campaign, recommend_two(cast, campaign, council), by=officer, at=now)

    through(drafted, cast, now, to="signed")
    assert not AwardBookYear.objects.exists()
    decisions.issue(drafted, number=5, issued_on=ISSUED_ON, by=cast.actor("clerk"), at=now)

    [book] = AwardBookYear.objects.all()
    assert (book.commune, book.year, book.opened_at, str(book)) == (
        cast.commune, 2026, now, "Sổ khen thưởng năm 2026",
    )  # fmt: skip


def test_a_later_decision_of_the_year_finds_the_book_open(cast, campaign, now):
    first, second = (make_decision(campaign, status="issued", number=number) for number in (5, 6))
    last = make_decision(campaign, status="issued", number=7, issued_on=date(2027, 1, 4))

    assert opened(first) == book_years.ensure(second, at=now)
    assert book_years.ensure(last, at=now).year == 2027
    assert AwardBookYear.objects.get(year=2026).opened_at == SESSION_AT


@pytest.mark.parametrize("part", IN_CONFIDENCE + OTHERS)
def test_a_book_without_a_published_decision_is_for_those_in_confidence(go, cast, campaign, part):
    issued = make_decision(
        campaign, [make_nomination(campaign, unit=cast.unit("economy"), status="awarded")], status="issued"
    )
    book, actor = opened(issued), cast.actor(part)

    seen = list(AwardBookYear.objects.within(actor))
    answer = go(actor, "book-years")

    assert seen == ([book] if part in IN_CONFIDENCE else [])
    assert ("Sổ khen thưởng năm 2026" in answer.content.decode()) == (part in IN_CONFIDENCE)
    assert offered(answer) == (["award-book"] if part in IN_CONFIDENCE else [])


def test_the_shelf_counts_what_its_reader_may_know(cast, campaign, officer, head):
    rows = [make_nomination(campaign, unit=cast.unit(unit), status="awarded") for unit in ("economy", "service")]
    opened(make_decision(campaign, rows, status="published"))
    make_decision(
        campaign, [make_nomination(campaign, unit=cast.unit("culture"), status="awarded")], status="issued", number=6
    )

    [known], [told] = book_years.shelf(officer), book_years.shelf(head)

    assert (known.lines, known.decisions, known.published) == (3, 2, True)
    assert (told.lines, told.decisions, told.published) == (2, 1, True)
    assert DecisionLine.objects.count() == 3


@pytest.mark.parametrize(
    ("part", "papers"),
    [("officer", ["award-book", "award-book-public"]), ("administrator", ["award-book-public"]), ("reader", [])],
)
def test_who_makes_papers_is_offered_the_book_that_is_fit_for_them(go, cast, campaign, part, papers):
    row = make_nomination(campaign, unit=cast.unit("economy"), status="awarded")
    opened(make_decision(campaign, [row], status="published"))
    actor = cast.actor(part)

    answer = go(actor, "book-years")

    assert offered(answer) == papers
    assert f'href="{here(actor, "awards:book")}?year=2026"' in answer.content.decode()
