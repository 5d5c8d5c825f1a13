"""What is asked when a date is set, a report is requested, and a unit joins."""

import django_filters as filters
from django import forms

from communes.forms.filters import ChoiceFilter, KitFilterSet
from communes.models import Unit
from kit.forms import KitForm, VnDateField
from kit.vietnamese import fold


class ParticipantFilter(KitFilterSet):
    """By words of the unit's name, its kind, and whether it still takes part."""

    q = filters.CharFilter(label="Tìm đơn vị", method="by_words")
    kind = ChoiceFilter(label="Loại đơn vị", choices=Unit.Kind.choices, field_name="unit__kind")
    state = ChoiceFilter(
        label="Tình trạng", choices=[("in", "Đang tham gia"), ("left", "Thôi tham gia")], method="by_state"
    )

    def by_words(self, rows, name, value):
        """Keep the units whose name holds the words, with or without marks."""
        return rows.filter(unit__folded__contains=fold(value))

    def by_state(self, rows, name, value):
        """Keep the units that take part, or those that have left."""
        return rows.filter(left_on__isnull=value == "in")


class SetDateForm(KitForm):
    """The last day of something that the plan leaves without a date."""

    last_day = VnDateField(label="Ngày cuối còn hạn", help_text="Nộp đến hết ngày này vẫn đúng hạn.")
    reason = forms.CharField(
        label="Căn cứ ấn định", max_length=2000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Văn bản hoặc ý kiến chỉ đạo.",
    )  # fmt: skip


class RequestReportForm(SetDateForm):
    """A report that the plan does not foresee, asked of every unit."""

    title = forms.CharField(label="Tên báo cáo", max_length=300)
    field_order = ["title", "last_day", "reason"]


class JoinForm(KitForm):
    """The unit that joins a campaign."""

    unit = forms.ModelChoiceField(label="Đơn vị", queryset=None, empty_label="Chọn đơn vị")

    def __init__(self, *args, units, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units
