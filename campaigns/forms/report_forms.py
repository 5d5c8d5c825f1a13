"""Forms about the workbooks in which units without accounts report: sending them in, and what narrows their list."""

import django_filters as filters
from django import forms

from campaigns.forms.unit_reports import FilesField
from campaigns.models import Deadline
from communes.forms.filters import KitFilterSet
from communes.forms.sheets import XLSX
from communes.models import Unit
from kit.forms import KitForm

MOST_FILES = 50


class FormsSentForm(KitForm):
    """Filled workbooks, several at once."""

    files = FilesField(
        label="Các mẫu đơn vị đã ghi",
        help_text="Tệp .xlsx, mỗi tệp không quá 5 MB; chọn được nhiều tệp. Phần mềm tự nhận ra tệp của đơn vị nào.",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["files"].widget.attrs["accept"] = XLSX

    def clean_files(self):
        """Ask for one file at least, and not for too many."""
        given = self.cleaned_data["files"]
        if not given:
            raise forms.ValidationError("Chọn tệp Excel đơn vị gửi.")
        if len(given) > MOST_FILES:
            raise forms.ValidationError(f"Mỗi lần gửi không quá {MOST_FILES} tệp.")
        return given


class WaitingFilter(KitFilterSet):
    """By report period and unit."""

    deadline = filters.ModelChoiceFilter(label="Kỳ báo cáo", empty_label="Tất cả", queryset=Deadline.objects.none())
    unit = filters.ModelChoiceFilter(
        label="Đơn vị", empty_label="Tất cả", queryset=lambda request: Unit.objects.within(request.actor).for_list()
    )

    def __init__(self, *args, campaign, **kwargs):
        super().__init__(*args, **kwargs)
        self.filters["deadline"].queryset = Deadline.objects.filter(
            campaign=campaign, obligations__isnull=False
        ).distinct().order_by("late_from", "pk")  # fmt: skip
