"""Forms of Excel tables: the file, and what narrows the list of those sent in."""

import re

from django import forms

from communes.access import Actor
from communes.forms.filters import ChoiceFilter, KitFilterSet
from communes.models import SheetReading
from communes.services import sheets
from kit.forms import KitForm

XLSX = ".xlsx,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ROW = re.compile(r"row-(\d{1,7})")
IN_BULK = ("suggested", "leave_out")


class SheetForm(KitForm):
    """The table that somebody filled in."""

    file = forms.FileField(
        label="Tệp Excel đã ghi",
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": XLSX}),
        help_text="Tệp .xlsx, không quá 5 MB. Tải lên chỉ để kiểm tra; chưa có gì được nhập.",
        error_messages={"required": "Chọn tệp Excel."},
    )


def choices_in(data) -> dict[int, str]:
    """Return what was chosen for rows, as the page of a reading posts it."""
    return {int(found[1]): data[name] for name in data if (found := ROW.fullmatch(name))}


def in_bulk(data) -> str:
    """Return which answer for many rows was asked for; "" for none."""
    return data.get("bulk", "") if data.get("bulk") in IN_BULK else ""


class SheetFilter(KitFilterSet):
    """By kind of table and status."""

    kind = ChoiceFilter(label="Loại bảng", choices=())
    status = ChoiceFilter(label="Trạng thái", choices=SheetReading.Status.choices)

    def __init__(self, *args, actor: Actor, **kwargs):
        super().__init__(*args, **kwargs)
        known = [(key, kind.title) for key, kind in sheets.KINDS.items() if sheets.admits(kind, actor)]
        self.filters["kind"].extra["choices"] = [("", "Tất cả"), *known]
