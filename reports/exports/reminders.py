"""Lists of reminding: who was reminded of what or why not, everybody's own notices, the letters of the outbox."""

from communes.access import Can
from kit.sheets import Kind
from reports.exports.base import Column, ExportList, always, at, display, narrowed, register
from reports.models import Reminder
from reports.views import mailings, notices
from reports.views.reminders import listed


def _told(row: Reminder) -> str:
    """Name the people who were told."""
    return ", ".join(str(notice.person) for notice in row.notices.all())


register(
    ExportList(
        "reminders", "Nhắc việc", (Can.SEND_REMINDERS,), lambda asked: narrowed(listed(asked)),
        always(
            Column("Việc", at("title")),
            Column("Phong trào", at("campaign.name")),
            Column("Nhắc ai", at("whom")),
            Column("Người nhận", _told),
            Column("Hạn cuối", at("last_day"), Kind.DATE),
            Column("Lúc nhắc", display("kind")),
            Column("Ngày gửi", at("leaves_on"), Kind.DATE),
            Column("Tình trạng", display("status")),
            Column("Lý do không nhắc", at("reason")),
        ),
    ),
    ExportList(
        "mailings", "Hộp thư đi", (Can.SEND_REMINDERS,), lambda asked: narrowed(mailings.listed(asked)),
        always(
            Column("Ngày", at("day"), Kind.DATE),
            Column("Người nhận", at("person.full_name")),
            Column("Địa chỉ nhận", at("address")),
            Column("Tiêu đề", at("subject")),
            Column("Trạng thái", display("status")),
            Column("Lý do chưa gửi được", at("problem")),
            Column("Gửi lúc", at("sent_at"), Kind.DATETIME),
        ),
    ),
    ExportList(
        "notices", "Thông báo", (Can.ENTER,), lambda asked: narrowed(notices.listed(asked)),
        always(
            Column("Nội dung", at("text")),
            Column("Hạn cuối", at("due_on"), Kind.DATE),
            Column("Nhắc lúc", at("at"), Kind.DATETIME),
            Column("Tình trạng", lambda row: row.state[0]),
            Column("Đọc lúc", at("read_at"), Kind.DATETIME),
        ),
    ),
)  # fmt: skip
