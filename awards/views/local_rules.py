"""Pages of what the commune sets itself: thresholds of a campaign's criteria, papers of a dossier."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from awards.forms.local_rules import ConfirmRuleForm, DossierRuleForm, ThresholdForm
from awards.models import DossierRule
from awards.rules.kinds import Award
from awards.services import local_rules
from awards.views.standing_frame import form_page, frame
from campaigns.planfile.words import Subject
from campaigns.rules.dated import in_force
from campaigns.views.shared import campaign_tabs, fetch_campaign
from communes.access import Can, requires
from communes.addresses import here
from kit.views import refusals

RULES = "awards:dossier-rules"


@require_safe
@requires(Can.SEE_NOMINATIONS)
def thresholds(request, pk):
    """Show the numbers that a campaign's plan leaves to the commune, with what was set."""
    campaign = fetch_campaign(request, pk)
    facts = {
        "campaign": campaign,
        "tabs": campaign_tabs(request, campaign),
        "crumbs": [(campaign.name, campaign.get_absolute_url()), ("Ngưỡng do địa phương đặt", "")],
        "rows": [(each, Subject(each.subject).label) for each in local_rules.thresholds_asked(campaign)],
    }
    return render(request, "awards/standing_thresholds.html", facts)


@requires(Can.KEEP_STANDING)
def threshold_set(request, pk):
    """Set one threshold; the address says of which subject and criterion."""
    campaign = fetch_campaign(request, pk)
    key = (request.GET.get("subject", ""), request.GET.get("criterion", ""))
    asked = next((x for x in local_rules.thresholds_asked(campaign) if (x.subject, x.node.key) == key), None)
    back = here(request.actor, "awards:thresholds", campaign.pk)
    if asked is None:
        messages.error(request, "Chọn tiêu chuẩn cần đặt ngưỡng trong danh sách.")
        return redirect(back)
    known = asked.threshold
    initial = {"value": known.value, "source": known.source} if known else None
    form = ThresholdForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            local_rules.set_threshold(
                campaign, subject=key[0], leaf_key=key[1], by=request.actor, at=timezone.now(), **form.cleaned_data
            )
            messages.success(request, "Đã đặt ngưỡng.")
            return redirect(back)
    clause = f" (mục {asked.node.clause})" if asked.node.clause else ""
    hint = "Số bậc phải tăng so với năm trước." if asked.node.change else "Xếp thứ mấy trở lên thì đạt."
    facts = {
        "form": form, "title": f"Đặt ngưỡng: {asked.node.text}{clause}", "submit": "Đặt ngưỡng", "back": back,
        "hint": hint, "record": known,
        "crumbs": [(campaign.name, campaign.get_absolute_url()), ("Ngưỡng do địa phương đặt", back), ("Đặt", "")],
    }  # fmt: skip
    return render(request, "awards/standing_form.html", facts)


@require_safe
@requires(Can.SEE_UNANNOUNCED)
def dossier_rules(request):
    """Show, for each award, the lists of papers that the commune set, the one in force marked."""
    today = timezone.localdate()
    rows = list(DossierRule.objects.within(request.actor).order_by("-valid_from"))
    holding = {in_force([row for row in rows if row.award == award], today) for award in Award.values}
    order = list(Award.values)
    rows.sort(key=lambda row: order.index(row.award))
    facts = frame(request, RULES, rows=[(row, _validity(row, row in holding, today)) for row in rows])
    return render(request, "awards/standing_dossier_rules.html", facts)


def _validity(row: DossierRule, holds: bool, today) -> tuple[str, str]:
    """Return whether a list holds today, in a word with its tone."""
    if holds:
        return "Đang áp dụng", "success"
    return ("Chưa áp dụng", "info") if row.valid_from > today else ("Đã có danh mục thay thế", "muted")


@requires(Can.KEEP_STANDING)
def dossier_rule_set(request):
    """Set the papers of a dossier for one award from a day on."""
    form = DossierRuleForm(request.POST or None, initial={"valid_from": timezone.localdate()})
    back = here(request.actor, RULES)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            local_rules.set_dossier_rule(by=request.actor, at=timezone.now(), **form.cleaned_data)
            messages.success(request, "Đã đặt thành phần hồ sơ.")
            return redirect(back)
    hint = "Dùng khi kế hoạch không quy định thành phần hồ sơ. Kế hoạch có quy định thì theo kế hoạch."
    return form_page(request, form, RULES, title="Đặt thành phần hồ sơ", submit="Đặt", back=back, hint=hint)


@requires(Can.KEEP_STANDING)
def dossier_rule_confirm(request, pk):
    """Confirm a list of papers after comparing it with its text."""
    row = get_object_or_404(DossierRule.objects.within(request.actor), pk=pk)
    form = ConfirmRuleForm(request.POST or None, initial={"source": row.source})
    back = here(request.actor, RULES)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            local_rules.confirm_dossier_rule(row, by=request.actor, at=timezone.now(), **form.cleaned_data)
            messages.success(request, "Đã xác nhận.")
            return redirect(back)
    return form_page(request, form, RULES, title=f"Xác nhận: {row}", submit="Xác nhận", back=back, record=row)
