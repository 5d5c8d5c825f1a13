"""The list of papers."""

from communes.access import Can
from kit.sheets import Kind
from kit.views import filtered, sort
from reports.documents.registry import title_of
from reports.exports.base import Column, ExportList, always, at, display, narrowed, register
from reports.forms.documents import DocumentFilter
from reports.models import Document
from reports.views.documents import SORTS


def _find(asked):
    """Find the papers as their page does."""
    found = filtered(asked, DocumentFilter, Document.objects.within(asked.actor).for_list())
    return narrowed((found, sort(asked, found.qs, allowed=SORTS, default="-asked")))


register(
    ExportList(
        "papers", "Văn bản", (Can.ENTER,), _find,
        always(
            Column("Văn bản", at("title")),
            Column("Loại", lambda document: title_of(document.kind)),
            Column("Đơn vị", at("unit.name")),
            Column("Phong trào", at("campaign.name")),
            Column("Số", at("number"), Kind.INTEGER),
            Column("Ký hiệu", at("symbol")),
            Column("Ngày ban hành", at("issued_on"), Kind.DATE),
            Column("Người yêu cầu", at("requested_name")),
            Column("Yêu cầu lúc", at("requested_at"), Kind.DATETIME),
            Column("Trạng thái", display("status")),
            Column("Số trang", at("pages"), Kind.INTEGER),
        ),
    ),
)  # fmt: skip
