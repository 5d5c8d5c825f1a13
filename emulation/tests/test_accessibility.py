"""Every main page, as each role sees it: WCAG 2.2 A and AA, narrow screens, silence in the console."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from emulation.tests.house import World
from emulation.tests.journeys.office import DESK, PHONE
from emulation.tests.journeys.situations import year_in_full
from reports.tasks import render_document

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]

NARROW = {"width": 360, "height": 740}
RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]},
    "rules": {"target-size": {"enabled": True}},
    "resultTypes": ["violations"],
}
# A frame that scrolls can be reached by the Tab key, one that does not is no stop on the way.
SETTLED = """() => Array.from(document.querySelectorAll(".table-frame")).every(
    (frame) => frame.hasAttribute("tabindex") === frame.scrollWidth > frame.clientWidth + 1)"""
SECTIONS = ("facts", "content", "deadlines", "rounds", "responsibilities", "remarks")
AXE = Axe().axe_script
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
    monkeypatch.setattr(render_document, "delay", lambda pk: None)
    return year_in_full(cast)


def violations(page) -> list[str]:
    """Return what the page breaks, one line for each element."""
    found = page.evaluate("options => axe.run(document, options)", RULES)["violations"]
    return [
        f"{rule['id']}: {node['target']} {node['html'][:160]} – {node['failureSummary'].splitlines()[1].strip()}"
        for rule in found
        for node in rule["nodes"]
    ]


def faults(page, name: str) -> list[str]:
    """Look at one page on a desk, on a phone and on the narrowest phone; return everything that is wrong with it."""
    found = []
    page.evaluate("document.querySelectorAll('main details').forEach((each) => (each.open = true))")
    page.evaluate(AXE)
    for size in (DESK, PHONE):
        page.set_viewport_size(size)
        page.wait_for_function(SETTLED)
        found += [f"{name} at {size['width']}: {each}" for each in violations(page)]
    page.set_viewport_size(NARROW)
    width = page.evaluate("document.documentElement.scrollWidth")
    if width > NARROW["width"]:
        found.append(f"{name}: {width} wide on a screen of {NARROW['width']}")
    page.set_viewport_size(DESK)
    return found


def told(found: list[str]) -> None:
    """Fail with every fault on a line of its own."""
    assert not found, "\n" + "\n".join(found)


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
    for path in ("/tai-khoan/password/change/", "/tai-khoan/2fa/", "/tai-khoan/logout/"):
        own.goto(office.address + path)
        found += faults(own, path)

    told(found)
