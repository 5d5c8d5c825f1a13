"""Every address of the product in every role: WCAG 2.2 A and AA, a narrow phone, an enlarged desk.

The records are those of the house, so an address that joins it is looked at here. In a role whose page has no element
of a kind that another role's page of the same address did not show, axe would find the same: that page is not opened.
"""

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from awards.services.local_rules import thresholds_asked
from awards.tests.factories import make_decision, make_session
from campaigns.services import plans
from campaigns.tests.factories import make_campaign
from campaigns.tests.five_plans import plan
from communes.access import GRANTS
from communes.tests.factories import PEOPLE
from emulation.tests.house import Address, World, addresses, parameters
from emulation.tests.house_public import PUBLIC
from emulation.tests.journeys.office import DESK
from emulation.tests.looking import NARROW, faults, shapes, told
from reports.services import letters
from reports.tasks import take_turn
from reports.tests.cases import AT
from reports.tests.public_cases import make_shown, open_pages

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
    pytest.mark.usefixtures("counted_menu"),
]

SIZES = (DESK, NARROW)
AT_ONCE = 12
OPEN = sorted((each for each in addresses() if each.below_commune and not each.post_only), key=lambda each: each.name)
WALKS = {OPEN[place].name: OPEN[place : place + AT_ONCE] for place in range(0, len(OPEN), AT_ONCE)}
# Those with the most rights first: what the others see is mostly part of it.
PARTS = sorted(PEOPLE, key=lambda part: -len(GRANTS[PEOPLE[part][1]]))


def _threshold(world: World) -> str:
    """Return a criterion whose threshold the plan leaves to the commune."""
    campaign = make_campaign(world.cast, document=plan("HP"))
    asked = thresholds_asked(campaign)[0]
    return f"{campaign.pk}?subject={asked.subject}&criterion={asked.node.key}"


def _amended(world: World) -> str:
    """Return a campaign with an amendment in draft."""
    campaign = make_campaign(world.cast, key="co-dieu-chinh")
    plans.start_amendment(campaign, **world.who)
    return str(campaign.pk)


# What stands in the address of pages that the usual record of the house does not show: a key, perhaps a question.
INSTEAD = {
    "awards:certificates-hand-over": lambda world: f"?c={world.certificate.pk}",
    "awards:certificates-print": lambda world: f"?c={world.certificate.pk}",
    "awards:decision-issue": lambda world: str(
        make_decision(world.contest, status="awaiting_signature", signed_at=AT, signer_name="Đặng Hữu Phúc").pk
    ),
    "awards:session-agenda": lambda world: str(make_session(world.council).pk),
    "awards:session-open": lambda world: str(make_session(world.council, status="convened").pk),
    "awards:threshold-set": _threshold,
    "campaigns:amendment": _amended,
    "campaigns:campaign-issue": lambda world: str(make_campaign(world.cast, key="da-duyet-kh", status="approved").pk),
    "campaigns:report-submitted": lambda world: str(world.accepted.pk),
    "reports:letter-edit": lambda world: str(letters.draft("notice", campaign=world.campaign, **world.who).pk),
}


@pytest.fixture
def world(office, monkeypatch, settings, tmp_path):
    """One record of each kind; no worker takes the papers that wait."""
    settings.MEDIA_ROOT = tmp_path / "media"
    monkeypatch.setattr(take_turn, "delay", lambda: None)
    return World(office.cast)


def url_of(address: Address, world: World) -> str:
    """Return an address with a record in it that has a page."""
    given = parameters(address, world)
    if address.name not in INSTEAD:
        return address.url("dong-tam", **given)
    key, mark, question = INSTEAD[address.name](world).partition("?")
    return address.url("dong-tam", **(given | {"pk": int(key)} if key else given)) + mark + question


class Eyes:
    """The browsers of the cast, and what they have seen of each address."""

    def __init__(self, office):
        self.office = office
        self.pages = {}
        self.found: list[str] = []

    def page(self, part: str):
        """Return the browser of one of the cast."""
        if part not in self.pages:
            self.pages[part] = self.office.sit(part)
        return self.pages[part]

    def look(self, address: Address, url: str) -> bool:
        """Look at an address in each role whose page differs; say whether it gave anybody a page or a file."""
        seen: set[str] = set()
        given = False
        for part in PARTS:
            actor = self.office.cast.actor(part)
            if not any(actor.may(can) for can in address.needs):
                continue
            client = Client()
            client.force_login(actor.user)
            answer = client.get(url)
            given = given or answer.status_code == 200
            if answer.status_code != 200 or answer.streaming or b"<html" not in answer.content:
                continue
            new = shapes(answer.content.decode())
            if new <= seen:
                continue
            seen |= new
            page = self.page(part)
            page.goto(self.office.address + url)
            self.found += faults(page, f"{address.name} as {part}", SIZES)
        return given


@pytest.mark.parametrize("first", WALKS)
def test_every_address_can_be_read_by_everybody_in_every_role(office, world, first):
    eyes = Eyes(office)
    for part in PARTS:
        office.cast.actor(part)

    unseen = [each.name for each in WALKS[first] if not eyes.look(each, url_of(each, world))]

    assert unseen == []
    told(eyes.found)


def test_the_pages_for_everybody_can_be_read_by_everybody(office, world, now, clock):
    shown = make_shown(office.cast, now)
    open_pages(shown.commune, now)
    cache.clear()
    page = office.stranger()
    args = {"plan": [shown.campaign.pk], "award": [shown.decision.pk], "exemplar": [shown.exemplar.pk],
            "posting": [shown.posting.pk]}  # fmt: skip
    names = [each for each in PUBLIC if each.startswith("public:") and not each.endswith(("plan-pdf", "picture"))]
    urls = {name: reverse(name, args=["dong-tam", *args.get(name.partition(":")[2], [])]) for name in sorted(names)}
    found = []

    for name, url in [*urls.items(), ("check", reverse("check")), ("wrong code", reverse("check") + "?ma=1")]:
        assert page.goto(office.address + url).status == 200, url
        found += faults(page, name, SIZES)

    told(found)
