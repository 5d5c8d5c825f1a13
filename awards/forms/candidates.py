"""Choosing nominations for a decision or a proposal."""

from collections.abc import Iterable

from django import forms

from awards.models import Nomination
from kit.forms import KitForm, RecordsField


class CandidatesField(RecordsField):
    """The cases to choose, each with its unit."""

    def __init__(self, **kwargs):
        super().__init__(queryset=Nomination.objects.none(), widget=forms.CheckboxSelectMultiple, **kwargs)

    def label_from_instance(self, nomination):
        """Return what stands beside a box; a unit that is nominated itself is named once."""
        own = nomination.collective_id == nomination.unit_id
        return str(nomination) if own else f"{nomination} ({nomination.unit})"


class AddForm(KitForm):
    """One more case for a draft."""

    nomination = forms.ModelChoiceField(
        label="Thêm hồ sơ", queryset=Nomination.objects.none(), empty_label="Chọn hồ sơ"
    )

    def __init__(self, *args, candidates: Iterable[Nomination], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["nomination"].queryset = rows_of(candidates)


def rows_of(candidates: Iterable[Nomination]):
    """Return candidates as a queryset for a field, in the council's order."""
    keys = [each.pk for each in candidates]
    return Nomination.objects.for_list().filter(pk__in=keys).order_by("rank", "pk")
