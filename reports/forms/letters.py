"""Forms of letters: starting one, writing it; giving a paper its number."""

from datetime import datetime, time

import django_filters as filters
from crispy_forms.layout import Column, Layout, Row
from django import forms
from django.utils import timezone

from campaigns.models import Campaign
from communes.access import Actor
from communes.forms.filters import ChoiceFilter, KitFilterSet
from communes.models import Unit
from kit.forms import KitForm, RecordsField, VnDateField
from reports.documents.common import OF_THE_COMMITTEE
from reports.models import Letter

INVITATION = ("day", "hour", "place", "chaired_by", "agenda", "to_bring")
LINES = {"rows": 4}


class ReceivedFilter(KitFilterSet):
    """By words of the subject and kind."""

    q = filters.CharFilter(label="Tìm theo trích yếu", field_name="subject", lookup_expr="icontains")
    kind = ChoiceFilter(label="Loại", choices=Letter.Kind.choices)


class LetterFilter(ReceivedFilter):
    """By words of the subject, kind and state."""

    status = ChoiceFilter(label="Trạng thái", choices=Letter.Status.choices)


class StartForm(KitForm):
    """Which letter to draft, and about which campaign."""

    kind = forms.ChoiceField(label="Loại văn bản", choices=Letter.Kind.choices)
    campaign = forms.ModelChoiceField(
        label="Phong trào", queryset=Campaign.objects.none(), required=False, empty_label="Không gắn với phong trào",
        help_text="Công văn đôn đốc lấy các báo cáo quá hạn của phong trào.",
    )  # fmt: skip
    layout = Layout(Row(Column("kind"), Column("campaign")))

    def __init__(self, *args, actor: Actor, **kwargs):
        """Offer the campaigns that are under way."""
        super().__init__(*args, **kwargs)
        underway = Campaign.objects.within(actor).filter(status__in=("issued", "summing_up"))
        self.fields["campaign"].queryset = underway.order_by("name", "pk")


