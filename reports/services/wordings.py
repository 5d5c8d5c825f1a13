"""A commune's own words for the texts of its papers: kept by version, tried on a paper, given back."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from difflib import SequenceMatcher

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from communes import history
from communes.access import Actor, Can
from communes.models import Commune
from kit.saving import SavedMeanwhile
from reports.documents.base import clean
from reports.documents.kinds import Kind
from reports.documents.paper import Paper
from reports.documents.registry import KINDS
from reports.documents.wording import Text, trying
from reports.models import Document, Wording

MAY = (Can.MANAGE_COMMUNE, Can.PLAN_CAMPAIGNS)
NOUN = "lời văn"
TRIED_RECORDS = 5


@dataclass(frozen=True, slots=True)
class Worded:
    """A text of a kind as a commune has it now: its own words, or the product's."""

    kind: Kind
    text: Text
    newest: Wording | None = None

    @property
    def own(self) -> bool:
        """Whether the commune has words of its own."""
        return self.newest is not None and bool(self.newest.words)

    @property
    def words(self) -> str:
        """The words in force."""
        return self.newest.words if self.own and not self.lost else self.text.default

    @property
    def lost(self) -> list[str]:
        """The fields in the commune's own words that the paper fills no more: the product's words hold meanwhile."""
        return self.text.unknown(self.newest.words) if self.own else []

    @property
    def version(self) -> int:
        """The number of the newest version, 0 before the first."""
        return self.newest.version if self.newest else 0


def overview(commune: Commune) -> list[tuple[Kind, list[Worded]]]:
    """Return every kind that has texts, with each of them as the commune has it."""
    newest = {(row.kind, row.text): row for row in Wording.objects.filter(commune=commune).order_by("version")}
    return [
        (kind, [Worded(kind, text, newest.get((kind.key, text.key))) for text in kind.texts])
        for kind in KINDS.values()
        if kind.texts
    ]


def of(commune: Commune, kind: Kind, text: Text) -> Worded:
    """Return one text as a commune has it."""
    return Worded(kind, text, versions(commune, kind, text).first())


def versions(commune: Commune, kind: Kind, text: Text):
    """Return the versions of one text, the newest first."""
    return Wording.objects.filter(commune=commune, kind=kind.key, text=text.key).order_by("-version")


def change(
    kind: Kind, text: Text, *, words: str, note: str = "", version: int, by: Actor, at: datetime
) -> Wording | None:
    """Give a text the commune's own words; `version` is the newest that its author saw. Unchanged words make none."""
    words = clean(words).strip()
    if problems := text.problems(words):
        raise ValidationError(problems)
    now = of(by.commune, kind, text)
    if words == (now.newest.words if now.own else text.default):
        return now.newest
    label = f"Sửa lời văn: {kind.title} – {text.title}"
    return _store(now, words, note=note, version=version, label=label, by=by, at=at)


def restore(kind: Kind, text: Text, *, note: str = "", version: int, by: Actor, at: datetime) -> Wording | None:
    """Let the product's own words hold again, as a further version."""
    now = of(by.commune, kind, text)
    if not now.own:
        return now.newest
    label = f"Trở lại lời văn của phần mềm: {kind.title} – {text.title}"
    return _store(now, "", note=note, version=version, label=label, by=by, at=at)


def _store(now: Worded, words: str, *, note: str, version: int, label: str, by: Actor, at: datetime) -> Wording:
    """Add a version on top of the newest, and its line of history; refuse when somebody else was first."""
    if not any(by.may(can) for can in MAY):
        raise PermissionDenied
    if now.version != version:
        raise SavedMeanwhile(NOUN, now.newest.made_by if now.newest else "", now.newest.made_at if now.newest else None)
    try:
        with transaction.atomic():
            wording = Wording.objects.create(
                commune=by.commune, kind=now.kind.key, text=now.text.key, version=version + 1, words=words,
                note=note.strip(), made_at=at, made_by=by.name,
            )  # fmt: skip
            history.record(
                "wording.change", wording, by=by, at=at, label=label[:160], reason=wording.note,
                version=wording.version, words=words,
            )  # fmt: skip
    except IntegrityError:
        first = of(by.commune, now.kind, now.text).newest
        raise SavedMeanwhile(NOUN, first.made_by, first.made_at) from None
    return wording


def trial(kind: Kind, text: Text, words: str, *, by: Actor) -> Paper | None:
    """Build the paper of the newest record in which a text stands, with words that nobody has kept, as a draft.

    None where the actor may have no such paper made, or no recent record uses the text.
    """
    if kind.form != Document.Form.PAPER or not (by.may(kind.can) and by.may(Can.MAKE_PAPERS)):
        return None
    for record in kind.within(by).order_by("-pk")[:TRIED_RECORDS]:
        with trying(kind.key, text.key, words) as tried:
            try:
                paper = kind.build(record)
            except ValidationError:
                continue
        if tried.used:
            return replace(paper, draft=True)
    return None


def compared(old: str, new: str) -> Iterator[tuple[str, str]]:
    """Yield the pieces of two texts word by word: ("same" | "gone" | "come", words)."""
    before, after = old.replace("\n", " \n ").split(" "), new.replace("\n", " \n ").split(" ")
    for what, a, b, c, d in SequenceMatcher(a=before, b=after, autojunk=False).get_opcodes():
        if what == "equal":
            yield "same", " ".join(before[a:b])
            continue
        if b > a:
            yield "gone", " ".join(before[a:b])
        if d > c:
            yield "come", " ".join(after[c:d])
