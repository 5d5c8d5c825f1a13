"""Forms of yearly results: one at a time, a whole list at once, and what narrows their list."""

import django_filters as filters
from crispy_forms.layout import Column, Layout, Row
from django import forms
from django.utils import timezone

from awards.models import Assessment
from awards.services.standing import Line, Measure, measures
from communes.access import Actor
from communes.forms.filters import ChoiceFilter, KitFilterSet
from communes.models import Person, Unit
from kit.forms import KitForm
from kit.shared import SharedRecord

Kind = Assessment.Kind
YEAR_LIMITS = {"min_value": 1990, "max_value": 2100}
DOCUMENT_HINT = "Số, ngày văn bản công nhận."


def about_of(measure: Measure) -> str:
    """Return how an address names a measure."""
    return f"{measure.kind}:{measure.words}"


def measure_label(measure: Measure) -> str:
    """Return a measure in words."""
    kind = str(Kind(measure.kind).label)
    return f"{kind}: {measure.words}" if measure.words else kind


def person_label(person: Person) -> str:
    """Name a person with position and unit, so that namesakes are told apart."""
    return ", ".join(filter(None, [person.full_name, person.position, str(person.unit or "")]))


class PersonChoiceField(forms.ModelChoiceField):
    """One of the commune's people."""

    def __init__(self, **kwargs):
        super().__init__(queryset=Person.objects.none(), **{"empty_label": "Chọn người", **kwargs})

    def label_from_instance(self, person):
        """Name a person with position and unit."""
        return person_label(person)


class UnitChoiceField(forms.ModelChoiceField):
    """One of the commune's units."""

    def __init__(self, **kwargs):
        super().__init__(queryset=Unit.objects.none(), **{"empty_label": "Chọn đơn vị", **kwargs})


