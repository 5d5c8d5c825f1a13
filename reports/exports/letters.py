"""The lists of letters: those that the office sends, those that a unit receives."""

from communes.access import Can
from kit.sheets import Kind
from reports.exports.base import Column, ExportList, always, at, display, narrowed, register
from reports.views.letters import listed, listed_received

WHAT = (
    Column("Loại", display("kind")),
    Column("Trích yếu", at("subject")),
    Column("Phong trào", at("campaign.name")),
    Column("Số", at("document.number"), Kind.INTEGER),
    Column("Ký hiệu", at("document.symbol")),
    Column("Ngày ban hành", at("document.issued_on"), Kind.DATE),
)

register(
    ExportList(
        "letters", "Công văn, giấy mời, thông báo", (Can.SEE_ALL_UNITS,), lambda asked: narrowed(listed(asked)),
        always(
            *WHAT,
            Column("Người soạn", at("made_by")),
            Column("Soạn lúc", at("made_at"), Kind.DATETIME),
            Column("Trạng thái", display("status")),
        ),
    ),
    ExportList(
        "letters-received", "Công văn đến đơn vị", (Can.REPORT_RESULTS,),
        lambda asked: narrowed(listed_received(asked)), always(*WHAT),
    ),
)  # fmt: skip
