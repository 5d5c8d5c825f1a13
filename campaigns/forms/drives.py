"""Forms of peak drives."""

import django_filters as filters
from crispy_forms.layout import Column, Layout, Row
from django import forms

from campaigns.forms.field_work import UnitChoiceForm
from campaigns.models import PeakDrive
from communes.forms.filters import KitFilterSet
from communes.models import Unit
from kit.forms import KitForm, VnDateField
from kit.shared import SharedRecord


class DriveFacts(SharedRecord, KitForm):
    """What is to be said about a drive before it is launched."""

    name = forms.CharField(label="Tên đợt cao điểm", max_length=300)
    starts_on = VnDateField(label="Từ ngày")
    ends_on = VnDateField(label="Đến hết ngày")
    content = forms.CharField(
        label="Nội dung", required=False, max_length=8000, widget=forms.Textarea(attrs={"rows": 5})
    )
    layout = Layout("name", Row(Column("starts_on"), Column("ends_on")), "content")

    def clean(self):
        """Refuse a drive that ends before it starts."""
        facts = super().clean()
        if facts.get("starts_on") and facts.get("ends_on") and facts["ends_on"] < facts["starts_on"]:
            self.add_error("ends_on", "Ngày kết thúc phải từ ngày bắt đầu trở đi.")
        return facts


class DriveForm(UnitChoiceForm, DriveFacts):
    """A new drive of one unit."""

    field_order = ["unit", "name", "starts_on", "ends_on", "content"]
    layout = Layout("unit", "name", Row(Column("starts_on"), Column("ends_on")), "content")


class DriveResultForm(SharedRecord, KitForm):
    """What a drive brought."""

    result = forms.CharField(label="Kết quả", max_length=8000, widget=forms.Textarea(attrs={"rows": 6}))


class DriveFilter(KitFilterSet):
    """By state and unit."""

    status = filters.ChoiceFilter(label="Trạng thái", choices=PeakDrive.Status.choices, empty_label="Tất cả")
    unit = filters.ModelChoiceFilter(
        label="Đơn vị", empty_label="Tất cả", queryset=lambda request: Unit.objects.within(request.actor).for_list()
    )
