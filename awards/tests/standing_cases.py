"""What the tests of standing and eligibility share: records put straight into the database, and appraisers' words."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from awards.models import (
    Appraisal,
    Assessment,
    Discipline,
    EarlierAward,
    Examination,
    Initiative,
    Judgement,
    Nomination,
)
from awards.rules.eligibility import leaf_nodes, leaf_outcomes
from awards.services import eligibility
from awards.tests.factories import make_nomination
from campaigns.models import Campaign
from communes.models import Person

HERE = ZoneInfo("Asia/Ho_Chi_Minh")
WRITTEN = {"recorded_at": datetime(2026, 1, 5, 8, tzinfo=HERE), "recorded_by": "Nguyễn Thị Hạnh"}


def moment(year: int, month: int, day: int, hour: int = 9, minute: int = 0) -> datetime:
    """Return a local moment."""
    return datetime(year, month, day, hour, minute, tzinfo=HERE)


def who_of(nomination: Nomination) -> dict:
    """Return whom a nomination honours, as standing records name it."""
    if nomination.person:
        return {"person": nomination.person, "unit": nomination.person.unit}
    return {"unit": nomination.collective}


def assess(nomination: Nomination, kind: str, year: int, **facts) -> Assessment:
    """Put a yearly result of the nominee into the database."""
    return Assessment.objects.create(
        commune=nomination.commune, kind=kind, year=year, **who_of(nomination), **WRITTEN, **facts
    )


def make_initiative(nomination: Nomination, *, recognised: bool = True, claimed: bool = True, **facts) -> Initiative:
    """Put an initiative of the nominee into the database, recognised and claimed unless told otherwise."""
    decision = {"recognised_by": "Hội đồng sáng kiến xã", "decision_number": "45/QĐ-UBND",
                "decision_on": date(2026, 4, 1), "status": "recognised"}  # fmt: skip
    given = {"title": "Trả kết quả tại nhà", "applied_on": date(2026, 2, 1), "used_in": nomination if claimed else None}
    given |= (decision if recognised else {}) | facts
    unit = nomination.person.unit if nomination.person else nomination.collective
    return Initiative.objects.create(
        commune=nomination.commune, unit=unit, person=nomination.person, **WRITTEN, **given
    )


def discipline(person: Person, on: date, **facts) -> Discipline:
    """Put a reprimand into the database."""
    given = {"unit": person.unit, "kind": "reprimand", "document": "Quyết định số 9/QĐ-UBND"} | facts
    return Discipline.objects.create(commune=person.commune, person=person, decided_on=on, **WRITTEN, **given)


def examine(nomination: Nomination, since: date, **facts) -> Examination:
    """Put an open complaint about the nominee into the database."""
    given = who_of(nomination) | {"kind": "complaint", "source": "Đơn ngày 02/3"} | facts
    return Examination.objects.create(commune=nomination.commune, since=since, **WRITTEN, **given)


def earlier_award(nomination: Nomination, on: date, **facts) -> EarlierAward:
    """Put an award that the nominee got elsewhere into the database."""
    given = {"title": "Bằng khen của Chủ tịch UBND tỉnh", "authority": "Chủ tịch UBND tỉnh", "decision_number": "77"}
    return EarlierAward.objects.create(
        commune=nomination.commune, decision_on=on, **who_of(nomination), **WRITTEN, **given | facts
    )


def nominate(campaign: Campaign, round_key: str, *, unit, subject: str = "collective", year=None, **facts):
    """Put a nomination in one round of a plan into the database, handed in unless told otherwise."""
    row = campaign.rounds.get(key=round_key, year=year)
    return make_nomination(
        campaign, unit=unit, subject=subject, round=row, **{"status": "submitted", "quota_key": "", **facts}
    )


def appraise(nomination: Nomination, appraiser: Person, default: str = "", *, given: bool = True, **said) -> Appraisal:
    """Let an appraiser judge standards by their last key; `default` judges all others that need judgement."""
    order = nomination.appraisals.count() + 1
    appraisal = Appraisal.objects.create(
        nomination=nomination, appraiser=appraiser, order=order, began_at=moment(2026, 5, 13),
        verdict="eligible" if given else "", given_at=moment(2026, 5, 13) if given else None,
    )  # fmt: skip
    for path, node in leaf_nodes(nomination.rule) if nomination.rule else ():
        verdict = said.pop(node.key.replace("-", "_"), default if node.leaf == "judgement" else "")
        if verdict:
            judge(nomination, path, verdict, appraisal=appraisal)
    assert not said
    return appraisal


def judge(nomination: Nomination, path: str, verdict: str, *, appraisal: Appraisal | None = None, note: str = ""):
    """Put one judgement into the database: an appraiser's, or the unit's own."""
    by = appraisal.appraiser.full_name if appraisal else "Phạm Văn Dũng"
    return Judgement.objects.create(
        nomination=nomination, appraisal=appraisal, path=path, verdict=verdict, note=note, by=by, at=moment(2026, 5, 13)
    )


def leaf(reading: eligibility.Reading, key: str):
    """Return the evaluated standard of a last key."""
    return next(each for each in leaf_outcomes(reading.outcome) if each.key == key)


def check(reading: eligibility.Reading, key: str):
    """Return the general condition of a key."""
    return next(each for each in reading.checks if each.key == key)