class SubjectForm(KitForm):
    """A form about a person, or about a unit as a body; about whom is asked only where it is not known yet."""

    person = PersonChoiceField(label="Người", required=False)
    unit = UnitChoiceField(label="hoặc đơn vị (tập thể)", required=False)
    subject_row = Row(Column("person"), Column("unit"))

    def __init__(self, *args, actor: Actor, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = Person.objects.within(actor).for_list()
        self.fields["unit"].queryset = Unit.objects.within(actor).for_list()

    def clean(self):
        """Ask for a person or a unit, not both."""
        given = super().clean()
        if "person" not in self.fields:
            return given
        if bool(given.get("person")) == bool(given.get("unit")) and not {"person", "unit"} & set(self.errors):
            self.add_error("person", "Chọn một người, hoặc một đơn vị.")
        return given


class MeasureForm(KitForm):
    """What is measured and, for a sheet, in which year and of whom."""

    about = forms.ChoiceField(label="Nội dung đánh giá")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.known = {about_of(each): each for each in measures()}
        self.fields["about"].choices = [(about, measure_label(each)) for about, each in self.known.items()]

    @property
    def measure(self) -> Measure:
        """The measure that is asked for, else the yearly rating."""
        asked = self.data.get("about", "") if self.is_bound else ""
        return self.known.get(asked) or next(iter(self.known.values()))


class SheetChoiceForm(MeasureForm):
    """Which list is filled in: what is measured, in which year, of the units or of one unit's people."""

    year = forms.IntegerField(label="Năm", **YEAR_LIMITS)
    unit = UnitChoiceField(label="Của", required=False, empty_label="Các đơn vị (tập thể)")
    layout = Layout(Row(Column("about"), Column("year"), Column("unit")))

    def __init__(self, *args, actor: Actor, **kwargs):
        super().__init__(*args, **kwargs)
        units = Unit.objects.within(actor).for_list()
        self.fields["unit"].queryset = units
        self.fields["unit"].label_from_instance = lambda unit: f"Người của {unit}"


def _result_fields(measure: Measure) -> dict[str, forms.Field]:
    """Return the fields that say a result of one measure."""
    if measure.kind == Kind.RANK:
        return {"position": forms.IntegerField(label="Thứ hạng", min_value=1, max_value=999)}
    if measure.kind == Kind.YEAR:
        months = {"min_value": 0, "max_value": 12}
        return {
            "months_worked": forms.IntegerField(label="Số tháng được tính", initial=12, **months),
            "maternity_months": forms.IntegerField(
                label="Số tháng nghỉ thai sản", initial=0, required=False,
                help_text="Thời gian nghỉ thai sản được tính (Nghị định 152/2025/NĐ-CP, Điều 4 khoản 5).", **months,
            ),
        }  # fmt: skip
    if measure.levels:
        return {"level": forms.ChoiceField(label="Mức", choices=[("", "Chọn mức"), *((x, x) for x in measure.levels)])}
    return {"level": forms.CharField(label="Mức", max_length=80)}


class AssessmentForm(SharedRecord, SubjectForm):
    """One yearly result of one measure."""

    year = forms.IntegerField(label="Năm", **YEAR_LIMITS)
    provisional = forms.BooleanField(
        label="Tạm tính, chưa có kết quả chính thức",
        required=False,
        help_text="Kết quả tạm tính được xem lại trước khi quyết định khen thưởng.",
    )
    document = forms.CharField(label="Văn bản chứng minh", max_length=300, required=False, help_text=DOCUMENT_HINT)

    def __init__(self, *args, measure: Measure, assessment: Assessment | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        results = _result_fields(measure)
        self.fields |= results
        self.helper.layout = Layout(
            self.subject_row, Row(Column("year"), *map(Column, results)), "provisional", "document"
        )
        if assessment:
            for name in ("person", "unit", "year"):
                del self.fields[name]
            self.helper.layout = Layout(Row(*map(Column, results)), "provisional", "document")
            level = self.fields.get("level")
            if isinstance(level, forms.ChoiceField) and assessment.level not in dict(level.choices):
                level.choices = [*level.choices, (assessment.level, assessment.level)]

    def clean_maternity_months(self):
        """Read nothing as none."""
        return self.cleaned_data["maternity_months"] or 0


class OfficialForm(KitForm):
    """The official result that takes the place of a provisional one."""

    document = forms.CharField(label="Văn bản công nhận", max_length=300, help_text=DOCUMENT_HINT)

    def __init__(self, *args, measure: Measure, assessment: Assessment, **kwargs):
        super().__init__(*args, **kwargs)
        if assessment.kind != Kind.YEAR:
            results = _result_fields(measure)
            self.fields = results | self.fields
            name = next(iter(results))
            self.fields[name].initial = getattr(assessment, name)
            level = self.fields.get("level")
            if isinstance(level, forms.ChoiceField) and assessment.level not in dict(level.choices):
                level.choices = [*level.choices, (assessment.level, assessment.level)]


class LineForm(KitForm):
    """One line of a sheet; an empty result leaves what is recorded as it is."""

    provisional = forms.BooleanField(label="Tạm tính", required=False)
    document = forms.CharField(label="Văn bản", max_length=300, required=False)

    def __init__(self, *args, measure: Measure, subject: Person | Unit, known: Assessment | None = None, **kwargs):
        self.subject, self.known, self.kind = subject, known, measure.kind
        results = _result_fields(measure)
        if known:
            kwargs["initial"] = {name: getattr(known, name) for name in (*results, "provisional", "document")}
        super().__init__(*args, **kwargs)
        self.fields = results | self.fields
        for name, field in self.fields.items():
            field.required = False
            if known is None and name in results:
                field.initial = None
            if isinstance(field, forms.ChoiceField) and known and known.level not in dict(field.choices):
                field.choices = [*field.choices, (known.level, known.level)]
            kind = "form-check-input" if isinstance(field, forms.BooleanField) else "form-control"
            kind = "form-select" if isinstance(field, forms.ChoiceField) else kind
            field.widget.attrs |= {"class": kind, "aria-label": f"{field.label}: {subject}"}

    def line(self) -> Line:
        """Return what the line says."""
        given = {name: value for name, value in self.cleaned_data.items() if value not in (None, "")}
        who = "person" if isinstance(self.subject, Person) else "unit"
        return Line(**{who: self.subject}, **given)


class AssessmentFilter(KitFilterSet):
    """By year, kind, unit, words of the subject, and whether it is provisional."""

    year = filters.NumberFilter(label="Năm", decimal_places=0)
    kind = ChoiceFilter(label="Loại", choices=Kind.choices)
    unit = filters.ModelChoiceFilter(
        label="Đơn vị", empty_label="Tất cả", queryset=lambda request: Unit.objects.within(request.actor).for_list()
    )
    of = ChoiceFilter(label="Đối tượng", choices=[("unit", "Tập thể"), ("person", "Cá nhân")], method="by_subject")
    provisional = ChoiceFilter(
        label="Tình trạng", choices=[("yes", "Tạm tính"), ("no", "Chính thức")], method="by_provisional"
    )

    def by_subject(self, rows, name, value):
        """Keep the results of units, or those of people."""
        return rows.filter(person__isnull=value == "unit")

    def by_provisional(self, rows, name, value):
        """Keep provisional results, or official ones."""
        return rows.filter(provisional=value == "yes")


def this_year() -> int:
    """Return the year of today, which a new result is mostly about."""
    return timezone.localdate().year
