"""Pages of indicators."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from campaigns.forms.indicators import IndicatorValueForm
from campaigns.models import Indicator
from campaigns.services import indicators
from campaigns.views.field_work import form_page, frame
from campaigns.views.shared import fetch_campaign
from communes.access import Can, requires
from communes.addresses import here
from communes.models import HistoryEntry
from kit.views import refusals

TAB = "campaigns:indicators"


@requires(Can.SEE_CAMPAIGNS)
def index(request, pk):
    """Show each index of a campaign through the years, with its change against the year before."""
    campaign = fetch_campaign(request, pk)
    lines = HistoryEntry.objects.under(campaign).filter(record_type=Indicator._meta.label_lower)
    facts = frame(
        request,
        campaign,
        TAB,
        lines=indicators.table(campaign),
        years=indicators.years_of(campaign),
        may_enter=indicators.may_enter(campaign, request.actor),
        history=lines[:20] if request.actor.may(Can.SEE_HISTORY) else None,
    )
    return render(request, "campaigns/indicator_table.html", facts)


@requires(*indicators.ENTERED_BY)
def value(request, pk):
    """Enter what an index showed in a year."""
    rows = Indicator.objects.filter(retired_at=None).select_related("campaign__commune")
    indicator = get_object_or_404(rows, pk=pk)
    campaign = fetch_campaign(request, indicator.campaign_id)
    form = IndicatorValueForm(request.POST or None, initial=_standing(indicator, request.GET.get("year", "")))
    back = here(request.actor, TAB, campaign.pk)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            indicators.set_value(indicator, **form.cleaned_data, by=request.actor, at=timezone.now())
            messages.success(request, f"Đã ghi {indicator.name} năm {form.cleaned_data['year']}.")
            return redirect(back)
    hint = "Ghi lại năm đã có sẽ thay số liệu của năm đó; số cũ còn trong lịch sử."
    return form_page(
        request, form, campaign, TAB, title=f"Ghi {indicator.name}", submit="Lưu số liệu", back=back, hint=hint
    )


def _standing(indicator: Indicator, year: str) -> dict:
    """Return what stands for the year that the address names."""
    if not (year.isascii() and year.isdigit() and len(year) == 4):
        return {}
    row = indicator.values.filter(year=int(year)).first()
    if row is None:
        return {"year": year}
    return {"year": row.year, "value": row.value, "rank": row.rank, "source": row.source}
