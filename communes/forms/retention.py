"""The form of a term of keeping."""

from django import forms

from communes.rules import retention
from kit.forms import KitForm


class RetentionTermForm(KitForm):
    """How long one category is kept, and on what ground."""

    months = forms.IntegerField(
        label="Thời hạn, số tháng", min_value=retention.SHORTEST, max_value=retention.LONGEST,
        error_messages={
            "min_value": "Thời hạn ít nhất là 1 tháng.", "max_value": "Thời hạn nhiều nhất là 840 tháng (70 năm).",
        },
        help_text="Ví dụ 24 là hai năm.",
    )  # fmt: skip
    source = forms.CharField(
        label="Căn cứ", max_length=300, help_text="Số, ký hiệu văn bản và điều, khoản, hoặc quy chế của địa phương."
    )
