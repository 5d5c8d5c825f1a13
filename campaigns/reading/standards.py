"""Award standards: for whom, in which round, whether all or one of them has to hold, conditions before, the leaves."""

import re
from collections.abc import Iterator
from dataclasses import replace

from campaigns.reading.findings import Finding, find
from campaigns.reading.logic import Logic, clauses, joins, logic_of, parted, preconditions, states
from campaigns.reading.outline import Node
from campaigns.reading.parts import Parts, sentences
from campaigns.reading.quotas import amounts, awards
from campaigns.reading.sections import plain_subjects, round_in, subjects_in

_WHO = (
    r"(?:tập thể|cá nhân|hộ|gia đình|thôn|xóm|bản|ấp|khu phố|khóm|buôn|làng|tổ dân phố|khu dân cư|khu vực|cơ quan"
    r"|đơn vị|doanh nghiệp|cán bộ|người|trường|chi bộ|chi hội|ban|tổ|dòng họ|học sinh|giáo viên|nhân dân|mô hình"
    r"|tổ chức|phòng|đoàn thể|hợp tác xã|công đoàn|lực lượng)"
)
_LABEL = re.compile(
    r"^(?:đối với|về|tiêu chuẩn|tiêu chí|dành cho|khen thưởng)?\s*"
    r"(?:các\s+|của\s+|đối với\s+|cho\s+|khen thưởng\s+|mô hình\s+)*" + _WHO + r"\b",
    re.IGNORECASE,
)
_ELIGIBLE = re.compile(
    r"^(?P<who>[^:;.]{2,90}?)\s+được\s+(?:xét|đề nghị|khen|đưa|xếp|bình|xem xét|tặng|công nhận)\b[^:;.]{0,60}?\s*"
    r"\b(?:khi|nếu|phải|là người|là)\s*:?\s+(?P<rest>.+)$",
    re.IGNORECASE | re.DOTALL,
)
_LISTED = re.compile(
    r"^(?P<who>(?:đối với\s+)?(?:tập thể|cá nhân|hộ(?: gia đình)?|gia đình)\b[^:;.]{0,40}):\s*(?P<lead>(?:phải\s+)?"
    r"(?:đạt|có|đáp ứng|bảo đảm|đảm bảo)\s[^:;.]{0,40}(?:tiêu chuẩn|tiêu chí|điều kiện)\b[^:;.]{0,30}:\s*)"
    r"(?P<rest>.+)$",
    re.IGNORECASE | re.DOTALL,
)
_MERIT = re.compile(
    r"^(?P<who>(?:đối với\s+)?(?:tập thể|cá nhân|hộ(?: gia đình)?|gia đình)):\s*(?P<rest>(?:gương mẫu|tích cực"
    r"|hoàn thành|đạt|có|không|chấp hành|đóng góp|tiêu biểu)\b.+)$",
    re.IGNORECASE | re.DOTALL,
)
_OPENING = re.compile(r"^(?:bảo đảm|đảm bảo|đạt|có)?\s*(?:các\s+\w+\s+\w+\s+sau\s*)?:\s*", re.IGNORECASE)
_COMMON = re.compile(r"^(?:điều kiện|tiêu chuẩn|tiêu chí|yêu cầu)\s+chung\b", re.IGNORECASE)
_REFERS = re.compile(
    r"(?:bảo đảm|đảm bảo|đạt|đáp ứng|có đủ)\s+(?:các\s+)?(?:điều kiện|tiêu chuẩn|tiêu chí)\s+chung", re.IGNORECASE
)
_WHEN = re.compile(
    r"\s+(?:được\s+(?:xét|đề nghị|bình xét|xem xét)[^;:]{0,40}?\s+)?(?:khi|nếu|phải|có đủ|cần)\s+", re.IGNORECASE
)
_OR = "Câu có “hoặc”: kiểm tra phải đạt tất cả hay một trong số."
_AMONG_AWARDS = "Đọc từ phần khen thưởng; kiểm tra có phải tiêu chuẩn không."
_FROM_ABOVE = "Cách tính (tất cả hay một trong số) lấy theo câu ở trên; kiểm tra lại."


def groups(parts: Parts, section: Node) -> Iterator[Finding]:
    """Yield one finding for each group of nominees that the part sets standards for."""
    common = ()
    if states(section.text) and any(_is_label(child, parts) for child in parts.inside(section)):
        common = tuple(preconditions(section.leads()[1]))
    yield from _groups(parts, section, _round_above(section), common)


