"""Forms of exemplars."""

import django_filters as filters
from crispy_forms.layout import Column, Layout, Row
from django import forms

from campaigns.forms.field_work import UnitChoiceForm
from campaigns.models import Exemplar
from communes.access import Actor
from communes.forms.filters import KitFilterSet
from communes.models import Person, Unit
from kit.forms import KitForm, VnDateField
from kit.shared import SharedRecord


def people_of(units):
    """Return the people of some units who are still there, in the order of Vietnamese names."""
    return Person.objects.filter(unit__in=units, left_on=None).for_list()


class ExemplarWords(KitForm):
    """What is told about an exemplar."""

    kind = forms.ChoiceField(label="Loại", choices=Exemplar.Kind.choices)
    person = forms.ModelChoiceField(
        label="Cá nhân tiêu biểu",
        queryset=Person.objects.none(),
        required=False,
        empty_label="Tập thể, không nêu cá nhân",
        help_text="Người của đơn vị; để trống khi giới thiệu tập thể hoặc mô hình.",
    )
    title = forms.CharField(label="Tên gọi", max_length=300)
    story = forms.CharField(
        label="Nội dung, hiệu quả",
        max_length=8000,
        help_text="Việc đã làm, kết quả bằng số liệu, khả năng nhân rộng.",
        widget=forms.Textarea(attrs={"rows": 8}),
    )


class ExemplarForm(UnitChoiceForm, ExemplarWords):
    """A new exemplar of one unit."""

    field_order = ["unit", "kind", "person", "title", "story"]
    layout = Layout("unit", Row(Column("kind"), Column("person")), "title", "story")

    def __init__(self, *args, campaign, actor: Actor, **kwargs):
        super().__init__(*args, campaign=campaign, actor=actor, **kwargs)
        self.fields["person"].queryset = people_of(self.fields["unit"].queryset)


class ExemplarChangeForm(SharedRecord, ExemplarWords):
    """Other words about an exemplar of a unit."""

    layout = Layout(Row(Column("kind"), Column("person")), "title", "story")

    def __init__(self, *args, unit: Unit, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people_of([unit])


class PublishForm(KitForm):
    """When and how an exemplar was made known."""

    published_on = VnDateField(label="Ngày tuyên truyền")
    published_where = forms.CharField(
        label="Hình thức tuyên truyền",
        max_length=300,
        help_text="Ví dụ: đài truyền thanh xã, trang thông tin điện tử, hội nghị sơ kết.",
    )


class ExemplarFilter(KitFilterSet):
    """By kind, state and unit."""

    kind = filters.ChoiceFilter(label="Loại", choices=Exemplar.Kind.choices, empty_label="Tất cả")
    status = filters.ChoiceFilter(label="Trạng thái", choices=Exemplar.Status.choices, empty_label="Tất cả")
    unit = filters.ModelChoiceFilter(
        label="Đơn vị", empty_label="Tất cả", queryset=lambda request: Unit.objects.within(request.actor).for_list()
    )
