"""Forms of the fund, of the plan's priorities and of the chair's choice among equals."""

from collections.abc import Sequence

from crispy_forms.layout import Column, Div, Layout, Row
from django import forms

from awards.models import Nomination, PriorityClaim
from campaigns.planfile.schema import Statement
from kit.forms import KitForm, VnDecimalField
from kit.shared import SharedRecord


class FundForm(SharedRecord, KitForm):
    """The money for awards in a year and the paper it comes from; a change says why."""

    amount = VnDecimalField(label="Số tiền (đồng)", max_digits=13, decimal_places=0, min_value=1)
    source = forms.CharField(
        label="Căn cứ",
        max_length=300,
        help_text="Ví dụ: Quyết định số 210/QĐ-UBND ngày 25/12/2025 về giao dự toán năm 2026",
    )
    reason = forms.CharField(
        label="Lý do điều chỉnh", max_length=2000, widget=forms.Textarea(attrs={"rows": 3}), required=False
    )

    def __init__(self, *args, changing: bool, **kwargs):
        self.layout = Layout(Row(Column("amount"), Column("source")), *(["reason"] if changing else []))
        super().__init__(*args, **kwargs)
        if changing:
            self.fields["reason"].required = True
        else:
            del self.fields["reason"]

    def clean_amount(self) -> int:
        """Return whole đồng."""
        return int(self.cleaned_data["amount"])


class PrioritiesForm(KitForm):
    """Which of the plan's priorities apply: one line for each, its ground filled in where it applies."""

    count = 0

    @classmethod
    def about(cls, statements: Sequence[Statement], claims: Sequence[PriorityClaim], data=None) -> "PrioritiesForm":
        """Return the form for the priorities of one plan, filled with what was stated before."""
        noted = {each.statement: each.note for each in claims}
        fields: dict[str, forms.Field] = {}
        for index, statement in enumerate(statements):
            clause = f" (mục {statement.clause})" if statement.clause else ""
            note = noted.get(statement.text[:500])
            fields[f"applies_{index}"] = forms.BooleanField(
                label=f"{statement.text}{clause}", required=False, initial=note is not None
            )
            fields[f"note_{index}"] = forms.CharField(
                label="Căn cứ", max_length=300, required=False, initial=note or "",
                help_text="Ví dụ: công chức Bộ phận Một cửa từ năm 2024",
            )  # fmt: skip
        sheets = [Div(f"applies_{each}", f"note_{each}", css_class="row-sheet") for each in range(len(statements))]
        fields |= {"layout": Layout(*sheets), "count": len(statements)}
        return type("PrioritiesOfPlanForm", (cls,), fields)(data)

    def clean(self):
        """Ask for the ground of every priority that applies."""
        data = super().clean()
        for index in range(self.count):
            if data.get(f"applies_{index}") and not data.get(f"note_{index}"):
                self.add_error(f"note_{index}", "Hãy ghi căn cứ của diện ưu tiên.")
        return data

    @property
    def notes(self) -> dict[int, str]:
        """The grounds of the priorities that apply, by their place in the plan."""
        data = self.cleaned_data
        return {index: data[f"note_{index}"] for index in range(self.count) if data[f"applies_{index}"]}


class ChoiceForm(KitForm):
    """The order in which the chair puts nominees who are equal across the last place."""

    reason = forms.CharField(label="Lý do", max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))
    group: tuple[Nomination, ...] = ()

    @classmethod
    def among(cls, group: Sequence[Nomination], data=None) -> "ChoiceForm":
        """Return the form for one group of equals."""
        choices = [("", "Chọn thứ tự"), *((number, f"Thứ {number}") for number in range(1, len(group) + 1))]
        fields = {
            f"place_{each.pk}": forms.TypedChoiceField(label=each.nominee, choices=choices, coerce=int)
            for each in group
        }
        layout = Layout(*fields, "reason")
        of_group = type("ChoiceAmongForm", (cls,), fields | {"layout": layout, "group": tuple(group)})
        form = of_group(data, auto_id=f"nhom-{group[0].pk}-%s")
        form.order_fields([*fields, "reason"])
        return form

    def clean(self):
        """Refuse the same place for two."""
        data = super().clean()
        given = [data.get(f"place_{each.pk}") for each in self.group]
        if all(given) and len(set(given)) < len(given):
            self.add_error(None, "Mỗi hồ sơ một thứ tự khác nhau.")
        return data

    @property
    def members(self) -> str:
        """The keys of the group, for the page to send back."""
        return ",".join(str(each.pk) for each in self.group)

    @property
    def order(self) -> list[int]:
        """The keys of the nominees, the first place first."""
        return [each.pk for each in sorted(self.group, key=lambda each: self.cleaned_data[f"place_{each.pk}"])]
