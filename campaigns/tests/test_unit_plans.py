"""Units' own plans: words, targets, adoption, revision, files; and what follows for "has its own plan"."""

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from campaigns.models import ContentItem, Target, UnitPlan
from campaigns.services import unit_plans, unit_targets
from campaigns.tests.factories import make_campaign, pdf_of
from campaigns.tests.field_cases import answer_to, neighbours_get, unit_plan
from campaigns.tests.matrix import flow_cases, who_can
from communes.tests.factories import make_unit
from kit.saving import SavedMeanwhile

PDF = pdf_of("Kế hoạch")
TODAY = date(2026, 5, 14)
SCALE = ["Trung bình", "Khá", "Tốt", "Xuất sắc"]
ACTS = {
    "adopt": lambda row, by, at: unit_plans.adopt(row, number="05/KH-PKT", adopted_on=TODAY, by=by, at=at),
    "revise": lambda row, by, at: unit_plans.revise(row, reason="Bổ sung chỉ tiêu.", by=by, at=at),
}


@pytest.fixture(autouse=True)
def _files_in_a_folder_of_the_test(settings, tmp_path):
    """Keep uploads in a folder of the test."""
    settings.MEDIA_ROOT = tmp_path


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


def test_a_unit_begins_one_plan_in_a_campaign(cast, campaign, member, now):
    plan = unit_plans.start(campaign, cast.unit("economy"), by=member, at=now)

    with pytest.raises(ValidationError, match="Phòng Kinh tế đã có kế hoạch"):
        unit_plans.start(campaign, cast.unit("economy"), by=member, at=now)

    assert (UnitPlan.objects.get(), plan.status, plan.saved_by) == (plan, "draft", "Vũ Thị Én")


def test_only_the_unit_itself_begins_its_plan(cast, campaign, now):
    unit = cast.unit("economy")

    assert who_can(cast, lambda actor: unit_plans.start(campaign, unit, by=actor, at=now)) == {"head", "member"}


@pytest.mark.parametrize(("status", "action", "allowed"), flow_cases(UnitPlan))
def test_each_act_is_for_whom_the_table_names(cast, make_plan, now, status, action, allowed):
    pk = make_plan(status).pk

    assert who_can(cast, lambda actor: ACTS[action](UnitPlan.objects.get(pk=pk), actor, now)) == allowed


@pytest.mark.rule("VT-01")
def test_a_plan_is_adopted_when_every_content_area_is_turned_into_a_target(campaign, item, make_plan, head, now):
    plan = make_plan(complete=False, purpose="a", measures="b")
    facts = {"text": "Rút ngắn 30% thời gian", "kind": "percent", "value": Decimal(30)}
    unit_targets.add(campaign, plan.unit, item, by=head, at=now, **facts)

    with pytest.raises(ValidationError) as refusal:
        unit_plans.adopt(plan, number="05/KH-PKT", adopted_on=TODAY, by=head, at=now)
    assert refusal.value.messages == ["Chưa cụ thể hóa thành chỉ tiêu: Cải cách chế độ công vụ"]

    other = ContentItem.objects.get(area__campaign=campaign, key="xep-loai")
    unit_targets.add(
        campaign, plan.unit, other, text="Đạt loại Tốt", kind="grade", scale=SCALE, grade="Tốt", by=head, at=now
    )
    unit_plans.adopt(plan, number="05/KH-PKT", adopted_on=TODAY, by=head, at=now)
    plan.refresh_from_db()
    assert (plan.status, plan.number, plan.adopted_on, plan.adopted_by) == (
        "adopted",
        "05/KH-PKT",
        TODAY,
        "Phạm Văn Dũng",
    )


