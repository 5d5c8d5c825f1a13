"""Forms of discipline, matters under examination and earlier awards, and what narrows their lists."""

import django_filters as filters
from crispy_forms.layout import Column, Layout, Row
from django import forms

from awards.forms.standing import PersonChoiceField, SubjectForm
from awards.models import Discipline, Examination
from awards.rules.kinds import Award
from communes.access import Actor
from communes.forms.filters import ChoiceFilter, KitFilterSet
from communes.models import Person, Unit
from kit.forms import KitForm, VnDateField
from kit.shared import SharedRecord


def _units(request):
    """Return the units that a filter offers."""
    return Unit.objects.within(request.actor).for_list()


class DisciplineForm(SharedRecord, KitForm):
    """A disciplinary measure; the day of its end may come later."""

    person = PersonChoiceField(label="Người")
    kind = forms.ChoiceField(label="Hình thức", choices=Discipline.Kind.choices)
    decided_on = VnDateField(label="Ngày quyết định")
    ended_on = VnDateField(
        label="Chấm dứt hiệu lực ngày",
        required=False,
        help_text="Thành tích được tính lại từ ngày này (Nghị định 152/2025/NĐ-CP, Điều 4 khoản 4).",
    )
    document = forms.CharField(label="Văn bản", max_length=300, help_text="Số, ngày quyết định kỷ luật.")
    layout = Layout("person", Row(Column("kind"), Column("decided_on"), Column("ended_on")), "document")

    def __init__(self, *args, actor: Actor, discipline: Discipline | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        if discipline:
            del self.fields["person"]
            self.helper.layout = Layout(Row(Column("kind"), Column("decided_on"), Column("ended_on")), "document")
        else:
            self.fields["person"].queryset = Person.objects.within(actor).for_list()

    def clean(self):
        """Refuse an end before the decision."""
        given = super().clean()
        if given.get("ended_on") and given.get("decided_on") and given["ended_on"] < given["decided_on"]:
            self.add_error("ended_on", "Ngày chấm dứt phải từ ngày quyết định trở đi.")
        return given


class ExaminationForm(SubjectForm):
    """A matter under examination, about a person or a unit."""

    kind = forms.ChoiceField(label="Việc", choices=Examination.Kind.choices)
    since = VnDateField(label="Từ ngày")
    source = forms.CharField(label="Căn cứ", max_length=300, help_text="Văn bản, đơn thư, bài báo.")
    layout = Layout(SubjectForm.subject_row, Row(Column("kind"), Column("since")), "source")


class ClearForm(KitForm):
    """How an examination ended."""

    cleared_on = VnDateField(label="Ngày có kết luận")
    conclusion = forms.CharField(
        label="Kết luận", max_length=400, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Nếu có kỷ luật, hãy ghi thêm ở mục Kỷ luật.",
    )  # fmt: skip


class EarlierAwardForm(SharedRecord, SubjectForm):
    """An award received elsewhere or earlier."""

    award = forms.ChoiceField(label="Hình thức, danh hiệu", choices=[("", "Khác"), *Award.choices], required=False)
    title = forms.CharField(
        label="Ghi trong quyết định", max_length=300, help_text="Ví dụ: Bằng khen của Chủ tịch UBND tỉnh"
    )
    merit = forms.CharField(label="Thành tích", max_length=400, required=False)
    authority = forms.CharField(label="Cấp quyết định", max_length=200)
    decision_number = forms.CharField(label="Số quyết định", max_length=60)
    decision_on = VnDateField(label="Ngày quyết định")

    def __init__(self, *args, known: bool = False, **kwargs):
        super().__init__(*args, **kwargs)
        rows = [Row(Column("award"), Column("title")), "merit"]
        rows.append(Row(Column("authority"), Column("decision_number"), Column("decision_on")))
        if known:
            del self.fields["person"], self.fields["unit"]
        else:
            rows.insert(0, self.subject_row)
        self.helper.layout = Layout(*rows)


class DisciplineFilter(KitFilterSet):
    """By kind, unit, and whether it is still in force."""

    kind = ChoiceFilter(label="Hình thức", choices=Discipline.Kind.choices)
    unit = filters.ModelChoiceFilter(label="Đơn vị", empty_label="Tất cả", queryset=_units)
    state = ChoiceFilter(
        label="Tình trạng", choices=[("open", "Đang có hiệu lực"), ("ended", "Đã chấm dứt")], method="by_state"
    )

    def by_state(self, rows, name, value):
        """Keep the measures without an end, or those with one."""
        return rows.filter(ended_on__isnull=value == "open")


class ExaminationFilter(KitFilterSet):
    """By kind, unit, and whether it was concluded; the open ones where nothing is chosen."""

    kind = ChoiceFilter(label="Việc", choices=Examination.Kind.choices)
    unit = filters.ModelChoiceFilter(label="Đơn vị", empty_label="Tất cả", queryset=_units)
    state = ChoiceFilter(
        label="Tình trạng", choices=[("open", "Đang xem xét"), ("cleared", "Đã có kết luận")], method="by_state"
    )

    def by_state(self, rows, name, value):
        """Keep the open matters, or the concluded ones."""
        return rows.filter(cleared_on__isnull=value == "open")


class EarlierAwardFilter(KitFilterSet):
    """By award, unit, words of the decision, and whether it was read in from an old book."""

    award = ChoiceFilter(label="Hình thức, danh hiệu", choices=Award.choices)
    unit = filters.ModelChoiceFilter(label="Đơn vị", empty_label="Tất cả", queryset=_units)
    number = filters.CharFilter(label="Số quyết định", field_name="decision_number", lookup_expr="icontains")
    source = ChoiceFilter(
        label="Nguồn", choices=[("book", "Nhập từ sổ cũ"), ("hand", "Ghi từng lần")], method="by_source"
    )

    def by_source(self, rows, name, value):
        """Keep what was read in from an old book, or what was typed by hand."""
        return rows.filter(source="") if value == "hand" else rows.exclude(source="")
