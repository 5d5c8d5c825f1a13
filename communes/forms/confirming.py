"""The form that asks who sits at the screen."""

import re

from allauth.account.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.models import Authenticator
from django import forms
from django.core.exceptions import ValidationError

from kit.forms import KitForm

SECRET = "_secret"
# Of an application, or one of those kept for a lost phone.
CODE = re.compile(r"\d{6}|\d{8}")
WRONG = "Mật khẩu hoặc mã xác thực không đúng."


class ConfirmForm(KitForm):
    """The password of whoever is signed in, or a code of the second step."""

    method = "password"

    def __init__(self, *args, request, **kwargs):
        """Name the field so that it meets no field of the act that it stands before."""
        super().__init__(*args, **kwargs)
        self.request = request
        self.has_codes = request.user.authenticator_set.exclude(type=Authenticator.Type.WEBAUTHN).exists()
        widget = forms.PasswordInput(attrs={"autocomplete": "current-password", "autofocus": True})
        label = "Mật khẩu hoặc mã xác thực" if self.has_codes else "Mật khẩu"
        self.fields[SECRET] = forms.CharField(
            label=label, strip=False, widget=widget, error_messages={"required": "Hãy nhập mật khẩu."}
        )

    def clean(self):
        """Compare what was typed, under the same limit as signing in."""
        cleaned = super().clean()
        typed = cleaned.get(SECRET, "")
        if not typed:
            return cleaned
        code = typed.replace(" ", "")
        known = self.has_codes and CODE.fullmatch(code) and self._is_code(code)
        if known:
            self.method = "mfa"
        else:
            known = get_adapter(self.request).reauthenticate(self.request.user, typed)
        if not known:
            self.add_error(SECRET, WRONG)
        return cleaned

    def _is_code(self, code: str) -> bool:
        """Say whether a code is right; raise what says that it was tried too often."""
        given = AuthenticateForm({"code": code}, user=self.request.user)
        if given.is_valid():
            return True
        too_often = [each for each in given.errors.as_data().get("code", []) if each.code == "too_many_login_attempts"]
        if too_often:
            raise ValidationError(too_often)
        return False
