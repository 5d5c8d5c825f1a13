"""A unit's report as a locked workbook: filled in without an account, known by a signed mark, read back in."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import xlsxwriter
from django.core import signing
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from campaigns.models import Obligation
from campaigns.planfile.words import TargetKind
from campaigns.services import unit_reports
from campaigns.services.report_sheet import COUNTED, GENERAL, IN_WORDS, Sheet, SheetTarget, sheet_of
from communes.access import Actor, Can
from communes.models import SheetReading
from communes.services import sheets
from kit import workbooks
from kit.cells import plain, shown
from kit.sheets import BORDER, FONT
from kit.vietnamese import vn_date, vn_datetime

KIND = "unit-report"
SALT = "campaigns.report-form"
MARK_SHEET = "Mã mẫu"
HEADINGS = ("Mã", "TT", "Nội dung, chỉ tiêu", "Phải đạt", "Kết quả", "Đơn vị tự đánh giá", "Ghi chú")
WIDTHS = (8, 6, 62, 26, 34, 20, 34)
TOP = 6
MOST_FORMS = 300
YES_NO = ("Có", "Không")
JUDGED = {"Đạt": "met", "Chưa đạt": "unmet"}
HOW = (
    "Chỉ ghi vào các ô nền trắng ở cột Kết quả, Đơn vị tự đánh giá, Ghi chú; các ô khác đã khóa.",
    "Ô để trống giữ nguyên kết quả đã có trên phần mềm. Tỷ lệ ghi 95, không ghi 95%.",
    "Mẫu này chỉ dùng cho đúng đơn vị và kỳ báo cáo ghi ở trên; minh chứng gửi kèm riêng.",
)
STRANGE = "Tệp này không phải là mẫu báo cáo do phần mềm lập, hoặc mã của mẫu đã bị sửa. Hãy tải lại mẫu."


@dataclass(frozen=True, slots=True)
class FormRow:
    """One row of the form: a heading where it has no key, else a question with what is known and what may be chosen."""

    text: str
    key: str = ""
    number: str = ""
    goal: str = ""
    result: object = ""
    judged: str | None = None
    remark: str | None = None
    options: tuple[str, ...] = ()
    counted: bool = False


def form_rows(sheet: Sheet) -> list[FormRow]:
    """Return the rows of a report's form, in the order of the report."""
    report = sheet.obligation
    rows = [FormRow("Nội dung chung")]
    rows += [
        FormRow(label, f"g-{name}", result=getattr(report, name))
        for name, label in GENERAL
        if name != "change_note" or report.return_reason
    ]
    for area in sheet.areas:
        rows.append(FormRow(area.title))
        for item in area.items:
            if item.item:
                remark = item.line.remark if item.line else ""
                key, number = f"i{item.item.pk}", item.item.number
                rows.append(FormRow(item.item.text, key, number, "kết quả bằng lời", item.text, None, remark))
            rows += [_target_row(each) for each in item.targets]
    return rows


def _target_row(each: SheetTarget) -> FormRow:
    """Return the row of a target, by its kind."""
    target, line = each.target, each.line
    options = YES_NO if target.kind == TargetKind.YES_NO else ()
    options = tuple(target.scale) if target.kind == TargetKind.GRADE else options
    counted, judged = target.kind in COUNTED, None
    result = line.value if counted and line else "" if counted else each.result
    if target.kind in IN_WORDS:
        known = {value: label for label, value in JUDGED.items()}
        judged = known.get(line.outcome, "") if line else ""
    return FormRow(
        f"– Chỉ tiêu: {target.text}", f"t{target.pk}", "", each.goal, "" if result is None else result, judged,
        line.remark if line else "", options, counted,
    )  # fmt: skip


