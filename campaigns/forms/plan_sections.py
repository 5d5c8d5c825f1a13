"""Forms made from the schema of a plan: one mechanism for the fields of every section and for its rows."""

import types
import typing
from collections.abc import Iterable, Sequence
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import Enum

from crispy_forms.layout import Column, Layout, Row
from django import forms
from django.forms.formsets import BaseFormSet, formset_factory

from campaigns.planfile.keys import new_key
from campaigns.planfile.reading import hints
from campaigns.planfile.schema import PlanDocument
from campaigns.planfile.writing import to_plain
from communes.models import Person, Unit
from kit import digits
from kit.forms import KitForm, VnDateField, VnDecimalField
from kit.vietnamese import begun

BLANK = [("", "—")]
MOST_ROWS = 200
TITLES = ("title", "name", "heading")


def scalar(hint) -> tuple[type, bool]:
    """Return the plain type inside an optional or a list hint, and whether it is a list."""
    origin = typing.get_origin(hint)
    if origin in (typing.Union, types.UnionType):
        return typing.get_args(hint)[0], False
    if origin is tuple:
        return typing.get_args(hint)[0], True
    return hint, False


def editable_fields(kind: type) -> list[Field]:
    """Return the fields of a schema class that a form shows: no keys, no parts with pages of their own."""
    return [each for each in fields(kind) if each.name != "key" and not is_dataclass(scalar(hints(kind)[each.name])[0])]


class Choices:
    """What the names in a plan may point to: its own parts, and the units of the commune."""

    def __init__(self, plan: PlanDocument | None = None, units: Iterable[str] = ()):
        self.plan = plan
        self.units = list(units)

    def of(self, kind: type, name: str) -> list | None:
        """Return the choices of a field that names something; None where the field is free text."""
        if name == "unit_kinds":
            return Unit.Kind.choices
        if name == "categories":
            return Person.Category.choices
        if name == "units":
            return [(unit, unit) for unit in self.units]
        if self.plan is None:
            return None
        if name == "scale":
            return BLANK + [(scale.key, scale.name) for scale in self.plan.scales]
        if name == "grade":
            return BLANK + [(scale.name, [(level, level) for level in scale.levels]) for scale in self.plan.scales]
        if name == "round":
            return BLANK + [(each.key, each.title) for each in self.plan.rounds]
        if name == "about":
            return BLANK + self.subjects()
        return None

    def subjects(self) -> list:
        """Return what a remark can be about: a section, a round, a quota, a deadline."""
        plan = self.plan
        quotas = [(quota.key, f"{each.title}: {quota.words or quota.form.label}") for each in plan.rounds
                  for quota in each.quotas]  # fmt: skip
        return [
            (
                "Phần của kế hoạch",
                [(each.name, begun(each.metadata["label"])) for each in fields(PlanDocument)],
            ),
            ("Nội dung", [(area.key, area.title) for area in plan.content]),
            ("Nội dung cụ thể", [(item.key, item.text) for _, item in plan.areas_and_items()]),
            ("Đợt khen thưởng", [(each.key, each.title) for each in plan.rounds]),
            ("Số lượng khen thưởng", quotas),
            ("Thời hạn", [(each.key, each.title) for each in plan.deadlines]),
        ]


def form_field(kind: type, each: Field, choices: Choices) -> forms.Field:
    """Return the form field of one field of the schema."""
    inner, many = scalar(hints(kind)[each.name])
    facts = {
        "label": begun(each.metadata["label"]),
        "help_text": each.metadata.get("hint", ""),
        "initial": None if each.default is MISSING else to_plain(each.default),
        "required": bool(each.metadata.get("required") or (each.default is MISSING and inner is not bool)),
    }
    offered = choices.of(kind, each.name)
    if issubclass(inner, Enum):
        if many:
            return forms.MultipleChoiceField(choices=inner.choices, widget=forms.CheckboxSelectMultiple, **facts)
        blank = [] if isinstance(each.default, inner) else BLANK
        return forms.ChoiceField(choices=blank + inner.choices, **facts)
    if many and offered is not None:
        facts["help_text"] = facts["help_text"] or "Giữ phím Ctrl để chọn nhiều dòng."
        widget = forms.SelectMultiple(attrs={"size": 6})
        return forms.MultipleChoiceField(choices=offered, widget=widget, **facts)
    if many:
        facts["help_text"] = facts["help_text"] or "Mỗi dòng một mục."
        return LinesField(numbers=inner is int, **facts)
    if offered is not None:
        return forms.ChoiceField(choices=offered, **facts)
    if inner is bool:
        return forms.BooleanField(**facts | {"required": False})
    if inner is date:
        return VnDateField(**facts)
    if inner is Decimal:
        return VnDecimalField(**facts)
    if inner is int:
        return forms.IntegerField(min_value=0, **facts)
    widget = forms.Textarea(attrs={"rows": 3}) if each.metadata.get("long") else forms.TextInput
    return forms.CharField(widget=widget, max_length=4000, **facts)


class LinesField(forms.CharField):
    """Several short texts (or numbers), one on each line."""

    widget = forms.Textarea(attrs={"rows": 3})

    def __init__(self, *, numbers: bool = False, **facts):
        super().__init__(**facts)
        self.numbers = numbers

    def prepare_value(self, value):
        """Show a stored list line by line."""
        return "\n".join(map(str, value)) if isinstance(value, list | tuple) else value

    def clean(self, value):
        """Return the list of lines."""
        lines = [line.strip() for line in super().clean(value).splitlines() if line.strip()]
        if not self.numbers:
            return lines
        if wrong := [line for line in lines if digits.number(line) is None]:
            raise forms.ValidationError(f"“{wrong[0]}” không phải là một số dùng được. Nhập mỗi dòng một số.")
        return [int(line) for line in lines]

    def has_changed(self, initial, data):
        """Say whether the lines differ from the stored list."""
        return super().has_changed(self.prepare_value(initial), data)


