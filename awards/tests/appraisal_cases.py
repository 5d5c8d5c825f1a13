"""What the tests of appraisal share: a second officer, a nominee whose records are good, verdicts ready to be given."""

from datetime import datetime

from awards.models import Appraisal, Assessment, Judgement, Nomination
from awards.tests.factories import make_nomination
from communes.access import Actor
from communes.models import Role
from communes.tests.factories import Cast, make_membership, make_person, make_user

TYPICAL = "tap-the/tieu-bieu"
GOOD = {TYPICAL: ("met", "Dẫn đầu khối.")}
BAD = {TYPICAL: ("unmet", "Không có số liệu.")}


def make_actor(cast: Cast, name: str = "Trịnh Văn Khoa", role: str = Role.OFFICER, unit: str = "culture") -> Actor:
    """Make another person with a role and an account."""
    user = make_user(f"{cast.commune.slug}.{role}.{unit}.{name.rsplit(maxsplit=1)[-1].lower()}")
    person = make_person(cast.commune, name, user=user, unit=cast.unit(unit), position="Chuyên viên")
    held = make_membership(person, role, cast.unit(unit))
    return Actor(user=user, commune=cast.commune, person=person, memberships=(held,))


def rate(campaign, unit, at: datetime, level: str = "Hoàn thành xuất sắc") -> Assessment:
    """Record the yearly rating of a unit that the small plan asks for."""
    return Assessment.objects.create(
        commune=campaign.commune, unit=unit, kind="rating", year=2026, level=level, recorded_at=at, recorded_by="Hạnh"
    )


def make_appraisal(
    nomination: Nomination, actor: Actor, at: datetime, *, verdict: str = "", typical: str = "met", **facts
) -> Appraisal:
    """Put an appraisal with its judgement into the database, concluded where a verdict is given."""
    appraisal = Appraisal.objects.create(
        nomination=nomination, appraiser=actor.person, began_at=at, verdict=verdict,
        given_at=at if verdict else None, note=f"Nhận xét của {actor.name}.", **facts,
    )  # fmt: skip
    Judgement.objects.create(
        nomination=nomination, appraisal=appraisal, path=TYPICAL, verdict=typical,
        note=f"Đánh giá của {actor.name}.", by=actor.name, at=at,
    )  # fmt: skip
    return appraisal


def under_appraisal(campaign, cast: Cast, at: datetime, *, unit: str = "economy", **facts) -> Nomination:
    """Put a nomination of a well rated unit under appraisal."""
    rate(campaign, cast.unit(unit), at)
    return make_nomination(campaign, unit=cast.unit(unit), status="under_appraisal", **facts)
