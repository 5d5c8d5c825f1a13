"""The list of reminders: who was reminded of what, when, or why not."""

from communes.access import Can
from kit.sheets import Kind
from reports.exports.base import Column, ExportList, always, at, display, narrowed, register
from reports.models import Reminder
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
)  # fmt: skip
