"""What narrows the list of papers."""

import django_filters as filters

from communes.forms.filters import KitFilterSet
from reports.documents import workbook
from reports.documents.registry import KINDS
from reports.models import Document


class DocumentFilter(KitFilterSet):
    """By words of the title, kind and state."""

    q = filters.CharFilter(label="Tìm theo tên", field_name="title", lookup_expr="icontains")
    kind = filters.ChoiceFilter(
        label="Loại",
        choices=[*((kind.key, kind.title) for kind in KINDS.values()), (workbook.KEY, workbook.TITLE)],
        empty_label="Tất cả",
    )
    status = filters.ChoiceFilter(label="Trạng thái", choices=Document.Status.choices, empty_label="Tất cả")
