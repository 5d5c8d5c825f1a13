"""Several dossiers taken for appraisal at once: each named before, each left out with its own reason."""

import re

import pytest
from django.contrib.messages import get_messages

from awards.models import Appraisal, Nomination
from awards.tests.appraisal_cases import make_actor
from awards.tests.factories import make_nomination
from communes.addresses import here
from communes.models import HistoryEntry

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def text_of(answer) -> str:
    """Return the words of a address, without tags."""
    return " ".join(re.sub(r"<[^>]+>", " ", answer.text).split())


@pytest.fixture
def address(officer):
    """The address of the page of confirmation."""
    return here(officer, "awards:appraisals-take")


@pytest.fixture
def dossiers(campaign, cast):
    """Three dossiers: two that wait, one that goes back to its unit."""
    return [
        make_nomination(campaign, unit=cast.unit("economy"), status="submitted"),
        make_nomination(campaign, unit=cast.unit("service"), status="submitted"),
        make_nomination(campaign, unit=cast.unit("service"), subject="individual", status="returned"),
    ]


def test_the_page_names_each_dossier_and_why_one_is_left_out(client, officer, dossiers, address):
    client.force_login(officer.user)

    answer = client.get(address, {"n": [each.pk for each in dossiers]})

    assert {item.record.pk for item in answer.context["ready"]} == {each.pk for each in dossiers[:2]}
    assert [item.reasons for item in answer.context["left_out"]] == [
        ("Nhận thẩm định: không thực hiện được khi đang ở trạng thái “Trả lại bổ sung”.",)
    ]
    words = text_of(answer)
    assert all(each.nominee in words for each in dossiers) and "Phòng Kinh tế đề nghị" in words
    assert Appraisal.objects.count() == 0


def test_the_chosen_are_taken_each_with_its_own_appraisal_and_line(client, officer, dossiers, address):
    client.force_login(officer.user)

    answer = client.post(address, {"n": [each.pk for each in dossiers]})

    assert answer.url == here(officer, "awards:appraisals")
    assert [str(each) for each in get_messages(answer.wsgi_request)][-1] == "Đã nhận thẩm định 02 hồ sơ."
    taken = {each.pk for each in dossiers[:2]}
    assert set(Appraisal.objects.values_list("nomination", "appraiser")) == {(pk, officer.person.pk) for pk in taken}
    assert set(Nomination.objects.filter(pk__in=taken).values_list("status", flat=True)) == {"under_appraisal"}
    lines = HistoryEntry.objects.filter(action="nomination.take")
    assert {line.record_id for line in lines} == taken and lines.count() == 2


def test_a_dossier_of_ones_own_unit_is_left_to_the_others(client, officer, cast, campaign, address):
    colleague = make_actor(cast)
    own = make_nomination(campaign, unit=cast.unit("culture"), status="submitted")
    client.force_login(officer.user)

    other = make_actor(cast, unit="economy")
    campaign.duties.all().delete()
    answer = client.get(address, {"n": [own.pk]})

    [item] = answer.context["left_out"]
    assert item.reasons[0].startswith(f"Hồ sơ của chính đơn vị {officer.person.full_name}; người thẩm định được: ")
    assert other.person.full_name in item.reasons[0] and colleague.person is not None


def test_a_closed_campaign_lets_nothing_be_taken(client, officer, dossiers, address):
    type(dossiers[0].campaign).objects.update(status="cancelled")
    client.force_login(officer.user)

    client.post(address, {"n": [each.pk for each in dossiers]})

    assert Appraisal.objects.count() == 0


def test_a_dossier_next_door_is_no_part_of_it(client, neighbour, dossiers):
    stranger = neighbour("officer")
    client.force_login(stranger.user)

    answer = client.get(here(stranger, "awards:appraisals-take"), {"n": [each.pk for each in dossiers]})

    assert (answer.context["ready"], answer.context["left_out"], answer.context["unseen"]) == ([], [], 3)


@pytest.mark.parametrize("part", ["head", "reader", "leader", "councillor", "clerk"])
def test_only_appraisers_reach_the_page(client, cast, dossiers, address, part):
    client.force_login(cast.actor(part).user)

    assert client.get(address).status_code == 403


def test_the_queue_offers_boxes_and_both_buttons(client, officer, dossiers):
    client.force_login(officer.user)

    answer = client.get(here(officer, "awards:appraisals"))

    assert f'formaction="{here(officer, "awards:appraisals-take")}"' in answer.text
    assert f'name="n" value="{dossiers[0].pk}"' in answer.text
    assert "So sánh hồ sơ đã chọn" in answer.text
