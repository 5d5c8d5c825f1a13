"""Forms of sessions: facts, invitation, presence, conflicts, written opinions."""

from datetime import datetime, time

import django_filters as filters
from crispy_forms.layout import Column, Layout, Row
from django import forms
from django.utils import timezone

from awards.models import Attendance, Council, Session, WrittenOpinion
from campaigns.models import Campaign
from communes.forms.filters import ChoiceFilter, KitFilterSet
from communes.models import Person
from kit.forms import KitForm, VnDateField
from kit.shared import SharedRecord


class TimeInput(forms.TimeInput):
    """A plain text box for a time of day."""

    def __init__(self):
        super().__init__(format="%H:%M", attrs={"placeholder": "giờ:phút", "autocomplete": "off"})


class MomentForm(KitForm):
    """A day and a time of day, which make one moment here."""

    day = VnDateField(label="Ngày họp")
    hour = forms.TimeField(label="Giờ họp", widget=TimeInput(), help_text="Ví dụ: 08:00")

    def moment(self) -> datetime | None:
        """Return the moment that was typed; None where nothing was."""
        day = self.cleaned_data.get("day")
        if day is None:
            return None
        return timezone.make_aware(datetime.combine(day, self.cleaned_data.get("hour") or time(8)))

    @staticmethod
    def typed(moment: datetime | None) -> dict:
        """Return a moment as the form's initial values."""
        local = timezone.localtime(moment) if moment else None
        return {"day": local.date(), "hour": local.time()} if local else {}


class SessionForm(SharedRecord, MomentForm):
    """The facts of a session in preparation."""

    council = forms.ModelChoiceField(label="Hội đồng", queryset=Council.objects.none(), empty_label=None)
    title = forms.CharField(
        label="Nội dung phiên họp", max_length=300, help_text="Ví dụ: Xét khen thưởng phong trào thi đua năm 2026"
    )
    mode = forms.ChoiceField(
        label="Hình thức",
        choices=Session.Mode.choices,
        help_text="Lấy ý kiến bằng văn bản: không họp; ngày, giờ dưới đây là hạn gửi ý kiến.",
    )
    place = forms.CharField(label="Địa điểm", max_length=200, required=False)
    guests = forms.CharField(
        label="Khách mời (không biểu quyết)",
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Mỗi người, đơn vị một dòng.",
    )
    layout = Layout("council", "title", "mode", Row(Column("day"), Column("hour"), Column("place")), "guests")
    field_order = ["council", "title", "mode", "day", "hour", "place", "guests"]

    def __init__(self, *args, councils=None, **kwargs):
        """Offer the councils of today for a new session; a session keeps its council."""
        super().__init__(*args, **kwargs)
        self.fields["day"].required = self.fields["hour"].required = False
        if councils is None:
            del self.fields["council"]
            self.helper.layout.pop(0)
        else:
            self.fields["council"].queryset = councils

    def facts(self) -> dict:
        """Return what the service takes."""
        names = ("title", "mode", "place", "guests")
        return {"planned_at": self.moment(), **{name: self.cleaned_data[name] for name in names}}


class OtherDayForm(KitForm):
    """That a session is opened knowingly on another day than the one it was convened for."""

    other_day = forms.BooleanField(
        label="Tôi xác nhận khai mạc khác ngày đã triệu tập",
        error_messages={"required": "Hãy đánh dấu xác nhận, hoặc quay lại."},
    )


class ReconveneForm(MomentForm):
    """When and where an adjourned session goes on."""

    place = forms.CharField(label="Địa điểm", max_length=200, required=False)
    layout = Layout(Row(Column("day"), Column("hour")), "place")


class NoticeForm(SharedRecord, KitForm):
    """The words of the invitation, and whom else it goes to."""

    notice = forms.CharField(label="Nội dung giấy mời", max_length=5000, widget=forms.Textarea(attrs={"rows": 10}))
    guests = SessionForm.base_fields["guests"]


class PresenceForm(KitForm):
    """The whole roster as one sheet: a state and a reason for each member; or one word that all the rest are there."""

    def __init__(self, *args, rows, **kwargs):
        super().__init__(*args, **kwargs)
        self.rows = list(rows)
        for row in self.rows:
            self.fields[f"state-{row.person_id}"] = forms.ChoiceField(
                label=f"{row.person}, {row.get_role_display()}",
                choices=Attendance.State.choices,
                initial=row.state,
                widget=forms.Select(attrs={"class": "form-select"}),
            )
            self.fields[f"reason-{row.person_id}"] = forms.CharField(
                label=f"Lý do vắng của {row.person}",
                max_length=200,
                required=False,
                initial=row.reason,
                widget=forms.TextInput(attrs={"class": "form-control"}),
            )

    def lines(self) -> list[tuple]:
        """Return (row of the roster, its state, its reason) with bound fields, for the sheet."""
        return [(row, self[f"state-{row.person_id}"], self[f"reason-{row.person_id}"]) for row in self.rows]

    def states(self) -> dict[int, tuple[str, str]]:
        """Return {person id: (state, reason)}; the rest are those of whom neither sheet nor roster says anything."""
        told = {
            row.person_id: (self.cleaned_data[f"state-{row.person_id}"], self.cleaned_data[f"reason-{row.person_id}"])
            for row in self.rows
        }
        if "rest" in self.data:
            silent = (row.person_id for row in self.rows if row.state != Attendance.State.WRITTEN)
            told |= {key: (Attendance.State.PRESENT, "") for key in silent if told[key][0] == Attendance.State.EXPECTED}
        return told


class MemberForm(KitForm):
    """A form about one voting member of the session; a member speaks for himself or herself alone."""

    person = forms.ModelChoiceField(label="Thành viên", queryset=Person.objects.none(), empty_label="Chọn thành viên")

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people
        if len(people) == 1:
            self.fields["person"].initial = people[0]
            self.fields["person"].empty_label = None


class ConflictForm(MemberForm):
    """Why a member does not vote on an item."""

    words = forms.CharField(
        label="Quan hệ, lý do không biểu quyết", max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )


class OpinionForm(MemberForm):
    """What an absent member says on an item."""

    choice = forms.ChoiceField(label="Ý kiến", choices=WrittenOpinion.Choice.choices, widget=forms.RadioSelect)
    text = forms.CharField(label="Nội dung", max_length=5000, required=False, widget=forms.Textarea(attrs={"rows": 3}))
    received_on = VnDateField(label="Nhận ngày")


class DiscussionForm(SharedRecord, KitForm):
    """What was said about an item."""

    discussion = forms.CharField(
        label="Ý kiến thảo luận", max_length=10_000, required=False, widget=forms.Textarea(attrs={"rows": 5})
    )


class SessionFilter(KitFilterSet):
    """By state and kind of session."""

    status = ChoiceFilter(label="Trạng thái", choices=Session.Status.choices)
    mode = ChoiceFilter(label="Hình thức", choices=Session.Mode.choices)


class CandidateFilter(KitFilterSet):
    """By campaign, and whether the council has put it off before."""

    campaign = filters.ModelChoiceFilter(
        label="Phong trào",
        empty_label="Tất cả",
        queryset=lambda request: Campaign.objects.within(request.actor).order_by("-pk"),
    )
    status = ChoiceFilter(label="Trạng thái", choices=[("eligible", "Đủ điều kiện"), ("deferred", "Hoãn xét")])
