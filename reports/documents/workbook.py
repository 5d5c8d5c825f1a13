"""A list as a workbook: what is frozen of the wish, for the worker that reads the rows when it makes the file."""

from dataclasses import asdict, dataclass, replace
from typing import Any, Self

from communes.access import Can
from reports.documents.kinds import Kind
from reports.models import Document

KEY, TITLE = "workbook", "Bảng tính"


@dataclass(frozen=True, slots=True)
class Workbook:
    """Which list is asked for, by whom, with which query and, in words, which filters."""

    title: str
    list: str
    commune: int
    user: int | None
    query: str
    filters: tuple[str, ...]
    record: int | None = None

    def to_json(self) -> dict[str, Any]:
        """Return the wish as plain JSON values."""
        return asdict(self) | {"filters": list(self.filters)}

    @classmethod
    def from_json(cls, told: dict[str, Any]) -> Self:
        """Build the wish again from its JSON form."""
        return cls(**{**told, "filters": tuple(told["filters"])})


def kind_of(workbook: Workbook, *, campaign=None, confidential: bool) -> Kind:
    """Return the kind under which one workbook is asked for; no record is a workbook of its own."""
    kind = Kind(
        KEY,
        TITLE,
        Can.MAKE_PAPERS,
        Document,
        records=Document.objects.none,
        build=lambda record: workbook,
        campaign_of=lambda record: campaign,
        form=Document.Form.WORKBOOK,
    )
    return replace(kind, confidential=confidential)