@pytest.mark.rule("HP-07")
def test_having_an_own_plan_follows_from_the_adopted_plan(cast, campaign, make_plan, head, now):
    assert not unit_plans.has_own_plan(campaign, cast.unit("economy"))

    plan = make_plan()
    assert not unit_plans.has_own_plan(campaign, cast.unit("economy"))

    unit_plans.adopt(plan, number="05/KH-PKT", adopted_on=TODAY, by=head, at=now)
    assert unit_plans.has_own_plan(campaign, cast.unit("economy"))
    assert not unit_plans.has_own_plan(campaign, cast.unit("service"))

    unit_plans.revise(plan, reason="Bổ sung.", by=head, at=now)
    assert not unit_plans.has_own_plan(campaign, cast.unit("economy"))


@pytest.mark.rule("DS-14")
def test_a_units_plan_may_be_merged_with_other_campaigns(make_plan, member, now):
    plan = make_plan()

    unit_plans.save(plan, revision=0, merged_with=" Chuyển đổi số 2026 ", by=member, at=now)

    plan.refresh_from_db()
    assert (plan.merged_with, plan.purpose, plan.revision, plan.saved_by) == (
        "Chuyển đổi số 2026",
        "Phục vụ tốt hơn.",
        1,
        "Vũ Thị Én",
    )


@pytest.mark.parametrize(
    ("number", "on", "message"),
    [("", TODAY, "Chưa ghi số, ký hiệu"), ("05/KH", TODAY + timedelta(days=1), "không được sau hôm nay")],
)
def test_adoption_needs_a_number_and_a_date_that_has_come(make_plan, head, now, number, on, message):
    plan = make_plan()

    with pytest.raises(ValidationError, match=message):
        unit_plans.adopt(plan, number=number, adopted_on=on, by=head, at=now)

    plan.refresh_from_db()
    assert (plan.status, plan.adopted_on) == ("draft", None)


def test_of_two_who_write_at_once_the_second_is_told_who_saved(make_plan, head, member, now):
    plan = make_plan()
    stale = UnitPlan.objects.get(pk=plan.pk)
    unit_plans.save(plan, revision=0, purpose="Một", by=member, at=now)

    with pytest.raises(SavedMeanwhile, match="Vũ Thị Én đã lưu kế hoạch này lúc 09:30 ngày 14/05/2026"):
        unit_plans.save(stale, revision=0, purpose="Hai", by=head, at=now)

    plan.refresh_from_db()
    assert plan.purpose == "Một"


def test_an_adopted_plan_is_opened_before_it_is_changed(campaign, item, make_plan, head, now):
    plan = make_plan("adopted")

    with pytest.raises(ValidationError, match="Kế hoạch đã ban hành"):
        unit_plans.save(plan, revision=0, purpose="x", by=head, at=now)
    with pytest.raises(ValidationError, match="khi kế hoạch của đơn vị đang soạn"):
        unit_targets.add(campaign, plan.unit, item, text="x", kind="text", by=head, at=now)

    assert Target.objects.filter(unit=plan.unit).count() == 2


def test_nothing_is_written_when_the_campaign_is_closed(campaign, make_plan, head, now):
    plan = make_plan()
    type(campaign).objects.filter(pk=campaign.pk).update(status="closed")
    plan = UnitPlan.objects.get(pk=plan.pk)

    with pytest.raises(ValidationError, match="không ở giai đoạn thực hiện"):
        unit_plans.save(plan, revision=0, purpose="x", by=head, at=now)
    with pytest.raises(ValidationError, match="không ở giai đoạn thực hiện"):
        unit_plans.adopt(plan, number="05/KH", adopted_on=TODAY, by=head, at=now)


