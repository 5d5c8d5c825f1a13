"""What the tests of plan pages share: the five plans as campaigns, and forms filled in as they are shown."""

from datetime import date, datetime
from functools import cache
from pathlib import Path

from django.conf import settings

from campaigns.models import Campaign
from campaigns.planfile.reading import read_file
from campaigns.planfile.schema import PlanFile
from campaigns.services import plans
from campaigns.tests.factories import HERE, ISSUED_AT
from communes.access import Actor
from communes.models import Unit
from communes.tests.factories import UNITS, Cast, make_unit

FILES = {
    "DT": "dong-tam-2025.yaml",
    "DS": "dai-son-2026-2030.yaml",
    "HP": "hoa-phong-2024-2026.yaml",
    "VT": "vinh-thuy-2025.yaml",
    "KP": "kim-phuong-2025.yaml",
}


@cache
def plan_file(code: str) -> PlanFile:
    """Return one of the five plan files."""
    return read_file((Path(settings.BASE_DIR) / "plans" / FILES[code]).read_text(encoding="utf-8"))


def draft_of(code: str, cast: Cast) -> Campaign:
    """Return one of the five plans as a draft campaign of the commune, which then has the plan's units."""
    found = plan_file(code)
    for key in UNITS:
        cast.unit(key)
    for unit in found.units:
        if not Unit.objects.filter(name=unit.name).exists():
            make_unit(cast.commune, unit.name, unit.kind, short_name=unit.short_name, valid_to=unit.valid_to)
    return plans.draft(found.plan, by=Actor.of_product(cast.commune), at=ISSUED_AT)


def approved_of(code: str, cast: Cast) -> Campaign:
    """Return one of the five plans approved."""
    campaign, by = draft_of(code, cast), Actor.of_product(cast.commune)
    plans.submit(campaign, by=by, at=ISSUED_AT)
    plans.approve(campaign, by=by, at=ISSUED_AT)
    return campaign


def issued_of(code: str, cast: Cast, *, on: date = date(2025, 2, 18)) -> Campaign:
    """Return one of the five plans issued on a day."""
    campaign, at = approved_of(code, cast), max(ISSUED_AT, datetime(on.year, on.month, on.day, 8, tzinfo=HERE))
    plans.issue(campaign, number=20, issued_on=on, by=Actor.of_product(cast.commune), at=at)
    return Campaign.objects.select_related("commune").get(pk=campaign.pk)


def typed(form) -> dict:
    """Return what a browser sends for a form that is left as it is shown."""
    data = {}
    for bound in form:
        value, widget = bound.value(), bound.field.widget
        if getattr(widget, "allow_multiple_selected", False):
            data |= {bound.html_name: list(value)} if value else {}
        elif getattr(widget, "input_type", "") == "checkbox":
            data |= {bound.html_name: "on"} if value else {}
        else:
            shown = widget.format_value(value)
            shown = shown[0] if isinstance(shown, list) and shown else shown
            data[bound.html_name] = "" if shown in (None, []) else shown
    return data


def typed_rows(formset) -> dict:
    """Return what a browser sends for a formset that is left as it is shown."""
    data = typed(formset.management_form)
    for form in formset:
        data |= typed(form)
    return data


def sent(page, **changes) -> dict:
    """Return what the browser sends for the form of an editing page, with some fields changed."""
    context = page.context
    data = {"revision": context["revision"]}
    if "formset" in context:
        data |= typed_rows(context["formset"])
    elif "outline" in context:
        data |= typed_rows(context["outline"]) | {"clause": context["clause"]}
    else:
        data |= typed(context["form"])
    return data | changes
