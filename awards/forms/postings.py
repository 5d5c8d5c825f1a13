"""Forms of public posting and of other bodies' opinions."""

import django_filters as filters
from crispy_forms.layout import Column, Layout, Row
from django import forms

from awards.models import Nomination, Opinion
from campaigns.models import Campaign
from communes.forms.filters import ChoiceFilter, KitFilterSet
from kit.forms import KitForm, RecordsField, VnDateField
from kit.shared import SharedRecord

LIMIT = 4_000


def _words(label: str, *, rows: int = 4, **given) -> forms.CharField:
    """Return a field of several lines."""
    return forms.CharField(label=label, max_length=LIMIT, widget=forms.Textarea(attrs={"rows": rows}), **given)


class PostingFilter(KitFilterSet):
    """By campaign, place, whether it goes on, and whether remarks wait; the rows carry how many wait."""

    campaign = filters.ModelChoiceFilter(
        label="Phong trào",
        empty_label="Tất cả",
        queryset=lambda request: Campaign.objects.within(request.actor).order_by("name", "pk"),
    )
    place = filters.CharFilter(label="Nơi công khai", lookup_expr="icontains")
    state = ChoiceFilter(
        label="Tình trạng", choices=[("open", "Đang công khai"), ("closed", "Đã kết thúc")], method="by_state"
    )
    remarks = ChoiceFilter(
        label="Phản ánh", choices=[("waiting", "Còn chưa giải quyết"), ("any", "Có phản ánh")], method="by_remarks"
    )

    def by_state(self, rows, name, value):
        """Keep the postings that go on, or those that were closed."""
        return rows.filter(closed_at__isnull=value == "open")

    def by_remarks(self, rows, name, value):
        """Keep the postings with remarks that wait for an answer, or with any."""
        return rows.filter(waiting__gt=0) if value == "waiting" else rows.filter(received__gt=0)


class NominationsForm(KitForm):
    """A choice of several nominations."""

    nominations = RecordsField(label="Hồ sơ", queryset=Nomination.objects.none(), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args, choices, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["nominations"].queryset = choices
        self.fields["nominations"].label_from_instance = lambda each: f"{each} ({each.get_status_display().lower()})"


class PostingForm(NominationsForm):
    """Which nominees are posted where and how long."""

    starts_on = VnDateField(label="Công khai từ ngày")
    ends_on = VnDateField(label="Đến hết ngày")
    place = forms.CharField(
        label="Nơi công khai", max_length=300, help_text="Ví dụ: trang thông tin của xã, bảng tin trụ sở UBND xã."
    )
    layout = Layout("nominations", Row(Column("starts_on"), Column("ends_on")), "place")


class ExtendForm(SharedRecord, KitForm):
    """Until when and where the list hangs."""

    ends_on = VnDateField(label="Đến hết ngày")
    place = forms.CharField(label="Nơi công khai", max_length=300)
    layout = Layout("ends_on", "place")


class OutcomeForm(KitForm):
    """What came of a posting."""

    outcome = _words("Kết quả công khai", help_text="Ví dụ: hết thời gian công khai không có ý kiến phản ánh.")


class RemarkForm(KitForm):
    """What somebody said about a posted nominee."""

    nomination = forms.ModelChoiceField(label="Về hồ sơ", queryset=Nomination.objects.none(), empty_label="Chọn hồ sơ")
    received_on = VnDateField(label="Nhận ngày")
    sender = forms.CharField(label="Người phản ánh", max_length=200)
    text = _words("Nội dung phản ánh")
    layout = Layout("nomination", Row(Column("received_on"), Column("sender")), "text")

    def __init__(self, *args, choices, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["nomination"].queryset = choices


class SettleForm(KitForm):
    """What was made of a remark."""

    settlement = _words("Kết quả xem xét", help_text="Đã xác minh thế nào, kết luận ra sao.")


class OpinionForm(KitForm):
    """Which body is asked about a nominee."""

    body = forms.CharField(label="Cơ quan được hỏi", max_length=200, help_text="Ví dụ: Công an xã.")
    asked_on = VnDateField(label="Hỏi ngày")
    request_number = forms.CharField(label="Số, ký hiệu văn bản hỏi", max_length=80, required=False)
    layout = Layout("body", Row(Column("asked_on"), Column("request_number")))


class AnswerForm(KitForm):
    """What the body answered."""

    answer = forms.ChoiceField(label="Trả lời", choices=Opinion.Answer.choices, widget=forms.RadioSelect)
    answered_on = VnDateField(label="Trả lời ngày")
    answer_number = forms.CharField(label="Số, ký hiệu văn bản trả lời", max_length=80, required=False)
    text = _words("Nội dung trả lời", required=False, help_text="Bắt buộc khi không nhất trí hoặc có ý kiến khác.")
    layout = Layout("answer", Row(Column("answered_on"), Column("answer_number")), "text")
