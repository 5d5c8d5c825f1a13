"""What allauth says in English where it has no Vietnamese: second-step messages, key names, password form."""

from allauth.account.forms import ChangePasswordForm
from allauth.mfa.adapter import DefaultMFAAdapter

from kit.forms import speak_vietnamese

NOT_THE_SAME = "Hai lần nhập mật khẩu mới không giống nhau."


class SecondStepAdapter(DefaultMFAAdapter):
    """The second step of signing in, in Vietnamese (setting MFA_ADAPTER)."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "add_email_blocked": "Không thêm được địa chỉ thư khi đang bật xác thực hai bước.",
        "cannot_delete_authenticator": "Không tắt được cách xác thực này.",
        "cannot_generate_recovery_codes": "Hãy bật xác thực hai bước trước khi tạo mã dự phòng.",
        "incorrect_code": "Mã không đúng hoặc đã hết hiệu lực. Hãy nhập mã đang hiện trong ứng dụng.",
        "unverified_email": "Hãy xác nhận địa chỉ thư trước khi bật xác thực hai bước.",
    }

    def generate_authenticator_name(self, user, type) -> str:
        """Name a new key by its order, as nobody has named it yet."""
        return f"Khóa {user.authenticator_set.filter(type=type).count() + 1}"


class PasswordForm(ChangePasswordForm):
    """A change of password whose every message is Vietnamese (setting ACCOUNT_FORMS, change_password)."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            speak_vietnamese(field)

    def clean(self):
        """Compare the two new passwords."""
        cleaned = super().clean()
        if "password2" in self.errors and self.data.get("password1") != self.data.get("password2"):
            self.errors["password2"] = self.error_class([NOT_THE_SAME], renderer=self.renderer)
        return cleaned
