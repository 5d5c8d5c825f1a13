"""What narrows the list of papers."""

import django_filters as filters

from communes.forms.filters import ChoiceFilter, KitFilterSet
from reports.documents import workbook
from reports.documents.registry import KINDS
from reports.models import Document

# Kinds whose papers get their number from the register.
NUMBERED = [kind.key for kind in KINDS.values() if kind.symbol]


class DocumentFilter(KitFilterSet):
    """By words of the title, kind and state, and by whether the clerk gave a number."""

    q = filters.CharFilter(label="Tìm theo tên", field_name="title", lookup_expr="icontains")
    kind = ChoiceFilter(
        label="Loại",
        choices=[*((kind.key, kind.title) for kind in KINDS.values()), (workbook.KEY, workbook.TITLE)],
    )
    status = ChoiceFilter(label="Trạng thái", choices=Document.Status.choices)
    numbered = ChoiceFilter(
        label="Số văn bản", choices=[("yes", "Đã cấp số"), ("no", "Chưa cấp số")], method="by_number"
    )

    def by_number(self, rows, name, value):
        """Keep the papers that bear a number, or those that wait for one."""
        if value == "yes":
            return rows.exclude(number=None)
        waiting = rows.filter(kind__in=NUMBERED, issued_from=None, issued_as=None)
        return waiting.filter(status__in=(*Document.UNFINISHED, *Document.FINISHED))
