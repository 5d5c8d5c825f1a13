"""What narrows the lists of a province."""

import django_filters as filters

from communes.forms.filters import ChoiceFilter, KitFilterSet, WordsFilter, YearFilter
from communes.models import Commune
from province.models import ProvinceRole
from province.services import upward


class CommuneFilter(KitFilterSet):
    """By name, kind, and whether the summaries that are due arrived."""

    q = filters.CharFilter(label="Tìm theo tên", method="by_words")
    kind = ChoiceFilter(label="Loại", choices=Commune.Kind.choices, field_name="commune__kind")
    sent = ChoiceFilter(
        label="Báo cáo tổng kết",
        choices=[("missing", "Còn thiếu"), ("all", "Đã gửi đủ"), ("none", "Chưa có phong trào phải tổng kết")],
        method="by_sent",
    )

    def by_words(self, rows, name, value):
        """Keep the communes whose name holds the words."""
        return rows.filter(upward.named(value, "commune"))

    def by_sent(self, rows, name, value):
        """Keep the communes by what they owe."""
        if value == "none":
            return rows.filter(due=0)
        return rows.filter(missing__gt=0) if value == "missing" else rows.filter(due__gt=0, missing=0)


class PaperFilter(KitFilterSet):
    """By kind, year, and words of the campaign or the commune; builds the rows anew, for a union cannot be narrowed."""

    q = filters.CharFilter(label="Tìm theo phong trào, địa phương")
    kind = ChoiceFilter(label="Loại", choices=upward.KINDS.items())
    year = YearFilter(label="Năm")

    def filter_queryset(self, queryset):
        """Return the papers that the filters ask for."""
        given = self.form.cleaned_data
        year = given.get("year")
        return upward.papers(
            q=given.get("q") or "", kind=given.get("kind") or "", year=int(year) if year is not None else None
        )


class MemberFilter(KitFilterSet):
    """By name and role."""

    q = WordsFilter(label="Tìm theo họ tên", field_name="full_name")
    role = ChoiceFilter(label="Vai trò", choices=ProvinceRole.choices)


class ActFilter(KitFilterSet):
    """By who acted and on what."""

    who = WordsFilter(label="Người thực hiện", field_name="actor_name")
    q = WordsFilter(label="Việc", field_name="label")
    about = WordsFilter(label="Về", field_name="about")
