"""Plain statements of a plan, who may take part, and its content areas with their items."""

import re
from collections.abc import Iterator

from campaigns.reading.findings import Finding, find
from campaigns.reading.outline import Node
from campaigns.reading.parts import Parts, content_of
from campaigns.reading.sections import heading_of, kind_of, plain_subjects, subjects_in

_LABELS = (("household", "hộ gia đình"), ("collective", "tập thể"), ("individual", "cá nhân"))
_INTRODUCES = re.compile(r"(?:sau|sau đây|cụ thể|gồm|dưới đây)\s*:?$", re.IGNORECASE)
_CAPTION = re.compile(r"^(?:bảng|biểu)\s+(?:số\s+)?\d", re.IGNORECASE)
_DEMAND = re.compile(
    r"^.{0,90}?\b(?:phải|cần)\s"
    r"|^(?:bảo đảm|đảm bảo|tránh|khen thưởng (?:đúng|kịp)|tổ chức[^.]{0,60}(?:thiết thực|tiết kiệm))"
    r"|^(?:việc|các|phong trào|nội dung|hội đồng|cấp ủy|mỗi|quá trình|người đứng đầu|công tác|cơ quan|đơn vị"
    r"|lãnh đạo)\s"
    r"|^.{0,90}?\b(?:chịu trách nhiệm|(?:tránh|không)\s+(?:hình thức|phô trương|chạy theo|lãng phí))\b",
    re.IGNORECASE,
)
_WHERE = re.compile(r"(?<=\w)\s+(?:ở|tại|thuộc|của|trong|trên địa bàn)\s[^,;.]*", re.IGNORECASE)
_NO_AUDIENCE = "Kế hoạch không có mục đối tượng thi đua; suy từ câu này."


def statements(parts: Parts, section: Node, name: str) -> Iterator[Finding]:
    """Yield one finding for each paragraph of a part that says something; headings and “như sau:” say nothing."""
    for node in (section, *parts.below(section)):
        if node.paragraph.cells or _CAPTION.match(node.text):
            continue
        figures = bool(re.search(r"\d\s*%", node.text))
        if node is not section and heading_of(node) == node.text and node.children and not figures:
            continue
        words = _words(node, section)
        if words and not (words.endswith(":") and node.children and not figures):
            yield find(name, words, node)


def _words(node: Node, section: Node) -> str:
    """Return what a paragraph says, without the heading of a part before its colon."""
    if node is section:
        return content_of(node)
    before, after = node.leads()
    return after if before and after and kind_of(before) and len(before.split()) <= 8 else node.text


def undivided(parts: Parts, section: Node) -> Iterator[Finding]:
    """Yield aims and demands that stand under one heading without being told apart."""
    for each in statements(parts, section, "objectives"):
        name = "requirements" if _DEMAND.match(each.value) else "objectives"
        yield Finding(
            name,
            each.value,
            each.lines,
            each.source,
            each.clause,
            ("Kế hoạch không tách mục đích và yêu cầu; kiểm tra xếp đúng chưa.",),
        )


def audience(parts: Parts, section: Node) -> Iterator[Finding]:
    """Yield who may take part; a paragraph that names both collectives and individuals counts for each."""
    for node in (section, *parts.below(section)):
        words = content_of(node)
        if words and not (words.endswith(":") and node.children) and not node.paragraph.cells:
            yield from _participants(node, section, words)


def elsewhere(parts: Parts, nodes: list[Node]) -> Iterator[Finding]:
    """Yield who is meant where a plan has no part on it: from whom awards are for, and from the lead of the content."""
    for node in nodes:
        kind = parts.kind(node)
        words = content_of(node) if kind == "award_subjects" else node.text
        lead = kind == "content" and node.style == "text" and node.parent and parts.kind(node.parent) == kind
        if kind == "award_subjects" and words or lead and re.search(r"\bcác\b", words):
            for subject in plain_subjects(words) or list(dict.fromkeys(subjects_in(words))):
                yield find("audience", {"subject": subject, "text": words}, node, warnings=(_NO_AUDIENCE,))


def _participants(node: Node, section: Node, words: str) -> Iterator[Finding]:
    """Yield whom one paragraph names: by its label, else by its words, part by part where they differ."""
    label = _label(node, section)
    if label:
        yield find("audience", {"subject": label, "text": words}, node)
        return
    told = words if node is section else node.text
    pieces = [piece.strip(" .") for piece in words.split(";") if piece.strip(" .")]
    each_one = [_one(piece) for piece in pieces]
    if len(set(each_one)) > 1 and None not in each_one:
        for subject, piece in zip(each_one, pieces, strict=True):
            yield find("audience", {"subject": subject, "text": piece}, node)
        return
    clear = bool(plain_subjects(told))
    named = list(dict.fromkeys(each for piece in pieces or [told] for each in _named(piece))) if clear else []
    meant = _subjects(told)
    warnings = () if clear or len(meant) == 1 else ("Chưa rõ là tập thể, cá nhân hay hộ gia đình.",)
    for subject in named or meant or [None]:
        yield find("audience", {"subject": subject, "text": words}, node, warnings=warnings)


