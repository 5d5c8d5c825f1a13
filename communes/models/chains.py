"""Who has a history whose lines are chained: the models of holder, lines, seals, so that one code seals them all."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import models

from communes.rules import chain


class ChainedLine:
    """What a line of a chain says, by the columns in WORDS, and the digest of it.

    MAY_LACK_DIGEST: a release wrote such lines that knew no digests yet, and their words make it when they are sealed.
    Of other lines one without a digest was changed.
    """

    WORDS: Sequence[str] = ()
    MAY_LACK_DIGEST = False

    @property
    def words(self) -> dict:
        """What the line says, by the names of its columns."""
        return {name: getattr(self, name) for name in self.WORDS}

    @property
    def own_digest(self) -> str:
        """The digest that the words make as they stand."""
        return chain.digest_of(self.words, self.WORDS)

    @property
    def told_digest(self) -> str:
        """The digest that the seal rests on."""
        return self.own_digest if self.MAY_LACK_DIGEST and not self.digest else self.digest

    @property
    def is_changed(self) -> bool:
        """Whether the words are not those of which the digest was made."""
        return self.told_digest != self.own_digest


@dataclass(frozen=True, slots=True)
class Chain:
    """The chains of one kind of holder; lines and seals know theirs by the name `holder`."""

    holder: str
    holders: type[models.Model]
    lines: type[models.Model]
    seals: type[models.Model]

    @property
    def called(self) -> str:
        """What a holder is called on the screen."""
        return self.holders._meta.verbose_name


CHAINS: dict[type[models.Model], Chain] = {}


def register(chain: Chain) -> None:
    """Have the history of a kind of holder sealed, checked and saved with the others."""
    CHAINS[chain.holders] = chain


def chain_of(holder: models.Model) -> Chain:
    """Return the chain to which the history of a holder belongs."""
    return CHAINS[type(holder)]