def form(report: Obligation, *, at: datetime) -> bytes:
    """Return the form of one unit's report: locked but for its answers, its mark on a page that nobody sees."""
    made = BytesIO()
    book = xlsxwriter.Workbook(made, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    moment = timezone.localtime(at).replace(tzinfo=None)
    book.set_properties({"title": str(report), "author": report.campaign.commune.committee, "created": moment})
    page, mark = book.add_worksheet("Báo cáo"), book.add_worksheet(MARK_SHEET)
    mark.very_hidden()
    mark.write_string(0, 0, _mark(report, at))
    mark.protect()
    _write_head(book, page, report, at)
    _write_rows(book, page, form_rows(sheet_of(report)))
    page.protect("", {"format_columns": True, "format_rows": True, "select_locked_cells": True})
    book.close()
    return made.getvalue()


def _mark(report: Obligation, at: datetime) -> str:
    """Return what tells whose form it is, signed."""
    told = {"report": report.pk, "commune": report.campaign.commune_id, "revision": report.revision,
            "made": vn_datetime(timezone.localtime(at))}  # fmt: skip
    return signing.Signer(salt=SALT).sign_object(told)


def _write_head(book, page, report: Obligation, at: datetime) -> None:
    """Write whose report it is, until when, and how the form is filled in; then the headings."""
    bold, plain_format = book.add_format({**FONT, "bold": True, "font_size": 14}), book.add_format({**FONT})
    due = f"Hạn nộp: hết ngày {vn_date(report.last_day)}." if report.last_day else "Hạn nộp: theo thông báo riêng."
    training = "TẬP HUẤN – " if report.campaign.commune.is_training else ""
    page.write_string(0, 1, f"{training}{report.deadline} – {report.unit}", bold)
    page.write_string(1, 1, f"Phong trào: {report.campaign.name}. {due}", plain_format)
    for row, line in enumerate(HOW, start=2):
        page.write_string(row, 1, line, plain_format)
    head = book.add_format(
        {**FONT, **BORDER, "bold": True, "align": "center", "text_wrap": True, "bg_color": "#E7EEF7"}
    )
    for column, (heading, width) in enumerate(zip(HEADINGS, WIDTHS, strict=True)):
        page.write_string(TOP, column, heading, head)
        page.set_column(column, column, width, None, {"hidden": column == 0})
    page.freeze_panes(TOP + 1, 0)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(TOP)
    page.set_footer("&RTrang &P/&N")


def _write_rows(book, page, rows: list[FormRow]) -> None:
    """Write the questions; only the cells of answers are open."""
    cell = {**FONT, **BORDER, "text_wrap": True}
    locked = book.add_format({**cell, "bg_color": "#F3F3F3"})
    heading = book.add_format({**cell, "bold": True, "bg_color": "#E7EEF7"})
    words = book.add_format({**cell, "locked": False, "num_format": "@"})
    number = book.add_format({**cell, "locked": False, "num_format": "#,##0.###"})
    for place, row in enumerate(rows, start=TOP + 1):
        if not row.key:
            page.merge_range(place, 1, place, len(HEADINGS) - 1, row.text, heading)
            page.write_blank(place, 0, None, locked)
            continue
        for column, text in enumerate((row.key, row.number, row.text, row.goal)):
            page.write_string(place, column, text, locked)
        answer = number if row.counted else words
        if row.counted and row.result != "":
            page.write_number(place, 4, float(row.result), answer)
        else:
            page.write_string(place, 4, str(row.result), answer) if row.result else page.write_blank(
                place, 4, None, answer
            )
        for column, text in ((5, row.judged), (6, row.remark)):
            if text is None:
                page.write_blank(place, column, None, locked)
            else:
                page.write_string(place, column, text, words) if text else page.write_blank(place, column, None, words)
        _restrict(page, place, row)


def _restrict(page, place: int, row: FormRow) -> None:
    """Let a cell offer its answers, where Excel can list them; what is typed is checked when the form is read."""
    wrong = {"error_type": "warning", "error_title": "Xem lại kết quả"}
    if row.options and not any("," in option for option in row.options):
        page.data_validation(place, 4, place, 4, {
            "validate": "list", "source": list(row.options), "error_message": "Chọn một giá trị trong danh sách.",
            **wrong,
        })  # fmt: skip
    elif row.counted:
        page.data_validation(place, 4, place, 4, {
            "validate": "decimal", "criteria": ">=", "value": 0, "error_message": "Ghi một số, ví dụ 95 hoặc 12,5.",
            **wrong,
        })  # fmt: skip
    if row.judged is not None:
        page.data_validation(place, 5, place, 5, {
            "validate": "list", "source": list(JUDGED), "error_message": "Chọn Đạt hoặc Chưa đạt.", **wrong,
        })  # fmt: skip


def form_name(report: Obligation) -> str:
    """Return the name under which a form is saved."""
    kept = "".join(" " if sign in '\\/:*?"<>|' else sign for sign in f"{report.unit} – {report.deadline}")
    return f"{plain(kept)[:120]}.xlsx"


def archive(reports: Iterable[Obligation], *, at: datetime) -> bytes:
    """Return the forms of many reports in one archive, each under the name of its unit."""
    made = BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED) as folder:
        for number, report in enumerate(reports, start=1):
            folder.writestr(f"{number:02} {form_name(report)}", form(report, at=at))
    return made.getvalue()


