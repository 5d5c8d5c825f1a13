"""What the tests of decisions share: two recommended nominations, and a decision taken as far as asked."""

from awards.models import Assessment, Decision, Nomination
from awards.services import decisions
from awards.tests.factories import ISSUED_ON, adopt, make_nomination, make_session
from awards.tests.standing_cases import appraise, assess
from communes.tests.factories import make_person
from communes.tests.remembering import remembered


def prove(council, row) -> None:
    """Let a nomination meet every standard: rated outstanding, judged by a member of the council."""
    if row.rule:
        known = Assessment.objects.of_subject(person=row.person, unit=row.collective)
        if not known.filter(kind="rating", year=2026).exists():
            assess(row, "rating", 2026, level="Hoàn thành xuất sắc")
        appraise(row, council.seats.order_by("pk").first().person, "met")


def recommend(council, rows) -> list[Nomination]:
    """Let the council recommend proven nominations in signed minutes; return them as they stand then."""
    for row in rows:
        prove(council, row)
    adopt(make_session(council, rows, status="in_session"))
    return [Nomination.objects.get(pk=row.pk) for row in rows]


def recommend_two(cast, campaign, council) -> list[Nomination]:
    """Recommend a person of Phòng Kinh tế and the office itself."""
    unit = cast.unit("economy")

    def make() -> tuple[Nomination, ...]:
        person = make_person(
            cast.commune, "Trịnh Thị Ân", unit=unit, position="Chuyên viên", gender="female", birth_year=1990
        )
        rows = [
            make_nomination(campaign, unit=unit, subject="individual", status="on_agenda", person=person),
            make_nomination(campaign, unit=unit, status="on_agenda"),
        ]
        return tuple(recommend(council, rows))

    return list(remembered(("two recommended", campaign.pk, council.pk, unit.pk), make))


def through(decision: Decision, cast, now, *, to: str = "issued", number: int = 5, issued_on=ISSUED_ON) -> Decision:
    """Take a draft as far as asked, each step by the one whose work it is."""
    steps = {
        "checked": lambda: decisions.check(decision, note="Đã đối chiếu.", by=cast.actor("clerk"), at=now),
        "awaiting_signature": lambda: decisions.send(decision, by=cast.actor("officer"), at=now),
        "signed": lambda: decisions.sign(decision, by=cast.actor("leader"), at=now),
        "issued": lambda: decisions.issue(
            decision, number=number, issued_on=issued_on, by=cast.actor("clerk"), at=now
        ),
        "published": lambda: decisions.publish(decision, by=cast.actor("officer"), at=now),
    }  # fmt: skip
    for name, step in steps.items():
        step()
        if name == to:
            break
    return decision
