"""Forms of signing in: which roles need a second step, and the name in the province's single sign-on."""

from django import forms

from kit.forms import KitForm


class SignInPolicyForm(KitForm):
    """The roles of which a place demands a second step; none: nobody has to have one."""

    roles = forms.MultipleChoiceField(
        label="Vai trò phải xác thực hai bước",
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text="Người giữ vai trò đã chọn mà chưa bật phải bật trước khi mở trang khác ở đây.",
    )

    def __init__(self, *args, offered, **kwargs):
        """Offer the roles of which a second step can be demanded."""
        super().__init__(*args, **kwargs)
        self.fields["roles"].choices = [(role.value, role.label) for role in offered]


class SingleSignOnForm(KitForm):
    """Under which name somebody comes from the province's single sign-on."""

    name = forms.CharField(
        label="Tên trên hệ thống của tỉnh",
        max_length=150,
        required=False,
        help_text="Tên người này dùng ở đó. Để trống: không đăng nhập qua đó được.",
    )