def _told_by(book: sheets.Opened) -> dict:
    """Return what the mark of a form says, or refuse a workbook that is none of ours."""
    hidden = [each for each in book.sheets if each.name == MARK_SHEET]
    mark = shown(hidden[0].rows[0][1][0]) if hidden and hidden[0].rows else ""
    try:
        return signing.Signer(salt=SALT).unsign_object(mark)
    except (signing.BadSignature, ValueError, TypeError):
        raise ValidationError(f"“{book.name}”: {STRANGE}") from None


def receive(book: sheets.Opened, *, expected: Obligation | None = None, by: Actor, at: datetime) -> SheetReading:
    """Take a filled form in and check it against the report whose mark it bears; nothing is written yet.

    `expected` is the report on whose page it was sent: the form of another one is refused.
    """
    told = _told_by(book)
    found = Obligation.objects.within(by).for_list().filter(pk=told["report"], campaign__commune=by.commune)
    report = found.first()
    if report is None or told.get("commune") != by.commune.pk:
        raise ValidationError(f"“{book.name}”: đây là mẫu báo cáo của đơn vị khác, hoặc của địa phương khác.")
    if expected is not None and expected.pk != report.pk:
        raise ValidationError(
            f"“{book.name}”: đây là mẫu của {report.unit}, kỳ “{report.deadline}”; không phải báo cáo này."
        )
    ensure_may_send(report, by)
    notes = []
    if told["revision"] != report.revision:
        notes.append(
            f"Báo cáo trên phần mềm đã được sửa sau khi tải mẫu ({told['made']}); "
            "xem kỹ các chỗ khác nhau trước khi nhập."
        )
    if unit_reports.writer(report, by) == "agency":
        notes.append(f"Nhập hộ {report.unit}: tệp này được giữ làm bản gửi của đơn vị.")
    return sheets.receive(
        sheets.KINDS[KIND], book, title=str(report)[:300], unit=report.unit, subject_id=report.pk,
        facts={"notes": notes}, by=by, at=at,
    )  # fmt: skip


def ensure_may_send(report: Obligation, by: Actor) -> None:
    """Let in who may write the report now: its unit, or the agency on its behalf."""
    if unit_reports.writer(report, by):
        return
    if unit_reports.tracks(report, by) or by.may_in_own_unit(Can.REPORT_RESULTS, report.unit_id):
        state = report.get_status_display()
        hint = " Bấm “Sửa báo cáo” trước." if report.status == Obligation.Status.RETURNED else ""
        raise ValidationError(f"Báo cáo của {report.unit} đang ở trạng thái “{state}” nên không nhập được.{hint}")
    raise PermissionDenied


def waiting(campaign, by: Actor):
    """Return the reports of a campaign that units still have to hand in, for their forms."""
    rows = Obligation.objects.within(by).filter(campaign=campaign, status__in=Obligation.WITH_THE_UNIT)
    return rows.for_list().order_by("unit__kind_order", "unit__position", "unit__name", "late_from", "pk")


def content_of(reading: SheetReading) -> bytes:
    """Return the bytes of the file that was sent."""
    with reading.file.open("rb") as stored:
        return stored.read(workbooks.FILE_LIMIT + 1)
