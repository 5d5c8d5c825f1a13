"""What narrows the year calendar."""

from django import forms

from campaigns.models import Campaign
from kit.forms import KitForm
from reports.dates import KINDS, SEEN


class CalendarFilter(KitForm):
    """By campaign and by kind of date."""

    campaign = forms.ModelChoiceField(label="Phong trào", queryset=None, empty_label="Tất cả", required=False)
    kind = forms.ChoiceField(label="Loại", choices=[("", "Tất cả"), *KINDS.items()], required=False)

    def __init__(self, *args, actor, **kwargs):
        super().__init__(*args, **kwargs)
        rows = Campaign.objects.within(actor).filter(status__in=SEEN).order_by("-starts_on", "name", "pk")
        self.fields["campaign"].queryset = rows
        self.fields["campaign"].label_from_instance = lambda row: row.choice_label

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
