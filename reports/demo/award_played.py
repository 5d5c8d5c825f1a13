"""What the parts of a campaign's awards share when the demo plays them."""

from awards.models import Nomination
from campaigns.models import Campaign
from communes.access import Actor
from reports.demo.award_tables import Awards, Nominee
from reports.demo.cast import Cast
from reports.demo.timeline import Timeline


class Played:
    """The people, the campaign, what is to happen, and the nominations made so far by their keys."""

    def __init__(self, cast: Cast, campaign: Campaign, awards: Awards, timeline: Timeline, made: dict[str, int]):
        """Know the people and the campaign; `made` is common to all parts."""
        self.cast, self.awards, self.timeline = cast, awards, timeline
        self._campaign_pk, self._made = campaign.pk, made
        self.officer, self.secretary = cast.actor(cast.place.tracker), cast.actor("thuky")
        self.second = cast.second_officer()
        self.chair, self.clerk = cast.actor("chutich"), cast.actor("vanthu")

    @property
    def campaign(self) -> Campaign:
        """The campaign as it stands."""
        return Campaign.objects.select_related("commune").get(pk=self._campaign_pk)

    def _get(self, key: str) -> Nomination:
        """Return a nomination as it stands."""
        rows = Nomination.objects.select_related(
            "campaign__commune", "commune", "round", "unit", "person", "collective"
        )
        return rows.get(pk=self._made[key])

    def _unit_actor(self, wish: Nominee) -> Actor:
        """Return who acts for the unit: its head."""
        return self.cast.head(wish.unit)
