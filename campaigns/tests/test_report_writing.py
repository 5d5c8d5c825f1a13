"""Writing a report: items, targets, two who write at once, versions, exemplars."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from campaigns.models import ContentItem, Exemplar, ReportLine, ReportVersion, Target
from campaigns.planfile import words as w
from campaigns.planfile.schema import Area, Item, PlanTarget
from campaigns.services import evidence, unit_reports
from campaigns.services.report_sheet import passages, sheet_of
from campaigns.services.unit_reports import LineInput
from campaigns.tests.factories import (
    again,
    make_campaign,
    make_report,
    make_upload,
    plan_document,
    report_of,
)
from communes.models import HistoryEntry
from communes.models.finding import SearchEntry
from kit.saving import SavedMeanwhile

WHY = "Đơn vị đề nghị."


@pytest.fixture(autouse=True)
def _store(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


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
def test_each_kind_of_target_is_assessed_and_the_share_is_fixed_on_handing_in(cast, head, now, answers, outcomes):
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

    with pytest.raises(SavedMeanwhile) as conflict:
        unit_reports.save(stale, revision=0, overview="Của trưởng phòng", by=head, at=now + timedelta(minutes=1))

    assert (conflict.value.saved_by, conflict.value.saved_at) == ("Vũ Thị Én", now)
    assert "Vũ Thị Én đã lưu báo cáo này lúc 09:30 ngày 14/05/2026" in conflict.value.messages[0]
    assert (again(report).overview, again(report).revision) == ("Của chuyên viên", 1)


def test_nothing_is_handed_in_that_changed_after_it_was_checked(campaign, cast, head, member, now):
    report = make_report(campaign, cast.unit("economy"), status="draft")
    checked = report.revision
    unit_reports.save(again(report), revision=checked, overview="Khác", by=member, at=now)

    with pytest.raises(SavedMeanwhile):
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
    changed = {
        piece.label: (piece.before, piece.text) for piece in passages(second.content, first.content) if piece.changed
    }
    assert changed == {
        "Công tác lãnh đạo, chỉ đạo": ("Đã quán triệt đến từng người.", "Đã sửa"),
        "Chỉ tiêu: Tỷ lệ hồ sơ giải quyết đúng hạn (từ 95 % trở lên)": ("95 % (Đạt)", "90,5 % (Chưa đạt)"),
    }


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


def test_an_exemplar_is_found_from_when_it_is_named_until_it_is_taken_out(
    report, member, now, django_capture_on_commit_callbacks
):
    found = SearchEntry.objects.filter(kind="exemplar").values_list("title", flat=True)
    story = {"kind": "good_practice", "title": "Tổ số cộng đồng", "story": "Hướng dẫn tại nhà."}

    with django_capture_on_commit_callbacks(execute=True):
        exemplar = unit_reports.add_exemplar(report, **story, by=member, at=now)
    assert list(found) == [" to so cong dong "]

    with django_capture_on_commit_callbacks(execute=True):
        unit_reports.remove_exemplar(exemplar, by=member, at=now)
    assert not found.all()


def test_a_report_that_was_handed_in_keeps_what_it_says_on_items_dropped_afterwards(campaign, cast, now):
    report = make_report(campaign, cast.unit("economy"))
    item = ContentItem.objects.get(area__campaign=campaign, key="dung-han")
    ContentItem.objects.filter(pk=item.pk).update(retired_at=now)
    Target.objects.filter(item=item, unit=None).update(retired_at=now)

    shown = {each.text: each for area in sheet_of(report).areas for each in area.items}
    asked = {each.item for area in sheet_of(report_of(campaign, cast.unit("service"))).areas for each in area.items}

    kept = shown["Đã thực hiện: Giải quyết hồ sơ đúng hạn."]
    assert [each.outcome for each in kept.targets] == ["met"]
    assert item not in asked
