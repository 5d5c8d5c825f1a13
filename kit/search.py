"""What people type to find something, and texts made ready to be found: without marks, as words between blanks."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from kit.vietnamese import fold, nfc

MOST_WORDS = 12
MOST_LETTERS = 200

_WORD = re.compile(r"[^\W_]+")
_QUOTED = re.compile(r'["“”„«»]([^"“”„«»]*)["“”„«»]')


def words_of(text: str) -> tuple[str, ...]:
    """Return the words of a text as they are compared: folded, numbers without the zeros before them."""
    return tuple(_plain(word) for word in _WORD.findall(fold(text)))


def findable(*texts: str) -> str:
    """Return texts as one line of words, each between two blanks: “05/QĐ-UBND” is “ 5 qd ubnd ”."""
    words = [word for text in texts for word in words_of(text)]
    return f" {' '.join(words)} " if words else " "


def numbers(texts: Iterable[str]) -> str:
    """Return the numbers of papers so that each can be found whole: “| 5 qd ubnd | 12 bc ubnd |”."""
    found = [findable(text) for text in texts if words_of(text)]
    return f"|{'|'.join(found)}|" if found else ""


def _plain(word: str) -> str:
    return word.lstrip("0") or "0" if word.isdecimal() else word


def _only_says(words: tuple[str, ...], next_word: str) -> bool:
    """Say whether words are the “số” that stands before a number."""
    return words == ("so",) and next_word.isdecimal()


@dataclass(frozen=True, slots=True)
class Term:
    """Words that stand together; the last of them may be the beginning of a longer one unless it is `whole`."""

    words: tuple[str, ...]
    whole: bool

    @property
    def exact(self) -> str:
        """The term as whole words between blanks."""
        return f" {' '.join(self.words)} "

    @property
    def needle(self) -> str:
        """What a line of words must hold."""
        return self.exact if self.whole else self.exact[:-1]


@dataclass(frozen=True, slots=True)
class Query:
    """What was typed: terms that must all be there, in any order."""

    terms: tuple[Term, ...]

    def __bool__(self):
        return bool(self.terms)

    @property
    def words(self) -> tuple[str, ...]:
        """Every word in the order typed."""
        return tuple(word for term in self.terms for word in term.words)

    @property
    def begins_with_number(self) -> bool:
        """Whether it may be the number of a paper."""
        return bool(self.terms) and self.words[0].isdecimal()

    @property
    def exact(self) -> str:
        """Everything typed, as whole words in that order."""
        return f" {' '.join(self.words)} "

    @property
    def needle(self) -> str:
        """Everything typed in that order, the last word perhaps unfinished."""
        return self.exact if not self.terms or self.terms[-1].whole else self.exact[:-1]


def parse(typed: str) -> Query:
    """Read what was typed: words in any order, “words in quotation marks” together, numbers of papers as one.

    The last word may be unfinished, a number may not: 5 is not 50. “Số” before a number says nothing.
    """
    pieces, end = [], 0
    typed = nfc(typed)[:MOST_LETTERS]
    for quoted in _QUOTED.finditer(typed):
        pieces += [(piece, False) for piece in typed[end : quoted.start()].split()]
        pieces.append((quoted[1], True))
        end = quoted.end()
    pieces += [(piece, False) for piece in typed[end:].split()]
    read = [(words_of(piece), whole) for piece, whole in pieces]
    read = [(words, whole) for words, whole in read if words][:MOST_WORDS]
    after = [words[0] for words, _ in read[1:]]
    read = [each for each, next_word in zip(read, [*after, ""], strict=False) if not _only_says(each[0], next_word)]
    last = len(read) - 1
    return Query(
        tuple(
            Term(words, whole=quoted or place < last or words[-1].isdecimal())
            for place, (words, quoted) in enumerate(read)
        )
    )
