"""What the tests of a commune's own words share: one text, its pages, words kept for it."""

from django.urls import reverse

from reports.documents.registry import KINDS
from reports.models import Wording
from reports.services import wordings
from reports.tests.cases import AT

KIND = KINDS["unit-plan"]
CLOSING = next(text for text in KIND.texts if text.key == "closing")
OWN = "Đề nghị {tên đơn vị} thực hiện nghiêm túc."


def page_of(name: str = "wording") -> str:
    """Return an address of the closing of a unit's plan."""
    return reverse(f"reports:{name}", args=["dong-tam", "unit-plan", "closing"])


def keep(cast, words: str = OWN, *, version: int = 0, part: str = "officer", **facts) -> Wording:
    """Give the closing of a unit's plan words of the commune's own."""
    return wordings.change(KIND, CLOSING, words=words, version=version, by=cast.actor(part), at=AT, **facts)
