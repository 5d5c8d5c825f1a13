"""Pages of exemplars."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from campaigns.forms.exemplars import ExemplarChangeForm, ExemplarFilter, ExemplarForm, PublishForm
from campaigns.forms.field_work import units_of
from campaigns.models import Exemplar
from campaigns.services import exemplar_pictures, exemplars
from campaigns.services.field_work import is_underway
from campaigns.views.field_work import acts, fetch, form_page, frame
from campaigns.views.shared import fetch_campaign
from communes.access import Can, requires
from communes.addresses import here
from kit.views import attempt, filtered, paginate, refusals, sort

TAB = "campaigns:exemplars"
SORTS = {
    "found": "found_at",
    "title": "title",
    "unit": ["unit__kind_order", "unit__name"],
    "kind": "kind",
    "state": "status",
}


def listed(request, campaign):
    """Return the filters of the list and its rows in the order asked for."""
    rows = Exemplar.objects.within(request.actor).filter(campaign=campaign)
    found = filtered(request, ExemplarFilter, rows.select_related("campaign__commune", "unit", "person"))
    return found, sort(request, found.qs, allowed=SORTS, default="-found")


@requires(Can.SEE_CAMPAIGNS)
def index(request, pk):
    """List the exemplars of a campaign, the newest first, under their counts by kind."""
    campaign = fetch_campaign(request, pk)
    found, rows = listed(request, campaign)
    whole = request.actor.may(Can.PUBLISH_EXEMPLARS)
    facts = frame(
        request,
        campaign,
        TAB,
        filter=found,
        page=paginate(request, rows),
        counts=exemplars.counts(campaign) if request.actor.sees_all_units else [],
        may_find=is_underway(campaign)
        and (whole or request.actor.may(Can.REPORT_RESULTS))
        and units_of(campaign, request.actor, whole_commune=whole).exists(),
    )
    return render(request, "campaigns/exemplar_list.html", facts)


@requires(Can.SEE_CAMPAIGNS)
def detail(request, pk):
    """Show an exemplar, where it was published, and its history."""
    exemplar = fetch(request, Exemplar.objects.within(request.actor).select_related("person"), pk)
    found = exemplar.status == Exemplar.Status.FOUND
    facts = frame(
        request,
        exemplar.campaign,
        TAB,
        below=str(exemplar),
        exemplar=exemplar,
        may_change=found and is_underway(exemplar.campaign) and exemplars.may_find(exemplar.unit, request.actor),
        acts=acts(request, exemplar, "exemplar", pages=("publish",)),
        pictures=exemplar.pictures.present().select_related("exemplar__campaign__commune"),
        may_picture=exemplar_pictures.may_change(exemplar, request.actor),
        keeps=exemplar.status in Exemplar.COUNTED and request.actor.may(Can.PUBLISH_EXEMPLARS),
    )
    return render(request, "campaigns/exemplar.html", facts)


@requires(Can.REPORT_RESULTS, Can.PUBLISH_EXEMPLARS)
def create(request, pk):
    """Bring in an exemplar."""
    campaign = fetch_campaign(request, pk)
    whole = request.actor.may(Can.PUBLISH_EXEMPLARS)
    form = ExemplarForm(request.POST or None, campaign=campaign, actor=request.actor, whole_commune=whole)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            exemplar = exemplars.find(campaign, **form.cleaned_data, by=request.actor, at=timezone.now())
            messages.success(request, "Đã giới thiệu điển hình.")
            return redirect(exemplar)
    back = here(request.actor, TAB, campaign.pk)
    return form_page(request, form, campaign, TAB, title="Giới thiệu điển hình", submit="Giới thiệu", back=back)


@requires(Can.REPORT_RESULTS, Can.PUBLISH_EXEMPLARS)
def edit(request, pk):
    """Mend the words about an exemplar."""
    exemplar = fetch(request, Exemplar.objects.within(request.actor).select_related("person"), pk)
    initial = {name: getattr(exemplar, name) for name in ExemplarChangeForm.base_fields}
    form = ExemplarChangeForm(request.POST or None, initial=initial, unit=exemplar.unit)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            exemplars.change(exemplar, **form.cleaned_data, by=request.actor, at=timezone.now())
            messages.success(request, "Đã lưu nội dung điển hình.")
            return redirect(exemplar)
    back = exemplar.get_absolute_url()
    return form_page(request, form, exemplar.campaign, TAB, title="Sửa điển hình", submit="Lưu", back=back)


@require_POST
@requires(Can.PUBLISH_EXEMPLARS)
def register(request, pk):
    """Enter an exemplar into the register."""
    exemplar = fetch(request, Exemplar.objects.within(request.actor), pk)
    with attempt(request, success="Đã ghi nhận điển hình."):
        exemplars.register(exemplar, by=request.actor, at=timezone.now())
    return redirect(exemplar)


@require_POST
@requires(Can.PUBLISH_EXEMPLARS)
def decline(request, pk):
    """Leave an exemplar out of the register."""
    exemplar = fetch(request, Exemplar.objects.within(request.actor), pk)
    with attempt(request, success="Đã trả lời không ghi nhận."):
        exemplars.decline(exemplar, reason=request.POST.get("reason", ""), by=request.actor, at=timezone.now())
    return redirect(exemplar)


@requires(Can.PUBLISH_EXEMPLARS)
def publish(request, pk):
    """Note when and how an exemplar was made known."""
    exemplar = fetch(request, Exemplar.objects.within(request.actor), pk)
    form = PublishForm(request.POST or None, initial={"published_on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            exemplars.publish(exemplar, **form.cleaned_data, by=request.actor, at=timezone.now())
            messages.success(request, "Đã ghi việc tuyên truyền điển hình.")
            return redirect(exemplar)
    back = exemplar.get_absolute_url()
    return form_page(
        request, form, exemplar.campaign, TAB, title="Tuyên truyền điển hình", submit="Ghi đã tuyên truyền", back=back,
        quote=exemplar.story, quote_title=exemplar.title,
    )  # fmt: skip


@require_POST
@requires(Can.PUBLISH_EXEMPLARS)
def withdraw(request, pk):
    """Take an exemplar back out of publicity."""
    exemplar = fetch(request, Exemplar.objects.within(request.actor), pk)
    with attempt(request, success="Đã thôi tuyên truyền; điển hình vẫn được ghi nhận."):
        exemplars.withdraw(exemplar, reason=request.POST.get("reason", ""), by=request.actor, at=timezone.now())
    return redirect(exemplar)
