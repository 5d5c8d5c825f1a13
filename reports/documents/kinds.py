"""What a kind of paper is: its key, who may make it, from which records, and its builder."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from campaigns.models import Campaign
from communes.access import Actor, Can
from communes.models import Unit
from reports.documents.paper import Paper


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of paper. `records` returns the records that it can be made of, within an open commune;
    `campaign_of` and `unit_of` say whose it is; a paper without a unit is the commune's own."""

    key: str
    title: str
    can: Can
    model: type
    records: Callable[[], Any]
    build: Callable[[Any], Paper]
    campaign_of: Callable[[Any], Campaign | None]
    unit_of: Callable[[Any], Unit | None] = lambda record: None

    def within(self, actor: Actor):
        """Return the records of this kind that the actor may see."""
        return self.records().within(actor)
