"""The base of every form: Vietnamese messages, clean text, dates and numbers as people write them."""

import re
import unicodedata
from copy import deepcopy
from decimal import Decimal

from crispy_forms.helper import FormHelper
from django import forms
from django.core.exceptions import ValidationError
from django.forms.models import ModelFormMetaclass

from kit import digits
from kit.vietnamese import NoSuchDay, nfc, parse_date, vn_date, vn_number

DATE_ERROR = "Nhập ngày theo mẫu 05/12/2025."
NO_SUCH_DAY = "Không có ngày này trong lịch; xem lại ngày, tháng, năm."
MESSAGES = {
    "required": "Mục này không được để trống.",
    "invalid_choice": "Giá trị đã chọn không có trong danh sách.",
    "invalid_pk_value": "Giá trị đã chọn không có trong danh sách.",
    "invalid_list": "Chọn một hoặc nhiều mục trong danh sách.",
}
TOO_LONG = "Chỉ ghi được %(limit_value)d ký tự, đang có %(show_value)d."
LIMITS = {"min_value": "Ghi số từ %(limit_value)s trở lên.", "max_value": "Ghi số không quá %(limit_value)s."}
_INVALID = [
    (forms.EmailField, "Nhập địa chỉ thư điện tử, ví dụ ten@donvi.gov.vn."),
    (forms.URLField, "Nhập địa chỉ trang, ví dụ https://donvi.gov.vn."),
    (forms.DecimalField, "Nhập một số, ví dụ 1.250 hoặc 12,5."),
    (forms.IntegerField, "Nhập một số nguyên."),
    (forms.DateField, DATE_ERROR),
    (forms.DateTimeField, "Nhập ngày giờ theo mẫu 05/12/2025 14:05."),
    (forms.TimeField, "Nhập giờ theo mẫu 14:05."),
    (forms.FileField, "Không đọc được tệp đã gửi; hãy chọn lại tệp."),
]
_GROUPED = re.compile(r"-?\d{1,3}(?:\.\d{3})+(?:,\d+)?")
_PLAIN = re.compile(r"-?\d+(?:[.,]\d+)?")


def clean_text(text: str) -> str:
    """Compose letters (NFC), unify line ends, and drop control and direction characters."""
    if text.isprintable():
        return nfc(text)
    text = nfc(text.replace("\r\n", "\n").replace("\r", "\n").replace("\u00a0", " "))
    return "".join(sign for sign in text if sign in "\n\t" or unicodedata.category(sign) not in {"Cc", "Cf", "Cs"})


class VnDateInput(forms.DateInput):
    """A plain text box for a date, shown as 05/12/2025."""

    def __init__(self, attrs=None):
        super().__init__(
            attrs={
                "inputmode": "numeric",
                "placeholder": "ngày/tháng/năm",
                "autocomplete": "off",
                **(attrs or {}),
            }
        )

    def format_value(self, value):
        """Show a date the Vietnamese way and whatever else was typed as it was typed."""
        return vn_date(value) if hasattr(value, "day") else value


class VnDateField(forms.DateField):
    """A date typed as 05/12/2025, 5-12-2025 or 2025-12-05."""

    widget = VnDateInput
    default_error_messages = {"invalid": DATE_ERROR, "no_such_day": NO_SUCH_DAY}

    def to_python(self, value):
        """Return the date, or refuse with the pattern to follow."""
        if isinstance(value, str) and value.strip():
            try:
                return parse_date(value)
            except NoSuchDay:
                raise ValidationError(self.error_messages["no_such_day"], code="no_such_day") from None
            except ValueError:
                raise ValidationError(self.error_messages["invalid"], code="invalid") from None
        return super().to_python(value)


class VnDecimalInput(forms.TextInput):
    """A plain text box for a number, shown with decimal comma."""

    def __init__(self, attrs=None):
        super().__init__(attrs={"inputmode": "decimal", "autocomplete": "off", **(attrs or {})})

    def format_value(self, value):
        """Show a number the Vietnamese way and whatever else was typed as it was typed."""
        return vn_number(value) if isinstance(value, (Decimal, int, float)) else value


