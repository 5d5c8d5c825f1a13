"""Lists of campaigns and of the work of units in one campaign."""

from django.utils import timezone

from campaigns.services import indicators
from campaigns.views import (
    deadlines,
    difficulties,
    drives,
    exemplars,
    inspections,
    plans,
    registrations,
    tracker,
    unit_plans,
    unit_reports,
)
from communes.access import Can
from kit.sheets import Kind
from kit.vietnamese import paper_number, vn_date
from reports.exports.base import Column, ExportList, Found, always, at, campaigns_seen, display, narrowed, register

SEEN = (Can.SEE_CAMPAIGNS,)


def _of(view):
    """Return what finds the rows of a list of one campaign by the view's own `listed`."""
    return lambda asked: narrowed(view.listed(asked, asked.record))


def _tracker_columns(asked):
    """Return a column for each date by which units owe something."""
    dates = tracker.deadlines_of(asked.record)
    named = ((place, each, f", hạn {vn_date(each.last_day)}" if each.last_day else "")
             for place, each in enumerate(dates))  # fmt: skip
    return (
        Column("Đơn vị", at("row.unit.name")),
        Column("Việc đang chờ ai", at("waits")),
        Column("Thôi tham gia từ", at("row.left_on"), Kind.DATE),
        *(Column(f"{each}{due}", _cell(place)) for place, each, due in named),
    )


def _cell(place: int):
    """Return what reads the state of a unit's report by one date."""

    def read(line) -> str:
        cell = line["cells"][place]
        if cell is None:
            return "Không phải nộp"
        extended = f"gia hạn đến {vn_date(cell['extended'])}" if cell["extended"] else ""
        return "; ".join(filter(None, (cell["report"].get_status_display(), cell["note"], extended)))

    return read


def _tracker_lines(asked, rows):
    """Add to units what they owe."""
    return tracker.lines(asked, asked.record, rows, tracker.deadlines_of(asked.record), timezone.now())


def _deadline_lines(asked, rows):
    """Add to dates how long there is left, and why some have no date."""
    now = timezone.now()
    return [deadlines.line(row, now) for row in rows]


def _handed_in(report, name: str):
    """Return a fact of a report that was handed in."""
    return getattr(report, name) if report.handed_in else None


def _report_state(report) -> str:
    """Return how a report stands."""
    return f"{report.get_status_display()} (quá hạn)" if report.is_overdue else str(report.get_status_display())


def _report_lines(asked, rows):
    """Add to reports how late they are."""
    return unit_reports.with_lateness(rows, timezone.now())


def _duty(duty) -> str:
    """Return a duty of the plan with its clause."""
    return f"{duty.get_part_display()} ({duty.clause})" if duty.clause else str(duty.get_part_display())


def _participant_lines(asked, rows):
    """Add to participating units the duties that the plan gives them."""
    parts = deadlines.parts_of(asked.record)
    return [{"row": row, "parts": "; ".join(_duty(duty) for duty in parts.get(row.unit_id, ()))} for row in rows]


def _indicator_columns(asked):
    """Return three columns for each year that a campaign compares."""
    years = indicators.years_of(asked.record)
    by_year = (
        column
        for place, year in enumerate(years)
        for column in (
            Column(f"Năm {year}", _reading(place, "value.value"), Kind.DECIMAL),
            Column(f"Thứ hạng năm {year}", _reading(place, "value.rank"), Kind.INTEGER),
            Column(f"So với năm {year - 1}", _reading(place, "change")),
        )
    )
    return (
        Column("Chỉ số", at("indicator.name")),
        Column("Mục", at("indicator.clause")),
        Column("Đơn vị tính", at("indicator.unit_label")),
        Column(
            "Chiều tốt", lambda line: "càng cao càng tốt" if line.indicator.higher_is_better else "càng thấp càng tốt"
        ),
        *by_year,
    )


def _reading(place: int, path: str):
    """Return what reads a fact of an index in one of the years."""
    read = at(path)
    return lambda line: read(line.cells[place])


