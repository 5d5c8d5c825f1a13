"""Forms of reminders: what narrows their lists, how the commune reminds, what is pasted elsewhere."""

import django_filters as filters
from crispy_forms.layout import Column, Layout, Row
from django import forms

from campaigns.models import Campaign, Deadline
from communes.forms.filters import ChoiceFilter, KitFilterSet, VnDateFilter
from communes.models import Unit
from kit.forms import KitForm, KitModelForm
from kit.shared import SharedRecord
from reports.models import Mailing, Reminder, ReminderTerms

ADDRESS_ERROR = "Nhập địa chỉ thư điện tử, ví dụ ten@donvi.gov.vn."


class ReminderFilter(KitFilterSet):
    """By campaign, unit, what it is about, kind, state and between which days."""

    campaign = filters.ModelChoiceFilter(
        label="Phong trào",
        empty_label="Tất cả",
        queryset=lambda request: Campaign.objects.within(request.actor).order_by("name", "pk"),
    )
    unit = filters.ModelChoiceFilter(
        label="Đơn vị",
        empty_label="Tất cả",
        queryset=lambda request: Unit.objects.within(request.actor).for_list(),
    )
    about = ChoiceFilter(label="Việc", choices=Reminder.About.choices)
    kind = ChoiceFilter(label="Lúc nhắc", choices=Reminder.Kind.choices)
    status = ChoiceFilter(label="Tình trạng", choices=Reminder.Status.choices)
    since = VnDateFilter(label="Từ ngày", field_name="leaves_on", lookup_expr="gte")
    until = VnDateFilter(label="Đến ngày", field_name="leaves_on", lookup_expr="lte")


class NoticeFilter(KitFilterSet):
    """By words, and whether it was read."""

    q = filters.CharFilter(label="Tìm trong nội dung", field_name="text", lookup_expr="icontains")
    read = ChoiceFilter(label="Tình trạng", choices=[("no", "Chưa đọc"), ("yes", "Đã đọc, đã qua")], method="by_read")

    def by_read(self, rows, name, value):
        """Keep the notices that wait to be read, or the others."""
        return rows.unread() if value == "no" else rows.exclude(pk__in=rows.unread().values("pk"))


class MailingFilter(KitFilterSet):
    """By words of the addressee or subject, state and day."""

    who = filters.CharFilter(label="Người nhận", field_name="person__full_name", lookup_expr="icontains")
    q = filters.CharFilter(label="Tìm trong tiêu đề", field_name="subject", lookup_expr="icontains")
    status = ChoiceFilter(label="Trạng thái", choices=Mailing.Status.choices)
    day = VnDateFilter(label="Ngày", field_name="day")


class TermsForm(SharedRecord, KitModelForm):
    """How the commune reminds."""

    layout = Layout(
        Row(Column("days_before"), Column("every"), Column("times")), "mail_on", "sender", "looked_over"
    )  # fmt: skip

    class Meta:
        model = ReminderTerms
        fields = ["days_before", "every", "times", "mail_on", "sender", "looked_over"]
        help_texts = {
            "days_before": "0: không nhắc trước. Ngày cuối luôn có một lần nhắc.",
            "every": "0: không nhắc sau hạn.",
            "times": "Sau số lần này thì thôi, chuyển sang công văn đôn đốc.",
            "mail_on": "Mỗi người nhiều nhất một thư một ngày; thư chỉ có việc, ngày và đường dẫn.",
            "sender": "Ví dụ thidua@donvi.gov.vn.",
        }
        error_messages = {"sender": {"invalid": ADDRESS_ERROR}}


class WordsForm(KitForm):
    """The words of a letter that has not left."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    subject = forms.CharField(label="Tiêu đề", max_length=200)
    body = forms.CharField(
        label="Nội dung", max_length=4000, widget=forms.Textarea(attrs={"rows": 6}),
        help_text="Cuối thư có sẵn đường dẫn đến trang Thông báo. Không ghi tên, thông tin riêng của người khác.",
    )  # fmt: skip


class AddressForm(KitForm):
    """Where one's own letters go."""

    address = forms.EmailField(
        label="Địa chỉ nhận thư nhắc việc", required=False, help_text="Để trống: không nhận thư.",
        error_messages={"invalid": ADDRESS_ERROR},
    )  # fmt: skip


class PasteForm(KitForm):
    """Which of a campaign's deadlines the text is about."""

    deadline = forms.ModelChoiceField(
        label="Thời hạn", queryset=Deadline.objects.none(), required=False, empty_label="Mọi thời hạn đã qua"
    )

    def __init__(self, *args, campaign: Campaign, **kwargs):
        """Offer the dates by which units of the campaign owe something."""
        super().__init__(*args, **kwargs)
        owed = campaign.deadlines.filter(retired_at=None, obligations__isnull=False).distinct()
        self.fields["deadline"].queryset = owed.order_by("late_from", "pk")
