"""What the forms of the field share: for which of the actor's units something is written."""

from django import forms

from campaigns.models import Campaign
from communes.access import Actor
from communes.models import Unit
from kit.forms import KitForm


def units_of(campaign: Campaign, actor: Actor, *, whole_commune: bool = False):
    """Return the units that take part: those the actor works for, or all of them."""
    units = Unit.objects.filter(participations__campaign=campaign, participations__left_on=None)
    return (units if whole_commune else units.own(actor)).for_list()


class UnitChoiceForm(KitForm):
    """A form whose first question is the unit; with one unit only the answer stands there already."""

    unit = forms.ModelChoiceField(label="Đơn vị", queryset=Unit.objects.none(), empty_label=None)

    def __init__(self, *args, campaign: Campaign, actor: Actor, whole_commune: bool = False, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["unit"]
        field.queryset = units_of(campaign, actor, whole_commune=whole_commune)
        if whole_commune:
            field.empty_label = "Chọn đơn vị"
