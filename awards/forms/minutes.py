"""Forms of minutes."""

from django import forms

from awards.models import Minutes
from awards.services.minutes import TEXTS
from campaigns.services.uploads import ACCEPT
from kit.forms import KitForm


def words(label: str, *, rows: int, help_text: str = "") -> forms.CharField:
    """Return a field of several lines."""
    return forms.CharField(
        label=label,
        required=False,
        max_length=50_000,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


class MinutesForm(KitForm):
    """The words of minutes; `version` is the revision that the page was made from."""

    version = forms.IntegerField(label="Lần lưu", widget=forms.HiddenInput, min_value=0)
    paper_number = forms.CharField(
        label="Số biên bản",
        required=False,
        max_length=40,
        help_text="Ví dụ: 15. Để trống thì lấy số tiếp theo của sổ văn bản đi khi chủ trì ký.",
    )
    opening = words("Khai mạc, thành phần", rows=8)
    discussion = words("Nội dung thảo luận", rows=10, help_text="Ghi theo thứ tự hồ sơ; nêu cả ý kiến khác.")
    conclusion = words("Kết luận", rows=10, help_text="Số phiếu từng hồ sơ in theo bảng kết quả, không cần ghi lại.")

    def __init__(self, *args, minutes: Minutes, **kwargs):
        stored = {name: getattr(minutes, name) for name in TEXTS}
        super().__init__(*args, initial={"version": minutes.revision, **stored}, **kwargs)

    def texts(self) -> dict[str, str]:
        """Return the words that the service takes."""
        return {name: self.cleaned_data[name] for name in TEXTS}

    def differences(self) -> list[dict]:
        """Return what was typed beside what is stored, where the two differ."""
        return [
            {"label": self.fields[name].label, "typed": self.cleaned_data.get(name, ""), "stored": self.initial[name]}
            for name in TEXTS
            if self.cleaned_data.get(name, "") != self.initial[name]
        ]


class SignedScanForm(KitForm):
    """The scan of the signed paper."""

    file = forms.FileField(
        label="Bản chụp biên bản đã ký",
        widget=forms.FileInput(attrs={"accept": ACCEPT}),
        help_text="PDF, JPG, PNG; không quá 20 MB.",
    )
