"""What narrows the year calendar."""

from collections.abc import Sequence

from django import forms

from campaigns.models import Campaign
from kit.forms import KitForm
from reports.dates import KINDS


class CalendarFilter(KitForm):
    """By campaign and by kind of date."""

    campaign = forms.TypedChoiceField(label="Phong trào", required=False, empty_value=None)
    kind = forms.ChoiceField(label="Loại", choices=[("", "Tất cả"), *KINDS.items()], required=False)

    def __init__(self, *args, campaigns: Sequence[Campaign], **kwargs):
        """`campaigns` are those that can be chosen, in their order."""
        super().__init__(*args, **kwargs)
        known = {str(each.pk): each for each in campaigns}
        chosen = [(key, each.choice_label) for key, each in known.items()]
        self.fields["campaign"].choices = [("", "Tất cả"), *chosen]
        self.fields["campaign"].coerce = known.__getitem__

    def keeps(self, entry) -> bool:
        """Say whether an entry is among what was asked for; a date that concerns no campaign only without a filter."""
        if not self.is_valid():
            return True
        campaign, kind = self.cleaned_data["campaign"], self.cleaned_data["kind"]
        return (campaign is None or entry.campaign_id == campaign.pk) and kind in ("", entry.kind)

    def told(self) -> str:
        """Say in words what was asked for; nothing without a filter."""
        if not self.is_valid():
            return ""
        campaign, kind = self.cleaned_data["campaign"], self.cleaned_data["kind"]
        return "; ".join(filter(None, [KINDS.get(kind, ""), f"phong trào “{campaign}”" if campaign else ""]))
