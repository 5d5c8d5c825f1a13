"""Forms of inspections and findings."""

import django_filters as filters
from crispy_forms.layout import Column, Layout, Row
from django import forms

from campaigns.forms.field_work import UnitChoiceForm
from campaigns.models import Finding, Inspection
from campaigns.planfile.words import InspectionKind
from communes.forms.filters import KitFilterSet
from communes.models import Unit
from kit.forms import KitForm, VnDateField
from kit.shared import SharedRecord


class InspectionFacts(KitForm):
    """What stands fixed about an inspection before the team goes."""

    kind = forms.ChoiceField(
        label="Loại kiểm tra",
        choices=InspectionKind.choices,
        help_text="Đơn vị không thấy cuộc kiểm tra đột xuất trước khi có kết luận.",
    )
    inspected_on = VnDateField(label="Ngày kiểm tra")
    decision = forms.CharField(
        label="Theo quyết định, kế hoạch số",
        max_length=160,
        required=False,
        help_text="Ví dụ: 45/QĐ-UBND ngày 05/9/2026",
    )
    team = forms.CharField(
        label="Thành phần đoàn",
        max_length=2000,
        help_text="Mỗi người một dòng: họ tên, chức vụ, vai trò trong đoàn.",
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class InspectionPlanForm(UnitChoiceForm, InspectionFacts):
    """A new inspection of one unit."""

    layout = Layout("unit", Row(Column("kind"), Column("inspected_on")), "decision", "team")
    field_order = ["unit", "kind", "inspected_on", "decision", "team"]


class InspectionChangeForm(SharedRecord, InspectionFacts):
    """The facts of an inspection and its conclusion."""

    conclusion = forms.CharField(
        label="Kết luận", max_length=5000, required=False, widget=forms.Textarea(attrs={"rows": 6})
    )
    layout = Layout(Row(Column("kind"), Column("inspected_on")), "decision", "team", "conclusion")


class FindingForm(SharedRecord, KitForm):
    """What the team found on one item."""

    found = forms.CharField(label="Kết quả kiểm tra", max_length=5000, widget=forms.Textarea(attrs={"rows": 4}))
    verdict = forms.ChoiceField(label="So với báo cáo của đơn vị", choices=Finding.Verdict.choices)
    recommendation = forms.CharField(
        label="Kiến nghị", max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    due_on = VnDateField(label="Thực hiện xong chậm nhất ngày", required=False, help_text="Bắt buộc khi có kiến nghị.")

    def __init__(self, *args, reported: bool, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["verdict"].choices = [
            choice for choice in Finding.Verdict.choices if (choice[0] == Finding.Verdict.NOT_REPORTED) != reported
        ]


class DoneForm(KitForm):
    """The day on which a recommendation was carried out."""

    done_on = VnDateField(label="Đã thực hiện ngày")


class InspectionFilter(KitFilterSet):
    """By kind, state and unit."""

    kind = filters.ChoiceFilter(label="Loại", choices=InspectionKind.choices, empty_label="Tất cả")
    status = filters.ChoiceFilter(label="Trạng thái", choices=Inspection.Status.choices, empty_label="Tất cả")
    unit = filters.ModelChoiceFilter(
        label="Đơn vị", empty_label="Tất cả", queryset=lambda request: Unit.objects.within(request.actor).for_list()
    )