@pytest.mark.usefixtures("clock")
@pytest.mark.rule("VT-01")
def test_a_plan_goes_from_the_first_word_to_adoption_on_the_pages(client, cast, campaign, item, member, head):
    unit = cast.unit("economy")
    answer_to(client, member, "campaigns:unit-plan-start", campaign.pk, unit.pk, post={})
    plan = UnitPlan.objects.get()
    words = {"purpose": "Phục vụ tốt hơn.", "measures": "Rút ngắn thời gian.", "merged_with": "Dân vận", "version": 0}
    answer_to(client, member, "campaigns:unit-plan-edit", plan.pk, post=words)
    for each, facts in (
        (item, {"kind": "percent", "value": "97,5", "comparator": "at_least"}),
        (
            ContentItem.objects.get(area__campaign=campaign, key="xep-loai"),
            {"kind": "grade", "grade": "|".join(["Tốt", *SCALE]), "comparator": "at_least"},
        ),
    ):
        answer_to(
            client, member, "campaigns:unit-plan-target", plan.pk, post={"item": each.pk, "text": "Chỉ tiêu", **facts}
        )
    facts = {"number": "05/KH-PKT", "adopted_on": f"{timezone.localdate():%d/%m/%Y}"}
    facts["scan"] = SimpleUploadedFile("ke-hoach.pdf", PDF)
    answer_to(client, head, "campaigns:unit-plan-adopt", plan.pk, post=facts)

    plan.refresh_from_db()
    assert (plan.status, plan.number, plan.purpose, plan.merged_with) == (
        "adopted",
        "05/KH-PKT",
        "Phục vụ tốt hơn.",
        "Dân vận",
    )
    assert list(Target.objects.filter(unit=unit).order_by("pk").values_list("kind", "value", "grade", "scale")) == [
        ("percent", Decimal("97.5"), "", []),
        ("grade", None, "Tốt", SCALE),
    ]
    assert [(file.name, file.is_scan) for file in plan.evidence.all()] == [("ke-hoach.pdf", True)]


@pytest.mark.usefixtures("clock")
def test_a_refused_adoption_keeps_neither_status_nor_file(client, make_plan, head):
    plan = make_plan(complete=False)
    facts = {"number": "05/KH-PKT", "adopted_on": f"{timezone.localdate():%d/%m/%Y}"}
    facts["scan"] = SimpleUploadedFile("ke-hoach.pdf", PDF)

    page = answer_to(client, head, "campaigns:unit-plan-adopt", plan.pk, post=facts)

    plan.refresh_from_db()
    assert (page.status_code, plan.status, plan.evidence.count()) == (200, "draft", 0)
    assert "Chưa ghi mục đích, yêu cầu." in page.content.decode()


@pytest.mark.parametrize(("reason", "after"), [("Bổ sung.", "draft"), ("", "adopted")])
def test_revising_needs_a_reason(client, make_plan, head, reason, after):
    plan = make_plan("adopted")

    answer_to(client, head, "campaigns:unit-plan-revise", plan.pk, post={"reason": reason})

    plan.refresh_from_db()
    assert plan.status == after


def test_a_file_is_attached_while_the_plan_is_drafted(client, make_plan, member):
    plan = make_plan()

    answer_to(
        client, member, "campaigns:unit-plan-attach", plan.pk,
        post={"file": SimpleUploadedFile("phan-cong.pdf", PDF), "is_scan": ""},
    )  # fmt: skip
    page = answer_to(client, member, "campaigns:unit-plan", plan.pk).content.decode()

    assert [(file.name, file.unit, file.is_scan) for file in plan.evidence.all()] == [
        ("phan-cong.pdf", plan.unit, False)
    ]
    assert "phan-cong.pdf" in page


def test_the_list_shows_each_participating_unit_and_how_far_its_plan_is(client, cast, campaign, make_plan, officer):
    make_plan("adopted")

    answer = answer_to(client, officer, "campaigns:unit-plans", campaign.pk)

    assert [
        (str(row["unit"]), row["plan"] and row["plan"].status, row["targets"]) for row in answer.context["rows"]
    ] == [
        ("Phòng Kinh tế", "adopted", 2),
        ("Trung tâm Phục vụ hành chính công", None, 0),
    ]
    assert (answer.context["adopted"], answer.context["total"]) == (1, 2)
    assert "Bắt đầu soạn" not in answer.content.decode()


