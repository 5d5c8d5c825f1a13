"""How allauth behaves here: no sign-up, own words, own throttle key, a line of history for what happens at the door."""

import logging

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.providers.base import AuthError
from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from communes import reauth, throttle
from communes.rules import browsers
from communes.services import accounts, signing_in

logger = logging.getLogger(__name__)

WRONG = "Tên đăng nhập hoặc mật khẩu không đúng."
# What allauth would tell the owner of an account by mail, in the words of history.
TOLD = {
    "mfa/email/totp_activated": ("second_step.set", "Bật ứng dụng xác thực"),
    "mfa/email/totp_deactivated": ("second_step.removed", "Tắt ứng dụng xác thực"),
    "mfa/email/webauthn_added": ("second_step.set", "Thêm khóa truy cập"),
    "mfa/email/webauthn_removed": ("second_step.removed", "Gỡ khóa truy cập"),
    "mfa/email/recovery_codes_generated": ("second_step.codes", "Tạo bộ mã dự phòng mới"),
    "account/email/password_changed": ("account.password_changed", "Đổi mật khẩu"),
}


class AccountAdapter(DefaultAccountAdapter):
    """Accounts that administrators make; people sign in by user name."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": "Tài khoản đang bị khóa. Hãy liên hệ người quản trị của địa phương.",
        "enter_current_password": "Nhập mật khẩu hiện tại.",
        "incorrect_code": "Mã không đúng.",
        "incorrect_password": "Mật khẩu không đúng.",
        "invalid_login": WRONG,
        "rate_limited": "Đã gửi quá nhiều yêu cầu. Hãy chờ ít phút rồi thử lại.",
        "same_as_current": "Giá trị mới phải khác giá trị hiện tại.",
        "too_many_login_attempts": (
            "Đăng nhập sai quá nhiều lần. Hãy thử lại sau ít phút, hoặc nhờ người quản trị mở lại."
        ),
        "username_password_mismatch": WRONG,
    }

    def is_open_for_signup(self, request) -> bool:
        """Refuse sign-up: administrators make the accounts."""
        return False

    def get_login_redirect_url(self, request) -> str:
        """Lead to the user's commune, or to the choice between several."""
        return reverse("start")

    def set_password(self, user, password) -> None:
        """Store a password that its owner chose: the first one has done its work, and other sessions end."""
        context.request.chose_first_password = user.must_change_password
        user.must_change_password = False
        super().set_password(user, password)
        signing_in.end_sessions(user, keep=context.request.session.session_key)

    def get_password_change_redirect_url(self, request) -> str:
        """Lead to work whoever had to choose a password before it, and others back to where they changed it."""
        if request.chose_first_password:
            return self.get_login_redirect_url(request)
        return super().get_password_change_redirect_url(request)

    def login(self, request, user) -> None:
        """Sign somebody in, and note from where."""
        request.session.visitor = self.visitor(request)
        super().login(request, user)

    def visitor(self, request) -> tuple[str, str]:
        """Return the network address of a request, where it is known, and its browser in words."""
        try:
            address = self.get_client_ip(request)[:45]
        except PermissionDenied:
            address = ""
        return address, browsers.in_words(self.get_http_user_agent(request))

    def is_reauthentication_required(self, *, app: str, **kwargs) -> bool:
        """Ask for the password on allauth's own pages only where ours would ask for it as well."""
        return not reauth.is_recent(context.request)

    def pre_authenticate(self, request, **credentials) -> None:
        """Refuse who failed too often, by user name or by address; the operator reads of it in the log."""
        try:
            if throttle.address_closed(request, credentials.get("username", "")):
                raise self.validation_error("too_many_login_attempts")
            super().pre_authenticate(request, **credentials)
        except ValidationError:
            logger.warning("Sign-in refused after too many failures, from %s.", self.get_client_ip(request))
            raise

    def send_notification_mail(self, template_prefix, user, context=None, email=None) -> None:
        """Write into history what allauth would tell the owner of an account by mail."""
        if template_prefix in TOLD:
            action, label = TOLD[template_prefix]
            signing_in.tell(user, action, label, at=timezone.now())

    def authentication_failed(self, request, **credentials) -> None:
        """Count the failure for its address; record the one with which an account takes no more passwords."""
        throttle.count_failure(request)
        name = credentials.get("username", "")
        if throttle.waiting([name]):
            signing_in.kept_out(name, address=self.get_client_ip(request), at=timezone.now())

    def _get_login_attempts_cache_key(self, request, **credentials) -> str:
        """Count failures by user name alone, so that an administrator can lift the limit."""
        return throttle.key_of(credentials.get("username", ""))


class SingleSignOnAdapter(DefaultSocialAccountAdapter):
    """Signing in through the province: it opens an account that exists and makes none (SOCIALACCOUNT_ADAPTER)."""

    def pre_social_login(self, request, sociallogin) -> None:
        """Find the account by the agreed claim; without one, or with a closed one, nobody comes in."""
        told = sociallogin.account.extra_data
        signed, more = told.get("id_token") or {}, told.get("userinfo") or {}
        # OpenID Connect Core 1.0, 5.3.2: what userinfo says of another subject must not be used.
        claims = {**more, **signed} if signed.get("sub") == more.get("sub") else signed
        user = accounts.of_single_sign_on(str(claims.get(settings.OIDC_CLAIM) or ""))
        if user is None or not user.is_active:
            facts = {"name": settings.OIDC_NAME, "closed": user is not None}
            raise ImmediateHttpResponse(render(request, "socialaccount/unknown.html", facts, status=403))
        sociallogin.user = user

    def on_authentication_error(self, request, provider, error=None, exception=None, extra_context=None) -> None:
        """Say in words that the province did not let somebody through, or that its answer was not to be trusted."""
        if exception is not None:
            logger.warning("Single sign-on failed: %s", exception)
        facts = {"name": settings.OIDC_NAME, "cancelled": error == AuthError.CANCELLED}
        raise ImmediateHttpResponse(render(request, "socialaccount/authentication_error.html", facts, status=403))

    def is_open_for_signup(self, request, sociallogin) -> bool:
        """Refuse sign-up: administrators make the accounts."""
        return False
