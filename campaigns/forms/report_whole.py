"""The whole of a unit's report as one form, for a phone: one page, one button to save."""

from collections.abc import Iterator

from django import forms

from campaigns.forms.unit_reports import AreaForm, GeneralForm
from campaigns.services.report_sheet import Sheet, SheetArea

SECTION = "whole"
TITLE = "Soạn trên một trang"
# Answers that are chosen from so few are all shown, so that one tap gives them.
FEW = 6


class WholeForm(AreaForm, GeneralForm):
    """Every result, the general texts and the files of a report."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, forms.ChoiceField) and len(field.choices) <= FEW:
                field.widget = forms.RadioSelect(choices=field.choices)

    @classmethod
    def of_sheet(cls, sheet: Sheet, data=None, uploads=None) -> "WholeForm":
        """Return the form that asks for everything that a report holds."""
        items = [item for area in sheet.areas for item in area.items]
        form = cls.of(SheetArea(None, items), data, uploads, obligation=sheet.obligation)
        form.sheet = sheet
        return form

    def texts(self) -> dict[str, str]:
        """Return the general texts."""
        return {name: self.cleaned_data[name] for name in self._texts()}

    def general(self) -> list:
        """Return the bound fields of the general texts."""
        return [self[name] for name in self._texts()]

    def _texts(self) -> list[str]:
        """Return the names of the general texts."""
        return [name for name in GeneralForm.base_fields if name in self.fields and name not in ("version", "files")]

    def parts(self) -> Iterator[tuple[SheetArea, list[dict]]]:
        """Yield each area with the blocks of its items."""
        blocks = iter(self.blocks())
        for area in self.sheet.areas:
            yield area, [next(blocks) for _ in area.items]
