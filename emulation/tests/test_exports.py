"""Every list as a workbook shows exactly what its page shows, to every role and under every kind of question."""

import csv
from datetime import datetime
from io import BytesIO, StringIO

import pytest
from django.db import transaction
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone
from django_scopes import scope
from openpyxl import load_workbook

from communes.tests.factories import Cast, make_commune
from emulation.tests.confidences import NUMBERS, SECRETS, Confidences
from emulation.tests.walks import QUERIES
from reports.exports.base import LISTS

pytestmark = pytest.mark.xdist_group("workbooks")

ROLES = ("administrator", "officer", "head", "other_head", "inspector", "reader", "councillor")
ASKING = ("administrator", "officer", "head", "reader")
OUTSIDERS = ("administrator", "head", "member", "other_head", "inspector")
# What stands in the lists besides the secrets.
RECORDS = ("letter", "accepted", "report", "exemplar", "finding", "difficulty", "unit_plan", "drive", "registration",
           "summary", "review", "dossier", "discipline", "examination", "earlier_award", "assessment",
           "reminder", "day_off", "sheet", "plan_reading", "mailing", "adoption")  # fmt: skip
# The page on which each list stands, and which of its records it is about.
PAGES = {
    "people": "communes:people", "units": "communes:units", "numbers": "communes:numbers",
    "accounts": "communes:accounts", "history": "communes:history", "campaigns": "campaigns:campaigns",
    "nominations": "awards:nominations", "appraisals": "awards:appraisals", "postings": "awards:postings",
    "sessions": "awards:sessions", "board": "awards:board", "standing": "awards:standing",
    "initiatives": "awards:initiatives", "earlier-awards": "awards:earlier-awards",
    "disciplines": "awards:disciplines", "examinations": "awards:examinations", "decisions": "awards:decisions",
    "book": "awards:book", "book-higher": "awards:book-higher", "book-statistics": "awards:book-statistics",
    "certificates": "awards:certificates", "proposals": "awards:proposals", "papers": "reports:documents",
    "letters": "reports:letters", "letters-received": "reports:letters-received", "reminders": "reports:reminders",
    "days-off": "communes:days-off", "sheets": "communes:sheets", "law": "campaigns:law", "fund": "awards:fund",
    "plan-readings": "campaigns:plan-readings", "my-reports": "campaigns:my-reports", "notices": "reports:notices",
    "bulletin": "campaigns:bulletin", "adoptions": "campaigns:adoptions", "councils": "awards:councils",
    "mailings": "reports:mailings",
}  # fmt: skip
OF_CAMPAIGN = {
    "tracker": "campaigns:tracker", "unit-plans": "campaigns:unit-plans", "deadlines": "campaigns:deadlines",
    "participants": "campaigns:participants", "unit-reports": "campaigns:reports",
    "inspections": "campaigns:inspections", "difficulties": "campaigns:difficulties",
    "exemplars": "campaigns:exemplars", "registrations": "campaigns:registrations", "drives": "campaigns:drives",
    "indicators": "campaigns:indicators", "reviews": "awards:reviews", "summaries": "reports:summaries",
    "report-forms": "campaigns:report-forms", "campaign-history": "campaigns:campaign-history",
}  # fmt: skip
ASKED = {
    "people": ("state=all", "q=kha", "sort=-name"), "units": ("kind=office", "state=ended"),
    "numbers": ("year=2026", "symbol=QĐ"), "campaigns": ("status=issued",),
    "appraisals": ("view=all", "view=mine", "view=all&sort=-unit"),
    "sessions": ("sort=title",), "standing": ("sort=unit",), "certificates": ("q=kha", "status=registered"),
    "book-statistics": ("year=2025", "year=x"), "tracker": ("state=not_started",), "unit-reports": ("status=draft",),
    "inspections": ("sort=-unit",), "letters": ("kind=notice", "sort=-number"),
    "reminders": ("status=sent", "kind=after", "sort=unit"), "postings": ("state=open", "remarks=waiting", "place=tin"),
    "reviews": ("state=open", "since=01/01/2026"), "participants": ("state=left", "sort=joined", "q=kinh"),
    "summaries": ("status=draft", "year=2026"), "law": ("all=1", "confirmed=no", "owner=commune"),
    "councils": ("state=today", "number=9"), "days-off": ("year=2026", "kind=worked"), "fund": ("year=2025",),
    "campaign-history": ("what=Kinh", "since=01/05/2026"), "my-reports": ("sort=-campaign", "status=draft"),
    "notices": ("read=no",), "mailings": ("status=waiting", "sort=who"), "sheets": ("status=checked",),
    "bulletin": ("sort=-spread", "kind=good_practice"), "plan-readings": ("status=open", "q=docx"),
}  # fmt: skip


