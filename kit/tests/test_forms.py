"""Forms: what people type, and what they are told."""

import unicodedata
from datetime import date
from decimal import Decimal

import pytest
from django import forms
from django.contrib.auth import get_user_model
from django.db import models
from hypothesis import given
from hypothesis import strategies as st

from kit.forms import (
    DATE_ERROR,
    KitForm,
    KitModelForm,
    ReasonForm,
    RecordsField,
    VnDateField,
    VnDecimalField,
    clean_text,
    date_and_decimal_fields,
)
from kit.vietnamese import vn_number


class Sheet(KitForm):
    """One field of each kind."""

    name = forms.CharField(label="Tên", required=False)
    day = VnDateField(label="Ngày", required=False)
    score = VnDecimalField(label="Điểm", required=False, max_digits=12, decimal_places=2)
    count = forms.IntegerField(label="Số", required=False)


@pytest.mark.parametrize("typed", ["05/12/2025", "5-12-2025", "2025-12-05"])
def test_a_date_may_be_typed_in_each_usual_way(typed):
    form = Sheet({"day": typed})

    assert form.is_valid() and form.cleaned_data["day"] == date(2025, 12, 5)


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("30/02/2025", "Không có ngày này trong lịch; xem lại ngày, tháng, năm."),
        ("05/13/2025", "Không có ngày này trong lịch; xem lại ngày, tháng, năm."),
        ("30-2", "Nhập ngày theo mẫu 05/12/2025."),
        ("mai", "Nhập ngày theo mẫu 05/12/2025."),
    ],
)
def test_a_wrong_date_is_refused_with_what_is_wrong_and_kept_as_typed(typed, told):
    form = Sheet({"day": typed})

    assert form.errors["day"] == [told]
    assert f'value="{typed}"' in str(form["day"])


def test_a_stored_date_is_shown_the_vietnamese_way():
    assert 'value="05/12/2025"' in str(Sheet(initial={"day": date(2025, 12, 5)})["day"])


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("12,5", "12.5"),
        ("1.250", "1250"),
        ("1.250,75", "1250.75"),
        ("1.250.000", "1250000"),
        ("12.5", "12.5"),
        ("1 250", "1250"),
        ("-3", "-3"),
    ],
)
def test_a_number_may_carry_comma_and_dots(typed, number):
    form = Sheet({"score": typed})

    assert form.is_valid() and form.cleaned_data["score"] == Decimal(number)


@pytest.mark.parametrize("typed", ["12,5,5", "1.25.000", "mười", "1e5", "NaN", "Infinity", "--1"])
def test_what_is_not_a_number_is_refused_with_an_example(typed):
    assert Sheet({"score": typed}).errors["score"] == ["Nhập một số, ví dụ 1.250 hoặc 12,5."]


@given(st.decimals(min_value=-9999999, max_value=9999999, places=2))
def test_a_shown_number_reads_back_unchanged(number):
    form = Sheet({"score": vn_number(number)})

    assert form.is_valid() and form.cleaned_data["score"] == number


def test_text_is_composed_and_freed_of_invisible_characters():
    typed = unicodedata.normalize("NFD", "Nguyễn\u200b Hòa\x00\u202e") + "\u00a0B\r\nC"

    form = Sheet({"name": typed})

    assert form.is_valid() and form.cleaned_data["name"] == "Nguyễn Hòa B\nC"


@given(st.text())
def test_cleaning_text_twice_is_cleaning_it_once(text):
    assert clean_text(clean_text(text)) == clean_text(text)


def test_messages_are_vietnamese_and_a_form_may_keep_its_own():
    class Own(KitForm):
        plain = forms.CharField()
        own = forms.CharField(error_messages={"required": "Nhập tên phong trào."})
        whole = forms.IntegerField()
        kind = forms.ChoiceField(choices=[("a", "A")])
        day = forms.DateField()

    errors = Own({"whole": "x", "kind": "z", "day": "z"}).errors

    assert errors["plain"] == ["Mục này không được để trống."]
    assert errors["own"] == ["Nhập tên phong trào."]
    assert errors["whole"] == ["Nhập một số nguyên."]
    assert errors["kind"] == ["Giá trị đã chọn không có trong danh sách."]
    assert errors["day"] == [DATE_ERROR]


def test_words_that_are_too_long_are_refused_with_both_lengths():
    class Named(KitForm):
        name = forms.CharField(max_length=120)

    assert Named({"name": "N" * 300}).errors["name"] == ["Chỉ ghi được 120 ký tự, đang có 300."]


def test_a_number_outside_its_limits_is_refused_in_vietnamese_unless_the_field_says_it_better():
    class Numbered(KitForm):
        number = forms.IntegerField(min_value=1, max_value=99_999)
        rank = forms.IntegerField(min_value=1, error_messages={"min_value": "Thứ hạng bắt đầu từ 1."})

    low, high = Numbered({"number": "0", "rank": "0"}).errors, Numbered({"number": "100000", "rank": "1"}).errors

    assert low == {"number": ["Ghi số từ 1 trở lên."], "rank": ["Thứ hạng bắt đầu từ 1."]}
    assert high == {"number": ["Ghi số không quá 99999."]}


def test_a_reason_must_be_given_in_words():
    assert ReasonForm({"reason": "   "}).errors["reason"] == ["Nêu lý do."]


def test_model_forms_take_the_vietnamese_date_and_number_fields():
    class AccountForm(KitModelForm):
        class Meta:
            model = get_user_model()
            fields = ["first_name"]

    assert isinstance(date_and_decimal_fields(models.DateField("ngày")), VnDateField)
    number = date_and_decimal_fields(models.DecimalField("điểm", max_digits=5, decimal_places=2))
    assert isinstance(number, VnDecimalField) and number.decimal_places == 2
    assert AccountForm.Meta.formfield_callback is date_and_decimal_fields
    assert AccountForm().helper.form_tag is False


@pytest.mark.parametrize("sent", ["9" * 20, "9" * 5000, "ba", "-1"])
def test_a_key_that_no_database_holds_is_refused_like_one_that_is_not_in_the_list(db, sent):
    field = RecordsField(queryset=get_user_model().objects.all())

    with pytest.raises(forms.ValidationError):
        field.clean([sent])