@pytest.mark.parametrize(
    ("query", "units"),
    [
        ("state=none", ["Trung tâm Phục vụ hành chính công"]),
        ("state=adopted", ["Phòng Kinh tế"]),
        ("state=draft", []),
        ("q=kinh", ["Phòng Kinh tế"]),
    ],
)
def test_the_list_is_narrowed_by_state_and_name(client, campaign, make_plan, officer, query, units):
    make_plan("adopted")
    client.force_login(officer.user)

    answer = client.get(f"/{officer.commune.slug}/campaigns/{campaign.pk}/unit-plans/?{query}")

    assert [str(row["unit"]) for row in answer.context["rows"]] == units


def test_a_unit_sees_its_own_plan_alone(client, campaign, make_plan, other_head):
    plan = make_plan("adopted")

    answer = answer_to(client, other_head, "campaigns:unit-plans", campaign.pk)

    assert [str(row["unit"]) for row in answer.context["rows"]] == ["Trung tâm Phục vụ hành chính công"]
    for name in ("unit-plan", "unit-plan-edit", "unit-plan-adopt"):
        assert answer_to(client, other_head, f"campaigns:{name}", plan.pk).status_code == 404


@pytest.mark.parametrize("units", [1, 3])
def test_the_list_asks_the_same_number_of_queries(client, cast, make_plan, officer, units, django_assert_num_queries):
    rows = [make_unit(officer.commune, f"Trạm {number}") for number in range(units)]
    campaign = make_campaign(cast, key="khac", units=rows)
    for unit in rows:
        UnitPlan.objects.create(campaign=campaign, unit=unit, status="adopted", adopted_on=TODAY)
    client.force_login(officer.user)

    with django_assert_num_queries(11):
        client.get(f"/{officer.commune.slug}/campaigns/{campaign.pk}/unit-plans/")


@pytest.mark.parametrize("targets", [1, 3])
def test_the_page_asks_the_same_number_of_queries(
    client, campaign, item, make_plan, officer, targets, django_assert_num_queries
):
    plan = make_plan("adopted", complete=False)
    for number in range(targets):
        Target.objects.create(campaign=campaign, unit=plan.unit, item=item, text=f"Chỉ tiêu {number}", kind="text")
    client.force_login(officer.user)

    with django_assert_num_queries(9):
        client.get(f"/{officer.commune.slug}/unit-plans/{plan.pk}/")


@pytest.mark.parametrize("part", ["officer", "head"])
def test_neighbours_find_nothing_at_these_addresses(client, cast, neighbour, campaign, make_plan, part):
    plan = make_plan()
    target = Target.objects.filter(unit=plan.unit)[0]
    addresses = [("campaigns:unit-plans", [campaign.pk]), ("campaigns:unit-plan", [plan.pk])]
    if part == "head":
        verbs = ("edit", "autosave", "adopt", "revise", "attach", "target")
        addresses += [(f"campaigns:unit-plan-{verb}", [plan.pk]) for verb in verbs]
        addresses += [(f"campaigns:unit-target-{verb}", [target.pk]) for verb in ("edit", "drop")]
        addresses += [("campaigns:unit-plan-start", [campaign.pk, cast.unit("economy").pk])]

    found = neighbours_get(client, neighbour(part), addresses)

    assert all(statuses <= {404, 405} and 404 in statuses for statuses in found.values()), found


def test_a_refused_adoption_leaves_no_file_behind(make_plan, head, now, settings):
    plan = make_plan(complete=False)

    with pytest.raises(ValidationError, match="Chưa"):
        unit_plans.adopt(
            plan, number="05/KH-PKT", adopted_on=TODAY, scan=SimpleUploadedFile("a.pdf", PDF), by=head, at=now
        )

    assert [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()] == []
    assert plan.evidence.count() == 0
