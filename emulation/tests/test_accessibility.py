"""Pages of campaigns in the states that a year leads to: WCAG 2.2 A and AA, narrow screens, silence in the console."""

import pytest
from playwright.sync_api import expect

from communes.addresses import here
from emulation.tests.journeys.situations import year_in_full
from emulation.tests.looking import faults, told
from reports.tasks import take_turn

pytestmark = pytest.mark.browser

SECTIONS = ("facts", "content", "deadlines", "rounds", "responsibilities", "remarks")
SEEN_BY = {
    ("officer", "plans"): [
        ("reports:home",),
        ("campaigns:campaigns",),
        ("campaigns:campaign-create",),
        ("campaigns:campaign", "running"),
        ("campaigns:campaign", "draft"),
        ("campaigns:campaign-plan", "draft"),
        *(("campaigns:section-edit", "draft", f"={section}") for section in SECTIONS),
        ("campaigns:standard-edit", "draft", "round", "=collective"),
        ("campaigns:versions", "running"),
        ("campaigns:deadlines", "running"),
        ("campaigns:participants", "running"),
        ("campaigns:tracker", "running"),
    ],
    ("officer", "field"): [
        ("campaigns:reports", "running"),
        ("campaigns:report", "waiting"),
        ("campaigns:report-enter-on-behalf", "writing"),
        ("campaigns:unit-plans", "running"),
        ("campaigns:drives", "running"),
        ("campaigns:registrations", "running"),
        ("campaigns:inspections", "running"),
        ("campaigns:difficulties", "running"),
        ("campaigns:difficulty", "difficulty"),
        ("campaigns:exemplars", "running"),
        ("campaigns:exemplar", "exemplar"),
        ("campaigns:indicators", "running"),
        ("campaigns:indicator-value", "indicator"),
        ("campaigns:campaign-history", "running"),
        ("campaigns:law",),
        ("reports:summaries", "ended"),
        ("reports:summary", "summary"),
        ("reports:summary-edit", "summary"),
        ("reports:documents",),
        ("reports:document", "paper"),
        ("reports:document", "waiting_paper"),
    ],
    ("head", "own-unit"): [
        ("reports:home",),
        ("campaigns:my-unit",),
        ("campaigns:my-reports",),
        ("campaigns:report", "writing"),
        ("campaigns:report", "accepted"),
        ("campaigns:report-version", "writing", "=1"),
        ("campaigns:report-edit", "writing"),
        ("campaigns:report-section", "writing", "=general"),
        ("campaigns:report-section", "writing", "area"),
        ("campaigns:report-exemplars", "writing"),
        ("campaigns:report-check", "writing"),
        ("campaigns:unit-plan", "unit_plan"),
        ("campaigns:unit-plan-edit", "unit_plan"),
        ("campaigns:drive", "drive"),
        ("campaigns:difficulty-raise", "running"),
    ],
    ("inspector", "inspections"): [
        ("campaigns:inspection", "inspection"),
        ("campaigns:inspection-plan", "running"),
        ("campaigns:inspection-finding", "inspection", "item"),
    ],
    ("leader", "overview"): [
        ("reports:home",),
        ("reports:glance",),
        ("reports:calendar-year", "=2026"),
        ("reports:calendar-link",),
        ("campaigns:campaign", "running"),
        ("campaigns:report", "accepted"),
    ],
    ("officer", "reminders"): [
        ("reports:reminders",),
        ("reports:reminder-terms",),
        ("reports:reminder-text", "running"),
        ("communes:days-off",),
        ("communes:days-off-propose", "=2028"),
        ("communes:day-off-create",),
    ],
    ("clerk", "registers"): [("reports:home",), ("communes:numbers",)],
    ("administrator", "people"): [
        ("communes:settings",),
        ("communes:units",),
        ("communes:unit", "unit"),
        ("communes:people",),
        ("communes:person", "person"),
        ("communes:person-edit", "person"),
        ("communes:accounts",),
        ("communes:history",),
    ],
}


@pytest.fixture
def records(cast, monkeypatch):
    """Return the keys of one record of everything; no worker takes the papers that wait."""
    monkeypatch.setattr(take_turn, "delay", lambda: None)
    return year_in_full(cast)


# Beside the half of all pages that has the most kinds of elements in common with these.
@pytest.mark.xdist_group("pages-2")
@pytest.mark.django_db
def test_every_page_of_a_year_can_be_read_by_everybody_on_every_screen(eyes, cast, records):
    unseen = []
    for (role, _), pages in SEEN_BY.items():
        actor = cast.actor(role)
        for name, *given in pages:
            # What begins with “=” stands in the address itself.
            args = [each[1:] if each.startswith("=") else records[each] for each in given]
            told = " ".join([name, *given, "as", role])
            if eyes.look(told, here(actor, name, *args), eyes.as_actor(actor)).status_code != 200:
                unseen.append(told)

    assert unseen == []
    eyes.told()


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_the_pages_before_and_beside_the_work_can_be_read_by_everybody(office):
    page = office.stranger()
    page.goto(office.address)
    found = faults(page, "sign-in")
    page.get_by_role("button", name="Đăng nhập", exact=True).click()
    expect(page.get_by_role("alert")).to_be_visible()
    found += faults(page, "refused sign-in")
    head = office.cast.actor("head").user
    head.set_password("vuon-che-dau-nui-34")
    head.save()
    own = office.sit("head")
    for path in ("/tai-khoan/password/change/", "/tai-khoan/2fa/", "/tai-khoan/phien/", "/tai-khoan/logout/"):
        own.goto(office.address + path)
        found += faults(own, path)

    told(found)
