"""Forms of the public pages, and of opening them."""

import django_filters as filters
from crispy_forms.layout import Column, Layout, Row
from django import forms

from awards.services.public_remarks import CONTACT_LIMIT, SENDER_LIMIT, TEXT_LIMIT
from campaigns.models import Exemplar
from communes.forms.filters import KitFilterSet, YearFilter
from kit.forms import KitForm


class RemarkForm(KitForm):
    """What a citizen says about a nominee; `website` is a trap that no person sees."""

    nominee = forms.ChoiceField(label="Về trường hợp")
    sender = forms.CharField(label="Họ và tên", max_length=SENDER_LIMIT)
    contact = forms.CharField(
        label="Số điện thoại hoặc địa chỉ liên hệ",
        max_length=CONTACT_LIMIT,
        help_text="Chỉ cơ quan thẩm định đọc được, để xác minh và trả lời; không công khai.",
    )
    text = forms.CharField(
        label="Nội dung phản ánh", max_length=TEXT_LIMIT, widget=forms.Textarea(attrs={"rows": 6}),
        help_text=f"Không quá {TEXT_LIMIT} chữ.",
    )  # fmt: skip
    website = forms.CharField(
        label="Xin để trống ô này",
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )
    layout = Layout("nominee", Row(Column("sender"), Column("contact")), "text")

    def __init__(self, *args, nominees, **kwargs):
        """Offer the nominees of the list."""
        super().__init__(*args, **kwargs)
        chosen = [(str(each.pk), f"{each.name} – {each.award}") for each in nominees]
        self.fields["nominee"].choices = [("", "Chọn trường hợp"), *chosen]

    @property
    def trapped(self) -> bool:
        """Whether a machine filled what no person sees."""
        return bool(self.cleaned_data["website"])


class CheckForm(KitForm):
    """The code printed on a certificate."""

    ma = forms.CharField(
        label="Mã tra cứu",
        max_length=40,
        help_text="Mười chữ và số in trên giấy khen, ví dụ ABCDE 23456.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )


class OpenForm(KitForm):
    """How a public page is opened."""

    unlisted = forms.BooleanField(label="Không cho máy tìm kiếm ghi lại trang này", required=False, initial=True)
    reviewed = forms.BooleanField(
        label="Tôi đã xem trước trang và rà soát nội dung",
        error_messages={"required": "Hãy xem trước trang và đánh dấu ô này."},
    )


class PlanFilter(KitFilterSet):
    """By the year of issue."""

    year = YearFilter(label="Năm", field_name="issued_on__year")


class AwardFilter(KitFilterSet):
    """By the year of the decision."""

    year = YearFilter(label="Năm", field_name="issued_on__year")


class ExemplarFilter(KitFilterSet):
    """By kind."""

    kind = filters.ChoiceFilter(label="Loại", choices=Exemplar.Kind.choices, empty_label="Tất cả")
