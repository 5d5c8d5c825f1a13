"""Reports in locked workbooks: one for each unit, refused elsewhere, checked as the pages check, saved as a draft."""

from decimal import Decimal
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from campaigns.models import Obligation
from campaigns.services import report_forms, unit_reports
from campaigns.services.report_sheet import sheet_of
from campaigns.tests.factories import fill_report, make_campaign, make_report, report_of
from communes.addresses import here
from communes.models import HistoryEntry, SheetReading
from communes.services import sheets
from communes.tests.sheet_cases import does, told

RESULT, JUDGED, REMARK = 5, 6, 7


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    """Keep the files of a test by itself."""
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def campaign(cast):
    """A small campaign underway."""
    return make_campaign(cast)


@pytest.fixture
def report(cast, campaign):
    """What Phòng Kinh tế owes."""
    return report_of(campaign, cast.unit("economy"))


def filled(report, at, answers=(), *, change=None):
    """Return the form of a report with answers: (words of the row, column, value)."""
    book = load_workbook(BytesIO(report_forms.form(report, at=at)))
    page = book["Báo cáo"]
    for words, column, value in answers:
        [row] = [cells[0].row for cells in page.iter_rows() if words in str(cells[2].value)]
        page.cell(row, column).value = value
    if change:
        change(book)
    made = BytesIO()
    book.save(made)
    return SimpleUploadedFile("Phòng Kinh tế.xlsx", made.getvalue())


def sent(upload, by, at, **more):
    """Send a form in."""
    return report_forms.receive(sheets.opened(upload), by=by, at=at, **more)


ANSWERS = [
    ("Công tác lãnh đạo", RESULT, "Đã quán triệt.\nĐã phân công."),
    ("Giải quyết hồ sơ đúng hạn.", RESULT, "Giải quyết 1.200 hồ sơ."),
    ("Tỷ lệ hồ sơ giải quyết đúng hạn", RESULT, "97,5"),
    ("Niêm yết đầy đủ", RESULT, "có"),
    ("Niêm yết đầy đủ", REMARK, "Từ tháng 3."),
    ("Xếp loại cải cách", RESULT, "tốt"),
]


def test_a_form_is_locked_but_for_its_answers_and_names_its_unit(report, now):
    book = load_workbook(BytesIO(report_forms.form(report, at=now)))
    page, mark = book["Báo cáo"], book["Mã mẫu"]

    assert (page.protection.sheet, mark.sheet_state, page.freeze_panes) == (True, "veryHidden", "A8")
    assert page["B1"].value == "Báo cáo kết quả phong trào – Phòng Kinh tế"
    assert "Hạn nộp: hết ngày 30/11/2026." in page["B2"].value
    assert page.column_dimensions["A"].hidden
    rows = {cells[2].value: cells for cells in page.iter_rows(min_row=8) if cells[0].value}
    share = rows["– Chỉ tiêu: Tỷ lệ hồ sơ giải quyết đúng hạn"]
    assert (share[3].value, [cell.protection.locked for cell in share]) == (
        "từ 95 % trở lên", [True, True, True, True, False, True, False],
    )  # fmt: skip
    lists = {str(each.sqref): each.formula1 for each in page.data_validations.dataValidation if each.type == "list"}
    assert sorted(lists.values()) == ['"Có,Không"', '"Trung bình,Khá,Tốt,Xuất sắc"']


def test_a_unit_fills_its_form_and_the_answers_become_its_draft(report, head, now):
    reading = sent(filled(report, now, ANSWERS), head, now, expected=report)
    assert (told(reading), reading.counts) == ([], {"change": 5, "keep": 5})
    changes = [change for line in reading.lines for change in line["changes"]]
    assert ["Kết quả", "", "97,5"] in changes and ["Kết quả", "", "Có"] in changes

    sheets.apply(reading, by=head, at=now)

    report.refresh_from_db()
    assert (report.status, report.overview, report.submitted_at) == ("draft", "Đã quán triệt.\nĐã phân công.", None)
    assert [(each.result, each.outcome) for each in sheet_of(report).targets] == [
        ("97,5 %", "met"), ("Có", "met"), ("Tốt", "met"),
    ]  # fmt: skip
    assert report.lines.get(target__kind="yes_no").remark == "Từ tháng 3."
    assert HistoryEntry.objects.about(report)[0].label == "Nhập kết quả từ mẫu Excel"


def test_empty_cells_leave_what_is_stored_and_the_same_words_change_nothing(report, member, now):
    fill_report(report, by=member, at=now)
    report = Obligation.objects.for_list().get(pk=report.pk)

    reading = sent(filled(report, now, [("Tỷ lệ hồ sơ", RESULT, None)]), member, now)
    assert does(reading) == dict.fromkeys(does(reading), "keep")

    reading = sent(filled(report, now, [("Tỷ lệ hồ sơ", RESULT, 90)]), member, now)
    assert [line["changes"] for line in reading.lines if line["changes"]] == [[["Kết quả", "95", "90"]]]
    sheets.apply(reading, by=member, at=now)
    assert report.lines.get(target__kind="percent").value == Decimal(90)
    assert report.lines.filter(item__isnull=False).exclude(text="").count() == 3