@pytest.fixture(scope="module")
def built(django_db_setup, django_db_blocker, tmp_path_factory):
    """The commune full of secrets, with one record of each kind, built once."""
    now = datetime(2026, 5, 14, 9, 30, tzinfo=timezone.get_default_timezone())
    media = tmp_path_factory.mktemp("media")
    with django_db_blocker.unblock(), override_settings(MEDIA_ROOT=media), pytest.MonkeyPatch.context() as patch:
        patch.setattr(timezone, "now", lambda: now)
        with transaction.atomic():
            commune = make_commune()
            with scope(commune=commune):
                secrets = Confidences(Cast(commune), now)
                secrets.world.contest = secrets.contest
                for record in RECORDS:
                    secrets.world.record(record)
            yield secrets
            transaction.set_rollback(True)


@pytest.fixture
def secrets(built, db):
    """The commune full of secrets, with its scope open."""
    with scope(commune=built.cast.commune):
        yield built


def pages(secrets, *, questions: bool = True):
    """Yield each list with its page and its address, for every record and, if wanted, under every question."""
    slug, campaigns = secrets.cast.commune.slug, (secrets.world.campaign, secrets.contest)
    for key, name in PAGES.items():
        for query in ("", *(QUERIES.get(name, ()) + ASKED.get(key, ()) if questions else ())):
            yield key, f"{reverse(name, args=[slug])}?{query}", f"{reverse('reports:export', args=[slug, key])}?{query}"
    for key, name in OF_CAMPAIGN.items():
        for campaign in campaigns:
            for query in ("", *(ASKED.get(key, ()) if questions else ())):
                address = reverse("reports:export-of", args=[slug, key, campaign.pk])
                yield key, f"{reverse(name, args=[slug, campaign.pk])}?{query}", f"{address}?{query}"
    for decision in secrets.contest.decisions.filter(kind="award"):
        page = reverse("awards:decision-receipts", args=[slug, decision.pk])
        yield "receipts", page, reverse("reports:export-of", args=[slug, "receipts", decision.pk])


def shown_by(context, key: str) -> int:
    """Return how many rows a page shows."""
    if key == "board":
        boards = context["boards"]
        rows = sum(len(each.lines) + len(each.outside) for board in boards for each in board.rounds)
        return rows + sum(bool(board.ad_hoc.proposed) for board in boards)
    if key == "book-statistics":
        knows = context["in_confidence"]
        figures = context["figures"]
        people = (figures.awarded_individuals.number, figures.awarded_individuals.women,
                  figures.awarded_individuals.direct_workers)  # fmt: skip
        counts = [count.awarded for _, counts in context["groups"] for count in counts]
        return sum(bool(count) or knows for count in (figures.awarded, *people, *counts))
    if key in ("deadlines", "receipts"):
        return len(context["rows"])
    return len(context["lines"]) if key == "indicators" else context["page"].paginator.count


