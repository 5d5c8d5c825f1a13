"""Targets that units set themselves: what each kind asks, what is refused, who may touch them."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from campaigns.models import Campaign, ContentItem, Target
from campaigns.services import unit_targets
from campaigns.tests.factories import make_campaign
from campaigns.tests.field_cases import answer_to, unit_plan
from communes.models import HistoryEntry

SCALE = ["Trung bình", "Khá", "Tốt", "Xuất sắc"]


@pytest.fixture
def campaign(cast):
    """A small campaign underway, with two content areas."""
    return make_campaign(cast)


@pytest.fixture
def item(campaign):
    """The first item of the plan."""
    return ContentItem.objects.get(area__campaign=campaign, key="dung-han")


@pytest.fixture
def make_plan(cast, campaign):
    """Return a maker of plans, of Phòng Kinh tế unless another unit is named."""

    def make(status="draft", *, unit=None, **facts):
        return unit_plan(campaign, unit or cast.unit("economy"), status, **facts)

    return make


@pytest.mark.rule("VT-02")
@pytest.mark.parametrize(
    ("facts", "goal"),
    [
        ({"kind": "number", "comparator": "at_least", "value": Decimal("3"), "unit_label": "sáng kiến"},
         "từ 3 sáng kiến trở lên"),
        ({"kind": "percent", "comparator": "exactly", "value": Decimal("100")}, "đúng bằng 100%"),
        ({"kind": "percent", "comparator": "at_most", "value": Decimal("2.5")}, "không quá 2,5%"),
        ({"kind": "yes_no"}, "Có"),
        ({"kind": "grade", "scale": SCALE, "grade": "Khá"}, "từ Khá trở lên"),
        ({"kind": "text"}, ""),
        ({"kind": "reference", "reference": "Kế hoạch số 148/KH-UBND"}, "theo Kế hoạch số 148/KH-UBND"),
    ],
)  # fmt: skip
def test_a_target_of_each_kind_says_what_it_asks(campaign, item, make_plan, member, now, facts, goal):
    plan = make_plan(complete=False)

    target = unit_targets.add(campaign, plan.unit, item, text="Chỉ tiêu", by=member, at=now, **facts)

    target.refresh_from_db()
    assert (target.kind, target.unit, unit_targets.goal_in_words(target)) == (facts["kind"], plan.unit, goal)


@pytest.mark.rule("VT-02")
@pytest.mark.parametrize(
    ("facts", "message"),
    [
        ({"kind": "number"}, "phải có mức phải đạt"),
        ({"kind": "percent", "value": Decimal(-1)}, "không được âm"),
        ({"kind": "grade", "scale": SCALE, "grade": "Kém"}, "trong thang xếp loại"),
        ({"kind": "grade"}, "trong thang xếp loại"),
        ({"kind": "reference"}, "phải ghi số, ký hiệu"),
        ({"kind": "text", "due_on": date(2027, 1, 1)}, "từ 15/01/2026 đến 31/12/2026"),
        ({"kind": "text", "text": " "}, "Chưa ghi chỉ tiêu"),
    ],
)
def test_a_target_that_lacks_something_is_refused(campaign, item, make_plan, member, now, facts, message):
    plan = make_plan(complete=False)

    with pytest.raises(ValidationError, match=message):
        unit_targets.add(campaign, plan.unit, item, by=member, at=now, **{"text": "Chỉ tiêu", **facts})

    assert not Target.objects.filter(unit=plan.unit).exists()


def test_a_target_keeps_only_what_its_kind_uses(campaign, item, make_plan, member, now):
    plan = make_plan(complete=False)

    target = unit_targets.add(
        campaign, plan.unit, item, text="Có niêm yết", kind="yes_no", comparator="at_most", value=Decimal(5),
        unit_label="lượt", scale=SCALE, grade="Tốt", by=member, at=now,
    )  # fmt: skip

    assert (target.value, target.unit_label, target.scale, target.grade, target.comparator) == (
        None, "", [], "", "at_least",
    )  # fmt: skip


def test_the_communes_own_targets_and_those_of_others_are_out_of_reach(campaign, make_plan, head, other_head, now):
    make_plan()
    make_plan(unit=campaign.participations.get(unit__short_name="TT PVHCC").unit, complete=False)
    own_of_commune = Target.objects.filter(unit=None)[0]
    of_economy = Target.objects.filter(unit__short_name="Phòng KT")[0]

    for target, actor in ((own_of_commune, head), (of_economy, other_head)):
        with pytest.raises(PermissionDenied):
            unit_targets.drop(target, by=actor, at=now)

    assert not Target.objects.exclude(retired_at=None).exists()


def test_a_dropped_target_stays_as_a_retired_row(make_plan, member, now):
    plan = make_plan()
    target = Target.objects.filter(unit=plan.unit).order_by("pk")[0]

    unit_targets.drop(target, by=member, at=now)

    target.refresh_from_db()
    assert target.retired_at == now
    assert HistoryEntry.objects.about(plan)[0].label == "Bỏ chỉ tiêu: Chỉ tiêu 1"


def test_a_target_is_changed_and_dropped_on_its_pages(client, make_plan, member):
    plan = make_plan()
    target = Target.objects.filter(unit=plan.unit).order_by("pk")[0]
    data = {"item": target.item_id, "text": "Chỉ tiêu mới", "kind": "number", "value": "3", "comparator": "at_least"}

    page = answer_to(client, member, "campaigns:unit-target-edit", target.pk).content.decode()
    answer_to(client, member, "campaigns:unit-target-edit", target.pk, post=data)
    target.refresh_from_db()
    changed = (target.text, target.kind, target.value)
    answer_to(client, member, "campaigns:unit-target-drop", target.pk, post={})
    target.refresh_from_db()

    assert "Chỉ tiêu 1" in page
    assert changed == ("Chỉ tiêu mới", "number", Decimal(3))
    assert target.retired_at is not None


def test_a_form_of_a_target_says_at_the_field_what_is_missing(client, make_plan, item, member):
    plan = make_plan(complete=False)
    data = {"item": item.pk, "text": "Tỷ lệ đúng hạn", "kind": "percent", "value": "", "comparator": "at_least"}

    answer = answer_to(client, member, "campaigns:unit-plan-target", plan.pk, post=data)

    assert answer.context["form"].errors == {"value": ["Chỉ tiêu bằng số phải có mức phải đạt."]}
    assert "Tỷ lệ đúng hạn" in answer.content.decode()


@pytest.mark.parametrize("status", ["closed", "cancelled"])
def test_targets_stand_once_the_campaign_is_over(campaign, item, make_plan, member, now, status):
    plan = make_plan(complete=False)
    target = unit_targets.add(campaign, plan.unit, item, text="Chỉ tiêu", kind="text", by=member, at=now)
    Campaign.objects.filter(pk=campaign.pk).update(status=status)
    target = Target.objects.get(pk=target.pk)

    with pytest.raises(ValidationError, match="không ở giai đoạn"):
        unit_targets.change(target, item, text="Khác", kind="text", by=member, at=now)
    with pytest.raises(ValidationError, match="không ở giai đoạn"):
        unit_targets.drop(target, by=member, at=now)

    target.refresh_from_db()
    assert (target.text, target.retired_at) == ("Chỉ tiêu", None)
