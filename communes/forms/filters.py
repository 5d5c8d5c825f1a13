"""What narrows the lists of units, people, accounts, numbers and history."""

from datetime import MAXYEAR, MINYEAR, datetime, time
from functools import reduce
from operator import or_

import django_filters as filters
from django.db.models import Q
from django.forms import ChoiceField
from django.utils import timezone

from communes.models import Membership, Person, Role, Unit
from kit.forms import KitForm, VnDateField
from kit.vietnamese import fold


class VnDateFilter(filters.Filter):
    """A date typed the Vietnamese way."""

    field_class = VnDateField


class YearFilter(filters.NumberFilter):
    """A year that a date can have: of any other no database can be asked."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, decimal_places=0, min_value=MINYEAR, max_value=MAXYEAR, **kwargs)


class ChoiceFilter(filters.Filter):
    """One of a few fixed values, or none of them."""

    field_class = ChoiceField

    def __init__(self, *args, choices, empty_label="Tất cả", **kwargs):
        super().__init__(*args, choices=[("", empty_label), *choices], **kwargs)


class StateFilter(ChoiceFilter):
    """Rows of today where nothing is chosen; `narrow` takes the rows, the choice and the date."""

    def __init__(self, *args, narrow, **kwargs):
        self.narrow = narrow
        super().__init__(*args, label="Tình trạng", **kwargs)

    def filter(self, rows, value):
        """Narrow the rows, also when nothing is chosen."""
        return self.narrow(rows, value, timezone.localdate())


def units_by_state(rows, state, today):
    """Keep the units that exist today, those that have ended, or all."""
    if state == "ended":
        return rows.filter(valid_to__lt=today)
    return rows if state == "all" else rows.valid_on(today)


def people_by_state(rows, state, today):
    """Keep the people who work here today, those who have left, or all."""
    if state == "left":
        return rows.filter(left_on__lte=today)
    return rows if state == "all" else rows.working_on(today)


class KitFilterSet(filters.FilterSet):
    """Filters whose form is one of ours."""

    def get_form_class(self):
        """Return the filters' fields as a form."""
        fields = {name: given.field for name, given in self.filters.items()}
        return type(f"{type(self).__name__}Form", (KitForm,), fields)


class UnitFilter(KitFilterSet):
    """By words of the name, kind, and whether the unit exists today."""

    q = filters.CharFilter(label="Tìm theo tên", method="by_words")
    kind = ChoiceFilter(label="Loại", choices=Unit.Kind.choices)
    state = StateFilter(
        choices=[("ended", "Đã kết thúc"), ("all", "Tất cả")],
        empty_label="Đang hoạt động",
        narrow=units_by_state,
    )

    def by_words(self, rows, name, value):
        """Keep the units whose name holds the words."""
        return rows.matching(value)


class PersonFilter(KitFilterSet):
    """By words of the name, unit, category, and whether the person still works here."""

    q = filters.CharFilter(label="Tìm theo tên", method="by_words")
    unit = filters.ModelChoiceFilter(
        label="Đơn vị",
        empty_label="Tất cả",
        queryset=lambda request: Unit.objects.within(request.actor).for_list(),
    )
    category = ChoiceFilter(label="Nhóm", choices=Person.Category.choices)
    state = StateFilter(
        choices=[("left", "Đã thôi công tác"), ("all", "Tất cả")],
        empty_label="Đang công tác",
        narrow=people_by_state,
    )

    def by_words(self, rows, name, value):
        """Keep the people whose name holds the words."""
        return rows.matching(value)


class AccountFilter(KitFilterSet):
    """By words of the name or user name, role held today, and whether the account is locked."""

    q = filters.CharFilter(label="Tìm theo tên hoặc tên đăng nhập", method="by_words")
    role = ChoiceFilter(label="Vai trò", choices=Role.choices, method="by_role")
    locked = ChoiceFilter(
        label="Tình trạng",
        choices=[("no", "Đang mở"), ("yes", "Đang khóa")],
        method="by_lock",
    )

    def by_words(self, rows, name, value):
        """Keep the people whose name or user name holds the words."""
        return rows.filter(Q(folded__contains=fold(value)) | Q(user__username__icontains=value.strip()))

    def by_role(self, rows, name, value):
        """Keep the people who hold a role today."""
        held = Membership.objects.valid_on(timezone.localdate()).filter(role=value)
        return rows.filter(pk__in=held.values("person"))

    def by_lock(self, rows, name, value):
        """Keep the accounts that are locked, or those that are not."""
        return rows.filter(user__is_active=value == "no")


class WordsFilter(filters.CharFilter):
    """By words within a text, whatever the case: SQLite knows of the case of plain Latin letters only."""

    def filter(self, rows, value):
        """Keep the rows whose text holds the words as typed, small, large, or with capitals at the beginning."""
        if not value:
            return rows
        forms = {value, value.lower(), value.upper(), value.title(), value[:1].upper() + value[1:]}
        return rows.filter(reduce(or_, (Q(**{f"{self.field_name}__icontains": form}) for form in forms)))


class NumberFilter(KitFilterSet):
    """By year, symbol and words of the subject."""

    year = filters.NumberFilter(label="Năm", decimal_places=0)
    symbol = filters.CharFilter(label="Ký hiệu", lookup_expr="icontains")
    q = WordsFilter(label="Tìm trong trích yếu", field_name="told")


class HistoryFilter(KitFilterSet):
    """By who acted, on what, and between which days."""

    who = WordsFilter(label="Người thực hiện", field_name="actor_name")
    what = WordsFilter(label="Hồ sơ", field_name="record_title")
    since = VnDateFilter(label="Từ ngày", method="by_first_day")
    until = VnDateFilter(label="Đến ngày", method="by_last_day")

    def by_first_day(self, rows, name, value):
        """Keep the acts from the first moment of a day on."""
        return rows.filter(at__gte=timezone.make_aware(datetime.combine(value, time.min)))

    def by_last_day(self, rows, name, value):
        """Keep the acts up to the last moment of a day."""
        return rows.filter(at__lte=timezone.make_aware(datetime.combine(value, time.max)))


class LineFilter(ChoiceFilter):
    """Acts where nothing is chosen, or what was read, or both."""

    def __init__(self, **kwargs):
        choices = [("reads", "Lượt xem, lượt tải"), ("all", "Tất cả")]
        super().__init__(label="Loại dòng", choices=choices, empty_label="Việc đã làm", **kwargs)

    def filter(self, rows, value):
        """Narrow the lines, also when nothing is chosen."""
        if value == "reads":
            return rows.exclude(read_key=None)
        return rows if value == "all" else rows.acts()


class AuditFilter(HistoryFilter):
    """By what history is filtered, and by the words of the act and the kind of line."""

    act = WordsFilter(label="Việc", field_name="label")
    lines = LineFilter()
