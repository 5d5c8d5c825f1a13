"""A campaign's awards, played through the services that the pages use: from the nomination to the award book."""

from datetime import timedelta
from decimal import Decimal

from awards.services import endings, local_rules
from campaigns.models import Campaign
from campaigns.services import plans
from reports.demo.award_council import Sittings
from reports.demo.award_dossiers import Dossiers
from reports.demo.award_played import Played
from reports.demo.award_rulings import Rulings
from reports.demo.award_tables import Awards
from reports.demo.cast import Cast
from reports.demo.timeline import Timeline


class Awarding(Played):
    """The awards of one campaign, entered into its timeline."""

    def __init__(self, cast: Cast, campaign: Campaign, awards: Awards, timeline: Timeline):
        """Know the people, the campaign and what is to happen; nothing is made yet."""
        super().__init__(cast, campaign, awards, timeline, {})

    def schedule(self) -> None:
        """Enter everything that happens, each act on its day."""
        shared = (self.cast, self.campaign, self.awards, self.timeline, self._made)
        dossiers, sittings, rulings = Dossiers(*shared), Sittings(*shared), Rulings(*shared)
        for subject, key, value in self.awards.thresholds:
            self.timeline.at(self.awards.appraised - timedelta(days=12), lambda at, s=subject, k=key, v=value: (
                local_rules.set_threshold(self.campaign, subject=s, leaf_key=k, value=Decimal(v), by=self.officer,
                                          source="Thông báo của cơ quan thường trực Hội đồng", at=at)))  # fmt: skip
        for about, reading, words in self.awards.readings:
            self.timeline.at(self.awards.appraised - timedelta(days=12), lambda at, a=about, r=reading, w=words: (
                plans.settle_remark(self.campaign.remarks.get(about=a, settled_at=None), settlement=w, reading=r,
                                    by=self.chair, at=at)))  # fmt: skip
        for wish in self.awards.nominees:
            dossiers.nominate(wish)
        if self.awards.posted:
            sittings.post(*self.awards.posted)
        for sitting in self.awards.sittings:
            sittings.sit(sitting)
        for wish in self.awards.rankings:
            self.timeline.at(wish.on, lambda at, wish=wish: sittings.rank(wish, at), hour=15)
        for ruling in self.awards.rulings:
            rulings.rule(ruling)
        for wish in self.awards.upward:
            rulings.upward(wish)
        for wish in self.awards.correctings:
            self.timeline.at(wish.on, lambda at, wish=wish: rulings.correct(wish, at), hour=15)
        for wish in self.awards.revokings:
            self.timeline.at(wish.on, lambda at, wish=wish: rulings.revoke(wish, at), hour=15)
        for key, on, reason in self.awards.not_awarded:
            self.timeline.at(on, lambda at, key=key, reason=reason: endings.not_award(
                self._get(key), reason=reason, by=self.chair, at=at), hour=16)  # fmt: skip