@pytest.mark.parametrize(
    ("words", "column", "value", "finding"),
    [
        ("Tỷ lệ hồ sơ", RESULT, "nhiều", "cột “Kết quả”: “nhiều” không phải là số; ghi ví dụ 1.250 hoặc 12,5."),
        ("Tỷ lệ hồ sơ", RESULT, "97,12345", "cột “Kết quả”"),
        ("Niêm yết đầy đủ", RESULT, "gần đủ", "cột “Kết quả”: “gần đủ” không phải là Có hoặc Không."),
        ("Xếp loại cải cách", RESULT, "Giỏi", "“Giỏi” không có trong danh sách: Trung bình, Khá, Tốt, Xuất sắc."),
        ("Tỷ lệ hồ sơ", JUDGED, "Đạt", "cột “Đơn vị tự đánh giá”: mục này không ghi ở cột này."),
        ("Giải quyết hồ sơ đúng hạn.", REMARK, "x" * 2001, "cột “Ghi chú”"),
    ],
)
def test_answers_are_refused_as_on_the_pages(report, head, now, words, column, value, finding):
    reading = sent(filled(report, now, [(words, column, value)]), head, now)

    assert len(told(reading)) == 1
    assert finding in told(reading)[0]
    with pytest.raises(ValidationError, match="Còn 1 dòng có lỗi"):
        sheets.apply(reading, by=head, at=now)


def test_a_percentage_typed_as_excel_does_is_understood(report, head, now):
    def as_percentage(book):
        page = book["Báo cáo"]
        [cell] = [cells[4] for cells in page.iter_rows() if "Tỷ lệ hồ sơ" in str(cells[2].value)]
        cell.value, cell.number_format = 0.975, "0.0%"

    reading = sent(filled(report, now, change=as_percentage), head, now)
    assert [line["changes"] for line in reading.lines if line["changes"]] == [[["Kết quả", "", "97,5"]]]

    reading = sent(filled(report, now, [("Tỷ lệ hồ sơ", RESULT, 0.975)]), head, now)
    [line] = [line for line in reading.lines if line["changes"]]
    assert line["notes"] == ["Kết quả được hiểu là 0,975%; nếu là tỷ lệ khác thì sửa trong tệp rồi tải lên lại."]


def test_the_form_of_another_unit_is_refused(cast, campaign, report, head, other_head, officer, now):
    others = report_of(campaign, cast.unit("service"))
    upload = filled(others, now)

    with pytest.raises(ValidationError, match="đây là mẫu báo cáo của đơn vị khác"):
        sent(upload, head, now)
    with pytest.raises(ValidationError, match="đây là mẫu của Trung tâm Phục vụ hành chính công"):
        sent(upload, officer, now, expected=report)
    assert SheetReading.objects.count() == 0


def _forged(book):
    book["Mã mẫu"]["A1"].value = book["Mã mẫu"]["A1"].value[:-3] + "abc"


def _without_mark(book):
    del book["Mã mẫu"]


@pytest.mark.parametrize("change", [_forged, _without_mark])
def test_a_forged_mark_is_refused(report, head, now, change):
    with pytest.raises(ValidationError, match="không phải là mẫu báo cáo do phần mềm lập"):
        sent(filled(report, now, change=change), head, now)


def test_rows_put_in_or_doubled_are_told(report, head, now):
    def meddle(book):
        page = book["Báo cáo"]
        page.append([None, None, "Việc khác", None, "Đã làm"])
        page.append(["t999999", None, "Chỉ tiêu lạ", None, "5"])
        page.append([page["A9"].value, None, "Lặp", None, "Lại ghi"])

    reading = sent(filled(report, now, change=meddle), head, now)

    assert [finding.partition(":")[2].strip() for finding in told(reading)] == [
        "dòng này không có trong báo cáo; kế hoạch đã thay đổi từ lúc tải mẫu, hoặc dòng được chèn thêm.",
        "dòng này không có trong báo cáo; kế hoạch đã thay đổi từ lúc tải mẫu, hoặc dòng được chèn thêm.",
        "lặp lại dòng 9.",
    ]


@pytest.mark.parametrize("part", ["other_head", "reader", "inspector"])
def test_nobody_else_sends_a_form_in(cast, report, now, part):
    with pytest.raises((PermissionDenied, ValidationError)):
        sent(filled(report, now), cast.actor(part), now)

    assert SheetReading.objects.count() == 0