register(
    ExportList(
        "campaigns", "Phong trào thi đua", SEEN,
        lambda asked: narrowed(plans.listed(asked)),
        always(
            Column("Phong trào", at("name")),
            Column("Loại", display("kind")),
            Column("Số, ký hiệu kế hoạch", lambda row: paper_number(row.number, row.symbol)),
            Column("Ngày ban hành", at("issued_on"), Kind.DATE),
            Column("Từ ngày", at("starts_on"), Kind.DATE),
            Column("Đến ngày", at("ends_on"), Kind.DATE),
            Column("Trạng thái", display("status")),
            Column("Báo cáo đã duyệt", at("accepted"), Kind.INTEGER),
            Column("Báo cáo phải nộp", at("reports"), Kind.INTEGER),
            Column("Quá hạn", at("overdue"), Kind.INTEGER),
        ),
    ),
    ExportList("tracker", "Theo dõi báo cáo", (Can.SEE_ALL_UNITS,), _of(tracker), _tracker_columns,
               lines=_tracker_lines, records=campaigns_seen),
    ExportList(
        "unit-plans", "Kế hoạch của các đơn vị", SEEN, _of(unit_plans),
        always(
            Column("Đơn vị", at("unit.name")),
            Column("Kế hoạch", lambda line: line["plan"].get_status_display() if line["plan"] else "Chưa có"),
            Column("Chỉ tiêu của đơn vị", at("targets"), Kind.INTEGER),
            Column("Số", at("plan.number")),
            Column("Ngày ban hành", at("plan.adopted_on"), Kind.DATE),
        ),
        lines=lambda asked, rows: unit_plans.lines(asked.record, rows), records=campaigns_seen,
    ),
    ExportList(
        "deadlines", "Thời hạn", SEEN, lambda asked: Found(deadlines.listed(asked, asked.record)),
        always(
            Column("Phải nộp", lambda line: str(line["row"])),
            Column("Loại", lambda line: line["row"].get_paper_display()),
            Column("Gửi đến", at("row.to")),
            Column("Qua", at("row.through")),
            Column("Ngày cuối còn hạn", at("last"), Kind.DATE),
            Column("Chưa ấn định vì", at("unset")),
            Column("Mục của kế hoạch", at("row.clause")),
            Column("Lời văn của kế hoạch", at("row.words")),
            Column("Căn cứ ấn định", at("row.set_reason")),
            Column("Đã nộp", at("row.handed_in"), Kind.INTEGER),
            Column("Phải nộp (số báo cáo)", at("row.owed"), Kind.INTEGER),
        ),
        lines=_deadline_lines, records=campaigns_seen,
    ),
    ExportList(
        "participants", "Đơn vị tham gia", SEEN,
        lambda asked: narrowed(deadlines.listed_participants(asked, asked.record)),
        always(
            Column("Đơn vị", at("row.unit.name")),
            Column("Tham gia từ", at("row.joined_on"), Kind.DATE),
            Column("Thôi tham gia từ", at("row.left_on"), Kind.DATE),
            Column("Phần việc theo kế hoạch", at("parts")),
        ),
        lines=_participant_lines, records=campaigns_seen,
    ),
    ExportList(
        "unit-reports", "Báo cáo của đơn vị", SEEN, _of(unit_reports),
        always(
            Column("Đơn vị", at("unit.name")),
            Column("Báo cáo", lambda report: str(report.deadline)),
            Column("Hạn nộp", at("last_day"), Kind.DATE),
            Column("Hạn riêng của đơn vị", lambda report: bool(report.extension_reason)),
            Column("Trạng thái", _report_state),
            Column("Nộp lúc", at("submitted_at"), Kind.DATETIME),
            Column("Nộp trễ hạn", lambda report: _handed_in(report, "late")),
            Column("Số ngày trễ", at("days_late"), Kind.INTEGER),
            Column("Nhập hộ", lambda report: _handed_in(report, "on_behalf")),
            Column("Chỉ tiêu đạt", lambda report: _handed_in(report, "targets_met"), Kind.INTEGER),
            Column("Tổng số chỉ tiêu", lambda report: _handed_in(report, "targets_total"), Kind.INTEGER),
        ),
        lines=_report_lines, records=campaigns_seen,
    ),
    ExportList(
        "inspections", "Kiểm tra", SEEN, _of(inspections),
        always(
            Column("Ngày kiểm tra", at("inspection.inspected_on"), Kind.DATE),
            Column("Đơn vị", at("inspection.unit.name")),
            Column("Loại", lambda line: line["inspection"].get_kind_display()),
            Column("Trạng thái", lambda line: line["inspection"].get_status_display()),
            Column("So với báo cáo", at("compared")),
        ),
        lines=inspections.lines, records=campaigns_seen,
    ),
    ExportList(
        "difficulties", "Khó khăn, vướng mắc", SEEN, _of(difficulties),
        always(
            Column("Vướng mắc", at("title")),
            Column("Nội dung", at("text")),
            Column("Đơn vị", at("unit.name")),
            Column("Trạng thái", display("status")),
            Column("Người phụ trách", at("owner.full_name")),
            Column("Người phản ánh", at("raised_by")),
            Column("Phản ánh lúc", at("raised_at"), Kind.DATETIME),
            Column("Trả lời", at("answer")),
            Column("Người trả lời", at("answered_by")),
            Column("Trả lời lúc", at("answered_at"), Kind.DATETIME),
        ),
        records=campaigns_seen,
    ),
    ExportList(
        "exemplars", "Điển hình, mô hình, sáng kiến", SEEN, _of(exemplars),
        always(
            Column("Tên gọi", at("title")),
            Column("Cá nhân tiêu biểu", at("person.full_name")),
            Column("Loại", display("kind")),
            Column("Đơn vị", at("unit.name")),
            Column("Nội dung, hiệu quả", at("story")),
            Column("Trạng thái", display("status")),
            Column("Phát hiện lúc", at("found_at"), Kind.DATETIME),
            Column("Tuyên truyền ngày", at("published_on"), Kind.DATE),
            Column("Hình thức tuyên truyền", at("published_where")),
        ),
        records=campaigns_seen,
    ),
    ExportList(
        "registrations", "Đăng ký thi đua", SEEN, _of(registrations),
        always(
            Column("Tập thể, cá nhân", lambda row: row.person.full_name if row.person else "Tập thể đơn vị"),
            Column("Chức vụ", at("person.position")),
            Column("Đơn vị", at("unit.name")),
            Column("Đăng ký phấn đấu đạt", at("aim")),
            Column("Đăng ký lúc", at("registered_at"), Kind.DATETIME),
            Column("Người đăng ký", at("registered_by")),
            Column("Rút lúc", at("withdrawn_at"), Kind.DATETIME),
        ),
        records=campaigns_seen,
    ),
    ExportList(
        "drives", "Đợt thi đua cao điểm", SEEN, _of(drives),
        always(
            Column("Đợt cao điểm", at("name")),
            Column("Đơn vị", at("unit.name")),
            Column("Từ ngày", at("starts_on"), Kind.DATE),
            Column("Đến ngày", at("ends_on"), Kind.DATE),
            Column("Trạng thái", display("status")),
        ),
        records=campaigns_seen,
    ),
    ExportList("indicators", "Chỉ số theo dõi", SEEN, lambda asked: Found(indicators.table(asked.record)),
               _indicator_columns, records=campaigns_seen),
)  # fmt: skip
