"""What a kind of paper is: its key, who may make it, from which records, and its builder."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from campaigns.models import Campaign
from communes.access import Actor, Can
from communes.models import Unit
from reports.documents.wording import Text
from reports.models import Document


class Content(Protocol):
    """What a worker makes files of: frozen on request, kept as plain JSON."""

    title: str

    def to_json(self) -> dict[str, Any]:
        """Return the content as plain JSON values."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of paper. `records` returns the records that it can be made of, within an open commune;
    `campaign_of` and `unit_of` say whose it is; a paper without a unit is the commune's own.

    `confidential` papers are for those who may know unannounced results, and the unit. A kind with a `symbol` gets
    its number from the commune's register as a paper; where there is none, the record has a number of its own or
    the paper needs none. `texts` are the narrative texts that a commune may word itself. `build_for` builds what the
    asker alone may know, where that differs from reader to reader; `build` then tells everything.
    """

    key: str
    title: str
    can: Can
    model: type
    records: Callable[[], Any]
    build: Callable[[Any], Content]
    campaign_of: Callable[[Any], Campaign | None]
    unit_of: Callable[[Any], Unit | None] = lambda record: None
    form: str = Document.Form.PAPER
    confidential: bool = False
    symbol: str = ""
    texts: tuple[Text, ...] = ()
    build_for: Callable[[Any, Actor], Content] | None = None

    def content(self, record, asker: Actor) -> Content:
        """Return the content of a paper about a record as this asker gets it."""
        return self.build_for(record, asker) if self.build_for else self.build(record)

    def within(self, actor: Actor):
        """Return the records of this kind that the actor may see."""
        return self.records().within(actor)
