"""What narrows the list of backups."""

from communes.forms.filters import ChoiceFilter, KitFilterSet, VnDateFilter
from operations.models import Backup


class BackupFilter(KitFilterSet):
    """By how it ended and the days on which it was begun."""

    status = ChoiceFilter(label="Tình trạng", choices=Backup.Status.choices)
    since = VnDateFilter(label="Từ ngày", field_name="started_at", lookup_expr="date__gte")
    until = VnDateFilter(label="Đến ngày", field_name="started_at", lookup_expr="date__lte")