class VnDecimalField(forms.DecimalField):
    """A number typed with decimal comma and, if wanted, thousand dots: 1.250,5."""

    widget = VnDecimalInput

    def to_python(self, value):
        """Return the number; a single dot with other than three digits after it is a decimal point."""
        if isinstance(value, str):
            typed = value.replace(" ", "").replace("\u00a0", "")
            if _GROUPED.fullmatch(typed):
                value = typed.replace(".", "").replace(",", ".")
            elif _PLAIN.fullmatch(typed):
                value = typed.replace(",", ".")
            elif typed:
                raise ValidationError(self.error_messages["invalid"], code="invalid")
        return super().to_python(value)

    def widget_attrs(self, widget):
        """Leave out the attributes that only a number box understands."""
        return {}


_MODEL_FIELDS = {"DateField": VnDateField, "DecimalField": VnDecimalField}


class RecordsField(forms.ModelMultipleChoiceField):
    """Several records, chosen by their keys.

    Unlike a single choice, Django asks the database for keys as they were sent; SQLite holds none of more digits.
    """

    def clean(self, value):
        """Return the records; a text that can be no key is refused like a record that is not in the list."""
        wrong = [each for each in value or () if isinstance(each, str) and digits.number(each) is None]
        if wrong:
            raise ValidationError(self.error_messages["invalid_pk_value"], "invalid_pk_value", {"pk": wrong[0]})
        return super().clean(value)


class KitFormMixin:
    """What our forms share: crispy helper without form tag, clean text, messages in Vietnamese."""

    layout = None

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
        self.helper.form_show_errors = True
        self.helper.include_media = False
        if self.layout is not None:
            self.helper.layout = deepcopy(self.layout)
        for field in self.fields.values():
            speak_vietnamese(field)
            if isinstance(field, forms.ModelChoiceField) and _names_plainly(field):
                field.label_from_instance = _named
            if isinstance(field, forms.CharField):
                field.to_python = _cleaned(field.to_python)


class KitForm(KitFormMixin, forms.Form):
    """A form without a model behind it."""


class KitModelFormMetaclass(ModelFormMetaclass):
    """Gives every model form the Vietnamese date and decimal fields, unless its Meta says otherwise."""

    def __new__(mcs, name, bases, attrs, **kwargs):
        meta = attrs.get("Meta")
        if meta is not None and not hasattr(meta, "formfield_callback"):
            meta.formfield_callback = staticmethod(date_and_decimal_fields)
        return super().__new__(mcs, name, bases, attrs, **kwargs)


def date_and_decimal_fields(db_field, **kwargs):
    """Return the form field of a model field, Vietnamese for dates and decimals."""
    form_class = _MODEL_FIELDS.get(db_field.get_internal_type())
    if form_class and not db_field.choices:
        kwargs.setdefault("form_class", form_class)
    return db_field.formfield(**kwargs)


class KitModelForm(KitFormMixin, forms.ModelForm, metaclass=KitModelFormMetaclass):
    """A form over one model; its dates and decimals are typed the Vietnamese way."""


class ReasonForm(KitForm):
    """The reason that a weighty act must carry."""

    reason = forms.CharField(
        label="Lý do",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Nêu lý do."},
    )


def speak_vietnamese(field):
    """Replace Django's stock messages by ours, and leave what a form or our own fields have set."""
    stock = {}
    for cls in reversed(type(field).__mro__):
        if cls.__module__.startswith("django."):
            stock.update(getattr(cls, "default_error_messages", {}))
    ours = dict(MESSAGES)
    invalid = next((message for cls, message in _INVALID if isinstance(field, cls)), None)
    if invalid:
        ours["invalid"] = invalid
    if isinstance(field, forms.CharField):
        field.error_messages.setdefault("max_length", TOO_LONG)
    if isinstance(field, forms.IntegerField):
        field.error_messages = LIMITS | field.error_messages
    for code, message in ours.items():
        if code in stock and field.error_messages.get(code) is stock[code]:
            field.error_messages[code] = message


def _names_plainly(field) -> bool:
    """Say whether the records of a drop-down are named as everywhere else."""
    return type(field).label_from_instance is forms.ModelChoiceField.label_from_instance


def _named(record) -> str:
    """Name a record in a drop-down: as it wants to be told from others there (`choice_label`), else as everywhere."""
    return getattr(record, "choice_label", None) or str(record)


def _cleaned(to_python):
    """Wrap a text field's conversion so that it sees clean text."""

    def convert(value):
        return to_python(clean_text(value) if isinstance(value, str) else value)

    return convert
