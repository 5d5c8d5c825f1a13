"""Two people on one stored record: the second to save is told, and sees both texts before saving again."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model

from kit.vietnamese import nfc, vn_date, vn_datetime, vn_number

CHANGED = (
    "Nội dung này đã được người khác sửa sau khi trang của đồng chí được mở. "
    "Hãy xem hai bản ở bảng bên dưới; bấm lưu lần nữa thì bản trên trang này thay bản đã lưu."
)
NOT_OFFERED = "(không còn trong danh sách)"


@dataclass(frozen=True, slots=True)
class Difference:
    """One field in which what was typed is not what is stored, both as people read them."""

    label: str
    typed: str
    stored: str


def differences(form) -> list[Difference]:
    """Return the fields of a bound form in which what was typed differs from what the record holds (its initial)."""
    found = []
    for bound in form.visible_fields():
        if isinstance(bound.field, forms.FileField):
            continue
        typed = _shown(bound.field, form.cleaned_data.get(bound.name, bound.data))
        stored = _shown(bound.field, bound.initial)
        if typed != stored:
            found.append(Difference(str(bound.label), typed, stored))
    return found


class SharedRecord:
    """Mixed into a form that edits a stored record: notices that the record changed since the page was opened.

    A hidden field carries a fingerprint of what the page showed; the view gives `initial` (None while nothing is
    stored) or an instance. If it is no longer that of the record, and what was typed differs from what is stored, the
    form is refused once with both texts; sent again, it is a decision.
    """

    overtaken = False

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        record = getattr(self, "instance", None)
        if "initial" in kwargs or (record is not None and record.pk is not None):
            self.fields["seen"] = forms.CharField(required=False, widget=forms.HiddenInput, initial=self.fingerprint)
            self.helper.render_hidden_fields = True

    def fingerprint(self) -> str:
        """Return a short digest of what the record holds now in the fields of this form."""
        stored = [
            f"{bound.name}={_plain(bound.initial)}"
            for bound in self.visible_fields()
            if not isinstance(bound.field, forms.FileField)
        ]
        return hashlib.sha256("\0".join(stored).encode()).hexdigest()[:16]

    def clean(self):
        """Refuse what would go over somebody else's newer save unseen."""
        given = super().clean()
        given = self.cleaned_data if given is None else given
        seen = given.pop("seen", "")
        now = self.fingerprint()
        if seen == now and "revision" in given:  # whatever raised the count was not in these fields
            given["revision"] = self["revision"].initial
        if seen and seen != now and differences(self):
            self.overtaken = True
            self.data = self.data.copy()
            for name in {"seen", "version", "revision"} & set(self.fields):
                self.data[self.add_prefix(name)] = str(self[name].initial)
            raise ValidationError(CHANGED, code="overtaken")
        return given


def _plain(value) -> str:
    """Return a stored value as text that is the same whenever the value is."""
    if value is None:
        return ""
    if isinstance(value, Model):
        return str(value.pk)
    if isinstance(value, Iterable) and not isinstance(value, str):
        return ",".join(sorted(_plain(each) for each in value))
    return nfc(str(value)).replace("\r\n", "\n").strip()


def _shown(field: forms.Field, value) -> str:
    """Return a value as people read it in a form."""
    if isinstance(field, forms.BooleanField):
        return "Có" if value else "Không"
    if value is None or value == "":
        return ""
    if isinstance(field, forms.ModelChoiceField):
        return ", ".join(sorted(_named(field, each) for each in _each(value)))
    if isinstance(field, forms.ChoiceField):
        labels = {str(key): str(label) for key, label in _flat(field.choices)}
        return ", ".join(sorted(labels.get(str(each), str(each)) for each in _each(value)))
    if isinstance(value, datetime):
        return vn_datetime(value)
    if isinstance(value, date):
        return vn_date(value)
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(field, forms.DecimalField) and not isinstance(value, str):
        return vn_number(value)
    return _plain(value)


def _each(value) -> list:
    """Return one value or several as a list."""
    return list(value) if isinstance(value, Iterable) and not isinstance(value, str) else [value]


def _flat(choices):
    """Yield the choices of a field without their groups."""
    for key, label in choices:
        if isinstance(label, (list, tuple)):
            yield from label
        else:
            yield key, label


def _named(field: forms.ModelChoiceField, value) -> str:
    """Return a record, given as such or by its key, as the field names it; one it does not offer has no name."""
    try:
        record = value if isinstance(value, Model) else field.queryset.filter(pk=value).first()
    except (TypeError, ValueError):
        record = None
    return field.label_from_instance(record) if record else NOT_OFFERED
