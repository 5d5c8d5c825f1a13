"""Files of an inspection are as secret as the inspection itself."""

from datetime import date

import pytest

from campaigns.models import ContentItem, Evidence, Finding, Inspection
from campaigns.tests.factories import ISSUED_AT, make_campaign
from communes.access import Actor
from communes.models import Role
from communes.tests.factories import make_membership


@pytest.mark.parametrize(
    ("kind", "status", "seen"),
    [
        ("unannounced", "planned", False),
        ("unannounced", "concluded", True),
        ("periodic", "planned", True),
    ],
)
def test_a_unit_sees_the_files_of_an_inspection_when_it_sees_the_inspection(cast, head, officer, kind, status, seen):
    campaign = make_campaign(cast)
    unit = cast.unit("economy")
    inspection = Inspection.objects.create(
        campaign=campaign, unit=unit, kind=kind, status=status, inspected_on=date(2026, 6, 1), team="Đoàn kiểm tra"
    )
    file = Evidence.objects.create(
        commune=cast.commune, unit=unit, inspection=inspection, name="ke-hoach.pdf", kind="pdf", size=1,
        sha256="0" * 64, uploaded_at=ISSUED_AT, uploaded_by="A",
    )  # fmt: skip

    assert Evidence.objects.within(head).filter(pk=file.pk).exists() is seen
    assert Evidence.objects.within(officer).filter(pk=file.pk).exists() is True


@pytest.mark.rule("VT-04")
@pytest.mark.parametrize(
    ("kind", "status", "seen"),
    [
        ("unannounced", "planned", False),
        ("unannounced", "cancelled", False),
        ("unannounced", "concluded", True),
        ("periodic", "planned", True),
    ],
)
def test_the_head_of_a_unit_who_sits_in_the_council_learns_no_sooner_of_its_inspection(cast, head, kind, status, seen):
    campaign = make_campaign(cast)
    make_membership(head.person, Role.COUNCIL_MEMBER)
    both = Actor.of_user(head.user, cast.commune, on=date(2026, 5, 14))
    facts = {"campaign": campaign, "kind": kind, "status": status, "inspected_on": date(2026, 6, 1), "team": "Đoàn"}
    own = Inspection.objects.create(unit=cast.unit("economy"), **facts)
    other = Inspection.objects.create(unit=cast.unit("service"), **facts)

    assert set(Inspection.objects.within(both)) == ({own, other} if seen else {other})


@pytest.mark.rule("VT-04")
@pytest.mark.parametrize(("status", "seen"), [("planned", False), ("concluded", True)])
def test_a_unit_reads_no_finding_before_the_conclusion(cast, head, officer, status, seen):
    campaign = make_campaign(cast)
    visit = Inspection.objects.create(
        campaign=campaign, unit=cast.unit("economy"), kind="periodic", status=status, inspected_on=date(2026, 6, 1),
        team="Đoàn",
    )  # fmt: skip
    item = ContentItem.objects.get(area__campaign=campaign, key="dung-han")
    Finding.objects.create(inspection=visit, item=item, found="Đạt 90%.", verdict="not_reported")

    assert Finding.objects.within(head).exists() is seen
    assert Finding.objects.within(officer).exists() is True
