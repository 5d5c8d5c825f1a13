"""Forms of the commune and its units."""

from crispy_forms.layout import Column, Layout, Row
from django import forms
from django_scopes.forms import SafeModelChoiceField

from communes.models import Commune, Unit
from kit.forms import KitForm, KitModelForm, VnDateField
from kit.shared import SharedRecord


class CommuneForm(SharedRecord, KitModelForm):
    """How the commune is named, and how its papers name it."""

    layout = Layout(
        Row(Column("kind"), Column("name")),
        Row(Column("province"), Column("superior_body")),
        Row(Column("place_name"), Column("upward_recipient")),
    )

    class Meta:
        model = Commune
        fields = ["kind", "name", "province", "superior_body", "place_name", "upward_recipient"]
        help_texts = {
            "superior_body": "Chỉ ghi khi văn bản phải in tên cơ quan chủ quản phía trên tên UBND.",
            "place_name": "In trước ngày tháng của văn bản, ví dụ Đồng Tâm.",
        }


class UnitForm(SharedRecord, KitModelForm):
    """A unit and the dates between which it exists."""

    layout = Layout(
        "name",
        Row(Column("short_name"), Column("symbol")),
        Row(Column("kind"), Column("parent"), Column("position")),
        Row(Column("valid_from"), Column("valid_to")),
    )

    class Meta:
        model = Unit
        fields = ["name", "short_name", "symbol", "kind", "parent", "position", "valid_from", "valid_to"]
        field_classes = {"parent": SafeModelChoiceField}
        help_texts = {
            "symbol": "Ví dụ VHXH trong ký hiệu 12/KH-VHXH.",
            "valid_from": "Để trống nếu có từ trước.",
            "valid_to": "Để trống nếu đang hoạt động. Cấp huyện kết thúc ngày 30/06/2025.",
        }

    def __init__(self, *args, actor, **kwargs):
        """Offer as parents the units that the actor sees, except the unit itself."""
        super().__init__(*args, **kwargs)
        self.fields["parent"].queryset = Unit.objects.within(actor).exclude(pk=self.instance.pk).for_list()


class EndForm(KitForm):
    """The last day of something, and why."""

    on = VnDateField(label="Ngày cuối cùng")
    reason = forms.CharField(label="Lý do", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args, label="", **kwargs):
        """Name the day by what ends."""
        super().__init__(*args, **kwargs)
        if label:
            self.fields["on"].label = label
