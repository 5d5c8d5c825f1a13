"""A unit's report from its first word to its acceptance."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from campaigns.models import Exemplar, Obligation, ReportLine, ReportVersion, Target
from campaigns.planfile import words as w
from campaigns.planfile.schema import Area, Item, PlanTarget
from campaigns.rules.punctuality import Record
from campaigns.services import evidence, plans, unit_reports
from campaigns.services.report_sheet import passages, sheet_of
from campaigns.services.unit_reports import Conflict, LineInput
from campaigns.tests.factories import (
    HERE,
    fill_report,
    make_campaign,
    make_report,
    make_upload,
    plan_document,
    report_of,
)
from campaigns.tests.matrix import flow_cases, who_can
from communes.access import Actor
from communes.models import HistoryEntry
from kit.workflow import Overtaken

IN_TIME = datetime(2026, 11, 30, 23, 59, 59, tzinfo=HERE)
TOO_LATE = datetime(2026, 12, 1, 0, 0, 0, tzinfo=HERE)
WHY = "Đơn vị đề nghị."


@pytest.fixture(autouse=True)
def _store(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def campaign(cast):
    """A small issued campaign of the cast."""
    return make_campaign(cast)


@pytest.fixture
def report(campaign, cast):
    """The report that Phòng Kinh tế owes."""
    return report_of(campaign, cast.unit("economy"))


def again(report: Obligation) -> Obligation:
    """Read a report anew, as another request would."""
    return Obligation.objects.for_list().get(pk=report.pk)


PERFORM = {
    "begin": unit_reports.begin,
    "submit": unit_reports.submit,
    "recall": unit_reports.recall,
    "receive": unit_reports.receive,
    "return": lambda report, **facts: unit_reports.send_back(
        report, items=["Bổ sung."], new_due_on=date(2026, 12, 20), **facts
    ),
    "resume": unit_reports.resume,
    "accept": unit_reports.accept,
    "accept_late": unit_reports.accept_late,
    "enter_on_behalf": unit_reports.enter_on_behalf,
    "reopen": unit_reports.reopen,
    "waive": unit_reports.waive,
    "restore": unit_reports.restore,
}
WITH_REASON = {"return", "accept_late", "enter_on_behalf", "reopen", "waive", "restore"}


@pytest.mark.parametrize("status", Obligation.Status.values)
def test_each_move_is_open_to_those_the_table_names_and_to_nobody_else(cast, campaign, status):
    report = make_report(campaign, cast.unit("economy"), status=status, at=IN_TIME)
    if status in Obligation.WITH_THE_UNIT:
        by = Actor.of_product(cast.commune)
        evidence.attach(again(report), make_upload("giay.pdf"), is_scan=True, by=by, at=IN_TIME)
    Obligation.objects.filter(pk=report.pk).update(
        status=status, change_note="Đã bổ sung.", missing_reason="Chưa có số liệu."
    )

    def let_through(action):
        Obligation.objects.filter(pk=report.pk).update(late=action == "accept_late")
        given = {"at": IN_TIME, "reason": WHY} if action in WITH_REASON else {"at": IN_TIME}
        return who_can(cast, lambda actor: PERFORM[action](again(report), by=actor, **given))

    expected = {action: parts for case, action, parts in flow_cases(Obligation) if case == status}
    assert len(expected) == 12
    assert {action: let_through(action) for action in expected} == expected


@pytest.mark.parametrize("action", sorted(WITH_REASON))
def test_the_weighty_moves_need_a_reason(action, cast, campaign, officer, leader):
    status = {"return": "received", "accept_late": "received", "reopen": "accepted", "restore": "waived"}
    report = make_report(campaign, cast.unit("economy"), status=status.get(action, "draft"), at=TOO_LATE)
    by = leader if action in ("reopen", "waive", "restore") else officer

    with pytest.raises(ValidationError, match="hãy ghi rõ lý do"):
        PERFORM[action](report, by=by, at=TOO_LATE, reason="  ")


def test_the_first_word_of_the_unit_begins_the_report(report, member, now):
    revision = unit_reports.save(report, revision=0, overview="Đã họp.", by=member, at=now)

    stored = again(report)
    assert (revision, stored.status, stored.revision, stored.overview) == (1, "draft", 1, "Đã họp.")
    assert (stored.saved_by, stored.saved_at) == ("Vũ Thị Én", now)
    assert [line.action for line in HistoryEntry.objects.about(report)] == ["obligation.begin"]


@pytest.mark.rule("DT-03")
def test_a_unit_reports_by_item(campaign, report, member, now):
    items = [item for area in sheet_of(report).areas for item in area.items]
    assert [(item.item.text, item.text) for item in items] == [
        ("Giải quyết hồ sơ đúng hạn.", ""),
        ("Niêm yết công khai thủ tục.", ""),
        ("Nâng xếp loại cải cách hành chính.", ""),
    ]

    given = [LineInput(item_id=item.item.pk, text=f"Kết quả {place}", remark="x") for place, item in enumerate(items)]
    unit_reports.save(report, revision=0, lines=given, by=member, at=now)

    items = [item for area in sheet_of(report).areas for item in area.items]
    assert [item.text for item in items] == ["Kết quả 0", "Kết quả 1", "Kết quả 2"]


def test_a_result_on_an_item_of_another_campaign_is_refused(cast, report, member, now):
    foreign = make_campaign(cast, key="khac").areas.first().items.first()

    with pytest.raises(ValidationError, match="không thuộc nội dung"):
        unit_reports.save(report, revision=0, lines=[LineInput(item_id=foreign.pk, text="x")], by=member, at=now)

    assert (again(report).status, ReportLine.objects.count()) == ("not_started", 0)


MIXED = [
    PlanTarget(key="von", text="Vốn phân bổ kịp thời", kind=w.TargetKind.PERCENT, value=Decimal(100)),
    PlanTarget(
        key="tre", text="Hồ sơ trễ hạn", kind=w.TargetKind.NUMBER, value=Decimal(2), comparator=w.Comparator.AT_MOST
    ),
    PlanTarget(key="co", text="Có kế hoạch riêng", kind=w.TargetKind.YES_NO),
    PlanTarget(key="loai", text="Xếp loại", kind=w.TargetKind.GRADE, scale="muc", grade="Tốt"),
    PlanTarget(key="loi", text="Nâng cao ý thức", kind=w.TargetKind.TEXT),
    PlanTarget(key="kh", text="Theo kế hoạch khác", kind=w.TargetKind.REFERENCE, reference="KH 148/KH-UBND"),
]


@pytest.mark.rule("VT-02")
@pytest.mark.rule("DT-05")
@pytest.mark.parametrize(
    ("answers", "outcomes"),
    [
        (
            {"von": {"value": Decimal(100)}, "tre": {"value": Decimal(2)}, "co": {"yes": True},
             "loai": {"grade": "Xuất sắc"}, "loi": {"text": "Tốt.", "judged": "met"}, "kh": {"judged": "met"}},
            ["met"] * 6,
        ),
        (
            {"von": {"value": Decimal("99.9")}, "tre": {"value": Decimal(3)}, "co": {"yes": False},
             "loai": {"grade": "Khá"}, "loi": {"judged": "unmet"}, "kh": {"text": "Chưa rõ."}},
            ["unmet"] * 5 + ["unknown"],
        ),
        ({}, ["unknown"] * 6),
    ],
)  # fmt: skip
def test_each_kind_of_target_is_assessed_and_the_share_is_fixed_on_handing_in(
    cast, head, now, answers, outcomes
):
    area = Area(key="a", title="Nội dung", items=(Item(key="i", text="Việc", targets=tuple(MIXED)),))
    campaign = make_campaign(cast, document=plan_document(content=(area,)))
    report = report_of(campaign, cast.unit("economy"))
    keys = {target.key: target for target in Target.objects.filter(campaign=campaign)}
    lines = [LineInput(target_id=keys[key].pk, **given) for key, given in answers.items()]
    unit_reports.save(report, revision=0, lines=lines, missing_reason="Chưa tổng hợp xong.", by=head, at=now)

    assert [each.outcome for each in sheet_of(report).targets] == outcomes

    unit_reports.submit(report, by=head, at=now)
    stored = again(report)
    assert (stored.targets_met, stored.targets_total) == (outcomes.count("met"), 6)


@pytest.mark.rule("DT-05")
@pytest.mark.rule("VT-01")
def test_the_units_own_targets_are_assessed_beside_the_plans(cast, campaign, report, head, now):
    item = campaign.areas.first().items.first()
    own = {"campaign": campaign, "kind": "number", "value": Decimal(10), "text": "Tiếp nhận 10 hồ sơ"}
    mine = Target.objects.create(**own, item=item, unit=cast.unit("economy"))
    loose = Target.objects.create(**own, unit=cast.unit("economy"))
    foreign = Target.objects.create(**own, item=item, unit=cast.unit("service"))

    sheet = sheet_of(report)
    assert {mine.pk, loose.pk} <= {each.target.pk for each in sheet.targets}
    assert foreign.pk not in {each.target.pk for each in sheet.targets}
    with pytest.raises(ValidationError, match="không thuộc nội dung"):
        unit_reports.save(again(report), revision=0, lines=[LineInput(target_id=foreign.pk)], by=head, at=now)

    line = LineInput(target_id=mine.pk, value=Decimal(12))
    unit_reports.save(report, revision=0, lines=[line], missing_reason="Chưa xong.", by=head, at=now)
    unit_reports.submit(report, by=head, at=now)
    assert (report.targets_met, report.targets_total) == (1, 5)


def test_a_report_that_lacks_results_is_handed_in_only_with_a_reason(report, head, now):
    unit_reports.save(report, revision=0, overview="Đã họp.", by=head, at=now)

    with pytest.raises(ValidationError) as refusal:
        unit_reports.submit(report, by=head, at=now)

    assert refusal.value.messages == [
        "Chưa có kết quả: Tỷ lệ hồ sơ giải quyết đúng hạn",
        "Chưa có kết quả: Niêm yết đầy đủ tại trụ sở",
        "Chưa có kết quả: Xếp loại cải cách hành chính của đơn vị",
        "Chưa ghi kết quả cho nội dung nào.",
        "Chưa đính kèm minh chứng nào.",
    ]
    assert (again(report).status, ReportVersion.objects.count()) == ("draft", 0)

    unit_reports.save(report, revision=1, missing_reason="Số liệu có sau ngày 20.", by=head, at=now)
    unit_reports.submit(report, by=head, at=now)
    assert again(report).status == "submitted"


def test_a_save_on_top_of_a_newer_one_is_refused_and_says_who_was_first(report, member, head, now):
    stale = again(report)
    unit_reports.save(report, revision=0, overview="Của chuyên viên", by=member, at=now)
    stale.status = "draft"

    with pytest.raises(Conflict) as conflict:
        unit_reports.save(stale, revision=0, overview="Của trưởng phòng", by=head, at=now + timedelta(minutes=1))

    assert (conflict.value.saved_by, conflict.value.saved_at) == ("Vũ Thị Én", now)
    assert "Vũ Thị Én đã lưu báo cáo này lúc 09:30 ngày 14/05/2026" in conflict.value.messages[0]
    assert (again(report).overview, again(report).revision) == ("Của chuyên viên", 1)


def test_nothing_is_handed_in_that_changed_after_it_was_checked(campaign, cast, head, member, now):
    report = make_report(campaign, cast.unit("economy"), status="draft")
    checked = report.revision
    unit_reports.save(again(report), revision=checked, overview="Khác", by=member, at=now)

    with pytest.raises(Conflict):
        unit_reports.submit(report, revision=checked, by=head, at=now)

    assert again(report).status == "draft"


def test_a_report_cannot_be_written_once_it_is_handed_in(campaign, cast, head, other_head, now):
    report = make_report(campaign, cast.unit("economy"), status="draft")
    stale = again(report)
    unit_reports.submit(report, by=head, at=now)

    with pytest.raises(ValidationError, match="trạng thái “Đã nộp” nên không sửa được"):
        unit_reports.save(report, revision=report.revision, overview="x", by=head, at=now)
    with pytest.raises(ValidationError, match="vừa chuyển sang trạng thái “Đã nộp”"):
        unit_reports.save(stale, revision=stale.revision, overview="x", by=head, at=now)
    with pytest.raises(PermissionDenied):
        unit_reports.save(again(report), revision=report.revision, overview="x", by=other_head, at=now)


@pytest.mark.rule("DS-02")
@pytest.mark.rule("VT-03")
@pytest.mark.rule("KP-06")
@pytest.mark.parametrize(
    ("inclusive", "at", "late"),
    [
        (True, datetime(2026, 12, 5, 23, 59, 59, 999999, tzinfo=HERE), False),
        (True, datetime(2026, 12, 6, 0, 0, 0, tzinfo=HERE), True),
        (False, datetime(2026, 12, 4, 23, 59, 59, 999999, tzinfo=HERE), False),
        (False, datetime(2026, 12, 5, 0, 0, 0, tzinfo=HERE), True),
    ],
)
def test_a_report_is_late_from_the_exact_second(cast, head, inclusive, at, late):
    campaign = make_campaign(cast, due_on=date(2026, 12, 5), inclusive=inclusive)

    report = make_report(campaign, cast.unit("economy"), status="submitted", at=at)

    stored = again(report)
    assert (stored.late, stored.submitted_at, stored.versions.get().late) == (late, at, late)
    assert HistoryEntry.objects.about(report).get(action="obligation.submit").facts["late"] is late


@pytest.mark.rule("KP-06")
def test_a_late_report_is_accepted_only_as_late_and_with_a_reason(campaign, cast, officer, now):
    report = make_report(campaign, cast.unit("economy"), status="received", at=TOO_LATE)

    with pytest.raises(ValidationError, match="nộp trễ hạn"):
        unit_reports.accept(report, by=officer, at=TOO_LATE)
    unit_reports.accept_late(report, reason=WHY, by=officer, at=TOO_LATE)

    stored = again(report)
    assert (stored.status, stored.late, stored.accepted_late_reason) == ("accepted", True, WHY)
    assert stored.lateness(TOO_LATE) == 1


def test_a_report_in_time_is_not_accepted_as_late(campaign, cast, officer):
    report = make_report(campaign, cast.unit("economy"), status="received", at=IN_TIME)

    with pytest.raises(ValidationError, match="nộp đúng hạn"):
        unit_reports.accept_late(report, reason=WHY, by=officer, at=IN_TIME)
    unit_reports.accept(report, by=officer, at=IN_TIME)

    assert (again(report).status, again(report).accepted_at) == ("accepted", IN_TIME)


def test_receiving_names_the_person(campaign, cast, officer, now):
    report = make_report(campaign, cast.unit("economy"), status="submitted")

    unit_reports.receive(report, by=officer, at=now)

    stored = again(report)
    assert (stored.status, stored.received_by.full_name, stored.received_at) == ("received", "Nguyễn Thị Hạnh", now)


def test_a_returned_report_carries_what_to_mend_and_comes_back_with_what_was_mended(
    campaign, cast, officer, head, now
):
    report = make_report(campaign, cast.unit("economy"), status="received")
    unit_reports.send_back(
        report, reason="Thiếu số liệu", items=["Tỷ lệ đúng hạn", " "], new_due_on=date(2026, 5, 20), by=officer, at=now
    )

    stored = again(report)
    assert (stored.status, stored.return_reason, stored.return_items) == ("returned", "Thiếu số liệu", ["Tỷ lệ đúng hạn"])
    assert (stored.last_day, stored.late_from) == (date(2026, 5, 20), datetime(2026, 5, 21, tzinfo=HERE))

    unit_reports.resume(stored, by=head, at=now)
    with pytest.raises(ValidationError, match="nội dung đã sửa"):
        unit_reports.submit(stored, by=head, at=now)
    unit_reports.save(stored, revision=stored.revision, change_note="Đã bổ sung tỷ lệ.", by=head, at=now)
    unit_reports.submit(stored, by=head, at=now)

    assert [(each.number, each.change_note) for each in report.versions.order_by("number")] == [
        (1, ""),
        (2, "Đã bổ sung tỷ lệ."),
    ]


def test_a_return_names_what_to_mend_and_a_day_to_come(campaign, cast, officer, now):
    report = make_report(campaign, cast.unit("economy"), status="received")
    given = {"reason": WHY, "by": officer, "at": now}

    with pytest.raises(ValidationError, match="ít nhất một nội dung"):
        unit_reports.send_back(report, items=[" "], new_due_on=date(2026, 5, 20), **given)
    with pytest.raises(ValidationError, match="từ hôm nay trở đi"):
        unit_reports.send_back(report, items=["x"], new_due_on=date(2026, 5, 13), **given)

    assert again(report).status == "received"


def test_a_report_that_came_late_stays_late_after_it_was_returned(campaign, cast, officer, head):
    report = make_report(campaign, cast.unit("economy"), status="returned", at=TOO_LATE)
    unit_reports.resume(report, by=head, at=TOO_LATE)
    unit_reports.save(report, revision=report.revision, change_note="Đã sửa.", by=head, at=TOO_LATE)

    unit_reports.submit(report, by=head, at=TOO_LATE + timedelta(hours=1))

    assert (again(report).late, report.late_from > TOO_LATE) == (True, True)


def test_a_version_keeps_what_was_handed_in(campaign, cast, head, now):
    report = make_report(campaign, cast.unit("economy"), status="submitted", at=now)
    unit_reports.recall(report, by=head, at=now)
    target = sheet_of(report).targets[0].target
    line = LineInput(target_id=target.pk, value=Decimal("90.5"))
    unit_reports.save(report, revision=report.revision, overview="Đã sửa", lines=[line], by=head, at=now)
    unit_reports.submit(report, by=head, at=now)

    first, second = report.versions.order_by("number")
    assert first.content["general"]["overview"] == "Đã quán triệt đến từng người."
    assert (first.content["targets_met"], second.content["targets_met"]) == (3, 2)
    changed = {piece.label: (piece.before, piece.text) for piece in passages(second.content, first.content) if piece.changed}
    assert changed == {
        "Công tác lãnh đạo, chỉ đạo": ("Đã quán triệt đến từng người.", "Đã sửa"),
        "Chỉ tiêu: Tỷ lệ hồ sơ giải quyết đúng hạn (từ 95 % trở lên)": ("95 % (Đạt)", "90,5 % (Chưa đạt)"),
    }


def test_waiving_and_taking_it_back(report, leader, now):
    unit_reports.waive(report, reason="Đơn vị đã sáp nhập", by=leader, at=now)
    assert (again(report).status, again(report).waive_reason) == ("waived", "Đơn vị đã sáp nhập")

    unit_reports.restore(report, reason="Ghi nhầm đơn vị", by=leader, at=now)
    assert (again(report).status, again(report).waive_reason) == ("not_started", "")


def test_entering_on_behalf_needs_the_scan_first(report, officer, now):
    with pytest.raises(ValidationError, match="bản chụp báo cáo giấy"):
        unit_reports.save(report, revision=0, overview="Theo bản giấy", by=officer, at=now)
    with pytest.raises(ValidationError, match="bản chụp báo cáo giấy"):
        unit_reports.enter_on_behalf(report, reason=WHY, by=officer, at=now)

    evidence.attach(report, make_upload(), is_scan=True, by=officer, at=now)
    unit_reports.save(report, revision=0, overview="Theo bản giấy", by=officer, at=now)
    unit_reports.enter_on_behalf(report, reason=WHY, by=officer, at=now)

    stored = again(report)
    assert (stored.status, stored.on_behalf, stored.submitted_by) == ("submitted", True, "Nguyễn Thị Hạnh")
    assert stored.versions.get().content["evidence"][0]["is_scan"] is True


def test_an_extension_moves_the_day_of_one_unit_alone(campaign, cast, report, officer, head):
    unit_reports.extend(report, last_day=date(2026, 12, 10), reason=WHY, by=officer, at=IN_TIME)

    stored = again(report)
    assert (stored.last_day, stored.extension_reason) == (date(2026, 12, 10), WHY)
    assert report_of(campaign, cast.unit("service")).last_day == date(2026, 11, 30)
    line = HistoryEntry.objects.about(report).get()
    assert (line.label, line.reason, line.facts) == (
        "Gia hạn đến hết ngày 10/12/2026",
        WHY,
        {"before": "2026-11-30", "after": "2026-12-10"},
    )

    fill_report(stored, by=head, at=TOO_LATE)
    unit_reports.submit(stored, by=head, at=TOO_LATE)
    assert again(report).late is False


@pytest.mark.parametrize(
    ("last_day", "reason", "status", "refusal"),
    [
        (date(2026, 11, 30), WHY, "draft", "phải sau hạn hiện nay"),
        (date(2026, 12, 10), " ", "draft", "ghi rõ lý do"),
        (date(2026, 12, 10), WHY, "submitted", "còn ở đơn vị"),
        (date(2026, 12, 10), WHY, "accepted", "còn ở đơn vị"),
    ],
)
def test_an_extension_is_later_reasoned_and_for_reports_still_with_the_unit(
    campaign, cast, officer, last_day, reason, status, refusal
):
    report = make_report(campaign, cast.unit("economy"), status=status)

    with pytest.raises(ValidationError, match=refusal):
        unit_reports.extend(report, last_day=last_day, reason=reason, by=officer, at=IN_TIME)

    assert again(report).last_day == date(2026, 11, 30)


def test_only_the_office_that_tracks_extends(cast, report):
    day = date(2026, 12, 10)

    assert who_can(
        cast, lambda actor: unit_reports.extend(again(report), last_day=day, reason=WHY, by=actor, at=IN_TIME)
    ) == {"officer"}


def test_exemplars_are_named_in_a_report_and_taken_out_again(report, member, officer, now):
    story = {"kind": "good_practice", "title": "Tổ số cộng đồng", "story": "Hướng dẫn tại nhà."}
    exemplar = unit_reports.add_exemplar(report, **story, by=member, at=now)
    kept = unit_reports.add_exemplar(report, **story | {"title": "Một cửa lưu động"}, by=member, at=now)
    assert (exemplar.obligation, exemplar.unit, exemplar.status) == (report, report.unit, "found")
    assert again(report).status == "draft"

    unit_reports.remove_exemplar(exemplar, by=member, at=now)
    Exemplar.objects.filter(pk=kept.pk).update(status="registered")
    with pytest.raises(ValidationError, match="không bỏ được"):
        unit_reports.remove_exemplar(Exemplar.objects.get(pk=kept.pk), by=member, at=now)

    assert list(report.exemplars.values_list("title", flat=True)) == ["Một cửa lưu động"]


@pytest.mark.rule("HP-06")
def test_the_record_of_reports_on_time_is_computed_from_what_the_unit_did(cast, campaign, officer, head):
    economy, service = cast.unit("economy"), cast.unit("service")
    assert unit_reports.record(economy, campaign, IN_TIME) == Record(owed=1, on_time=0, late=0, missing=0)
    assert unit_reports.record(economy, campaign, TOO_LATE).outcome == "unmet"

    make_report(campaign, economy, status="accepted", at=IN_TIME)
    make_report(campaign, service, status="accepted", at=TOO_LATE)

    assert unit_reports.record(economy, campaign, TOO_LATE).outcome == "met"
    assert unit_reports.record(service, campaign, TOO_LATE) == Record(owed=1, on_time=0, late=1, missing=0)
    assert unit_reports.records(campaign, TOO_LATE) == {
        economy.pk: Record(1, 1, 0, 0),
        service.pk: Record(1, 0, 1, 0),
    }


def test_of_two_who_act_at_once_the_second_is_told(campaign, cast, officer, head, now):
    report = make_report(campaign, cast.unit("economy"), status="submitted")
    stale = again(report)
    unit_reports.receive(report, by=officer, at=now)

    with pytest.raises(Overtaken):
        unit_reports.recall(stale, by=head, at=now)

    assert again(report).status == "received"


def test_a_closed_campaign_takes_no_more_reports(campaign, cast, report, head, leader, now):
    product = Actor.of_product(cast.commune)
    plans.cancel(campaign, reason=WHY, by=product, at=now)

    for act in (unit_reports.begin, unit_reports.save):
        more = {"revision": 0} if act is unit_reports.save else {}
        with pytest.raises(ValidationError, match="không ở giai đoạn"):
            act(again(report), by=head, at=now, **more)

    assert again(report).status == "not_started"
