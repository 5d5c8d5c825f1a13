"""The outline sorted into parts of a plan: which part each node belongs to, by its
own heading or the one above it."""

from collections.abc import Iterator

from campaigns.reading.letters import pattern
from campaigns.reading.outline import Node
from campaigns.reading.sections import heading_of, kind_of

_IN_AWARDS = {
    "audience": "award_subjects",
    "goal": "quotas",
    "term": "deadlines",
    "methods": "quotas",
    "content": "",
    "objectives": "",
    "requirements": "standards",
    "audience_term": "award_subjects",
}
_CONTAINERS = ("purposes", "audience_term", "contest", "awarding", "filing", "")
_ALLOWED = {
    "duties": ("deadlines", "funds", "reviews", "inspection"),
    "objectives": ("requirements", "goal"),
    "requirements": ("objectives", "goal"),
    "purposes": ("objectives", "requirements", "goal"),
    "content": (
        "goal",
        "audience",
        "term",
        "deadlines",
        "content",
        "standards",
        "methods",
        "dossier",
        "quotas",
        "awarding",
        "contest",
        "filing",
    ),
    "goal": ("objectives",),
    "methods": ("term", "audience", "quotas", "standards", "awarding", "reviews", "inspection"),
    "audience": ("term", "content", "award_subjects"),
    "filing": ("dossier", "deadlines"),
    "term": ("audience", "deadlines", "reviews", "methods"),
}
_AWARDS = (
    "filing",
    "awarding",
    "quotas",
    "standards",
    "principles",
    "priorities",
    "award_subjects",
    "dossier",
    "deadlines",
)


_SENTENCE = pattern(r"(?<=[.;!?])\s+(?=[«A»“(\-0-9])|;\s+")


class Parts:
    """Knows the part of every node of an outline."""

    def __init__(self, root: Node):
        self.root = root
        self._kinds: dict[int, str] = {id(root): ""}
        for child in root.children:
            self._sort(child, "", in_awards=False, level=0)

    def kind(self, node: Node) -> str:
        """Return the part that a node belongs to, empty for none."""
        return self._kinds[id(node)]

    def sections(self, *kinds: str) -> Iterator[Node]:
        """Yield the topmost nodes of parts of these kinds, in the order of the text."""
        for node in self.root.below():
            if self.kind(node) in kinds and (node.parent is None or self.kind(node.parent) != self.kind(node)):
                yield node

    def inside(self, node: Node) -> list[Node]:
        """Return the children of a node that belong to the same part."""
        return [child for child in node.children if self.kind(child) == self.kind(node)]

    def below(self, node: Node) -> Iterator[Node]:
        """Yield everything below a node that belongs to the same part."""
        for child in self.inside(node):
            yield child
            yield from self.below(child)

    def _sort(self, node: Node, inherited: str, *, in_awards: bool, level: int) -> None:
        """Give a node its part and go on below it."""
        kind = self._own(node, inherited, in_awards, level) or inherited
        self._kinds[id(node)] = kind
        inside = in_awards or kind in ("awarding", "quotas", "standards", "principles") and kind != inherited
        for child in node.children:
            self._sort(child, kind, in_awards=inside, level=level + 1)

    def _own(self, node: Node, inherited: str, in_awards: bool, level: int) -> str:
        """Return the part that a node's own heading opens where it stands, empty if none."""
        heading = heading_of(node)
        if not heading or len(heading.split()) > 22:
            return ""
        kind = kind_of(heading)
        if not kind:
            return ""
        if level == 0 and node.style in ("roman", "part", "capital", "title"):
            return kind
        short = len(heading.split()) <= 12
        if in_awards:
            kind = _IN_AWARDS.get(kind, kind)
            return kind if kind in _AWARDS or kind in ("funds", "reviews", "inspection", "scoring") else ""
        if node.style in ("dash", "plus", "text", "letter") and not (
            short and inherited in (*_CONTAINERS, "term", "audience")
        ):
            return ""
        if inherited in _CONTAINERS:
            return kind
        return (
            kind
            if short and kind in _ALLOWED.get(inherited, ("funds", "reviews", "inspection", "dossier", "deadlines"))
            else ""
        )


def sentences(text: str) -> list[str]:
    """Return the sentences of a paragraph; a semicolon parts them too."""
    return [piece.strip() for piece in _SENTENCE.split(text) if piece.strip()]


def content_of(node: Node) -> str:
    """Return the words of a node without the heading before its colon; empty where all of it is a heading."""
    heading = heading_of(node)
    if not heading:
        return node.text
    if heading == node.text:
        return ""
    before, after = node.leads()
    return after if heading == before else node.text
