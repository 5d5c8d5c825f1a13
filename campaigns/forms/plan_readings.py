"""What is asked when a plan's text is brought in, and what narrows the list of readings."""

import django_filters
from django import forms

from campaigns.models import PlanReading
from kit.forms import KitForm


class PlanTextForm(KitForm):
    """A plan as a file, or pasted; one of the two."""

    file = forms.FileField(
        label="Tệp kế hoạch", required=False, widget=forms.ClearableFileInput(attrs={"accept": ".docx,.pdf,.txt"}),
        help_text="Word (.docx), PDF có chữ (không phải bản quét) hoặc văn bản thường.",
    )  # fmt: skip
    text = forms.CharField(
        label="Hoặc dán nội dung", required=False, max_length=400_000, widget=forms.Textarea(attrs={"rows": 10}),
        help_text="Dán cả bản kế hoạch, từ phần đầu đến nơi nhận và chữ ký.",
    )  # fmt: skip

    def clean(self):
        """Ask for exactly one source."""
        given = super().clean()
        if not given.get("file") and not given.get("text") and not self.errors:
            self.add_error("file", "Hãy chọn tệp kế hoạch hoặc dán nội dung vào ô bên dưới.")
        if given.get("file") and given.get("text"):
            self.add_error("text", "Chỉ dùng một cách: bỏ nội dung đã dán, hoặc bỏ tệp đã chọn.")
        return given


class PlanReadingFilter(django_filters.FilterSet):
    """What narrows the list of readings."""

    q = django_filters.CharFilter(label="Tìm theo tên tệp", field_name="name", lookup_expr="icontains")
    status = django_filters.ChoiceFilter(label="Trạng thái", choices=PlanReading.Status, empty_label="Mọi trạng thái")

    class Meta:
        model = PlanReading
        fields = ()
        form = KitForm
