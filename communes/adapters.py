"""How allauth behaves here: no sign-up, own words, own throttle key."""

from allauth.account.adapter import DefaultAccountAdapter
from django.urls import reverse

from communes import throttle

WRONG = "Tên đăng nhập hoặc mật khẩu không đúng."


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
        """Store a password that its owner chose; the first one has done its work."""
        user.must_change_password = False
        super().set_password(user, password)

    def _get_login_attempts_cache_key(self, request, **credentials) -> str:
        """Count failures by user name alone, so that an administrator can lift the limit."""
        return throttle.key_of(credentials.get("username", ""))