def told(parts: Parts, nodes: list[Node]) -> Iterator[Finding]:
    """Yield standards that one sentence names elsewhere in the award part: “… được xếp giải phải …”."""
    for node in nodes:
        if parts.kind(node) not in ("scoring", "awarding", "quotas", ""):
            continue
        if listed := _LISTED.match(node.text):
            words = listed["lead"] + listed["rest"] if states(listed["lead"]) else listed["rest"].rstrip(" .")
            yield from _standard(node, node, listed["who"], words, [], _round_above(node), ())
            continue
        if (merit := _MERIT.match(node.text)) and not amounts(merit["rest"]) and not awards(merit["rest"]):
            for each in _standard(node, node, merit["who"], merit["rest"], [], _round_above(node), ()):
                yield replace(each, warnings=(*each.warnings, _AMONG_AWARDS))
            continue
        lists = _ELIGIBLE.match(node.text)
        opened = bool(lists) and ":" in node.text[lists.end("who") : lists.start("rest") + 60]
        whole = parts.kind(node) == "" or opened
        for sentence in re.split(r"(?<=\.)\s+", node.text) if whole else sentences(node.text):
            if (found := _ELIGIBLE.match(sentence)) and not re.search(r"\d+\s*%|\d+ (?:tập thể|cá nhân)", found["who"]):
                words = _OPENING.sub("", found["rest"]).rstrip(" .") if whole else found["rest"]
                yield from _standard(node, node, found["who"], words, [], _round_above(node), ())


def _round_above(node: Node) -> str | None:
    """Return the award round that the headings above a node name."""
    while node is not None and node.style != "root":
        if told := round_in(node.text if len(node.text.split()) < 25 else node.leads()[0]):
            return told
        node = node.parent
    return None


def _groups(parts: Parts, node: Node, round_: str | None, common: tuple[str, ...]) -> Iterator[Finding]:
    """Walk down to the lists; labels on the way say for whom and when, common conditions go to all lists after them."""
    children = parts.inside(node)
    if not any(_is_label(child, parts) for child in children):
        yield from _group(parts, node, round_, node, common)
        return
    pending: Node | None = None
    for child in children:
        if _COMMON.match(child.text):
            common += tuple(_conditions(parts, child))
            yield find("notes", child.text, child)
        elif not _is_label(child, parts):
            if pending is not None and (parts.inside(child) or not child.text.endswith(":")):
                yield from _group(parts, child, round_, pending, common)
                pending = None
            elif not re.match(r"(?:đặc biệt\s+)?ưu tiên", child.text, re.IGNORECASE):
                yield find("notes", child.text, child, doubtful=True)
        elif _bare_label(child, parts):
            pending = child
        else:
            owner, pending = pending, None
            yield from _group(parts, child, round_in(child.leads()[0] or child.text) or round_, owner or child, common)


def _bare_label(node: Node, parts: Parts) -> bool:
    """Say whether a paragraph is nothing but a label, with its list in the paragraph after it."""
    before, after = node.leads()
    return (
        not parts.inside(node) and not (before and after) and node.text.endswith(":") and bool(_LABEL.match(node.text))
    )


def _conditions(parts: Parts, node: Node) -> list[str]:
    """Return what a paragraph of common conditions asks for: its list, or the clauses of its sentence."""
    return [child.text for child in parts.inside(node)] or clauses(node.leads()[1] or node.text)


def _is_label(node: Node, parts: Parts) -> bool:
    """Say whether a node opens a list of its own: it names a subject or a round, or ends with a colon above a list."""
    before, after = node.leads()
    head = before or node.text
    if _ELIGIBLE.match(node.text) or _LABEL.match(node.text) and _WHEN.search(node.text[:90]):
        return True
    listed, split = bool(parts.inside(node)), bool(before and after)
    if _LABEL.match(head) and len(head.split()) <= 16:
        short = len(head.split()) <= 8 and not re.search(r"[.;]\s*$", node.text)
        return listed or split or node.text.rstrip().endswith(":") or short
    if listed and (round_in(head) is not None or node.text.endswith(":") or node.heading):
        return True
    return split and len(head.split()) <= 12 and round_in(head) is not None


def _group(parts: Parts, node: Node, round_: str | None, owner: Node, common: tuple[str, ...]) -> Iterator[Finding]:
    """Yield the standard of one group, or go down where the group has groups of its own."""
    children = parts.inside(node)
    if any(_is_label(child, parts) for child in children):
        yield from _groups(parts, node, round_, common)
        return
    label, inner = _label_and_words(owner, node)
    if len(children) > 2 and children[0].text.endswith(":") and not children[0].children:
        label = inner = children[0].text
        children = children[1:]
    leaves = [child.text for child in children if child.text]
    yield from _standard(owner, node, label, inner, leaves, round_, common)