class RecordForm(KitForm):
    """A form over the plain fields of one schema class; subclasses are made by `record_form`."""

    schema: type

    def __init__(self, *args, stored: dict | None = None, **kwargs):
        if stored is not None:
            kwargs["initial"] = initial_of(self.schema, stored)
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            given = self.initial.get(name)
            if isinstance(field, forms.MultipleChoiceField):
                strange = [value for value in given or () if not field.valid_value(value)]
                field.choices = [*field.choices, *((value, value) for value in strange)]
            elif isinstance(field, forms.ChoiceField) and given and not field.valid_value(given):
                field.choices = [*field.choices, (given, "Phần khác của kế hoạch")]

    def values(self) -> dict:
        """Return the plain values typed, without those that stand at their default."""
        plain = {}
        for each in editable_fields(self.schema):
            if each.name not in self.fields:
                continue
            value = to_plain(self.cleaned_data[each.name])
            default = None if each.default is MISSING else to_plain(each.default)
            if value not in (None, "", []) and value != default:
                plain[each.name] = value
        return plain


def initial_of(kind: type, stored: dict) -> dict:
    """Return stored plain values as a form shows them; what is not stored stands at its default."""
    initial = {}
    for each in editable_fields(kind):
        inner, many = scalar(hints(kind)[each.name])
        default = None if each.default is MISSING else to_plain(each.default)
        value = stored.get(each.name, default)
        if value and inner is date and not many:
            value = date.fromisoformat(str(value))
        elif value is not None and inner is Decimal and not many:
            value = Decimal(str(value))
        initial[each.name] = value
    return initial


def record_form(kind: type, choices: Choices, only: Sequence[str] | None = None) -> type[RecordForm]:
    """Return the form class of one schema class."""
    shown = [each for each in editable_fields(kind) if only is None or each.name in only]
    made = {each.name: form_field(kind, each, choices) for each in shown}
    return type(f"{kind.__name__}Form", (RecordForm,), {**made, "schema": kind, "layout": _layout(shown, made)})


def _layout(shown: list[Field], made: dict) -> Layout:
    """Put long fields on lines of their own and short ones side by side, three to a line."""
    parts, line = [], []
    for each in shown:
        wide = (
            each.metadata.get("long")
            or each.name in TITLES
            or isinstance(made[each.name], LinesField | forms.MultipleChoiceField)
        )
        if wide:
            parts.append(each.name)
            continue
        line.append(Column(each.name, css_class="col-md-4"))
        if len(line) == 3:
            parts.append(Row(*line))
            line = []
    return Layout(*parts, *([Row(*line)] if line else []))


class RowsFormSet(BaseFormSet):
    """The rows of one list of a plan: each remembers which stored row it was, may be moved or dropped."""

    def add_fields(self, form, index):
        """Add what every row carries besides its own fields."""
        super().add_fields(form, index)
        form.fields["was"] = forms.CharField(required=False, widget=forms.HiddenInput)
        form.fields["ORDER"].label = "Thứ tự"
        form.fields["ORDER"].required = False
        form.fields["DELETE"].label = "Bỏ dòng này"
        form.fields["ORDER"].widget.attrs |= {"class": "form-control", "min": 1}
        form.fields["DELETE"].widget.attrs |= {"class": "form-check-input"}

    def kept(self) -> list:
        """Return the forms of the rows that stay, in their new order."""
        return self.ordered_forms

    def rows(self, stored: list[dict], taken: set[str], *, keyed: bool) -> list[dict]:
        """Return the list of plain values: typed fields over what the stored row holds besides them."""
        shown = {each.name for each in editable_fields(self.form.schema)}
        known = {name_of(row, index): row for index, row in enumerate(stored)}
        made = []
        for form in self.kept():
            old = known.get(form.cleaned_data.get("was") or "", {})
            row = {name: value for name, value in old.items() if name not in shown} | form.values()
            if keyed and "key" not in row:
                row["key"] = new_key(_title(form), taken)
            made.append(row)
        return made


def name_of(row: dict, index: int) -> str:
    """Return how a stored row is recognised again: by its key, or by its place where it has none."""
    return row.get("key") or f"#{index}"


def rows_formset(kind: type, choices: Choices, *, blank: int = 1) -> type[RowsFormSet]:
    """Return the formset class of a list of one schema class."""
    return formset_factory(
        record_form(kind, choices),
        formset=RowsFormSet,
        extra=blank,
        can_order=True,
        can_delete=True,
        max_num=MOST_ROWS,
    )


def rows_initial(kind: type, stored: list[dict]) -> list[dict]:
    """Return the stored rows as a formset shows them."""
    return [initial_of(kind, row) | {"was": name_of(row, index)} for index, row in enumerate(stored)]


def _title(form) -> str:
    """Return the words by which a new row gets its key."""
    for name in ("title", "name", "text", "heading", "words"):
        if words := form.cleaned_data.get(name):
            return str(words)
    return "muc"


def keys_in(stored) -> set[str]:
    """Return every key that stands anywhere in stored plain values."""
    if isinstance(stored, dict):
        own = {stored["key"]} if isinstance(stored.get("key"), str) else set()
        return own.union(*(keys_in(value) for value in stored.values()))
    if isinstance(stored, list):
        return set().union(*(keys_in(value) for value in stored))
    return set()
