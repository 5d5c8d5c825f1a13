"""The narrative texts of papers that a commune may word itself: default words, and the fields named in them."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date, datetime, time

from django.utils import timezone

from communes.models import Commune
from kit.vietnamese import fold
from reports.documents.base import Block, clean
from reports.documents.blocks import narrative
from reports.models import Wording

FIELD = re.compile(r"\{([^{}\n]*)\}")
BRACE = re.compile(r"[{}]")
LONGEST, SHOWN = 10_000, 80
# The commune of every sample; a reader is shown the own one in its place.
SAMPLE_COMMUNE = "xã Đồng Tâm"


class UnknownField(ValueError):
    """A text names a field that its paper does not fill; the argument is the name as it was written."""


@dataclass(frozen=True, slots=True)
class Text:
    """One narrative text of a kind of paper.

    `fields` are the names that may stand in it between braces, each with a sample for the preview, in which the
    commune is SAMPLE_COMMUNE: {"tên Ủy ban": "UBND xã Đồng Tâm"}. `default` are the words where the commune has none
    of its own.
    """

    key: str
    title: str
    default: str
    fields: Mapping[str, str] = field(default_factory=dict)
    hint: str = ""

    def unknown(self, words: str) -> list[str]:
        """Return the fields named in the words that the paper does not fill, as they were written."""
        known = {_same(name) for name in self.fields}
        named = dict.fromkeys(name.strip() for name in FIELD.findall(clean(words)))
        return [name for name in named if _same(name) not in known]

    def problems(self, words: str) -> list[str]:
        """Return why words cannot be taken for this text, in the user's words."""
        words = clean(words).strip()
        if not words:
            return ["Ghi lời văn; muốn dùng lời văn có sẵn thì bấm “Trở lại lời văn của phần mềm”."]
        found = []
        if len(words) > LONGEST:
            found.append(f"Lời văn dài {len(words)} ký tự; nhiều nhất {LONGEST} ký tự.")
        for name in self.unknown(words):
            shown = name if len(name) <= SHOWN else f"{name[:SHOWN]}…"
            found.append(
                f"Văn bản này không có trường {{{shown}}}." if name else "Có cặp ngoặc nhọn chưa ghi tên trường."
            )
        if BRACE.search(FIELD.sub("", words)):
            found.append("Dấu ngoặc nhọn chỉ dùng để ghi trường, mỗi dấu mở có một dấu đóng trên cùng dòng.")
        return found

    def filled(self, words: str, facts: Mapping[str, str]) -> str:
        """Put facts in the place of the fields, each on one line; raise UnknownField for a name that has no fact."""
        told = {_same(name): value for name, value in facts.items()}

        def fact(found: re.Match) -> str:
            try:
                return re.sub(r"\s*\n\s*", " ", clean(told[_same(found[1])]))
            except KeyError:
                raise UnknownField(found[1]) from None

        return FIELD.sub(fact, clean(words))

    def samples(self, commune: Commune) -> dict[str, str]:
        """Return a sample of each field as a paper of this commune would have it."""
        return {name: sample.replace(SAMPLE_COMMUNE, str(commune)) for name, sample in self.fields.items()}

    def sample(self, words: str, commune: Commune) -> str:
        """Return the words with the samples of their fields for a commune."""
        return self.filled(words, self.samples(commune))


def end_of(day: date | None) -> datetime | None:
    """Return the last moment of a day, for a record that keeps only the day on which its words were settled."""
    return timezone.make_aware(datetime.combine(day, time.max)) if day else None


def _same(name: str) -> str:
    """Return a field's name for comparing: tone style, case and blanks make no difference."""
    return " ".join(fold(name).split())


@dataclass(slots=True)
class Trial:
    """Words of one text that are tried before anybody keeps them; `used` says whether a paper asked for them."""

    kind: str
    text: str
    words: str
    used: bool = False


_trial: ContextVar[Trial | None] = ContextVar("words on trial", default=None)


@contextmanager
def trying(kind: str, text: str, words: str) -> Iterator[Trial]:
    """Let the papers that are built inside take these words for one text, and nothing be stored."""
    trial = Trial(kind, text, words)
    token = _trial.set(trial)
    try:
        yield trial
    finally:
        _trial.reset(token)


class CommuneWords:
    """The words of a commune for one kind of paper, its own where it has them.

    `facts` fill the fields of every text of the paper; a text may be given more. Words of a moment `at` are those
    in force then, for a record whose words were settled.
    """

    def __init__(
        self,
        commune: Commune,
        kind: str,
        texts: tuple[Text, ...],
        facts: Mapping[str, str] | None = None,
        *,
        at: datetime | None = None,
    ):
        self.kind, self.facts = kind, dict(facts or {})
        self.texts = {text.key: text for text in texts}
        self.own = Wording.objects.in_force(commune, kind, at=at)

    def of(self, key: str, **facts: str) -> str:
        """Return a text with its fields filled; spaces in a field's name are underscores in the argument's.

        Words of the commune that name a field which the paper fills no more give way to the product's own.
        """
        text = self.texts[key]
        told = {**self.facts, **{name.replace("_", " "): value for name, value in facts.items()}}
        if lacking := {_same(name) for name in text.fields} - {_same(name) for name in told}:
            raise UnknownField(f"{self.kind}, {key}: {', '.join(sorted(lacking))}")
        trial, words = _trial.get(), self.own.get(key, "")
        if trial is not None and (trial.kind, trial.text) == (self.kind, key):
            trial.used, words = True, trial.words
        return text.filled(words if words and not text.unknown(words) else text.default, told)

    def blocks(self, key: str, **facts: str) -> tuple[Block, ...]:
        """Return a text as paragraphs and lists."""
        return narrative(self.of(key, **facts))

    def lines(self, key: str, **facts: str) -> tuple[str, ...]:
        """Return a text line by line: grounds, recipients."""
        return tuple(line.strip() for line in self.of(key, **facts).split("\n") if line.strip())
