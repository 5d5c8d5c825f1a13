"""Forms of initiatives and what narrows their list."""

import django_filters as filters
from crispy_forms.layout import Column, Layout, Row
from django import forms

from awards.forms.standing import PersonChoiceField, UnitChoiceField
from awards.models import Initiative
from communes.access import Actor, Can
from communes.forms.filters import ChoiceFilter, KitFilterSet
from communes.models import Person, Unit
from kit.forms import KitForm, VnDateField
from kit.shared import SharedRecord
from kit.vietnamese import fold


class InitiativeForm(SharedRecord, KitForm):
    """An initiative as it is registered: whose, what, applied from when."""

    unit = UnitChoiceField(label="Đơn vị")
    person = PersonChoiceField(
        label="Tác giả", required=False, empty_label="Của tập thể đơn vị", help_text="Để trống nếu là của cả tập thể."
    )
    title = forms.CharField(label="Tên sáng kiến, giải pháp, mô hình", max_length=300)
    applied_on = VnDateField(label="Áp dụng từ ngày")
    scope = forms.ChoiceField(label="Phạm vi ảnh hưởng", choices=Initiative.Scope.choices)
    effect = forms.CharField(
        label="Hiệu quả áp dụng", max_length=5000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    layout = Layout(
        Row(Column("unit"), Column("person")), "title", Row(Column("applied_on"), Column("scope")), "effect"
    )

    def __init__(self, *args, actor: Actor, initiative: Initiative | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        units = Unit.objects.for_list() if actor.may(Can.KEEP_STANDING) else Unit.objects.own(actor).for_list()
        people = Person.objects.for_list() if actor.may(Can.KEEP_STANDING) else Person.objects.own(actor).for_list()
        self.fields["person"].queryset = people
        if initiative:
            del self.fields["unit"]
            self.fields["person"].queryset = people.filter(unit=initiative.unit)
            self.helper.layout = Layout("person", "title", Row(Column("applied_on"), Column("scope")), "effect")
        else:
            self.fields["unit"].queryset = units

    def clean(self):
        """Refuse an author of another unit."""
        given = super().clean()
        unit, person = given.get("unit"), given.get("person")
        if unit and person and person.unit_id != unit.pk:
            self.add_error("person", f"{person} không thuộc {unit}.")
        return given


class RecogniseForm(SharedRecord, KitForm):
    """Who recognised an initiative, and by which decision."""

    recognised_by = forms.CharField(
        label="Nơi công nhận", max_length=200, help_text="Ví dụ: Hội đồng sáng kiến xã, Chủ tịch UBND xã."
    )
    decision_number = forms.CharField(label="Số quyết định công nhận", max_length=60, help_text="Ví dụ: 45/QĐ-UBND")
    decision_on = VnDateField(label="Ngày quyết định")
    scope = forms.ChoiceField(label="Phạm vi ảnh hưởng", choices=Initiative.Scope.choices)
    layout = Layout("recognised_by", Row(Column("decision_number"), Column("decision_on"), Column("scope")))


class InitiativeFilter(KitFilterSet):
    """By words of the title, state, unit, and whether an award rests on it."""

    q = filters.CharFilter(label="Tìm theo tên", method="by_words")
    status = ChoiceFilter(label="Tình trạng", choices=Initiative.Status.choices)
    unit = filters.ModelChoiceFilter(
        label="Đơn vị", empty_label="Tất cả", queryset=lambda request: Unit.objects.within(request.actor).for_list()
    )
    used = ChoiceFilter(label="Sử dụng", choices=[("yes", "Đã dùng cho hồ sơ"), ("no", "Chưa dùng")], method="by_use")

    def by_words(self, rows, name, value):
        """Keep the initiatives whose title holds the words, with or without marks."""
        return rows.filter(folded__contains=fold(value))

    def by_use(self, rows, name, value):
        """Keep the initiatives on which a nomination rests, or the others."""
        return rows.filter(used_in__isnull=value == "no")
