"""Forms about the people and communes of a province."""

from django import forms
from django.contrib.auth.validators import ASCIIUsernameValidator

from kit.forms import KitForm
from province.models import ProvinceRole

USERNAME = ASCIIUsernameValidator(
    message="Tên đăng nhập chỉ gồm chữ không dấu, chữ số và các dấu chấm, gạch ngang, gạch dưới."
)


class MemberForm(KitForm):
    """Somebody of the province and the role."""

    full_name = forms.CharField(label="Họ và tên", max_length=120)
    position = forms.CharField(label="Chức vụ", max_length=160, required=False)
    role = forms.ChoiceField(label="Vai trò", choices=ProvinceRole.choices, initial=ProvinceRole.VIEWER)
    username = forms.CharField(
        label="Tên đăng nhập", max_length=150, required=False, validators=[USERNAME],
        help_text="Để trống thì đặt theo họ tên. Mật khẩu lần đầu do hệ thống đặt và chỉ hiện một lần.",
    )  # fmt: skip


class CommuneChoiceForm(KitForm):
    """Which communes to take in."""

    communes = forms.TypedMultipleChoiceField(
        label="Địa phương", coerce=int, widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Chọn ít nhất một địa phương."},
    )  # fmt: skip

    def __init__(self, *args, offered, **kwargs):
        """Offer the communes that name the province."""
        super().__init__(*args, **kwargs)
        self.fields["communes"].choices = [(each.pk, f"{each}, {each.province}") for each in offered]
