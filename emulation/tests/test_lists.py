"""Every list has its filters, its orders and its workbook; one that lacks something is named here with the reason."""

import re
from functools import cache
from pathlib import Path

import pytest
from django.conf import settings
from django.core.paginator import Paginator
from django.test import RequestFactory
from django.urls import get_resolver

from communes.forms.filters import KitFilterSet, YearFilter
from kit.views import paginate

TEMPLATES = Path(settings.BASE_DIR) / "templates"
INCLUDED = re.compile(r'{% include "([^"]+)"')
# What a list may have, and by what its template shows it.
PARTS = {"filter": ("{% filter_form ",), "order": ("{% sort_header ",), "workbook": ("reports/_export_button.html",)}
EVERYTHING = frozenset(PARTS)
OUTSIDE = "Whoever signs in nowhere takes no workbook out."
LACKING = {
    "awards/board.html": ({"filter", "order"}, "A card for each campaign under way; the list of one is its own page."),
    "awards/book_past.html": (
        {"filter", "workbook"},
        "One subject's page; the book is filtered by unit and person and taken out.",
    ),
    "awards/fund.html": ({"filter", "order"}, "The order is the sum that is left; years are tabs."),
    "awards/nomination_campaign.html": ({"order", "workbook"}, "A choice among the campaigns, which have their list."),
    "awards/session_agenda.html": ({"workbook"}, "A choice among the dossiers, which have their list."),
    "awards/voting_rule_list.html": (EVERYTHING, "A dozen rules, compared with one another."),
    "campaigns/campaign_history.html": ({"order"}, "Acts are told from the latest back."),
    "campaigns/tracker_my_unit.html": (EVERYTHING, "Tasks, the nearest first; the reports have their list."),
    "communes/audit.html": ({"workbook"}, "Taken out as a whole, with its seals."),
    "communes/history_list.html": ({"order"}, "Acts are told from the latest back."),
    "communes/search.html": (EVERYTHING, "The best comes first; kinds are tabs."),
    "communes/sheet.html": (EVERYTHING, "The rows of one file, in its order."),
    "operations/backup_list.html": ({"workbook"}, "For whoever runs the machine; the archives themselves are fetched."),
    "province/act_list.html": ({"order", "workbook"}, "Acts are told from the latest back, inside the province."),
    "province/commune_list.html": ({"workbook"}, "Taken out by a button of its own: a province is no actor."),
    "province/hand_over.html": (EVERYTHING, "Accounts that wait for a first password, the next ones first."),
    "province/member_list.html": ({"workbook"}, "A handful of accounts."),
    "province/paper_list.html": ({"workbook"}, "The papers are fetched; the figures are taken out elsewhere."),
    "province/sheet.html": (EVERYTHING, "The rows of one file, in its order."),
    "public/award.html": (EVERYTHING, OUTSIDE + " The names of one decision, in its order."),
    "public/awards.html": ({"workbook"}, OUTSIDE),
    "public/exemplars.html": ({"workbook"}, OUTSIDE),
    "public/plans.html": ({"workbook"}, OUTSIDE),
    "public/postings.html": ({"filter", "workbook"}, OUTSIDE + " A posting hangs some days: there are never many."),
    "reports/wording.html": (EVERYTHING, "The versions of one text, the latest first."),
}


@cache
def whole(name: str) -> str:
    """Return a template with what it includes."""
    text = (TEMPLATES / name).read_text(encoding="utf-8")
    return text + "".join(whole(each) for each in INCLUDED.findall(text) if (TEMPLATES / each).exists())


def lists() -> list[str]:
    """Return the templates that show a list page by page."""
    pages = (path for path in TEMPLATES.rglob("*.html") if "{% pagination" in path.read_text(encoding="utf-8"))
    return sorted(str(path.relative_to(TEMPLATES)) for path in pages)


def lacking(name: str) -> set[str]:
    """Return what a list lacks."""
    text = whole(name)
    return {part for part, signs in PARTS.items() if not any(sign in text for sign in signs)}


@pytest.mark.parametrize("name", lists())
def test_a_list_has_filters_orders_and_a_workbook_unless_named_with_a_reason(name):
    known, reason = LACKING.get(name, (set(), "complete"))

    assert lacking(name) == known
    assert reason


def test_no_list_asks_a_database_for_a_year_that_no_date_has():
    get_resolver().url_patterns  # noqa: B018  loads every view, and with them every filter
    sets, found = [KitFilterSet], []
    for each in sets:
        sets += each.__subclasses__()
        found += [filter for filter in each.base_filters.values() if str(filter.field_name).endswith("__year")]

    assert len(found) >= 7
    assert {type(filter) for filter in found} == {YearFilter}


def test_only_lists_are_named():
    assert set(LACKING) - set(lists()) == set()


@pytest.mark.parametrize(
    ("query", "first", "shown"),
    [("", 20, 20), ("", 50, 50), ("size=100", 20, 100), ("size=20", 50, 20), ("size=50", 20, 50), ("size=7", 50, 50)],
)
def test_a_list_that_begins_with_another_size_still_knows_all_three(query, first, shown):
    page = paginate(RequestFactory().get(f"/?{query}"), range(200), per_page=first, pages=Paginator)

    assert len(page.object_list) == shown
