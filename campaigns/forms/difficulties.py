"""Forms of difficulties."""

import django_filters as filters
from django import forms

from campaigns.forms.field_work import UnitChoiceForm
from campaigns.models import Difficulty
from communes.forms.filters import KitFilterSet
from communes.models import Person, Unit
from kit.forms import KitForm


class DifficultyForm(UnitChoiceForm):
    """What stands in a unit's way."""

    title = forms.CharField(label="Vướng mắc", max_length=300)
    text = forms.CharField(
        label="Nội dung cụ thể",
        max_length=5000,
        help_text="Việc gì, ở đâu, nguyên nhân, đã làm gì, đề nghị ai giải quyết.",
        widget=forms.Textarea(attrs={"rows": 6}),
    )


class AnswerForm(KitForm):
    """What the agency or the leader answers."""

    text = forms.CharField(label="Nội dung trả lời", max_length=5000, widget=forms.Textarea(attrs={"rows": 6}))


class DifficultyFilter(KitFilterSet):
    """By state, unit, and who handles it."""

    state = filters.ChoiceFilter(
        label="Trạng thái",
        choices=[("open", "Chưa trả lời"), *Difficulty.Status.choices],
        empty_label="Tất cả",
        method="by_state",
    )
    unit = filters.ModelChoiceFilter(
        label="Đơn vị", empty_label="Tất cả", queryset=lambda request: Unit.objects.within(request.actor).for_list()
    )
    owner = filters.ModelChoiceFilter(
        label="Người phụ trách",
        empty_label="Tất cả",
        queryset=lambda request: Person.objects.filter(
            pk__in=Difficulty.objects.within(request.actor).exclude(owner=None).values("owner")
        ).order_by("sort_key"),
    )

    def by_state(self, rows, name, value):
        """Keep the difficulties of one status, or all that wait for an answer."""
        return rows.filter(status__in=Difficulty.OPEN) if value == "open" else rows.filter(status=value)