class LetterForm(KitForm):
    """The words of a letter, whom it is addressed to, who signs it."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    subject = forms.CharField(label="Trích yếu", max_length=500, widget=forms.Textarea(attrs={"rows": 2}))
    units = RecordsField(
        label="Đơn vị nhận", queryset=Unit.objects.none(), required=False, widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    others = forms.CharField(
        label="Nơi nhận khác ở phần Kính gửi, Kính mời", required=False, max_length=4000,
        widget=forms.Textarea(attrs=LINES), help_text="Mỗi dòng một nơi.",
    )  # fmt: skip
    body = forms.CharField(
        label="Nội dung", required=False, max_length=20_000, widget=forms.Textarea(attrs={"rows": 8}),
        help_text="Mỗi đoạn một dòng; dòng bắt đầu bằng “- ” in thành gạch đầu dòng.",
    )  # fmt: skip
    day = VnDateField(label="Ngày họp", required=False)
    hour = forms.TimeField(
        label="Giờ họp", required=False, help_text="Ví dụ: 08:00",
        widget=forms.TimeInput(format="%H:%M", attrs={"placeholder": "giờ:phút", "autocomplete": "off"}),
    )  # fmt: skip
    place = forms.CharField(label="Địa điểm", required=False, max_length=300)
    chaired_by = forms.CharField(label="Chủ trì", required=False, max_length=200)
    agenda = forms.CharField(
        label="Nội dung cuộc họp", required=False, max_length=8000, widget=forms.Textarea(attrs=LINES),
        help_text="Mỗi dòng một việc.",
    )  # fmt: skip
    to_bring = forms.CharField(
        label="Đề nghị chuẩn bị", required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Mỗi dòng một việc.",
    )  # fmt: skip
    closing = forms.CharField(
        label="Lời kết", required=False, max_length=8000, widget=forms.Textarea(attrs={"rows": 3})
    )
    drafted_in = forms.ModelChoiceField(
        label="Đơn vị soạn thảo", queryset=Unit.objects.none(), required=False, empty_label="Không ghi",
        help_text="Chữ viết tắt của đơn vị đứng sau “UBND-” trong ký hiệu công văn.",
    )  # fmt: skip
    authority = forms.ChoiceField(label="Thẩm quyền ký", choices=Letter.Authority.choices)
    position = forms.CharField(
        label="Chức vụ người ký", required=False, max_length=120, help_text="Chỉ ghi khi ký TL. hoặc TUQ."
    )
    signer = forms.CharField(label="Họ và tên người ký", required=False, max_length=160)
    recipients = forms.CharField(
        label="Nơi nhận", required=False, max_length=4000, widget=forms.Textarea(attrs=LINES),
        help_text="Mỗi dòng một nơi, sau “Như trên” hoặc các đơn vị nhận; dòng “Lưu” in cuối.",
    )  # fmt: skip

    def __init__(self, *args, letter: Letter, actor: Actor, **kwargs):
        """Offer the units that exist today and those it names already; leave out what the kind of letter lacks."""
        self.letter = letter
        addressed = list(letter.addressed.order_by("position", "pk").values_list("unit", flat=True))
        kwargs["initial"] = {**_written(letter), "units": addressed, "version": letter.revision} | kwargs.pop(
            "initial", {}
        )
        super().__init__(*args, **kwargs)
        today = Unit.objects.valid_on(timezone.localdate())
        units = today | Unit.objects.filter(pk__in=addressed)
        self.fields["units"].queryset = units.for_list()
        writing = today.filter(kind__in=OF_THE_COMMITTEE) | Unit.objects.filter(pk=letter.drafted_in_id)
        self.fields["drafted_in"].queryset = writing.for_list()
        dropped = () if letter.kind == Letter.Kind.INVITATION else INVITATION
        if letter.kind == Letter.Kind.URGING:
            dropped = (*dropped, "units")
        if letter.kind == Letter.Kind.NOTICE:
            dropped = (*dropped, "others")
        for name in dropped:
            del self.fields[name]
        self.helper.layout = Layout(*(_placed(name) for name in self.fields if name not in ("hour", "signer")))

    def clean(self):
        """Ask for the hour of a meeting with its day, and for the position of who signs by order."""
        given = super().clean()
        if bool(given.get("day")) != bool(given.get("hour")) and not {"day", "hour"} & set(self.errors):
            self.add_error("hour" if given.get("day") else "day", "Ghi cả ngày và giờ họp.")
        if given.get("authority") in Letter.BY_POSITION and not given.get("position"):
            self.add_error("position", "Ghi chức vụ người ký TL. hoặc TUQ., ví dụ: Chánh Văn phòng.")
        return given

    def words(self) -> dict:
        """Return what the service takes: the words, the units, the revision."""
        given = dict(self.cleaned_data)
        given["revision"] = given.pop("version")
        if "day" in given:
            day, hour = given.pop("day"), given.pop("hour")
            given["meets_at"] = timezone.make_aware(datetime.combine(day, hour or time(8))) if day else None
        return given


def _written(letter: Letter) -> dict:
    """Return what stands in a letter as the form's initial values."""
    names = ("subject", "others", "body", "place", "chaired_by", "agenda", "to_bring", "closing", "drafted_in",
             "authority", "position", "signer", "recipients")  # fmt: skip
    moment = timezone.localtime(letter.meets_at) if letter.meets_at else None
    typed = {"day": moment.date(), "hour": moment.time()} if moment else {}
    return {name: getattr(letter, name) for name in names} | typed


def _placed(name: str):
    """Return a field's place: day and hour, position and name of the signer side by side."""
    beside = {"day": "hour", "position": "signer"}
    return Row(Column(name), Column(beside[name])) if name in beside else name


class NumberForm(KitForm):
    """Number, date and signer of a paper that the clerk issues; what is doubtful is confirmed."""

    number = forms.IntegerField(
        label="Số", min_value=1, max_value=99_999, help_text="Số tiếp theo của sổ văn bản đi đã điền sẵn.",
        error_messages=dict.fromkeys(("min_value", "max_value", "invalid"), "Ghi số từ 1 đến 99999."),
    )  # fmt: skip
    on = VnDateField(label="Ngày ban hành")
    signer = forms.CharField(label="Họ và tên người ký", max_length=160, required=False)
    confirmed = forms.BooleanField(label="Tôi đã kiểm tra, vẫn cấp số này", required=False, widget=forms.HiddenInput)
    layout = Layout(Row(Column("number"), Column("on")), "signer", "confirmed")

    def ask(self, doubts: list[str]) -> None:
        """Ask for the confirmation of what is doubtful; nothing is asked where nothing is."""
        if doubts:
            self.fields["confirmed"].widget = forms.CheckboxInput()
            self.fields["confirmed"].help_text = " ".join(doubts)
