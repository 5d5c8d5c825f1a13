"""The way through the pages of awards: the menu's entry of each page, links from people and units, filters."""

import re

import pytest
from django.urls import URLPattern

from awards import urls
from awards.tests.factories import make_award_campaign
from campaigns.models import Campaign
from communes import navigation
from communes.addresses import here

# Pages that lie below a campaign's tab “Khen thưởng”.
OF_THE_CAMPAIGN = {"campaign-awards", "ranking", "ranking-settle", "ranking-choose", "thresholds", "threshold-set"}
ENTRIES = {
    "nomination-new": "Hồ sơ đề nghị",
    "nomination-section": "Hồ sơ đề nghị",
    "eligibility": "Hồ sơ đề nghị",
    "eligibility-kept": "Hồ sơ đề nghị",
    "review": "Hồ sơ đề nghị",
    "appraise": "Thẩm định",
    "nomination-return": "Thẩm định",
    "nomination-exempt": "Thẩm định",
    "compare": "Thẩm định",
    "opinion-ask": "Thẩm định",
    "opinion-answer": "Thẩm định",
    "posting-create": "Công khai danh sách",
    "fund": "Số lượng, kinh phí",
    "fund-set": "Số lượng, kinh phí",
    "ranking-priorities": "Số lượng, kinh phí",
    "session-item": "Phiên họp Hội đồng",
    "ballot-vote": "Phiên họp Hội đồng",
    "minutes-edit": "Phiên họp Hội đồng",
    "decision-draft": "Quyết định",
    "decision-line-edit": "Quyết định",
    "proposal-create": "Trình cấp trên",
    "proposal-outcome": "Trình cấp trên",
    "seat-end": "Hội đồng",
    "dossier-rules": "Thành phần hồ sơ",
    "standing-person": "Đánh giá, xếp loại",
    "ranking": "Phong trào",
    "thresholds": "Phong trào",
}
FILTERED = ("nominations", "appraisals", "decisions", "proposals", "book", "book-higher", "certificates")


def pages() -> dict[str, str]:
    """Return the address of every page of awards by name, with ones for its keys."""
    found = {}
    for each in urls.urlpatterns:
        assert isinstance(each, URLPattern)
        found[each.name] = re.sub(r"<[^>]*>", "1", str(each.pattern))
    return found


def lit(actor, path: str) -> list[str]:
    """Return the entries of the menu that are marked on a page."""
    return [item["label"] for group in navigation.menu(actor, path) for item in group["items"] if item["current"]]


def test_every_page_of_awards_lights_its_own_entry_of_the_menu(officer):
    home = officer.commune.get_absolute_url()
    marked = {name: lit(officer, home + address) for name, address in pages().items()}

    assert {name: marked[name] for name in ENTRIES} == {name: [entry] for name, entry in ENTRIES.items()}
    below = {name for name, found in marked.items() if found == ["Phong trào"]}
    assert below == OF_THE_CAMPAIGN
    assert {name for name, found in marked.items() if len(found) != 1} == {"file", "file-remove"}


def test_without_the_entry_a_page_lights_what_lies_above_it(head):
    assert lit(head, "/dong-tam/nominations/5/opinion/") == ["Hồ sơ đề nghị"]
    assert lit(head, "/dong-tam/khong-co/") == []


@pytest.mark.parametrize(
    ("part", "shown"),
    [("officer", (True, True)), ("head", (True, True)), ("reader", (False, True)), ("administrator", (False, True))],
)
def test_people_and_units_lead_to_what_awards_know_of_them(client, cast, part, shown):
    actor, unit = cast.actor(part), cast.unit("economy")
    person = cast.actor("head").person
    client.force_login(actor.user)

    for kind, record in (("person", person), ("unit", unit)):
        page = client.get(here(actor, f"communes:{kind}", record.pk)).content.decode()
        links = [here(actor, f"awards:{place}-{kind}", record.pk) for place in ("standing", "book")]
        assert tuple(f'href="{link}"' in page for link in links) == shown
        assert all(client.get(link).status_code == 200 for link, open_ in zip(links, shown, strict=True) if open_)


@pytest.mark.parametrize("name", FILTERED)
def test_campaigns_carry_their_years_in_every_filter(go, cast, officer, name):
    campaign = make_award_campaign(cast)
    Campaign.objects.update(name="Cải cách hành chính")

    page = go(officer, name, query=f"?campaign={campaign.pk}").content.decode()

    assert "Cải cách hành chính (2026)</option>" in page
    assert "Phong trào: Cải cách hành chính (2026)" in page


def test_a_name_that_tells_its_year_is_left_alone(cast):
    campaign = make_award_campaign(cast)
    campaign.name = "Cải cách hành chính năm 2026"

    assert campaign.choice_label == "Cải cách hành chính năm 2026"
    campaign.ends_on = campaign.ends_on.replace(year=2027)
    assert campaign.choice_label == "Cải cách hành chính năm 2026 (2026–2027)"