def test_a_report_handed_in_takes_no_form(cast, campaign, head, now):
    report = report_of(campaign, cast.unit("economy"))
    upload = filled(report, now, ANSWERS)
    reading = sent(upload, head, now)
    make_report(campaign, cast.unit("economy"), status="submitted")
    upload.seek(0)

    with pytest.raises(ValidationError, match="đang ở trạng thái “Đã nộp” nên không nhập được"):
        sent(upload, head, now)
    with pytest.raises(ValidationError):
        sheets.apply(reading, by=head, at=now)
    with pytest.raises(ValidationError):
        sheets.apply(SheetReading.objects.get(), by=head, at=now)
    assert SheetReading.objects.get().status == "checked"


def test_the_agency_enters_for_the_unit_and_the_file_is_kept_as_sent(client, report, officer, now):
    reading = sent(filled(report, now, ANSWERS), officer, now)
    assert reading.facts["notes"] == ["Nhập hộ Phòng Kinh tế: tệp này được giữ làm bản gửi của đơn vị."]

    sheets.apply(reading, by=officer, at=now)

    report = Obligation.objects.for_list().get(pk=report.pk)
    assert (report.status, report.evidence.get(is_scan=True).sha256) == ("not_started", reading.sha256)
    assert HistoryEntry.objects.about(report)[0].label == "Nhập hộ kết quả từ mẫu Excel"
    unit_reports.enter_on_behalf(report, reason="Đơn vị chưa có tài khoản.", by=officer, at=now)
    assert (report.status, report.on_behalf, report.targets_met) == ("submitted", True, 3)


def test_what_was_written_on_the_pages_meanwhile_is_noticed(report, head, now):
    upload = filled(report, now, ANSWERS)
    reading = sent(upload, head, now)
    unit_reports.save(report, revision=0, overview="Nội dung mới hơn.", by=head, at=now)

    with pytest.raises(ValidationError, match="đã thay đổi từ lúc kiểm tra tệp"):
        sheets.apply(reading, by=head, at=now)

    upload.seek(0)
    assert "đã được sửa sau khi tải mẫu" in sent(upload, head, now).facts["notes"][0]
    assert Obligation.objects.get(pk=report.pk).overview == "Nội dung mới hơn."


def test_staff_take_all_forms_out_and_send_several_in(client, cast, campaign, report, officer, clock, now):
    client.force_login(officer.user)

    answer = client.get(here(officer, "campaigns:report-forms-all", campaign.pk))
    names = ZipFile(BytesIO(answer.content)).namelist()
    assert names == [
        "01 Phòng Kinh tế – Báo cáo kết quả phong trào.xlsx",
        "02 Trung tâm Phục vụ hành chính công – Báo cáo kết quả phong trào.xlsx",
    ]
    others = report_of(campaign, cast.unit("service"))
    page = here(officer, "campaigns:report-forms", campaign.pk)
    junk = SimpleUploadedFile("thư.xlsx", b"x")
    answer = client.post(page, {"files": [filled(report, now, ANSWERS), filled(others, now, ANSWERS[:2]), junk]})

    assert (answer.status_code, SheetReading.objects.count()) == (200, 2)
    assert "“thư.xlsx”: Tệp bị hỏng" in answer.text


def test_the_pages_of_one_report_lead_from_the_form_to_checking(client, report, head, clock, now):
    client.force_login(head.user)
    page = here(head, "campaigns:report-form", report.pk)
    assert client.get(page).status_code == 200
    download = client.get(here(head, "campaigns:report-form-download", report.pk))
    assert load_workbook(BytesIO(download.content)).sheetnames == ["Báo cáo", "Mã mẫu"]

    refused = client.post(page, {"file": SimpleUploadedFile("a.xlsx", b"x")})
    assert (refused.status_code, "Tệp bị hỏng" in refused.text) == (200, True)

    answer = client.post(page, {"file": filled(report, now, ANSWERS)})
    reading = SheetReading.objects.get()
    assert answer.url == reading.get_absolute_url()
    shown = client.get(answer.url)
    assert "97,5" in shown.text and "Cập nhật" in shown.text
    applied = client.post(here(head, "communes:sheet-apply", reading.pk))
    assert applied.url == here(head, "campaigns:report-check", report.pk)
    assert client.get(applied.url).status_code == 200


def test_the_list_of_forms_asks_the_same_number_of_questions(client, cast, officer, clock):
    client.force_login(officer.user)
    asked = []
    for key, parts in (("mot", ["economy"]), ("ba", ["economy", "service", "front"])):
        campaign = make_campaign(cast, key=key, units=[cast.unit(part) for part in parts])
        page = here(officer, "campaigns:report-forms", campaign.pk)
        client.get(page)
        with CaptureQueriesContext(connection) as queries:
            assert len(client.get(page).context["page"].object_list) == len(parts)
        asked.append(len(queries))

    assert asked[0] == asked[1]
