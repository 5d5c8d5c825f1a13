"""Every address of the product in every role: WCAG 2.2 A and AA, a narrow phone, an enlarged desk.

The records are those of the house, so an address that joins it is looked at here.
"""

from itertools import pairwise

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from awards.services.local_rules import thresholds_asked
from awards.tests.factories import make_decision, make_session
from campaigns.services import plans
from campaigns.tests.factories import make_campaign
from campaigns.tests.five_plans import plan
from emulation.tests.house import Address, World, addresses, parameters
from emulation.tests.house_public import PUBLIC
from emulation.tests.window import PARTS
from reports.services import letters
from reports.tasks import take_turn
from reports.tests.cases import AT
from reports.tests.public_cases import make_shown, open_pages

pytestmark = [pytest.mark.browser, pytest.mark.django_db, pytest.mark.usefixtures("counted_menu")]

OPEN = sorted((each for each in addresses() if each.below_commune and not each.post_only), key=lambda each: each.name)
# Two processes look side by side, each at one half: a worker that holds three tests or more is handed no further one.
PIECES_OF_HALF = 3
CUTS = [len(OPEN) * each // (2 * PIECES_OF_HALF) for each in range(2 * PIECES_OF_HALF + 1)]
PIECES = [
    pytest.param(*cuts, id=OPEN[cuts[0]].name, marks=pytest.mark.xdist_group(f"pages-{1 + number // PIECES_OF_HALF}"))
    for number, cuts in enumerate(pairwise(CUTS))
]


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


# Pages that look otherwise with something else in their address than what the house puts there, or when all is there.
MORE = {
    "awards:appraisals": lambda world: {},
    "awards:board": lambda world: {},
    "awards:book": lambda world: {},
    "awards:book-higher": lambda world: {},
    "awards:minutes": lambda world: {"pk": world.signed_minutes.pk},
    "awards:nomination-section": lambda world: {"pk": world.nomination.pk, "section": "standards"},
    "awards:session-projector": lambda world: {"pk": world.ballot.session_id},
}


@pytest.fixture
def world(cast, monkeypatch, settings, tmp_path):
    """One record of each kind; no worker takes the papers that wait."""
    settings.MEDIA_ROOT = tmp_path / "media"
    monkeypatch.setattr(take_turn, "delay", lambda: None)
    return World(cast)


def url_of(address: Address, world: World) -> str:
    """Return an address with a record in it that has a page."""
    given = parameters(address, world)
    if address.name not in INSTEAD:
        return address.url("dong-tam", **given)
    key, mark, question = INSTEAD[address.name](world).partition("?")
    return address.url("dong-tam", **(given | {"pk": int(key)} if key else given)) + mark + question


@pytest.mark.parametrize(("start", "end"), PIECES)
def test_every_address_can_be_read_by_everybody_in_every_role(eyes, world, start, end):
    before, here, after = OPEN[:start], OPEN[start:end], OPEN[end:]
    for part in PARTS:
        world.cast.actor(part)
    for each in before:
        url_of(each, world)

    unseen = [each.name for each in here
              if not eyes.look_as_everybody(each.name, url_of(each, world), world.cast, each.needs)]  # fmt: skip
    for each in after:
        url_of(each, world)
    for each in here:
        if each.name in MORE:
            url = each.url("dong-tam", **MORE[each.name](world))
            assert eyes.look_as_everybody(f"{each.name} again", url, world.cast, each.needs)

    assert unseen == []
    eyes.told()


def test_the_pages_for_everybody_can_be_read_by_everybody(eyes, cast, now, clock):
    shown = make_shown(cast, now)
    open_pages(shown.commune, now)
    cache.clear()
    args = {"plan": [shown.campaign.pk], "award": [shown.decision.pk], "exemplar": [shown.exemplar.pk],
            "posting": [shown.posting.pk]}  # fmt: skip
    names = [each for each in PUBLIC if each.startswith("public:") and not each.endswith(("plan-pdf", "picture"))]
    urls = {name: reverse(name, args=["dong-tam", *args.get(name.partition(":")[2], [])]) for name in sorted(names)}

    for name, url in [*urls.items(), ("check", reverse("check")), ("wrong code", reverse("check") + "?ma=1")]:
        assert eyes.look(name, url, Client()).status_code == 200, url

    eyes.told()
