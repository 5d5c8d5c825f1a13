"""Forms of people, accounts and roles."""

from crispy_forms.layout import Column, Layout, Row
from django import forms
from django.contrib.auth.validators import ASCIIUsernameValidator
from django.core.exceptions import ValidationError
from django_scopes.forms import SafeModelChoiceField

from communes.models import UNIT_ROLES, Membership, Person, Unit
from kit.forms import KitForm, KitModelForm
from kit.shared import SharedRecord


class PersonForm(SharedRecord, KitModelForm):
    """A person of the commune's records."""

    layout = Layout(
        "full_name",
        Row(Column("gender"), Column("birth_year")),
        Row(Column("unit"), Column("position"), Column("category")),
        "joined_on",
        "another",
    )
    another = forms.BooleanField(
        label="Tôi đã kiểm tra: đây là người khác, trùng họ tên.", required=False, widget=forms.HiddenInput
    )

    class Meta:
        model = Person
        fields = ["full_name", "gender", "birth_year", "unit", "position", "category", "joined_on"]
        field_classes = {"unit": SafeModelChoiceField}

    def __init__(self, *args, actor, **kwargs):
        """Offer the units that the actor sees."""
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = Unit.objects.within(actor).for_list()

    @property
    def facts(self) -> dict:
        """Return what is stored of the person."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}

    def clean(self):
        """Warn of people who have the name already, until the box says that this is somebody else."""
        cleaned = super().clean()
        if "full_name" in self.changed_data and cleaned.get("full_name"):
            namesakes = list(Person.objects.named(cleaned["full_name"]).exclude(pk=self.instance.pk))
            if namesakes:
                self.fields["another"].widget = forms.CheckboxInput()
            if namesakes and not cleaned.get("another"):
                self.add_error("full_name", [_warning(each) for each in namesakes])
        return cleaned

    def clean_birth_year(self):
        """Refuse a year that no living person can have."""
        year = self.cleaned_data["birth_year"]
        if year is not None and not 1900 <= year <= 2100:
            raise ValidationError("Nhập năm sinh gồm bốn chữ số, ví dụ 1985.")
        return year


def _warning(person: Person) -> str:
    """Say who has the name already, and how to go on."""
    known = [f"sinh năm {person.birth_year}" if person.birth_year else "", "đã thôi công tác" if person.left_on else ""]
    place = f" ở đơn vị {person.unit}" if person.unit else ""
    about = "".join(f", {each}" for each in known if each)
    return f"Đã có người tên {person}{place}{about}; đúng là người khác thì đánh dấu vào ô cuối trang rồi lưu tiếp."


class AccountForm(KitForm):
    """The user name of a new account."""

    username = forms.CharField(
        label="Tên đăng nhập",
        max_length=150,
        validators=[
            ASCIIUsernameValidator(
                message="Tên đăng nhập chỉ gồm chữ không dấu, chữ số và các dấu chấm, gạch ngang, gạch dưới."
            )
        ],
        help_text="Gợi ý từ họ tên; có thể sửa. Mật khẩu lần đầu do hệ thống đặt và chỉ hiện một lần.",
    )


class MembershipForm(KitModelForm):
    """A role, its unit, and its term."""

    layout = Layout(Row(Column("role"), Column("unit")), Row(Column("starts_on"), Column("ends_on")))

    class Meta:
        model = Membership
        fields = ["role", "unit", "starts_on", "ends_on"]
        field_classes = {"unit": SafeModelChoiceField}
        help_texts = {"ends_on": "Để trống nếu chưa biết ngày kết thúc."}

    def __init__(self, *args, actor, **kwargs):
        """Offer the units that the actor sees."""
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = Unit.objects.within(actor).for_list()

    def clean(self):
        """Ask for the unit where the role is one of a unit."""
        cleaned = super().clean()
        if cleaned.get("role") in UNIT_ROLES and not cleaned.get("unit"):
            self.add_error("unit", "Vai trò này phải ghi rõ đơn vị.")
        return cleaned