def _label(node: Node, section: Node) -> str | None:
    """Return the subject that a label before or above a paragraph names."""
    heading = heading_of(node).lower()
    above = node.parent.text.lower().strip(" :") if node.parent and node is not section else ""
    found = [
        name for name, word in _LABELS if heading.startswith(word) or above.endswith(word) or above.startswith(word)
    ]
    return found[0] if found and len(plain_subjects(heading or above)) <= 1 else None


def _subjects(words: str) -> list[str]:
    """Return whom words name; where somebody works or lives is nobody of its own."""
    return list(dict.fromkeys(subjects_in(_WHERE.sub("", words))))


def _named(piece: str) -> list[str]:
    """Return whom a part of a sentence names, by the law's own words where they say all."""
    found = plain_subjects(piece)
    return list(dict.fromkeys((*_subjects(piece), *found))) if found in ([], ["household"]) else found


def _one(piece: str) -> str | None:
    """Return the one subject of a part of a sentence, None for several or none."""
    found = _named(piece)
    return found[0] if len(found) == 1 else None


def areas(parts: Parts, section: Node) -> Iterator[Finding]:
    """Yield the content areas with their items: numbered headings, labels, or lists without a title, as they come."""
    children = parts.inside(section)
    if heading_of(section) != section.text and (rest := content_of(section)) and not rest.endswith(":"):
        yield _area(None, None, [section], section, rest)
    grouped = any(child.style not in ("dash", "plus", "text") for child in children)
    loose: list[Node] = []
    for child in children:
        if child.style in ("dash", "plus") and not parts.inside(child):
            loose.append(child)
            continue
        yield from _listed(loose)
        loose = []
        if child.paragraph.cells:
            yield find("notes", child.text, child, doubtful=True)
        elif child.style in ("dash", "plus"):
            before, after = child.leads()
            title = before if before and after else child.text.rstrip(":")
            yield _area(None, title, parts.inside(child), child, after if before else "")
        elif child.style == "text":
            yield from _unmarked(parts, child, grouped)
        elif _holds_areas(parts, child) or parts.inside(child) and _opens_content(child):
            yield from areas(parts, child)
        else:
            yield _numbered(parts, child)
    yield from _listed(loose)


def _opens_content(node: Node) -> bool:
    """Say whether a numbered heading names the content as a whole and is no area itself."""
    return "nội dung" in heading_of(node).lower() and kind_of(heading_of(node)) == "content"


def _listed(loose: list[Node]) -> Iterator[Finding]:
    """Yield one area without title for items that follow each other."""
    if loose:
        yield _area(None, None, loose, loose[0], "")


def _numbered(parts: Parts, node: Node) -> Finding:
    """Return the area of a numbered paragraph: a title with items, a run-in title, or one item alone."""
    before, after = node.leads()
    inline = bool(before and after) and len(before.split()) <= 16 and not after.startswith(("“", '"'))
    sentence = len(node.text.split()) > 6 or node.text.rstrip().endswith((".", ";"))
    if not node.children and not inline and sentence:
        return _area(node.number or None, None, [node], node, "")
    items = [each for each in parts.below(node) if not (heading_of(each) == each.text and each.children)]
    title = before if inline else node.text.rstrip(":")
    return _area(node.number or None, title, items, node, after if inline else "")


def _unmarked(parts: Parts, node: Node, grouped: bool) -> Iterator[Finding]:
    """Yield what a paragraph without marker opens: an area under a label, what a sentence introduces, or an item."""
    if node.children and not (_INTRODUCES.search(node.text) and len(node.text.split()) > 10):
        yield _area(None, node.text.rstrip(":"), list(parts.below(node)), node, "")
    elif node.children:
        yield find("notes", node.text, node)
        yield from areas(parts, node)
    elif not node.text.endswith(":") and not _INTRODUCES.search(node.text) and not grouped:
        yield _area(None, None, [node], node, "")
    else:
        yield find("notes", node.text, node, doubtful=not node.text.endswith(":"))


def _holds_areas(parts: Parts, node: Node) -> bool:
    """Say whether a numbered node is itself divided into areas and only opens them."""
    inside = parts.inside(node)
    divided = [child for child in inside if child.style not in ("dash", "plus") and parts.inside(child)]
    return bool(divided) and len(divided) >= len([child for child in inside if child.style != "text"]) / 2


def _area(number: str | None, title: str | None, items: list[Node], node: Node, rest: str) -> Finding:
    """Return one area; its lines reach from its heading to its last item."""
    texts = ([rest] if rest else []) + [each.text for each in items if each is not node or not rest]
    last = max([each.paragraph.last for each in items] + [node.paragraph.last])
    source = node.paragraph.text
    value = {"number": number, "title": title, "items": texts}
    return Finding("content", value, (node.paragraph.first, last), source, node.clause)