def _standard(
    owner: Node,
    node: Node,
    label: str,
    inner: str,
    leaves: list[str],
    round_: str | None,
    common: tuple[str, ...],
) -> Iterator[Finding]:
    """Yield one standard for each subject that its label names."""
    before: list[str] = []
    listed = bool(leaves)
    if not listed:
        before, leaves = parted(inner)
    elif states(inner):
        before = preconditions(inner)
    if common:
        leaves = [leaf for leaf in leaves if not _REFERS.search(leaf)]
        before = [each for each in before if not _REFERS.search(each)]
    if not leaves:
        return
    logic, doubts = _logic(owner, node, inner, leaves, listed)
    if not listed and len(leaves) == 1 and re.search(r"\shoặc\s", leaves[0]):
        doubts.append(_OR)
    subjects = _subjects(label) or plain_subjects(inner[:90])
    if not subjects:
        doubts.append("Chưa rõ tiêu chuẩn này áp dụng cho ai.")
    value = {
        "round": round_,
        "group": label,
        "logic": logic.name,
        "min_true": logic.min_true if logic.name == "at_least" else None,
        "preconditions": [*common, *before],
        "leaves": leaves,
    }
    last = (
        max([each.paragraph.last for each in node.below()] + [node.paragraph.last]) if listed else node.paragraph.last
    )
    span = (min(owner.paragraph.first, node.paragraph.first), last)
    for subject in subjects or [None]:
        told_of = {**value, "subject": subject}
        yield Finding("standards", told_of, span, node.paragraph.text, node.clause, tuple(doubts))


def _logic(owner: Node, node: Node, inner: str, leaves: list[str], listed: bool) -> tuple[Logic, list[str]]:
    """Return how many leaves have to hold: as their own words say, as “và” joins them, as the words above say."""
    if states(inner):
        logic = logic_of(inner, len(leaves))
        return logic, list(logic.doubts)
    if not listed and re.search(r"\shoặc\s", inner) and joins(inner):
        return Logic("unstated", None), ["Câu có cả “hoặc” và “và”; cần xem lại phải đạt những gì."]
    if not listed and len(leaves) > 1 and (joins(inner) or _demands(owner)):
        return Logic("all"), []
    if len(leaves) > 1 and (above := _above(owner)):
        logic = logic_of(above, len(leaves))
        return logic, [*logic.doubts, _FROM_ABOVE]
    logic = logic_of(inner if not listed else "", len(leaves))
    return logic, list(logic.doubts)


def _demands(node: Node) -> bool:
    """Say whether a sentence makes all that follows a condition: “… được xét khen thưởng khi …”."""
    return bool(_ELIGIBLE.match(node.text) or _LISTED.match(node.text)) and not re.search(
        r";\s*hoặc\s", node.text, re.IGNORECASE
    )


def _subjects(label: str) -> list[str]:
    """Return for whom a label is: the plain words it uses, else the one subject that its nouns agree on."""
    if plain := plain_subjects(label):
        return plain
    found = list(dict.fromkeys(subjects_in(label)))
    return found if len(found) == 1 else []


def _label_and_words(owner: Node, node: Node) -> tuple[str, str]:
    """Return for whom a list stands and the words that introduce it: parted by a colon or by “khi”, “phải”."""
    before, after = owner.leads()
    if owner is not node:
        return before or owner.text, node.text
    if (found := _ELIGIBLE.match(node.text)) and len(found["who"].split()) <= 14:
        return found["who"], found["rest"]
    if before and len(before.split()) <= 24 and _LABEL.match(before):
        if found := _WHEN.search(before):
            return before[: found.start()], f"{before[found.end() :]}: {after}"
        if "(" in before and states(before):
            named, _, within = before.partition("(")
            return named.strip(), f"{within.rstrip(' )')}: {after}"
        return before, after
    if _LABEL.match(node.text) and (found := _WHEN.search(node.text)):
        return node.text[: found.start()], node.text[found.end() :]
    return (before, after) if before else (node.text, node.text if states(node.text) or not node.children else "")


def _above(node: Node) -> str:
    """Return the nearest words above that tell how many of the list have to hold."""
    above = node.parent
    while above is not None and above.style != "root":
        if states(above.text):
            return above.text
        above = above.parent
    return ""
