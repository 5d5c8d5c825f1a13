"""Whose work is handed over."""

from django import forms

from kit.forms import KitForm
from reports.handover import people


class HandoverChoice(KitForm):
    """The person who hands over: anybody who holds or held a role or a seat in a council."""

    person = forms.ModelChoiceField(label="Người bàn giao", queryset=None, empty_label="Chọn người")

    def __init__(self, *args, actor, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people().within(actor)
        self.fields["person"].label_from_instance = _named


def _named(person) -> str:
    """Name a person with the post, and that he or she has left."""
    said = filter(None, [person.full_name, person.position, "đã thôi công tác" if person.left_on else ""])
    return " – ".join(said)
