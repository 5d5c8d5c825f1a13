"""Forms of registrations."""

import django_filters as filters
from django import forms

from campaigns.forms.exemplars import people_of
from campaigns.forms.field_work import UnitChoiceForm
from campaigns.planfile.words import Subject
from communes.forms.filters import KitFilterSet
from communes.models import Person, Unit


class RegistrationForm(UnitChoiceForm):
    """What a unit, or one of its people, will strive for."""

    person = forms.ModelChoiceField(
        label="Cho", queryset=Person.objects.none(), required=False, empty_label="Tập thể đơn vị"
    )
    aim = forms.CharField(
        label="Đăng ký phấn đấu đạt",
        max_length=300,
        help_text="Ví dụ: Giấy khen của Chủ tịch UBND xã; hoàn thành xuất sắc 100% chỉ tiêu.",
    )

    def __init__(self, *args, campaign, actor, **kwargs):
        super().__init__(*args, campaign=campaign, actor=actor, **kwargs)
        self.fields["person"].queryset = people_of(self.fields["unit"].queryset)


class RegistrationFilter(KitFilterSet):
    """By subject, unit, and whether it still stands."""

    subject = filters.ChoiceFilter(
        label="Cho",
        choices=[(each.value, each.label) for each in (Subject.COLLECTIVE, Subject.INDIVIDUAL)],
        empty_label="Tất cả",
    )
    unit = filters.ModelChoiceFilter(
        label="Đơn vị", empty_label="Tất cả", queryset=lambda request: Unit.objects.within(request.actor).for_list()
    )
    state = filters.ChoiceFilter(
        label="Tình trạng",
        choices=[("withdrawn", "Đã rút"), ("all", "Tất cả")],
        empty_label="Đang đăng ký",
        method="by_state",
    )

    def by_state(self, rows, name, value):
        """Keep nothing out here: `filter_queryset` decides, because no choice means what still stands."""
        return rows

    def filter_queryset(self, queryset):
        """Show what still stands unless the address asks for others."""
        state = self.form.cleaned_data.get("state")
        if state != "all":
            queryset = queryset.filter(withdrawn_at__isnull=state != "withdrawn")
        return super().filter_queryset(queryset)
