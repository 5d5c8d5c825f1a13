"""The page on which a nomination begins: rounds, awards that cannot be chosen, a round whose year has not come."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from awards.models import Nomination
from awards.tests.factories import award_plan, make_award_campaign, make_decision, make_nomination
from campaigns.models import AwardRound
from campaigns.tests.factories import make_campaign
from campaigns.tests.five_plans import plan as plan_of

pytestmark = pytest.mark.usefixtures("law", "clock")


def text(answer) -> str:
    """Return a page as text."""
    return answer.content.decode()


@pytest.fixture
def unit(cast):
    """Phòng Kinh tế, whose head nominates."""
    return cast.unit("economy")


def test_a_choice_names_its_round_with_deadline_and_begins_with_its_year(go, campaign, head):
    page = text(go(head, "nomination-new", campaign.pk))

    assert '<optgroup label="Đợt khen thưởng cuối năm, năm 2026 (nhận hồ sơ đến hết ngày 31/05/2026)">' in page
    assert ">Tổng kết năm 2026: Giấy khen – Chủ tịch UBND xã (mục V.2)</option>" in page


def test_a_round_of_a_later_year_is_asked_about_first(go, campaign, unit, head):
    AwardRound.objects.update(year=2027)
    given = {"line": f"{campaign.rounds.get().pk}|giay_khen:commune:tap-the", "collective": unit.pk}

    asked = go(head, "nomination-new", campaign.pk, post=given)

    assert "Đồng chí đang chọn: Đợt khen thưởng cuối năm, năm 2027" in text(asked)
    assert "Phong trào này không có đợt nào của năm nay." in text(asked)
    assert not Nomination.objects.exists()
    go(head, "nomination-new", campaign.pk, post=given | {"sure": "on"})
    assert Nomination.objects.get().round.year == 2027


def test_a_round_of_a_past_year_is_asked_about_where_this_year_has_one(go, campaign, unit, head):
    AwardRound.objects.update(year=2025)
    past = campaign.rounds.get()
    given = {"line": f"{past.pk}|giay_khen:commune:tap-the", "collective": unit.pk}
    AwardRound.objects.create(campaign=campaign, key="cuoi-nam", kind="final", year=2026, title="Khen thưởng cuối năm")

    page = go(head, "nomination-new", campaign.pk)
    asked = go(head, "nomination-new", campaign.pk, post=given)

    groups = [label for label, _ in page.context["form"].fields["line"].choices[1:]]
    assert [label.partition(" (")[0] for label in groups] == [
        "Đợt khen thưởng cuối năm, năm 2026", "Đợt khen thưởng cuối năm, năm 2025", "Đột xuất, ngoài đợt"
    ]  # fmt: skip
    assert asked.context["other_year"].round == past
    AwardRound.objects.filter(year=2026).delete()
    go(head, "nomination-new", campaign.pk, post=given)
    assert Nomination.objects.get().round == past


@pytest.mark.rule("HP-03")
def test_an_award_of_a_level_that_ended_stands_there_with_its_reason_but_cannot_be_chosen(go, cast, unit, head):
    plan = plan_of("HP")
    facts = award_plan().facts
    audience = award_plan().audience
    campaign = make_campaign(cast, document=plan.__class__(
        **{name: getattr(plan, name) for name in plan.__dataclass_fields__} | {"facts": facts, "audience": audience}
    ))  # fmt: skip

    page = go(head, "nomination-new", campaign.pk)

    field = page.context["form"].fields["line"]
    district = [value for _, options in field.choices[1:] for value, _ in options if ":district:" in value]
    assert district
    assert field.widget.refused == frozenset(district)
    for value in district:
        assert f'<option value="{value}" disabled>' in text(page)
    assert "không chọn được: Chủ tịch UBND huyện, thị xã không còn thẩm quyền từ ngày 01/7/2025" in text(page)
    refused = go(head, "nomination-new", campaign.pk, post={"line": district[0], "collective": unit.pk})
    assert "không dùng được số lượng khen thưởng của cấp này" in text(refused)
    assert not Nomination.objects.exists()


def test_a_published_round_is_closed_to_units_and_open_to_the_office(go, cast, campaign, unit, head, officer):
    campaign.deadlines.update(late_from="2026-05-01T00:00:00+07:00")
    other = make_nomination(campaign, unit=cast.unit("service"), status="awarded")
    make_decision(campaign, [other], status="published")

    for actor, refused in ((head, 1), (officer, 0)):
        page = go(actor, "nomination-new", campaign.pk)
        assert "(đã công bố quyết định khen thưởng của đợt)" in text(page)
        assert len(page.context["form"].fields["line"].widget.refused) == refused


def test_the_choice_keeps_its_query_count(go, cast, head, django_assert_num_queries):
    campaign = make_award_campaign(cast, key="nhieu-dot")
    go(head, "nomination-new", campaign.pk)
    for year in range(2027, 2031):
        AwardRound.objects.create(campaign=campaign, key="cuoi-nam", kind="final", year=year, title="Cuối năm")

    with django_assert_num_queries(15):
        go(head, "nomination-new", campaign.pk)


def test_the_office_asks_for_the_units_once_for_both_drop_downs(go, campaign, officer):
    go(officer, "nomination-new", campaign.pk)

    with CaptureQueriesContext(connection) as asked:
        form = go(officer, "nomination-new", campaign.pk).context["form"]

    assert len([each for each in asked.captured_queries if 'FROM "communes_unit"' in each["sql"]]) == 1
    assert [list(form.fields[name].choices)[0] for name in ("collective", "unit")] == [
        ("", "Chọn tập thể"), ("", "Chọn đơn vị"),
    ]  # fmt: skip
    assert list(form.fields["unit"].choices)[1:] == list(form.fields["collective"].choices)[1:] != []
