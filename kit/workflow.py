"""Workflow: the lawful moves of a status, as a table that pages, services, diagrams and tests all read."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError

OVERTAKEN = "Người khác vừa xử lý việc này. Hãy tải lại trang để xem tình trạng mới nhất."


class Unlawful(ValidationError):
    """A move that the table does not know from the record's present status."""


class Overtaken(ValidationError):
    """A move that somebody else made first."""


class Tones:
    """How a column of few values is coloured, mostly its status: a tone for each; a value without one is muted."""

    def __init__(self, field_name: str = "status", /, **tones: str):
        self.field_name, self.tones = field_name, tones

    def __get__(self, record, model=None):
        """Return the tone of a record's value."""
        return self if record is None else self.tones.get(getattr(record, self.field_name), "muted")


@dataclass(frozen=True, slots=True)
class Move:
    """One line of a transition table.

    `who` is a capability; `own_unit` asks for it in the record's own unit; `part` names the campaign duty whose
    holder alone may act, where the plan gives that duty to somebody; `guard` names a method of the record that
    returns the reasons, in the user's words, why the move cannot happen yet.
    """

    action: str
    label: str
    sources: tuple[str, ...]
    target: str
    who: Any
    own_unit: bool = False
    part: str | None = None
    needs_reason: bool = False
    guard: str | None = None
    done: str = ""
    tone: str = "secondary"


@dataclass(frozen=True)
class Workflow:
    """The transition table of one model's status field."""

    moves: tuple[Move, ...]
    field_name: str = "status"
    _by_key: dict = field(init=False, repr=False, compare=False)

    def __init__(self, moves: Iterable[Move], field_name: str = "status"):
        """Index the moves by source and action; the same pair twice is a programming error."""
        object.__setattr__(self, "moves", tuple(moves))
        object.__setattr__(self, "field_name", field_name)
        by_key = {}
        for move in self.moves:
            for source in move.sources:
                if (source, move.action) in by_key:
                    raise ValueError(f"Two moves named {move.action} from {source}.")
                by_key[source, move.action] = move
        object.__setattr__(self, "_by_key", by_key)

    def find(self, status: str, action: str) -> Move | None:
        """Return the move that an action makes from a status, or None where there is none."""
        return self._by_key.get((str(status), action))

    def moves_from(self, status: str) -> list[Move]:
        """Return the moves that leave a status, in the order of the table."""
        return [move for move in self.moves if str(status) in move.sources]

    def lawful(self, record, action: str) -> Move:
        """Return the move that an action makes from the record's present status; raise Unlawful otherwise."""
        move = self.find(getattr(record, self.field_name), action)
        if move is None:
            label = next(
                (known.label for known in self.moves if known.action == action),
                "Việc này",
            )
            raise Unlawful(f"{label}: không thực hiện được khi đang ở trạng thái “{self._label(record)}”.")
        return move

    def move(self, record, action: str, *, where: dict[str, Any] | None = None, **facts) -> Move:
        """Make a lawful move and store the facts that belong to it, both or neither.

        One conditional UPDATE decides: of two people who act at once, the second is told so. `where` adds
        conditions that must still hold beside the old status.
        """
        move = self.lawful(record, action)
        old = getattr(record, self.field_name)
        changed = (
            type(record)
            ._base_manager.filter(pk=record.pk, **{self.field_name: old}, **(where or {}))
            .update(**{self.field_name: move.target}, **facts)
        )
        if not changed:
            raise Overtaken(OVERTAKEN)
        for name, value in {self.field_name: move.target, **facts}.items():
            setattr(record, name, value)
        return move

    def _label(self, record) -> str:
        """Return the Vietnamese label of the record's present status."""
        return getattr(record, f"get_{self.field_name}_display")()
