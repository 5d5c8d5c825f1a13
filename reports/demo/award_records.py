"""What is on record of nominees in the demo: ratings, ranks, years, initiatives that computed criteria read."""

from datetime import date, datetime, timedelta

from django.utils import timezone

from awards.models import Assessment, Nomination
from awards.rules.eligibility import leaf_nodes
from awards.services import initiatives, standing
from awards.services.eligibility import claim_initiative
from campaigns.planfile.schema import Node
from campaigns.planfile.words import LeafKind
from reports.demo.award_played import Played
from reports.demo.award_tables import Nominee

RANKS_CLIMBED = 6
RATED = "Thông báo kết quả đánh giá, xếp loại chất lượng năm {year}"


def known(**facts) -> bool:
    """Say whether a yearly result is on record already."""
    return Assessment.objects.filter(**facts).exists()


class Records:
    """The records of one campaign's nominees."""

    def __init__(self, played: Played):
        """Know whose awards are played."""
        self.played = played

    def enter(self, wish: Nominee, nomination: Nomination, at: datetime) -> None:
        """Enter the records that the computed criteria read, unless the nominee lacks them."""
        for _, node in leaf_nodes(nomination.rule) if nomination.rule else ():
            if node.key not in wish.lacking:
                self._record(wish, nomination, node, at)
        if not nomination.rule:
            for title in wish.initiatives:
                self._initiative(wish, nomination, title, at)

    def _record(self, wish: Nominee, nomination: Nomination, node: Node, at: datetime) -> None:
        """Enter what one computed criterion reads."""
        who = {"person": nomination.person} if nomination.person else {"unit": nomination.collective}
        year, by = nomination.year, self.played.officer
        if node.leaf in (LeafKind.RATING, LeafKind.GRADE):
            facts = {"kind": str(node.leaf), "measure": "" if node.leaf == LeafKind.RATING else node.of}
            if not known(year=year, **facts, **who):
                standing.record_assessment(
                    year=year, level=node.grade, provisional=wish.provisional, document=RATED.format(year=year),
                    by=by, at=at, **facts, **who,
                )  # fmt: skip
        elif node.leaf == LeafKind.RANK and not node.change:
            place = Assessment.objects.filter(year=year, kind="rank", measure=node.of).count() + 1
            for of_year, position in ((year - 1, place + RANKS_CLIMBED), (year, place)):
                if not known(year=of_year, kind="rank", measure=node.of, **who):
                    standing.record_assessment(
                        kind="rank", measure=node.of, year=of_year, position=position,
                        document=f"Bảng xếp hạng năm {of_year}", by=by, at=at, **who,
                    )  # fmt: skip
        elif node.leaf == LeafKind.YEARS:
            for of_year in range(timezone.localdate(at).year - 2, timezone.localdate(at).year + 1):
                if not known(year=of_year, kind="year", measure=node.of, **who):
                    standing.record_assessment(
                        kind="year", measure=node.of, year=of_year, document="Hồ sơ theo dõi thi đua", by=by, at=at,
                        **who,
                    )  # fmt: skip
        elif node.leaf == LeafKind.COUNT:
            for title in wish.initiatives:
                self._initiative(wish, nomination, title, at)

    def _initiative(self, wish: Nominee, nomination: Nomination, title: str, at: datetime) -> None:
        """Register an initiative, have it recognised, and claim it for the nomination."""
        first = max(nomination.campaign.starts_on, date(nomination.year, 1, 1))
        made = initiatives.record_initiative(
            unit=self.played.cast.units[wish.unit], title=title, applied_on=first + timedelta(days=20),
            person=nomination.person, effect="Rút ngắn thời gian giải quyết, người dân không phải đi lại nhiều lần.",
            by=self.played.cast.head(wish.unit), at=at,
        )  # fmt: skip
        initiatives.recognise(
            made, recognised_by=f"Chủ tịch {self.played.cast.commune.committee}",
            decision_number=f"{made.pk + 40}/QĐ-UBND", decision_on=first + timedelta(days=60), by=self.played.officer,
            at=at,
        )  # fmt: skip
        made.refresh_from_db()
        claim_initiative(nomination, made, by=self.played.cast.head(wish.unit), at=at)
