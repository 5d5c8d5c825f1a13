"""Forms of public posting and of other bodies' opinions."""

from crispy_forms.layout import Column, Layout, Row
from django import forms

from awards.models import Nomination, Opinion
from kit.forms import KitForm, VnDateField

LIMIT = 4_000


def _words(label: str, *, rows: int = 4, **given) -> forms.CharField:
    """Return a field of several lines."""
    return forms.CharField(label=label, max_length=LIMIT, widget=forms.Textarea(attrs={"rows": rows}), **given)


class NominationsForm(KitForm):
    """A choice of several nominations."""

    nominations = forms.ModelMultipleChoiceField(
        label="Hồ sơ", queryset=Nomination.objects.none(), widget=forms.CheckboxSelectMultiple
    )

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


class ExtendForm(KitForm):
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
