"""Peak drives: inside the campaign's dates, with targets of their own, ended with a result."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from campaigns.models import ContentItem, PeakDrive, Target
from campaigns.services import drives, unit_targets
from campaigns.tests.factories import make_campaign, report_of
from campaigns.tests.field_cases import answer_to, neighbours_get
from campaigns.tests.matrix import flow_cases, who_can

FACTS = {"name": "30 ngày không trễ hạn", "starts_on": date(2026, 6, 1), "ends_on": date(2026, 6, 30)}
ACTS = {
    "launch": lambda row, by, at: drives.launch(row, by=by, at=at),
    "end": lambda row, by, at: drives.end(row, by=by, at=at),
    "resume": lambda row, by, at: drives.resume(row, reason="Còn hồ sơ.", by=by, at=at),
}


@pytest.fixture
def campaign(cast):
    """A small campaign from 15/01/2026 to 31/12/2026."""
    return make_campaign(cast)


@pytest.fixture
def item(campaign):
    """The first item of the plan."""
    return ContentItem.objects.get(area__campaign=campaign, key="dung-han")


@pytest.fixture
def make_drive(cast, campaign, item):
    """Return a maker of drives of Phòng Kinh tế that lack nothing."""

    def make(status="draft", *, target=True, **facts):
        unit = facts.pop("unit", None) or cast.unit("economy")
        result = "Không hồ sơ nào trễ hạn." if status != "draft" else ""
        drive = PeakDrive.objects.create(
            campaign=campaign, unit=unit, status=status, **{**FACTS, "result": result, **facts}
        )
        if target:
            Target.objects.create(
                campaign=campaign, unit=unit, drive=drive, item=item, text="Hồ sơ đúng hạn", kind="text"
            )
        return drive

    return make


@pytest.mark.rule("DT-04")
@pytest.mark.parametrize(
    ("starts_on", "ends_on", "launched"),
    [
        (date(2026, 1, 15), date(2026, 12, 31), True),
        (date(2026, 1, 14), date(2026, 2, 1), False),
        (date(2026, 12, 1), date(2027, 1, 1), False),
    ],
)
def test_a_drive_is_launched_inside_the_campaigns_dates_alone(make_drive, head, now, starts_on, ends_on, launched):
    drive = make_drive(starts_on=starts_on, ends_on=ends_on)

    if launched:
        drives.launch(drive, by=head, at=now)
    else:
        with pytest.raises(ValidationError, match="từ 15/01/2026 đến 31/12/2026"):
            drives.launch(drive, by=head, at=now)

    drive.refresh_from_db()
    assert drive.status == ("launched" if launched else "draft")


@pytest.mark.rule("DT-04")
def test_a_drive_has_targets_of_its_own_before_it_is_launched(campaign, item, make_drive, member, head, now):
    drive = make_drive(target=False)
    with pytest.raises(ValidationError, match="Chưa có chỉ tiêu nào cho đợt cao điểm"):
        drives.launch(drive, by=head, at=now)

    target = unit_targets.add(
        campaign, drive.unit, item, drive=drive, text="Đúng hạn", kind="percent", value=Decimal(100), by=member, at=now
    )
    drives.launch(drive, by=head, at=now)

    assert (drive.status, target.drive) == ("launched", drive)
    with pytest.raises(ValidationError, match="đã phát động"):
        unit_targets.drop(Target.objects.get(pk=target.pk), by=member, at=now)


@pytest.mark.rule("DT-04")
def test_a_target_of_a_drive_is_due_within_the_drive(campaign, item, make_drive, member, now):
    drive = make_drive(target=False)

    with pytest.raises(ValidationError, match="từ 01/06/2026 đến 30/06/2026"):
        unit_targets.add(
            campaign, drive.unit, item, drive=drive, text="a", kind="text", due_on=date(2026, 7, 1), by=member, at=now
        )

    assert not drive.targets.exists()


@pytest.mark.parametrize(("status", "action", "allowed"), flow_cases(PeakDrive))
def test_each_act_is_for_whom_the_table_names(cast, make_drive, now, status, action, allowed):
    pk = make_drive(status).pk

    assert who_can(cast, lambda actor: ACTS[action](PeakDrive.objects.get(pk=pk), actor, now)) == allowed


def test_only_the_unit_itself_drafts_its_drives(cast, campaign, now):
    unit = cast.unit("economy")

    assert who_can(cast, lambda actor: drives.draft(campaign, unit, **FACTS, by=actor, at=now)) == {"head", "member"}


def test_a_drive_that_ends_before_it_starts_is_refused(cast, campaign, head, now):
    with pytest.raises(ValidationError, match="từ ngày bắt đầu trở đi"):
        drives.draft(campaign, cast.unit("economy"), **{**FACTS, "ends_on": date(2026, 5, 31)}, by=head, at=now)

    assert PeakDrive.objects.count() == 0


def test_a_drive_is_ended_when_its_result_is_written(make_drive, member, head, now):
    drive = make_drive("launched", result="")
    with pytest.raises(ValidationError, match="Chưa ghi kết quả"):
        drives.end(drive, by=head, at=now)

    drives.note_result(drive, result=" Không trễ hạn. ", by=member, at=now)
    drives.end(drive, by=head, at=now)

    drive.refresh_from_db()
    assert (drive.status, drive.result) == ("ended", "Không trễ hạn.")


def test_a_launched_drive_is_not_changed_any_more(make_drive, head, now):
    drive = make_drive("launched")

    with pytest.raises(ValidationError, match="đã phát động"):
        drives.change(drive, **{**FACTS, "name": "Khác"}, by=head, at=now)

    drive.refresh_from_db()
    assert drive.name == FACTS["name"]


@pytest.mark.rule("DT-04")
def test_the_overview_shows_launched_and_ended_drives_in_order_of_time(cast, campaign, make_drive, officer, other_head):
    make_drive(name="Dự thảo")
    make_drive("launched", name="Hai", starts_on=date(2026, 6, 2))
    make_drive("ended", name="Một", unit=cast.unit("service"))

    assert [drive.name for drive in drives.overview(campaign)] == ["Một", "Hai"]
    assert [drive.name for drive in drives.overview(campaign, officer)] == ["Một", "Hai"]
    assert [drive.name for drive in drives.overview(campaign, other_head)] == ["Một"]


@pytest.mark.rule("DT-04")
def test_the_page_of_the_units_plans_shows_the_drives(client, campaign, make_drive, officer):
    make_drive("launched")

    page = answer_to(client, officer, "campaigns:unit-plans", campaign.pk).content.decode()

    assert "30 ngày không trễ hạn" in page and "01/06/2026 đến 30/06/2026" in page


@pytest.mark.rule("DT-04")
def test_a_drive_goes_from_draft_to_end_on_the_pages(client, cast, campaign, item, member, head):
    facts = {"name": "30 ngày", "starts_on": "01/06/2026", "ends_on": "30/06/2026", "content": "Tập trung"}
    answer_to(client, member, "campaigns:drive-new", campaign.pk, post={**facts, "unit": cast.unit("economy").pk})
    drive = PeakDrive.objects.get()
    answer_to(client, member, "campaigns:drive-edit", drive.pk, post={**facts, "name": "30 ngày đêm"})
    target = {"item": item.pk, "text": "Đúng hạn", "kind": "percent", "value": "100", "comparator": "exactly"}
    answer_to(client, member, "campaigns:drive-target", drive.pk, post=target)
    answer_to(client, head, "campaigns:drive-launch", drive.pk, post={})
    answer_to(client, member, "campaigns:drive-result", drive.pk, post={"result": "Đạt."})
    answer_to(client, head, "campaigns:drive-end", drive.pk, post={})

    drive.refresh_from_db()
    assert (drive.status, drive.name, drive.result, drive.targets.get().value) == (
        "ended",
        "30 ngày đêm",
        "Đạt.",
        Decimal(100),
    )

    answer_to(client, head, "campaigns:drive-resume", drive.pk, post={"reason": "Còn hồ sơ."})
    drive.refresh_from_db()
    assert drive.status == "launched"


def test_the_page_lists_what_stands_against_the_launch_beside_the_button(client, make_drive, head):
    drive = make_drive(target=False, ends_on=date(2027, 2, 1))

    page = answer_to(client, head, "campaigns:drive", drive.pk).content.decode()

    assert "disabled" in page
    assert "Đợt cao điểm phải nằm trong thời gian của phong trào (từ 15/01/2026 đến 31/12/2026)." in page
    assert "Chưa có chỉ tiêu nào cho đợt cao điểm." in page


@pytest.mark.parametrize(
    ("query", "names"), [("", {"Một", "Hai"}), ("status=launched", {"Hai"}), ("unit={unit}", {"Một"})]
)
def test_the_list_is_narrowed_by_state_and_unit(client, cast, campaign, make_drive, officer, query, names):
    make_drive(name="Một", unit=cast.unit("service"))
    make_drive("launched", name="Hai")
    client.force_login(officer.user)

    query = query.format(unit=cast.unit("service").pk)
    answer = client.get(f"/{officer.commune.slug}/campaigns/{campaign.pk}/drives/?{query}")

    assert {row.name for row in answer.context["page"]} == names


def test_a_unit_sees_its_own_drives_alone(client, campaign, make_drive, other_head):
    drive = make_drive("launched")

    assert not answer_to(client, other_head, "campaigns:drives", campaign.pk).context["page"].object_list
    for name in ("drive", "drive-edit", "drive-result", "drive-target"):
        assert answer_to(client, other_head, f"campaigns:{name}", drive.pk).status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_the_same_number_of_queries(
    client, campaign, make_drive, officer, rows, django_assert_num_queries
):
    for number in range(rows):
        make_drive("launched", name=f"Đợt {number}")
    client.force_login(officer.user)

    with django_assert_num_queries(7):
        client.get(f"/{officer.commune.slug}/campaigns/{campaign.pk}/drives/")


@pytest.mark.parametrize("part", ["officer", "head"])
def test_neighbours_find_nothing_at_these_addresses(client, neighbour, campaign, make_drive, part):
    drive = make_drive()
    addresses = [("campaigns:drives", [campaign.pk]), ("campaigns:drive", [drive.pk])]
    if part == "head":
        verbs = ("edit", "result", "target", "launch", "end", "resume")
        addresses += [("campaigns:drive-new", [campaign.pk])]
        addresses += [(f"campaigns:drive-{verb}", [drive.pk]) for verb in verbs]

    found = neighbours_get(client, neighbour(part), addresses)

    assert all(statuses <= {404, 405} and 404 in statuses for statuses in found.values()), found


@pytest.mark.rule("DT-04")
@pytest.mark.parametrize(("status", "asked"), [("draft", False), ("launched", True), ("ended", True)])
def test_a_unit_reports_on_the_targets_of_its_drives_once_they_are_launched(cast, campaign, make_drive, status, asked):
    drive = make_drive(status)

    report = report_of(campaign, cast.unit("economy"))

    assert drive.status == status
    assert ("Chưa có kết quả: Hồ sơ đúng hạn" in report.missing()) is asked
