"""What narrows the tracker: a unit's name and kind, and the state of its reports."""

from datetime import datetime

import django_filters
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from campaigns.models import Obligation, Participation
from communes.models import Unit
from kit.forms import KitForm
from kit.vietnamese import fold

STATES = {
    "overdue": "Quá hạn chưa nộp",
    "not_started": "Chưa bắt đầu",
    "drafting": "Đang soạn",
    "waiting": "Chờ tiếp nhận, duyệt",
    "returned": "Đang bổ sung",
    "late": "Đã nộp trễ hạn",
    "done": "Đã duyệt hết",
}


def in_state(state: str, now: datetime) -> Q:
    """Return which reports stand in a state of the tracker."""
    return {
        "overdue": Q(status__in=Obligation.WITH_THE_UNIT, late_from__lte=now),
        "not_started": Q(status="not_started"),
        "waiting": Q(status__in=Obligation.WITH_THE_AGENCY),
        "drafting": Q(status="draft", return_reason=""),
        "returned": Q(status="returned") | Q(status="draft") & ~Q(return_reason=""),
        "late": Q(late=True),
        "done": Q(status="accepted"),
    }[state]


class TrackerFilter(django_filters.FilterSet):
    """What narrows the units of the tracker."""

    q = django_filters.CharFilter(label="Tìm đơn vị", method="named")
    state = django_filters.ChoiceFilter(
        label="Tình trạng", choices=list(STATES.items()), method="standing", empty_label="Mọi tình trạng"
    )
    kind = django_filters.ChoiceFilter(
        label="Loại đơn vị", choices=Unit.Kind, field_name="unit__kind", empty_label="Mọi loại đơn vị"
    )

    class Meta:
        model = Participation
        fields = ()
        form = KitForm

    def named(self, queryset, name, value):
        """Find units by name, with or without diacritics."""
        return queryset.filter(unit__folded__contains=fold(value))

    def standing(self, queryset, name, value):
        """Find units with a report in that state; "all accepted" means none is in another state."""
        reports = Obligation.objects.filter(campaign=OuterRef("campaign"), unit=OuterRef("unit")).exclude(
            status="waived"
        )
        if value == "done":
            return queryset.filter(Exists(reports), ~Exists(reports.exclude(status="accepted")))
        return queryset.filter(Exists(reports.filter(in_state(value, timezone.now()))))
