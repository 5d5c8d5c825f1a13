"""Two people on one record: what is noticed, what is shown, what a second save decides."""

from datetime import date, time
from decimal import Decimal

import pytest
from django import forms
from django.contrib.contenttypes.models import ContentType
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from kit.forms import KitForm, VnDateField, VnDecimalField
from kit.shared import CHANGED, NOT_OFFERED, Difference, SharedRecord, differences
from kit.vietnamese import nfc

STORED = {
    "title": "Ngày thứ Năm không chờ", "story": "Giảm nửa thời gian chờ.", "day": date(2026, 5, 9),
    "hour": time(8), "score": Decimal("12.50"), "kind": "b", "open": True, "tags": ["x", "y"],
}  # fmt: skip
TYPED = {
    "title": "Ngày thứ Năm không chờ", "story": "Giảm nửa thời gian chờ.", "day": "09/05/2026",
    "hour": "08:00", "score": "12,5", "kind": "b", "open": "on", "tags": ["y", "x"],
}  # fmt: skip
CHOICES = [("a", "Loại A"), ("Nhóm", [("b", "Loại B")])]


class Sheet(SharedRecord, KitForm):
    """One field of each kind over a stored record."""

    title = forms.CharField(label="Tên gọi")
    story = forms.CharField(label="Nội dung", required=False, widget=forms.Textarea())
    day = VnDateField(label="Ngày", required=False)
    hour = forms.TimeField(label="Giờ", required=False)
    score = VnDecimalField(label="Điểm", required=False)
    kind = forms.ChoiceField(label="Loại", choices=CHOICES, required=False)
    open = forms.BooleanField(label="Đang mở", required=False)
    tags = forms.MultipleChoiceField(label="Nhãn", choices=[("x", "X"), ("y", "Y")], required=False)


def posted(stored, typed, **more):
    """Return the form as it comes back: typed over what is stored now."""
    sent = QueryDict(mutable=True)
    for name, value in (typed | more).items():
        sent.setlist(name, value if isinstance(value, list) else [value])
    return Sheet(sent, initial=stored)


def seen(stored) -> str:
    """Return the fingerprint that the page carries."""
    return Sheet(initial=stored)["seen"].value()


def test_a_form_over_a_record_carries_what_it_showed_and_a_new_one_nothing():
    assert f'name="seen" value="{seen(STORED)}"' in str(Sheet(initial=STORED)["seen"])
    assert "seen" not in Sheet().fields


def test_the_first_words_of_two_are_noticed_too():
    opened = Sheet(initial=None)["seen"].value()

    assert posted(None, TYPED, seen=opened).is_valid()
    assert posted(STORED, TYPED | {"title": "Tên khác"}, seen=opened).errors["__all__"] == [CHANGED]


def test_nobody_in_between_means_nothing_to_tell():
    form = posted(STORED, TYPED, title="Tên mới", seen=seen(STORED))

    assert form.is_valid()
    assert (form.cleaned_data["title"], "seen" in form.cleaned_data, form.overtaken) == ("Tên mới", False, False)


def test_the_second_is_told_once_with_both_texts_and_then_decides():
    opened = seen(STORED)
    now = STORED | {"story": "Giảm ba phần tư thời gian chờ."}

    refused = posted(now, TYPED, title="Tên mới", seen=opened)

    assert not refused.is_valid()
    assert refused.overtaken and "đã được người khác sửa" in refused.non_field_errors()[0]
    assert differences(refused) == [
        Difference("Tên gọi", "Tên mới", "Ngày thứ Năm không chờ"),
        Difference("Nội dung", "Giảm nửa thời gian chờ.", "Giảm ba phần tư thời gian chờ."),
    ]
    again = posted(now, TYPED, title="Tên mới", seen=refused.data["seen"])
    assert again.is_valid() and again.cleaned_data["title"] == "Tên mới"


def test_two_who_wrote_the_same_do_not_disturb_each_other():
    now = STORED | {"story": "Như nhau."}

    assert posted(now, TYPED, story="Như nhau.", seen=seen(STORED)).is_valid()


@pytest.mark.parametrize(
    ("field", "typed", "told"),
    [
        ("day", "10/05/2026", Difference("Ngày", "10/05/2026", "09/05/2026")),
        ("hour", "14:30", Difference("Giờ", "14:30", "08:00")),
        ("score", "1.250,75", Difference("Điểm", "1.250,75", "12,5")),
        ("kind", "a", Difference("Loại", "Loại A", "Loại B")),
        ("kind", "", Difference("Loại", "", "Loại B")),
        ("open", "", Difference("Đang mở", "Không", "Có")),
        ("tags", ["x"], Difference("Nhãn", "X", "X, Y")),
    ],
)
def test_values_are_told_as_people_read_them(field, typed, told):
    form = posted(STORED, TYPED, **{field: typed})

    assert form.is_valid()
    assert differences(form) == [told]


def test_a_count_raised_by_something_else_does_not_stand_in_the_way():
    class Counted(Sheet):
        """The same with a count of saves."""

        revision = forms.IntegerField(widget=forms.HiddenInput)

    opened = Counted(initial=STORED | {"revision": 3})["seen"].value()
    form = Counted({**TYPED, "seen": opened, "revision": 3}, initial=STORED | {"revision": 5})

    assert form.is_valid()
    assert form.cleaned_data["revision"] == 5


@given(st.text(max_size=60), st.text(max_size=60))
def test_the_fingerprint_tells_apart_what_a_reader_tells_apart(one, other):
    alike = nfc(one).replace("\r\n", "\n").strip() == nfc(other).replace("\r\n", "\n").strip()

    assert (seen(STORED | {"story": one}) == seen(STORED | {"story": other})) is alike


@pytest.mark.parametrize("key", [" ", "0x10", "\x00"])
def test_a_key_that_no_record_can_have_reads_as_one_that_is_not_offered(key):
    class Chosen(SharedRecord, KitForm):
        kind = forms.ModelChoiceField(label="Loại", queryset=ContentType.objects.all())

    form = Chosen({"kind": key, "seen": "khác"}, initial={"kind": None})

    assert form.errors["__all__"] == [CHANGED]
    assert differences(form) == [Difference("Loại", NOT_OFFERED, "")]
