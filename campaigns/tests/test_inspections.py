"""Inspections: planned, found beside what was reported, concluded; what the unit sees and when."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from campaigns.models import ContentItem, Finding, Inspection
from campaigns.planfile.schema import InspectionRule
from campaigns.services import inspections
from campaigns.tests.factories import make_campaign, plan_document, report_of
from campaigns.tests.field_cases import answer_to, hand_in, neighbours_get
from campaigns.tests.matrix import flow_cases, who_can
from communes.models import HistoryEntry

DAY = date(2026, 5, 12)
ACTS = {
    "conclude": lambda row, by, at: inspections.conclude(row, by=by, at=at),
    "cancel": lambda row, by, at: inspections.cancel(row, reason="Hoãn.", by=by, at=at),
    "reopen": lambda row, by, at: inspections.reopen(row, reason="Bổ sung.", by=by, at=at),
}


@pytest.fixture
def campaign(cast):
    """A small campaign underway whose plan demands inspections."""
    rule = InspectionRule(required=True, words="Kiểm tra định kỳ, đột xuất.", clause="VII")
    return make_campaign(cast, document=plan_document(inspection=rule))


@pytest.fixture
def item(campaign):
    """The first item of the plan, with the percentage target."""
    return ContentItem.objects.get(area__campaign=campaign, key="dung-han")


@pytest.fixture
def make_inspection(cast, campaign, item, now):
    """Return a maker of inspections of Phòng Kinh tế, complete enough to be concluded."""

    def make(status="planned", *, findings=True, **facts):
        facts = {"kind": "periodic", "inspected_on": DAY, "conclusion": "Đơn vị thực hiện tốt.", **facts}
        inspection = Inspection.objects.create(
            campaign=campaign, unit=facts.pop("unit", cast.unit("economy")), team="Bùi Đức Thọ, Trưởng đoàn",
            status=status, concluded_at=now if status == "concluded" else None, **facts,
        )  # fmt: skip
        if findings:
            Finding.objects.create(inspection=inspection, item=item, found="Đạt 90%.", verdict="not_reported")
        return inspection

    return make


@pytest.mark.rule("VT-04")
def test_a_finding_stands_beside_what_the_unit_had_reported(cast, campaign, item, make_inspection, inspector, now):
    line = hand_in(report_of(campaign, cast.unit("economy")), now, value=Decimal("98.5"), remark="quý I")
    inspection = make_inspection(findings=False)

    finding = inspections.record_finding(
        inspection, item, found="Chỉ đạt 90%.", verdict="differs", recommendation="Sửa báo cáo.",
        due_on=date(2026, 6, 1), by=inspector, at=now,
    )  # fmt: skip
    line.value = Decimal(90)
    line.save()

    finding.refresh_from_db()
    assert (finding.reported, finding.found, finding.verdict, finding.due_on) == (
        "Tỷ lệ hồ sơ giải quyết đúng hạn: 98,5%; quý I",
        "Chỉ đạt 90%.",
        "differs",
        date(2026, 6, 1),
    )


@pytest.mark.rule("VT-04")
@pytest.mark.parametrize(("status", "shown"), [("draft", False), ("submitted", True), ("accepted", True)])
def test_only_what_was_handed_in_counts_as_reported(cast, campaign, item, now, status, shown):
    hand_in(report_of(campaign, cast.unit("economy")), now, status=status, value=Decimal(98))

    reported = inspections.reported_by_item(campaign, cast.unit("economy"))

    assert (item.pk in reported) == shown
    assert inspections.reported_by_item(campaign, cast.unit("service")) == {}


@pytest.mark.rule("VT-04")
@pytest.mark.parametrize(
    ("reported", "verdict", "refused"),
    [
        (True, "agrees", False),
        (True, "differs", False),
        (True, "not_reported", True),
        (False, "not_reported", False),
        (False, "agrees", True),
        (False, "differs", True),
    ],
)
def test_a_verdict_fits_whether_the_unit_has_reported(
    cast, campaign, item, make_inspection, inspector, now, reported, verdict, refused
):
    if reported:
        hand_in(report_of(campaign, cast.unit("economy")), now, value=Decimal(98))
    inspection = make_inspection(findings=False)

    try:
        inspections.record_finding(inspection, item, found="Đã xem sổ.", verdict=verdict, by=inspector, at=now)
    except ValidationError:
        assert refused
    else:
        assert not refused
    assert inspection.findings.count() == (0 if refused else 1)


@pytest.mark.parametrize(
    ("due_on", "message"),
    [(None, "phải có ngày"), (DAY - timedelta(days=1), "từ ngày kiểm tra trở đi")],
)
def test_a_recommendation_has_a_date_after_the_inspection(item, make_inspection, inspector, now, due_on, message):
    inspection = make_inspection(findings=False)

    with pytest.raises(ValidationError, match=message):
        inspections.record_finding(
            inspection,
            item,
            found="a",
            verdict="not_reported",
            recommendation="Sửa.",
            due_on=due_on,
            by=inspector,
            at=now,
        )

    assert inspection.findings.count() == 0


def test_a_second_finding_on_an_item_takes_the_place_of_the_first(item, make_inspection, inspector, now):
    inspection = make_inspection()

    inspections.record_finding(inspection, item, found="Đạt 91%.", verdict="not_reported", by=inspector, at=now)

    assert [finding.found for finding in inspection.findings.all()] == ["Đạt 91%."]
    assert HistoryEntry.objects.about(inspection)[0].label == "Sửa kết quả kiểm tra: Giải quyết hồ sơ đúng hạn."


def test_an_inspection_without_findings_and_conclusion_cannot_be_concluded(make_inspection, officer, now):
    inspection = make_inspection(findings=False, conclusion="")

    with pytest.raises(ValidationError) as refusal:
        inspections.conclude(inspection, by=officer, at=now)

    assert refusal.value.messages == ["Chưa ghi kết quả kiểm tra nội dung nào.", "Chưa ghi kết luận."]


@pytest.mark.parametrize(("status", "action", "allowed"), flow_cases(Inspection))
def test_each_act_is_for_whom_the_table_names(cast, make_inspection, now, status, action, allowed):
    pk = make_inspection(status).pk

    assert who_can(cast, lambda actor: ACTS[action](Inspection.objects.get(pk=pk), actor, now)) == allowed


@pytest.mark.parametrize("part", ["head", "leader", "reader", "administrator"])
def test_only_the_inspecting_body_plans_and_finds(cast, campaign, item, make_inspection, part, now):
    actor = cast.actor(part)
    inspection = make_inspection(findings=False)

    with pytest.raises(PermissionDenied):
        inspections.plan(campaign, cast.unit("economy"), kind="periodic", inspected_on=DAY, team="a", by=actor, at=now)
    with pytest.raises(PermissionDenied):
        inspections.record_finding(inspection, item, found="a", verdict="not_reported", by=actor, at=now)

    assert (Inspection.objects.count(), Finding.objects.count()) == (1, 0)


def test_a_concluded_inspection_is_not_changed_any_more(item, make_inspection, inspector, now):
    inspection = make_inspection("concluded")

    with pytest.raises(ValidationError, match="đã kết luận"):
        inspections.record_finding(inspection, item, found="b", verdict="not_reported", by=inspector, at=now)

    assert inspection.findings.get().found == "Đạt 90%."


def test_a_recommendation_is_followed_to_the_day_it_was_carried_out(make_inspection, inspector, now):
    inspection = make_inspection("concluded", findings=True)
    finding = inspection.findings.get()
    finding.recommendation, finding.due_on = "Niêm yết lại.", date(2026, 6, 1)
    finding.save()

    with pytest.raises(ValidationError, match="từ ngày kiểm tra đến hôm nay"):
        inspections.mark_done(finding, done_on=date(2026, 5, 15), by=inspector, at=now)
    inspections.mark_done(finding, done_on=date(2026, 5, 14), by=inspector, at=now)

    finding.refresh_from_db()
    assert finding.done_on == date(2026, 5, 14)


@pytest.mark.rule("VT-05")
def test_where_the_plan_demands_inspection_the_campaign_waits_for_each_unit(
    cast, campaign, make_inspection, officer, now
):
    make_inspection()
    assert campaign.uninspected_units() == ["Phòng Kinh tế", "Trung tâm Phục vụ hành chính công"]

    inspections.conclude(Inspection.objects.get(), by=officer, at=now)

    assert campaign.uninspected_units() == ["Trung tâm Phục vụ hành chính công"]


@pytest.mark.rule("VT-05")
def test_the_list_names_the_units_still_to_be_inspected_and_the_clause(client, campaign, make_inspection, officer):
    make_inspection("concluded")

    page = answer_to(client, officer, "campaigns:inspections", campaign.pk).content.decode()

    assert "Chưa kiểm tra: Trung tâm Phục vụ hành chính công." in page
    assert "(mục VII)" in page


def test_the_list_finds_no_agreement_where_nobody_has_looked_yet(client, campaign, make_inspection, officer):
    make_inspection(findings=False)

    page = answer_to(client, officer, "campaigns:inspections", campaign.pk).content.decode()

    assert "Chưa có kết luận" in page and "Không có khác biệt" not in page


@pytest.mark.rule("VT-04")
@pytest.mark.parametrize(
    ("kind", "status", "seen"),
    [
        ("periodic", "planned", True),
        ("periodic", "concluded", True),
        ("unannounced", "planned", False),
        ("unannounced", "cancelled", False),
        ("unannounced", "concluded", True),
    ],
)
def test_a_unit_learns_of_an_unannounced_inspection_when_it_is_concluded(
    client, campaign, make_inspection, member, officer, kind, status, seen
):
    inspection = make_inspection(status, kind=kind)

    listed = answer_to(client, member, "campaigns:inspections", campaign.pk).context["page"].object_list
    assert (inspection in listed) == seen
    assert answer_to(client, member, "campaigns:inspection", inspection.pk).status_code == (200 if seen else 404)
    assert answer_to(client, officer, "campaigns:inspection", inspection.pk).status_code == 200


@pytest.mark.parametrize(("status", "shown"), [("planned", False), ("concluded", True)])
def test_a_unit_reads_findings_and_conclusion_after_the_conclusion_alone(
    client, make_inspection, member, status, shown
):
    inspection = make_inspection(status)

    page = answer_to(client, member, "campaigns:inspection", inspection.pk).content.decode()

    assert ("Đạt 90%." in page, "Đơn vị thực hiện tốt." in page) == (shown, shown)


def test_another_unit_sees_nothing_of_it(client, make_inspection, other_head):
    inspection = make_inspection("concluded")

    assert answer_to(client, other_head, "campaigns:inspection", inspection.pk).status_code == 404


@pytest.mark.rule("VT-04")
def test_the_page_says_differences_in_words(client, cast, campaign, item, make_inspection, officer, now):
    hand_in(report_of(campaign, cast.unit("economy")), now, value=Decimal("98.5"))
    inspection = make_inspection(findings=False)
    inspections.record_finding(inspection, item, found="Chỉ đạt 90%.", verdict="differs", by=officer, at=now)

    page = answer_to(client, officer, "campaigns:inspection", inspection.pk).content.decode()

    assert "98,5%" in page and "Chỉ đạt 90%." in page and "Khác với báo cáo" in page
    assert "1 nội dung khác với báo cáo" in page


def test_an_inspection_goes_from_plan_to_conclusion_on_the_pages(client, cast, campaign, item, inspector):
    facts = {"kind": "unannounced", "inspected_on": "12/05/2026", "decision": "45/QĐ-UBND", "team": "Bùi Đức Thọ"}

    answer_to(
        client, inspector, "campaigns:inspection-plan", campaign.pk, post={"unit": cast.unit("economy").pk, **facts}
    )
    inspection = Inspection.objects.get()
    finding = {"found": "Đạt 90%.", "verdict": "not_reported", "recommendation": "Báo cáo bổ sung.",
               "due_on": "01/06/2026"}  # fmt: skip
    answer_to(client, inspector, "campaigns:inspection-finding", inspection.pk, item.pk, post=finding)
    answer_to(
        client, inspector, "campaigns:inspection-edit", inspection.pk, post={**facts, "conclusion": "Cần khắc phục."}
    )
    page = answer_to(client, inspector, "campaigns:inspection", inspection.pk).content.decode()
    assert 'conclude/" class="act" data-confirm="Kết luận cuộc kiểm tra này?' in page
    answer_to(client, inspector, "campaigns:inspection-conclude", inspection.pk, post={})
    answer_to(client, inspector, "campaigns:finding-done", inspection.findings.get().pk, post={"done_on": "13/05/2026"})

    inspection.refresh_from_db()
    found = inspection.findings.get()
    assert (inspection.status, inspection.kind, inspection.inspected_on, inspection.conclusion) == (
        "concluded",
        "unannounced",
        DAY,
        "Cần khắc phục.",
    )
    assert (found.recommendation, found.due_on, found.done_on) == (
        "Báo cáo bổ sung.",
        date(2026, 6, 1),
        date(2026, 5, 13),
    )


@pytest.mark.parametrize(
    ("part", "action", "status", "reason", "after"),
    [
        ("inspector", "cancel", "planned", "Hoãn.", "cancelled"),
        ("inspector", "cancel", "planned", "", "planned"),
        ("leader", "reopen", "concluded", "Bổ sung.", "planned"),
        ("leader", "reopen", "concluded", "", "concluded"),
    ],
)
def test_cancelling_and_reopening_need_a_reason(client, cast, make_inspection, part, action, status, reason, after):
    inspection = make_inspection(status)

    answer_to(client, cast.actor(part), f"campaigns:inspection-{action}", inspection.pk, post={"reason": reason})

    inspection.refresh_from_db()
    assert inspection.status == after


def test_an_item_of_another_campaign_is_not_found(client, cast, make_inspection, officer):
    other = make_campaign(cast, key="khac")
    strange = ContentItem.objects.filter(area__campaign=other)[0]

    answer = answer_to(client, officer, "campaigns:inspection-finding", make_inspection().pk, strange.pk)

    assert answer.status_code == 404


@pytest.mark.parametrize(
    ("query", "days"),
    [("", {1, 2, 3}), ("kind=unannounced", {2}), ("status=concluded", {3}), ("unit={unit}", {1})],
)
def test_the_list_is_narrowed_by_kind_state_and_unit(client, cast, campaign, make_inspection, officer, query, days):
    make_inspection(inspected_on=date(2026, 5, 1), unit=cast.unit("service"))
    make_inspection(inspected_on=date(2026, 5, 2), kind="unannounced")
    make_inspection("concluded", inspected_on=date(2026, 5, 3))
    client.force_login(officer.user)

    query = query.format(unit=cast.unit("service").pk)
    answer = client.get(f"/{officer.commune.slug}/campaigns/{campaign.pk}/inspections/?{query}")

    assert {row.inspected_on.day for row in answer.context["page"]} == days


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_the_same_number_of_queries(
    client, campaign, make_inspection, officer, rows, django_assert_num_queries
):
    for number in range(rows):
        make_inspection("concluded", inspected_on=DAY + timedelta(days=number))
    client.force_login(officer.user)

    with django_assert_num_queries(12):
        client.get(f"/{officer.commune.slug}/campaigns/{campaign.pk}/inspections/")


@pytest.mark.parametrize("findings", [1, 3])
def test_the_page_asks_the_same_number_of_queries(
    client, campaign, make_inspection, officer, findings, django_assert_num_queries
):
    inspection = make_inspection("concluded", findings=False)
    for item in ContentItem.objects.filter(area__campaign=campaign)[:findings]:
        Finding.objects.create(inspection=inspection, item=item, found="a", verdict="not_reported")
    client.force_login(officer.user)

    with django_assert_num_queries(11):
        client.get(f"/{officer.commune.slug}/inspections/{inspection.pk}/")


@pytest.mark.parametrize("part", ["officer", "inspector", "leader"])
def test_neighbours_find_nothing_at_these_addresses(client, neighbour, campaign, item, make_inspection, part):
    inspection = make_inspection()
    row = inspection.pk
    addresses = [("campaigns:inspections", [campaign.pk]), ("campaigns:inspection", [row])]
    if part == "leader":
        addresses += [("campaigns:inspection-reopen", [row])]
    else:
        addresses += [(f"campaigns:inspection-{verb}", [row]) for verb in ("edit", "conclude", "cancel")]
        addresses += [
            ("campaigns:inspection-plan", [campaign.pk]),
            ("campaigns:inspection-finding", [row, item.pk]),
            ("campaigns:finding-done", [inspection.findings.get().pk]),
        ]

    found = neighbours_get(client, neighbour(part), addresses)

    assert all(statuses <= {404, 405} and 404 in statuses for statuses in found.values()), found
