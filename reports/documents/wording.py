"""The narrative texts of papers that a commune may word itself: default words, and the fields named in them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from communes.models import Commune
from kit.vietnamese import fold
from reports.documents.base import clean
from reports.models import Wording

FIELD = re.compile(r"\{([^{}\n]*)\}")


class UnknownField(ValueError):
    """A text names a field that its paper does not fill; the argument is the name as it was written."""


@dataclass(frozen=True, slots=True)
class Text:
    """One narrative text of a kind of paper.

    `fields` are the names that may stand in it between braces, each with a sample for the preview:
    {"tên phong trào": "Thi đua cải cách hành chính"}. `default` are the words where the commune has none of its own.
    """

    key: str
    title: str
    default: str
    fields: Mapping[str, str] = field(default_factory=dict)

    def unknown(self, words: str) -> list[str]:
        """Return the fields named in the words that the paper does not fill, as they were written."""
        known = {_same(name) for name in self.fields}
        return [name for name in FIELD.findall(clean(words)) if _same(name) not in known]

    def filled(self, words: str, facts: Mapping[str, str]) -> str:
        """Put facts in the place of the fields; raise UnknownField for a name that has no fact."""
        told = {_same(name): value for name, value in facts.items()}

        def fact(found: re.Match) -> str:
            try:
                return told[_same(found[1])]
            except KeyError:
                raise UnknownField(found[1]) from None

        return FIELD.sub(fact, clean(words))


def _same(name: str) -> str:
    """Return a field's name for comparing: tone style, case and blanks make no difference."""
    return " ".join(fold(name).split())


class CommuneWords:
    """The words of a commune for one kind of paper, its own where it has them."""

    def __init__(self, commune: Commune, kind: str, texts: tuple[Text, ...]):
        self.texts = {text.key: text for text in texts}
        self.own = Wording.objects.in_force(commune, kind)

    def of(self, key: str, **facts: str) -> str:
        """Return a text with its fields filled; spaces in a field's name are underscores in the argument's."""
        text = self.texts[key]
        named = {name.replace("_", " "): value for name, value in facts.items()}
        return text.filled(self.own.get(key, text.default), named)
