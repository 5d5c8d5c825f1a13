"""Forms of ballots: what is voted on and how, the sheet of a member, what a counter found."""

from crispy_forms.layout import Column, Fieldset, Layout, Row
from django import forms

from awards.models import AgendaItem, Ballot, BallotItem, Choice, Session
from awards.rules.voting import Count
from communes.models import Person
from kit.forms import KitForm
from kit.vietnamese import small_count

MISSING = "Hãy chọn một ý kiến."
NUMBER = forms.NumberInput(attrs={"inputmode": "numeric", "min": 0, "autocomplete": "off"})
IN_A_ROOM = (Ballot.Method.SECRET, Ballot.Method.PAPER, Ballot.Method.HANDS, Ballot.Method.NAMED)
FROM_AFAR = (Ballot.Method.WRITTEN, Ballot.Method.SECRET, Ballot.Method.NAMED)


class PrepareForm(KitForm):
    """Which items are voted on in one ballot, and how."""

    items = forms.MultipleChoiceField(
        label="Hồ sơ đưa ra biểu quyết",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Hãy chọn ít nhất một hồ sơ."},
    )
    method = forms.ChoiceField(label="Cách biểu quyết", widget=forms.RadioSelect)
    layout = Layout("items", "method")

    def __init__(self, *args, session: Session, items: list[AgendaItem], **kwargs):
        super().__init__(*args, **kwargs)
        self.open_items = {str(each.pk): each for each in items}
        self.fields["items"].choices = [
            (pk, f"{each.position}. {each.nomination.nominee} – {each.nomination.get_award_display()}")
            for pk, each in self.open_items.items()
        ]
        self.fields["items"].initial = list(self.open_items)
        methods = FROM_AFAR if session.mode == Session.Mode.WRITTEN else IN_A_ROOM
        self.fields["method"].choices = [(each.value, each.label) for each in methods]
        self.fields["method"].initial = methods[0]

    def clean_items(self) -> list[AgendaItem]:
        """Return the items themselves."""
        return [self.open_items[pk] for pk in self.cleaned_data["items"]]


class VoteForm(KitForm):
    """The sheet of one member: every nominee of the ballot on which the member votes."""

    def __init__(self, *args, rows: list[BallotItem], person: Person, **kwargs):
        super().__init__(*args, **kwargs)
        self.rows = rows
        self.aside = {row.pk: each["words"] for row in rows for each in row.aside if each["person"] == person.pk}
        for row in rows:
            if row.pk not in self.aside:
                self.fields[f"item_{row.pk}"] = forms.ChoiceField(
                    label=row.item.nomination.nominee,
                    choices=Choice.choices,
                    widget=forms.RadioSelect,
                    error_messages={"required": MISSING, "invalid_choice": MISSING},
                )

    @property
    def sheet(self) -> list[dict]:
        """Return the nominees in order, each with its field and what was chosen, or why this member stands aside."""
        labels, chosen = dict(Choice.choices), getattr(self, "cleaned_data", {})
        return [
            {
                "number": number,
                "row": row,
                "nomination": row.item.nomination,
                "field": self[f"item_{row.pk}"] if row.pk not in self.aside else None,
                "choice": labels.get(chosen.get(f"item_{row.pk}"), ""),
                "aside": self.aside.get(row.pk, ""),
            }
            for number, row in enumerate(self.rows, 1)
        ]


class CountForm(KitForm):
    """What one counter found for every nominee."""

    PARTS = (("for", "Tán thành"), ("against", "Không tán thành"), ("blank", "Không có ý kiến"))
    INVALID = ("invalid", "Không hợp lệ")

    def __init__(self, *args, rows: list[BallotItem], voters: set[int], paper: bool, **kwargs):
        """Take the rows of the ballot and the people who vote in it; each row says how many vote on it."""
        super().__init__(*args, **kwargs)
        self.rows = rows
        self.parts = (*self.PARTS, self.INVALID) if paper else self.PARTS
        sets = []
        for number, row in enumerate(rows, 1):
            for part, label in self.parts:
                self.fields[f"{part}_{row.pk}"] = forms.IntegerField(
                    label=label,
                    min_value=0,
                    max_value=9999,
                    widget=NUMBER,
                    error_messages={
                        "required": f"Hồ sơ {number}: nhập số “{label.lower()}”, không có thì ghi 0.",
                        "invalid": f"Hồ sơ {number}: “{label.lower()}” phải là số nguyên.",
                        "min_value": f"Hồ sơ {number}: “{label.lower()}” không được âm.",
                        "max_value": f"Hồ sơ {number}: “{label.lower()}” quá lớn.",
                    },
                )
            columns = [Column(f"{part}_{row.pk}", css_class="col-6 col-md-3") for part, _ in self.parts]
            may = small_count(len(voters - row.aside_ids))
            sets.append(
                Fieldset(f"{number}. {row.item.nomination.nominee} ({may} người được biểu quyết)", Row(*columns))
            )
        self.helper.layout = Layout(*sets)

    @property
    def figures(self) -> dict[int, tuple[int, int, int, int]]:
        """Return what was counted, by row of the ballot."""
        found = {row.pk: [self.cleaned_data[f"{part}_{row.pk}"] for part, _ in self.parts] for row in self.rows}
        return {
            pk: (*numbers, 0) if len(numbers) == len(self.PARTS) else tuple(numbers) for pk, numbers in found.items()
        }

    @staticmethod
    def initial_of(found: dict[int, Count]) -> dict[str, int]:
        """Return what the counter entered before, as the form's first values."""
        return {
            f"{part}_{pk}": number
            for pk, count in found.items()
            for part, number in (
                ("for", count.for_), ("against", count.against), ("blank", count.blank), ("invalid", count.invalid)
            )
        }  # fmt: skip
