"""Every main page, as each role sees it: WCAG 2.2 A and AA, narrow screens, silence in the console."""

import pytest
from playwright.sync_api import expect

from emulation.tests.house import World
from emulation.tests.journeys.situations import year_in_full
from emulation.tests.looking import faults, told
from reports.tasks import take_turn

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]

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
# Lists come last, when there is something to list.
AWARDS_SEEN_BY = {
    "officer": [
        ("awards:nomination-new", "contest"),
        ("awards:appraise", "appraised"),
        ("awards:campaign-awards", "contest"),
        ("awards:ranking", "contest", "round"),
        ("awards:decision", "decision"),
        ("awards:proposal", "proposal"),
        ("awards:standing",),
        ("awards:nominations",),
        ("awards:appraisals",),
        ("reports:mailing", "mailing"),
        ("reports:mailing-edit", "mailing"),
        ("reports:mailings",),
        ("reports:reminders",),
        ("communes:day-off-edit", "day_off"),
        ("communes:days-off",),
    ],
    "member": [("reports:notices",)],
    "head": [
        ("awards:nomination", "nomination"),
        ("awards:nomination-section", "nomination", "=citation"),
        ("awards:nomination-section", "nomination", "=standards"),
        ("awards:nomination-check", "nomination"),
        ("awards:review-votes", "review"),
    ],
    "secretary": [
        ("awards:session", "session"),
        ("awards:session-presence", "session"),
        ("awards:ballot", "ballot"),
        ("awards:minutes-edit", "minutes"),
    ],
    "councillor": [("awards:session-item", "agenda_item"), ("awards:ballot-vote", "ballot")],
    "chair": [("awards:session-projector", "ballot_session"), ("awards:minutes", "signed_minutes")],
    "clerk": [
        ("awards:decision-check", "decision"),
        ("awards:certificate", "certificate"),
        ("awards:certificates",),
        ("awards:book",),
        ("reports:certificate-stock", "stock"),
        ("reports:certificate-layout", "stock"),
        ("reports:certificate-sheet", "certificate"),
        ("reports:certificates-printed", "certificate_file"),
        ("reports:certificate-stocks",),
    ],
    "leader": [("awards:board",), ("awards:decisions",)],
}


class Keys:
    """The keys of one record of each kind of awards, each record made when first asked for."""

    def __init__(self, world: World):
        self.world = world

    def __getitem__(self, name: str) -> int:
        """Return the key of a record by its name in the world."""
        if name == "round":
            return self.world.contest.rounds.get().pk
        if name == "ballot_session":
            return self.world.ballot.session_id
        return self.world.record(name).pk


@pytest.fixture
def records(cast, monkeypatch):
    """Return the keys of one record of everything; no worker takes the papers that wait."""
    monkeypatch.setattr(take_turn, "delay", lambda: None)
    return year_in_full(cast)


def addresses(office, records, pages):
    """Yield name and address of each page of a list; what begins with “=” stands in the address itself."""
    for name, *given in pages:
        args = [each[1:] if each.startswith("=") else records[each] for each in given]
        yield " ".join([name, *given]), office.url(name, *args)


def faults_on_the_way(office, records, role, pages) -> list[str]:
    """Let one of the cast open pages one after the other; return everything that is wrong with them."""
    page = office.sit(role)
    found = []
    for name, address in addresses(office, records, pages):
        answer = page.goto(address)
        if answer.status != 200 or page.url != address:
            found.append(f"{name}: {answer.status}, landed on {page.url}")
        found += faults(page, name)
    return found


@pytest.mark.parametrize(("role", "walk"), SEEN_BY)
def test_every_page_of_a_role_can_be_read_by_everybody_on_every_screen(office, records, role, walk):
    told(faults_on_the_way(office, records, role, SEEN_BY[role, walk]))


@pytest.mark.parametrize("role", AWARDS_SEEN_BY)
def test_every_page_of_awards_can_be_read_by_everybody_on_every_screen(office, role):
    told(faults_on_the_way(office, Keys(World(office.cast)), role, AWARDS_SEEN_BY[role]))


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
