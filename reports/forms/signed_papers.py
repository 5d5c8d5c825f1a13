"""Forms of the signed PDF of an issued paper: the file as it was signed, or the key to sign with."""

from django import forms

from kit.forms import KitForm


class SignedPaperForm(KitForm):
    """The signed PDF, and why it takes the place of an earlier one."""

    file = forms.FileField(
        label="Tệp PDF đã ký số", widget=forms.FileInput(attrs={"accept": ".pdf"}),
        help_text="Tệp PDF do phần mềm ký số xuất ra, không phải bản quét.",
    )  # fmt: skip
    reason = forms.CharField(label="Lý do thay bản ký số hiện có", max_length=500, required=False,
                             widget=forms.Textarea(attrs={"rows": 2}))  # fmt: skip

    def __init__(self, *args, replacing: bool, **kwargs):
        super().__init__(*args, **kwargs)
        if replacing:
            self.fields["reason"].required = True
        else:
            del self.fields["reason"]


class SigningForm(SignedPaperForm):
    """The PKCS#12 file of the signer and its passphrase, both used once."""

    file = forms.FileField(
        label="Tệp chứng thư số (.p12, .pfx)", widget=forms.FileInput(attrs={"accept": ".p12,.pfx"}),
        help_text="Chỉ dùng cho lần ký này, không lưu trên máy chủ.",
    )  # fmt: skip
    passphrase = forms.CharField(
        label="Mật khẩu của tệp chứng thư", required=False, strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    visible = forms.BooleanField(label="Hiện chữ ký ở cuối trang cuối", required=False)
    field_order = ("file", "passphrase", "visible", "reason")

    def __init__(self, *args, on_server: bool, **kwargs):
        super().__init__(*args, **kwargs)
        if on_server:
            del self.fields["file"], self.fields["passphrase"]
