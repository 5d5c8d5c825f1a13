"""What is asked when a number of the law is added or confirmed."""

import django_filters as filters
from crispy_forms.layout import Column, Layout, Row
from django import forms

from campaigns.models import LegalValue
from communes.forms.filters import ChoiceFilter, KitFilterSet
from kit.forms import KitForm, VnDateField, VnDecimalField

SOURCE_HINT = "Số, ký hiệu văn bản và điều, khoản."


class LegalValueFilter(KitFilterSet):
    """By words of what the number is or of its source, whether it was confirmed, and whose it is."""

    q = filters.CharFilter(label="Tìm theo nội dung", field_name="title", lookup_expr="icontains")
    source = filters.CharFilter(label="Tìm theo căn cứ", lookup_expr="icontains")
    confirmed = ChoiceFilter(
        label="Xác nhận", choices=[("no", "Chưa đối chiếu"), ("yes", "Đã đối chiếu")], method="by_confirmation"
    )
    owner = ChoiceFilter(
        label="Người ghi", choices=[("commune", "Của địa phương"), ("shipped", "Có sẵn")], method="by_owner"
    )

    def by_confirmation(self, rows, name, value):
        """Keep the numbers that were compared with the law's text, or the others."""
        return rows.filter(confirmed=value == "yes")

    def by_owner(self, rows, name, value):
        """Keep the commune's own numbers, or those that came with the product."""
        return rows.filter(commune__isnull=value == "shipped")


class LegalValueForm(KitForm):
    """A number that holds from a day on."""

    key = forms.ChoiceField(label="Mức")
    value = VnDecimalField(label="Giá trị mới", min_value=0, max_digits=16, decimal_places=4)
    valid_from = VnDateField(label="Áp dụng từ ngày")
    valid_to = VnDateField(label="Đến hết ngày", required=False, help_text="Để trống nếu văn bản không nêu ngày hết.")
    source = forms.CharField(label="Căn cứ", max_length=300, help_text=SOURCE_HINT)
    confirmed = forms.BooleanField(label="Đã đối chiếu với văn bản gốc", required=False)
    layout = Layout("key", Row(Column("value"), Column("valid_from"), Column("valid_to")), "source", "confirmed")

    def __init__(self, *args, commune, **kwargs):
        """Offer the names that are known to the commune."""
        super().__init__(*args, **kwargs)
        rows = LegalValue.objects.known_to(commune).order_by("title", "valid_from")
        known = dict(rows.values_list("key", "title"))
        self.fields["key"].choices = list(known.items())

    def clean(self):
        """Refuse a last day before the first."""
        facts = super().clean()
        first, last = facts.get("valid_from"), facts.get("valid_to")
        if first and last and last < first:
            self.add_error("valid_to", "Ngày hết hiệu lực phải từ ngày áp dụng trở đi.")
        return facts


class ConfirmForm(KitForm):
    """The text with which a number was compared."""

    source = forms.CharField(label="Căn cứ đã đối chiếu", max_length=300, help_text=SOURCE_HINT)
