"""Places of a plan that pages edit: found by the steps of an address, replaced in the stored values."""

import re
from copy import deepcopy
from dataclasses import dataclass, fields, is_dataclass

from campaigns.forms.plan_sections import editable_fields, name_of, scalar
from campaigns.planfile.reading import PlanProblems, Problem, hints, read_document
from campaigns.planfile.schema import Node, PlanDocument
from campaigns.planfile.words import Subject
from campaigns.planfile.writing import to_plain
from kit.vietnamese import begun

SECTIONS = [each.name for each in fields(PlanDocument)]
LABELS = {each.name: begun(each.metadata["label"]) for each in fields(PlanDocument)}
WORDS = {
    "op": "cách tính",
    "leaf": "loại tiêu chuẩn",
    "key": "tên ngắn",
    "starts_on": "ngày bắt đầu",
    "scales": "mục Thang xếp loại",
    "rounds": "mục Đợt khen thưởng",
    "precondition_and_any": "nhóm có điều kiện bắt buộc",
}


@dataclass(frozen=True, slots=True)
class Place:
    """What one page edits: where it stands in the plan, its class, whether it is a list, how it is called."""

    steps: tuple[str, ...]
    path: tuple
    kind: type
    many: bool
    label: str
    trail: tuple[tuple[str, str], ...]

    @property
    def address(self) -> str:
        """The place as it stands in an address."""
        return "/".join(self.steps)

    @property
    def keyed(self) -> bool:
        """Whether rows of this class have short names."""
        return "key" in {each.name for each in fields(self.kind)}

    @property
    def inner(self) -> list[tuple[str, str]]:
        """The lists inside a row that have pages of their own, with what they are called."""
        own = {each.name for each in editable_fields(self.kind)} | {"key"}
        return [(each.name, begun(each.metadata["label"])) for each in fields(self.kind) if each.name not in own]

    def stored(self, document: dict):
        """Return the plain values that stand here."""
        value = document
        for step in self.path:
            value = value[step] if isinstance(step, int) else value.get(step)
            if value is None:
                return [] if self.many else _default(self)
        return value

    def replaced(self, document: dict, value) -> dict:
        """Return a copy of the document in which this value stands here."""
        copy = deepcopy(document)
        spot = copy
        for step in self.path[:-1]:
            spot = spot[step] if isinstance(step, int) else spot.setdefault(step, {})
        spot[self.path[-1]] = value
        return copy


def _default(place: Place) -> dict:
    """Return the plain values of a section that is not stored."""
    declared = next(each for each in fields(PlanDocument) if each.name == place.path[0])
    return to_plain(declared.default) if is_dataclass(declared.default) else {}


def find(document: dict, address: str) -> Place | None:
    """Return the place that an address names (`content/to-chuc/items`), or None."""
    kind, many, path, trail, label = PlanDocument, False, [], [], ""
    steps, value = [step for step in address.split("/") if step], document
    for position, step in enumerate(steps):
        if many:
            index = next((index for index, row in enumerate(value) if name_of(row, index) == step), None)
            if index is None:
                return None
            path.append(index)
            value, many = value[index], False
            label = _named(value)
            continue
        each = next((each for each in fields(kind) if each.name == step), None)
        if each is None:
            return None
        kind, many = scalar(hints(kind)[step])
        if not is_dataclass(kind):
            return None
        path.append(step)
        value = value.get(step) or ([] if many else {})
        trail += [(label, "/".join(steps[:position]))] if label and position > 1 else []
        label = f"{begun(each.metadata['label'])}"
        trail += [(label, "/".join(steps[: position + 1]))] if position < len(steps) - 1 else []
    named = bool(steps) and kind is not Node and (many or isinstance(path[-1], str))
    return Place(tuple(steps), tuple(path), kind, many, label, tuple(trail)) if named else None


@dataclass(frozen=True, slots=True)
class StandardPlace:
    """The standard of one round for one kind of subject."""

    round_index: int
    round_key: str
    subject: str
    title: str

    @property
    def label(self) -> str:
        """What the page is called."""
        return f"Tiêu chuẩn đối với {Subject(self.subject).label.lower()}"

    def stored(self, document: dict) -> dict | None:
        """Return the stored standard, or None before the first save."""
        found = document["rounds"][self.round_index].get("standards", [])
        return next((each for each in found if each["subject"] == self.subject), None)

    def replaced(self, document: dict, standard: dict | None) -> tuple[dict, tuple]:
        """Return a copy of the document with this standard (none: taken out), and the path of its rule."""
        copy = deepcopy(document)
        row = copy["rounds"][self.round_index]
        kept = [each for each in row.get("standards", []) if each["subject"] != self.subject]
        row["standards"] = kept + ([standard] if standard else [])
        return copy, ("rounds", self.round_index, "standards", len(kept), "rule")


def find_standard(document: dict, round_key: str, subject: str) -> StandardPlace | None:
    """Return the place of a standard, or None where there is no such round or subject."""
    for index, row in enumerate(document.get("rounds", [])):
        if row["key"] == round_key and subject in Subject.values:
            return StandardPlace(index, round_key, subject, row["title"])
    return None


def read(document: dict) -> tuple[PlanDocument | None, list[Problem]]:
    """Return the plan that plain values hold, or everything that is wrong with it."""
    try:
        return read_document(document), []
    except PlanProblems as found:
        return None, found.problems


def speak(problem: Problem) -> str:
    """Say one problem to a person who edits a page."""
    words = f"{begun(problem.found)}; cần {problem.expected}."
    return re.sub(r"[a-z_]+", lambda found: WORDS.get(found[0], found[0]), words)


def where(problem: Problem) -> str:
    """Say in which section of the plan a problem lies."""
    return LABELS.get(problem.path[0], "Kế hoạch") if problem.path else "Kế hoạch"


def _named(row: dict) -> str:
    """Return the words by which a person knows a row."""
    words = row.get("title") or row.get("text") or row.get("name") or row.get("heading") or ""
    return words if len(words) <= 70 else f"{words[:68].rstrip()}…"
