"""What a bundle is made of: papers as frozen content, uploaded files by place and hash, and what could not be had."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError

from reports.documents.base import clean
from reports.documents.kinds import Kind
from reports.models import Document

ENDING = re.compile(r"\.(pdf|jpe?g|png|docx?|xlsx?)$", re.IGNORECASE)
PAPER, FILE, LACKING = "paper", "file", "lacking"
ERASED = "tệp đã xóa khi hết thời hạn lưu giữ"


@dataclass(frozen=True, slots=True)
class Part:
    """One thing in a bundle: the group it stands under, its title, what it is, and the facts of that."""

    group: str
    title: str
    kind: str
    facts: Mapping[str, Any]

    def to_json(self) -> dict[str, Any]:
        """Return the part as plain JSON values."""
        return {"group": clean(self.group), "title": _line(self.title), "kind": self.kind, **self.facts}


@dataclass(frozen=True, slots=True)
class Bundle:
    """A title and the parts in their order."""

    title: str
    parts: tuple[Part, ...]

    def to_json(self) -> dict[str, Any]:
        """Return the manifest as plain JSON values."""
        return {"title": _line(self.title), "parts": [part.to_json() for part in self.parts]}


def _line(text: str) -> str:
    """Return a text on one line, without what could disturb its neighbours."""
    return " ".join(clean(text).split())


@dataclass(slots=True)
class Gathering:
    """The parts of a bundle while it is put together from the kinds of paper that the product makes."""

    papers: Mapping[str, Kind]
    parts: list[Part] = field(default_factory=list)
    told: set[tuple[str, int]] = field(default_factory=set)

    def add(self, group: str, key: str, record, *, about: str = "", name: str = "") -> None:
        """Add the paper of a kind about a record, once, if there is such a kind and it is made of such a record; `name`
        is what the paper is called where its kind is called otherwise."""
        kind = self.papers.get(key)
        found = kind.records().filter(pk=record.pk).first() if kind else None
        if found is not None and (key, found.pk) not in self.told:
            self.told.add((key, found.pk))
            self.build(group, kind, found, about=about, name=name)

    def build(self, group: str, kind: Kind, record, *, about: str = "", name: str = "") -> None:
        """Add the paper of a kind: as it was issued where it has a number of the register, else as its builder sets it
        now; what the builder refuses is told as a lack."""
        title = " – ".join(filter(None, (name or kind.title, about)))
        issued = Document.objects.issued(kind.key, record.pk) if kind.symbol else None
        try:
            content = issued.content if issued else kind.build(record).to_json()
        except ValidationError as problem:
            self.lack(group, title, " ".join(problem.messages))
        else:
            self.parts.append(Part(group, title, PAPER, {"form": kind.form, "content": content}))

    def lack(self, group: str, title: str, reason: str) -> None:
        """Tell that something belongs here that cannot be had, and why."""
        self.parts.append(Part(group, title, LACKING, {"reason": reason}))

    def attach(self, group: str, rows: Iterable, label) -> None:
        """Add uploaded files; `label` says what a file is, before its name."""
        for row in rows:
            if not row.file:
                self.lack(group, f"{label(row)}: {row.name}", ERASED)
                continue
            facts = {"path": row.file.name, "name": row.name, "type": row.kind, "sha256": row.sha256}
            self.parts.append(Part(group, f"{label(row)}: {ENDING.sub('', row.name)}", FILE, facts))

    def bound(self, title: str) -> Bundle:
        """Return the bundle."""
        return Bundle(title, tuple(self.parts))
