"""Forms of indicators."""

from crispy_forms.layout import Column, Layout, Row
from django import forms

from kit.forms import KitForm, VnDecimalField


class IndicatorValueForm(KitForm):
    """What an index showed in one year."""

    year = forms.IntegerField(label="Năm", widget=forms.TextInput(attrs={"inputmode": "numeric"}))
    value = VnDecimalField(label="Giá trị", required=False, max_digits=12, decimal_places=3)
    rank = forms.IntegerField(
        label="Thứ hạng", required=False, min_value=1, max_value=9999,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages={"min_value": "Thứ hạng bắt đầu từ 1.", "max_value": "Thứ hạng không quá 9.999."},
    )  # fmt: skip
    source = forms.CharField(
        label="Nguồn công bố",
        required=False,
        max_length=200,
        help_text="Ví dụ: Quyết định số 1234/QĐ-UBND ngày 20/4/2026 của UBND tỉnh.",
    )
    layout = Layout(Row(Column("year"), Column("value"), Column("rank")), "source")

    def clean(self):
        """Ask for a value or a rank."""
        facts = super().clean()
        if not self.errors and facts.get("value") is None and facts.get("rank") is None:
            self.add_error("value", "Hãy ghi giá trị hoặc thứ hạng.")
        return facts