def workbook(answer):
    """Return the headings and rows of an answered workbook."""
    sheet = load_workbook(BytesIO(answer.content)).active
    top = int(sheet.freeze_panes[1:]) - 1
    rows = [row for row in sheet.iter_rows(min_row=top + 1, values_only=True) if any(each is not None for each in row)]
    return [each.value for each in sheet[top]], rows


@pytest.fixture(scope="module")
def taken_out():
    """What somebody took out already: {(part, address): (status, headings, rows)}."""
    return {}


def take_out(client: Client, part: str, address: str, taken_out: dict) -> tuple[int, list, list]:
    """Return what a list answers somebody as a workbook, asked once for all tests: status, headings, rows."""
    if (part, address) not in taken_out:
        answer = client.post(address)
        told = workbook(answer) if answer.status_code == 200 else ([], [])
        taken_out[part, address] = answer.status_code, *told
    return taken_out[part, address]


@pytest.mark.once
@pytest.mark.parametrize("part", ROLES)
def test_a_workbook_has_the_rows_of_its_page_for_every_role_and_question(secrets, taken_out, part):
    actor = secrets.cast.actor(part)
    client = Client()
    client.force_login(actor.user)
    differing, seen = {}, set()
    for key, page, address in pages(secrets, questions=part in ASKING):
        shown, (status, _, sent) = client.get(page), take_out(client, part, address, taken_out)
        if part == "reader":
            assert status == 403
        elif shown.status_code != 200:
            assert status == shown.status_code, (key, page)
        else:
            assert status == 200, (key, address)
            rows, expected = len(sent), shown_by(shown.context, key)
            seen |= {key} if rows else set()
            if rows != expected:
                differing[address] = (rows, expected)

    assert differing == {}
    if part == "officer":
        assert set(LISTS) - seen == {"accounts", "letters-received", "my-reports", "notices"}
    if part == "head":
        assert {"letters-received", "my-reports"} <= seen


@pytest.mark.once
@pytest.mark.parametrize("part", ["officer", "head", "secretary"])
def test_a_csv_has_the_headings_and_the_rows_of_the_workbook(secrets, taken_out, part):
    client = Client()
    client.force_login(secrets.cast.actor(part).user)
    seen = set()

    for key, _, address in pages(secrets):
        status, headings, rows = take_out(client, part, address, taken_out)
        answer = client.post(address, {"form": "csv"})
        assert answer.status_code == status, (key, address)
        if status == 200:
            head, *lines = csv.reader(StringIO(answer.content.decode("utf-8-sig")))
            # What is taken out meanwhile is itself a line of history.
            assert head == headings and (key == "history" or len(lines) == len(rows)), (key, address)
            seen.add(key)

    assert len(seen) > 10


@pytest.mark.parametrize("part", OUTSIDERS)
def test_no_workbook_tells_what_was_not_announced(secrets, taken_out, part):
    client = Client()
    client.force_login(secrets.cast.actor(part).user)

    for key, _, address in pages(secrets):
        status, headings, rows = take_out(client, part, address, taken_out)
        if status == 200:
            words = " ".join(str(each) for row in rows for each in row)
            # The register of outgoing papers tells every number, but not of what.
            open_here = NUMBERS if key == "numbers" else ()
            assert [secret for secret in SECRETS if secret in words and secret not in open_here] == [], (key, address)
            assert not {"Tiền thưởng", "Đã công bố"} & set(headings), key


def test_every_list_stands_on_a_page_of_this_table():
    assert set(PAGES) | set(OF_CAMPAIGN) | {"receipts"} == set(LISTS)


@pytest.mark.parametrize("part", ["officer", "head"])
def test_each_page_of_a_list_has_the_button_of_its_own_list_and_query(secrets, part):
    client = Client()
    client.force_login(secrets.cast.actor(part).user)

    for _, page, address in pages(secrets, questions=False):
        shown = client.get(page)
        if shown.status_code == 200:
            assert f'action="{address.rstrip("?")}' in shown.content.decode(), page
