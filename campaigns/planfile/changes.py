"""What changed between two versions of a plan, in words that a clerk understands."""

from collections.abc import Iterable
from dataclasses import Field, dataclass, fields, is_dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Choices, TextChoices

from campaigns.planfile.schema import PlanDocument
from kit.vietnamese import begun, vn_date, vn_number

NOTHING = "(trống)"
_NAMES = ("text", "title", "name", "heading", "message", "subject", "paper", "kind", "words", "lines")
_IDENTITIES = (
    ("key",),
    ("code", "about", "excerpt"),
    ("heading", "clause"),
    ("subject", "text"),
    ("subject",),
    ("paper",),
    ("kind",),
    ("text",),
)


class ChangeKind(TextChoices):
    ADDED = "added", "Thêm"
    REMOVED = "removed", "Bỏ"
    CHANGED = "changed", "Sửa"


@dataclass(frozen=True, slots=True)
class Change:
    """One change: section, key of the thing (where it has one), what of it, the words before and after."""

    section: str
    key: str
    what: str
    kind: ChangeKind
    before: str
    after: str

    def __str__(self):
        place = f"{self.section} – {self.what}" if self.what else self.section
        if self.kind == ChangeKind.ADDED:
            return f"{place}: thêm “{self.after}”"
        if self.kind == ChangeKind.REMOVED:
            return f"{place}: bỏ “{self.before}”"
        return f"{place}: từ “{self.before}” thành “{self.after}”"


def changes(old: PlanDocument, new: PlanDocument) -> list[Change]:
    """Return every change between two versions; list members are matched by key, or by what names them."""
    found: list[Change] = []
    for each in fields(PlanDocument):
        before, after = getattr(old, each.name), getattr(new, each.name)
        _Section(section_label(each), found).compare(before, after, "", ())
    return found


def section_label(field: Field) -> str:
    """Return what a person calls a section of the plan."""
    return begun(field.metadata["label"])


class _Section:
    """Collects the changes of one section; a path is the names from the section down to a field."""

    def __init__(self, label: str, found: list[Change]):
        self.label = label
        self.found = found

    def note(self, kind: ChangeKind, key: str, path: tuple[str, ...], before: str = "", after: str = "") -> None:
        """Note one change."""
        self.found.append(Change(self.label, key, " › ".join(path), kind, before, after))

    def compare(self, old, new, key: str, path: tuple[str, ...]) -> None:
        """Note what differs between two values."""
        if old == new:
            return
        if _is_records(old) or _is_records(new):
            self.compare_lists(old, new, key, path)
        elif is_dataclass(old) and is_dataclass(new):
            self.compare_records(old, new, getattr(new, "key", "") or key, path)
        else:
            self.note(ChangeKind.CHANGED, key, path, in_words(old), in_words(new))

    def compare_records(self, old, new, key: str, path: tuple[str, ...]) -> None:
        """Note what differs between two records; the field that names the record is not named by itself."""
        naming = _naming_field(old)
        for each in fields(new):
            before, after = getattr(old, each.name), getattr(new, each.name)
            inside = _is_records(before) or _is_records(after) or is_dataclass(after)
            above = path[:-1] if each.name == naming and path else path
            self.compare(before, after, key, path if inside else (*above, each.metadata["label"]))

    def compare_lists(self, old: tuple, new: tuple, key: str, path: tuple[str, ...]) -> None:
        """Note members added, removed and changed, and a new order of those that stay."""
        kept = []
        for before, after in _paired(old, new):
            inner = getattr(after or before, "key", "") or key
            if before is None:
                self.note(ChangeKind.ADDED, inner, path, after=in_words(after))
            elif after is None:
                self.note(ChangeKind.REMOVED, inner, path, before=in_words(before))
            else:
                kept.append((before, after))
                self.compare(before, after, inner, (*path, in_words(before)))
        as_before = sorted(kept, key=lambda pair: _place(old, pair[0]))
        as_after = sorted(kept, key=lambda pair: _place(new, pair[1]))
        if as_before != as_after:
            words = ["; ".join(in_words(after) for _, after in order) for order in (as_before, as_after)]
            self.note(ChangeKind.CHANGED, key, (*path, "thứ tự"), *words)


def _place(members: tuple, member) -> int:
    """Return where a member stands; equal members are told apart by being the same object."""
    return next(place for place, each in enumerate(members) if each is member)


def _paired(old: tuple, new: tuple) -> Iterable[tuple]:
    """Yield (before, after) pairs: equal in identity, then those left at the same clause, then the rest."""
    left_old, left_new = list(old), list(new)
    for same in (lambda a, b: a == b, _same_identity, _same_clause):
        for after in list(left_new):
            place = next((place for place, each in enumerate(left_old) if same(each, after)), None)
            if place is not None:
                left_new.pop(_place(left_new, after))
                yield left_old.pop(place), after
    for before in left_old:
        yield before, None
    for after in left_new:
        yield None, after


def _identity(record) -> tuple | None:
    """Return what names a record in its list."""
    names = {each.name for each in fields(record)}
    for identity in _IDENTITIES:
        if names.issuperset(identity):
            return tuple(getattr(record, name) for name in identity)
    return None


def _same_identity(before, after) -> bool:
    """Say whether two records are the same one in two versions."""
    return _identity(before) == _identity(after)


def _same_clause(before, after) -> bool:
    """Say whether two records without a key stand at the same clause, so that one became the other."""
    clause = getattr(before, "clause", "")
    return bool(clause) and not hasattr(before, "key") and clause == getattr(after, "clause", "")


def _is_records(value) -> bool:
    """Say whether a value is a list of records."""
    return isinstance(value, tuple) and any(is_dataclass(child) for child in value)


def in_words(value) -> str:
    """Return a value as a person reads it; a record is called by its text, title or name."""
    if value is None or value == "" or value == ():
        return NOTHING
    if isinstance(value, bool):
        return "có" if value else "không"
    if isinstance(value, Choices):
        return str(value.label)
    if isinstance(value, date):
        return vn_date(value)
    if isinstance(value, Decimal):
        return vn_number(value)
    if isinstance(value, tuple):
        return "; ".join(in_words(child) for child in value)
    if is_dataclass(value):
        return _called(value)
    return str(value)


def _called(record) -> str:
    """Return what a record is called: its quota words, or the first of its names that is filled."""
    if hasattr(record, "form") and hasattr(record, "authority"):
        return f"{record.form.label} của {record.authority.label}: {record.words or record.shape.label}"
    naming = _naming_field(record)
    return in_words(getattr(record, naming)) if naming else getattr(record, "key", "") or NOTHING


def _naming_field(record) -> str | None:
    """Return the field by which a record is called."""
    return next((name for name in _NAMES if getattr(record, name, "")), None)
