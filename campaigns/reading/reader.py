"""The whole reading of a plan: text in, findings with their lines out, and everything that no rule took."""

from collections.abc import Iterable

from campaigns.reading import (
    attached,
    awarding,
    deadlines,
    dossiers,
    doubts,
    duties,
    guards,
    reviews,
    scoring,
    standards,
    statements,
    targets,
    terms,
    ways,
)
from campaigns.reading.bases import read_bases
from campaigns.reading.findings import Finding, Leftover, Reading, find
from campaigns.reading.head import Head, issuer_elsewhere, name_elsewhere, read_head
from campaigns.reading.lines import Line, read_lines
from campaigns.reading.outline import Node, build
from campaigns.reading.paragraphs import Paragraph, join
from campaigns.reading.parts import Parts
from campaigns.reading.sections import heading_of, kind_of
from campaigns.reading.tables import rebuild
from campaigns.reading.tail import Tail, read_tail

_STATED = ("objectives", "requirements", "goal", "methods", "funds")


def read(text: str) -> Reading:
    """Return what was understood of a plan's text, and what was not."""
    lines, noise, residue = read_lines(text)
    reading = Reading()
    reading.silent += [Leftover((each.number, each.number), each.text) for each in noise]
    if residue:
        reading.warnings.append("Văn bản còn ký hiệu định dạng (*, _, thẻ…); phần mềm đã bỏ đi khi đọc.")
    if not lines:
        reading.warnings.append("Tệp không có chữ nào đọc được. Nếu là bản quét, cần dùng bản Word hoặc PDF có chữ.")
        return reading
    reading.warnings += doubts.bad_copy(text)
    order, plan = attached.parted(lines)
    head = read_head(plan)
    ordered = attached.read_decision(reading, order, head) if order else None
    tail = read_tail(plan[head.body_from :])
    if ordered is not None:
        _take(reading, ordered)
        if attached.signed(ordered) and not attached.signed(tail):
            tail.findings = attached.without_signature(tail.findings)
    if not head.titled:
        reading.warnings.append("Không thấy chữ KẾ HOẠCH ở đầu văn bản; kiểm tra có đúng là bản kế hoạch không.")
    elif not any(each.field == "number" for each in head.findings + reading.findings):
        reading.warnings.append("Văn bản mất phần đầu (cơ quan ban hành, số, ngày).")
    if not any(each.field == "issuer" for each in head.findings + reading.findings):
        head.findings += issuer_elsewhere(head, plan)
    _take(reading, head)
    _take(reading, tail)
    body = plan[head.body_from : head.body_from + tail.begins]
    _read_body(reading, body, head.year, next(iter(reading.of("abstract")), None))
    annex = plan[head.body_from + tail.ends :]
    reading.findings += scoring.read_annex(rebuild(annex))
    reading.findings += doubts.doubts(reading, reading.nodes)
    _complete(reading, lines)
    return reading


def _take(reading: Reading, part: Head | Tail) -> None:
    """Add to a reading what was read above or below the text itself."""
    reading.findings += part.findings
    reading.silent += part.silent
    reading.leftovers += part.leftovers


def _read_body(reading: Reading, lines: list[Line], year: int | None, abstract: Finding | None) -> None:
    """Read everything between the title and the signature."""
    paragraphs = join(rebuild(lines))
    heads = [each for each in paragraphs if each.heads]
    reading.silent += [Leftover((each.first, each.last), each.text) for each in heads]
    paragraphs, endless = guards.without_endless(each for each in paragraphs if not each.heads)
    reading.leftovers += endless
    bases, taken = read_bases(paragraphs)
    reading.findings += bases
    if not reading.of("name"):
        reading.findings += name_elsewhere(bases)
    root = build(paragraphs[taken:], lambda text: bool(kind_of(text)))
    parts = Parts(root)
    nodes = list(root.below())
    closed = duties.closing(nodes)
    reading.findings += [find("closing", duties.closing_words(node), node) for node in closed]
    for section in parts.sections(*_STATED):
        reading.findings += statements.statements(parts, section, parts.kind(section))
    for section in parts.sections("purposes"):
        reading.findings += statements.undivided(parts, section)
    for section in parts.sections("audience"):
        reading.findings += statements.audience(parts, section)
    if not reading.of("audience"):
        reading.findings += statements.elsewhere(parts, nodes)
    for section in parts.sections("content"):
        reading.findings += statements.areas(parts, section)
    reading.findings += targets.targets(node for node in nodes if parts.kind(node) in ("content", "goal"))
    for section in parts.sections("standards"):
        reading.findings += standards.groups(parts, section)
    reading.findings += standards.told(parts, nodes)
    for section in parts.sections("dossier", "filing"):
        reading.findings += dossiers.listed(parts, section, closed)
    reading.findings += dossiers.told(parts, nodes)
    reading.findings += awarding.read(parts)
    for section in parts.sections("duties"):
        reading.findings += duties.responsibilities(parts, section, closed)
    if not reading.of("responsibilities"):
        reading.findings += duties.charged([node for node in nodes if not parts.kind(node)])
    reading.findings += terms.term(parts, year=year, abstract=abstract)
    term = {finding.source for finding in reading.of("term")}
    periods = [node for node in nodes if node.text in term] + [node for node, _ in terms.stages(parts)]
    reading.findings += deadlines.deadlines(parts, periods, year=year)
    reading.findings += ways.routes(parts)
    reading.findings += reviews.inspections(parts)
    reading.findings += reviews.reviews(parts, year=year)
    reading.silent += _headings(parts, nodes)
    reading.findings += _repeated(root)
    reading.leftovers += guards.unread(reading, parts, nodes)
    reading.nodes = nodes


def _headings(parts: Parts, nodes: list[Node]) -> Iterable[Leftover]:
    """Yield the headings that opened a part, and labels above lists: understood, but no part of the plan themselves."""
    for node in nodes:
        heading = heading_of(node)
        if (
            heading
            and heading == node.text
            and (node.children or parts.kind(node))
            or node.text.endswith(":")
            and node.children
            and parts.kind(node)
        ):
            yield Leftover((node.paragraph.first, node.paragraph.last), node.paragraph.text)


def _repeated(root: Node) -> Iterable[Finding]:
    """Yield remarks about markers that come twice below one heading."""
    for node in (root, *root.below()):
        seen: set[tuple[str, str]] = set()
        for child in node.children:
            if child.number and (child.style, child.number) in seen:
                message = f"Số thứ tự {child.number} dùng hai lần trong cùng một mục."
                value = {"code": "lost_word", "excerpt": child.paragraph.text[:120], "message": message}
                yield find("remarks", value, child, warnings=(message,))
            seen.add((child.style, child.number))


def _complete(reading: Reading, lines: list[Line]) -> None:
    """Hand back every line that nothing accounts for, and put everything in the order of the text."""
    reading.leftovers = [left for left in reading.leftovers if left.text.strip()]
    known = reading.covered() | {
        number for left in reading.leftovers for number in range(left.lines[0], left.lines[1] + 1)
    }
    rest = [line for line in lines if line.number not in known]
    for paragraph in _runs(rest):
        reading.leftovers.append(Leftover((paragraph.first, paragraph.last), paragraph.text))
    reading.findings.sort(key=lambda each: each.lines)
    reading.leftovers.sort(key=lambda each: each.lines)


def _runs(lines: list[Line]) -> list[Paragraph]:
    """Return lines that nothing took as paragraphs."""
    return join(lines) if lines else []
