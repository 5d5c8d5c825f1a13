"""Lists of what units do in every campaign: their own reports, forms to fill in, exemplars told and taken over."""

from django.utils import timezone

from campaigns.views import adoptions, bulletin, report_forms, unit_reports
from communes.access import Can
from kit.sheets import Kind
from reports.exports.base import Column, ExportList, always, at, campaigns_seen, display, narrowed, register

SEEN = (Can.SEE_CAMPAIGNS,)


def _own_lines(asked, rows):
    """Add to reports how late they are."""
    return unit_reports.with_lateness(rows, timezone.now())


register(
    ExportList(
        "my-reports", "Báo cáo phải nộp", (Can.REPORT_RESULTS, Can.SUBMIT_REPORTS),
        lambda asked: narrowed(unit_reports.listed_own(asked)),
        always(
            Column("Phong trào", at("campaign.name")),
            Column("Đơn vị", at("unit.name")),
            Column("Báo cáo", lambda report: str(report.deadline)),
            Column("Hạn nộp", at("last_day"), Kind.DATE),
            Column("Trạng thái", display("status")),
            Column("Quá hạn", at("is_overdue")),
            Column("Số ngày trễ", at("days_late"), Kind.INTEGER),
            Column("Nộp lúc", at("submitted_at"), Kind.DATETIME),
        ),
        lines=_own_lines,
    ),
    ExportList(
        "report-forms", "Báo cáo còn ở đơn vị", (Can.RECEIVE_REPORTS,),
        lambda asked: narrowed(report_forms.listed(asked, asked.record)),
        always(
            Column("Đơn vị", at("unit.name")),
            Column("Báo cáo", lambda report: str(report.deadline)),
            Column("Hạn nộp", at("last_day"), Kind.DATE),
            Column("Trạng thái", display("status")),
        ),
        records=campaigns_seen,
    ),
    ExportList(
        "bulletin", "Bản tin điển hình", SEEN, lambda asked: narrowed(bulletin.listed(asked)),
        always(
            Column("Tên gọi", at("title")),
            Column("Cá nhân tiêu biểu", at("person.full_name")),
            Column("Loại", display("kind")),
            Column("Đơn vị", at("unit.name")),
            Column("Phong trào", at("campaign.name")),
            Column("Nội dung, hiệu quả", at("story")),
            Column("Tuyên truyền ngày", at("published_on"), Kind.DATE),
            Column("Hình thức tuyên truyền", at("published_where")),
            Column("Đơn vị đang áp dụng", at("spread"), Kind.INTEGER),
        ),
    ),
    ExportList(
        "adoptions", "Nhân rộng điển hình", SEEN, lambda asked: narrowed(adoptions.listed(asked)),
        always(
            Column("Điển hình, mô hình", at("exemplar.title")),
            Column("Loại", lambda row: row.exemplar.get_kind_display()),
            Column("Đơn vị có điển hình", at("exemplar.unit.name")),
            Column("Đơn vị áp dụng", at("unit.name")),
            Column("Từ ngày", at("started_on"), Kind.DATE),
            Column("Đến ngày", at("ended_on"), Kind.DATE),
            Column("Tình trạng", at("state")),
            Column("Cách áp dụng", at("way")),
            Column("Kết quả", at("result")),
            Column("Kết quả tính đến ngày", at("result_on"), Kind.DATE),
            Column("Lý do kết thúc", at("end_reason")),
        ),
    ),
)  # fmt: skip
