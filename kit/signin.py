"""Where allauth speaks English – second-step messages, key names, password form – or fails over a broken passkey."""

import contextlib
import logging
import struct
from collections.abc import Iterator

from allauth.account.forms import ChangePasswordForm
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from django import forms
from django.core.exceptions import ValidationError

from kit.forms import speak_vietnamese

logger = logging.getLogger(__name__)

NOT_THE_SAME = "Hai lần nhập mật khẩu mới không giống nhau."
UNUSABLE = "Khóa truy cập này chưa dùng được. Hãy thử lại, hoặc chọn cách khác."
# What python-fido2 answers to a passkey that is none, besides the refusals that allauth knows.
BROKEN = (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError, struct.error)


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


@contextlib.contextmanager
def _refused_in_words() -> Iterator[None]:
    """Refuse a passkey that is not known or cannot be read; the log tells what failed, never the passkey."""
    try:
        yield
    except BROKEN as failure:
        logger.warning("A passkey could not be read: %s.", type(failure).__name__)
        raise ValidationError(UNUSABLE) from failure
    except ValidationError as refusal:
        if getattr(refusal, "code", "") != "incorrect_code":
            raise
        raise ValidationError(UNUSABLE) from refusal


class PasskeyField(forms.JSONField):
    """What a browser tells of a passkey, as JSON."""

    def __init__(self):
        super().__init__(widget=forms.HiddenInput, error_messages={"required": UNUSABLE, "invalid": UNUSABLE})

    def to_python(self, value):
        """Return the passkey's answer; Django itself reads neither long numbers nor deep nesting."""
        with _refused_in_words():
            return super().to_python(value)


class _Presented(forms.Form):
    """A passkey that is presented."""

    credential = PasskeyField()

    def clean_credential(self):
        """Return the stored passkey that was presented."""
        with _refused_in_words():
            return super().clean_credential()


class AuthenticatePasskeyForm(_Presented, AuthenticateWebAuthnForm):
    """A passkey as the second step (setting MFA_FORMS, like the others)."""


class LoginPasskeyForm(_Presented, LoginWebAuthnForm):
    """A passkey instead of a password."""


class ReauthenticatePasskeyForm(_Presented, ReauthenticateWebAuthnForm):
    """A passkey before something weighty."""


class AddPasskeyForm(AddWebAuthnForm):
    """A new passkey."""

    credential = PasskeyField()

    def clean(self):
        """Return what was sent, once the passkey is what it says."""
        with _refused_in_words():
            return super().clean()
