"""What is asked when a date is set, a report is requested, and a unit joins."""

from django import forms

from kit.forms import KitForm, VnDateField


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
