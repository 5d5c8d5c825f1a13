"""Report, then inspection, then council, then closing: no step is skipped (VT-05)."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from campaigns.models import Finding, Inspection
from campaigns.planfile.schema import InspectionRule
from campaigns.rules.readiness import blockers_before_council
from campaigns.services import inspections, plans
from campaigns.tests.factories import make_campaign, plan_document


@pytest.mark.rule("VT-05")
@pytest.mark.parametrize(
    ("required", "inspected", "accepted", "reasons"),
    [
        (True, True, True, 0),
        (True, False, True, 1),
        (False, False, True, 0),
        (False, False, False, 1),
        (True, False, False, 2),
    ],
)
def test_a_dossier_reaches_the_council_after_report_and_demanded_inspection(required, inspected, accepted, reasons):
    found = blockers_before_council(inspection_required=required, inspected=inspected, report_accepted=accepted)

    assert len(found) == reasons


@pytest.mark.rule("VT-05")
@pytest.mark.parametrize("required", [True, False])
def test_a_campaign_that_demands_inspection_is_closed_after_it(cast, leader, officer, now, required):
    rule = InspectionRule(required=required, words="Kiểm tra định kỳ, đột xuất.", clause="VII")
    units = [cast.unit("economy")]
    campaign = make_campaign(cast, document=plan_document(inspection=rule, units=units), status="summing_up")
    plans.note_summary(campaign, issued_on=date(2026, 5, 13))
    inspection = Inspection.objects.create(
        campaign=campaign, unit=units[0], kind="periodic", inspected_on=date(2026, 5, 12), team="Đoàn kiểm tra",
        conclusion="Tốt.",
    )  # fmt: skip
    item = campaign.areas.first().items.first()
    Finding.objects.create(inspection=inspection, item=item, found="Đạt.", verdict="not_reported")

    if required:
        with pytest.raises(ValidationError, match="chưa kiểm tra: Phòng Kinh tế"):
            plans.close(campaign, by=leader, at=now)
        inspections.conclude(inspection, by=officer, at=now)
    plans.close(campaign, by=leader, at=now)

    campaign.refresh_from_db()
    assert campaign.status == "closed"


def test_an_inspection_is_concluded_from_its_day_on(cast, officer, now):
    campaign = make_campaign(cast)
    visit = Inspection.objects.create(
        campaign=campaign, unit=cast.unit("economy"), kind="periodic", inspected_on=date(2026, 5, 15), team="Đoàn",
        conclusion="Tốt.",
    )  # fmt: skip
    item = campaign.areas.get(key="thu-tuc").items.get(key="dung-han")
    Finding.objects.create(inspection=visit, item=item, found="Đạt.", verdict="not_reported")

    with pytest.raises(ValidationError, match="Chưa đến ngày kiểm tra"):
        inspections.conclude(visit, by=officer, at=now)
    inspections.conclude(visit, by=officer, at=now + timedelta(days=1))

    visit.refresh_from_db()
    assert visit.status == "concluded"
