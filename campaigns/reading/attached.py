"""A decision with its plan attached: number, day, bases, recipients and signature stand in the decision alone."""

import re
from collections.abc import Sequence
from dataclasses import replace

from campaigns.reading.bases import read_bases
from campaigns.reading.dates import limits
from campaigns.reading.findings import Finding, Leftover, Reading, find
from campaigns.reading.head import Head, is_title, letterhead, read_untitled
from campaigns.reading.lines import Line
from campaigns.reading.paragraphs import Paragraph, join
from campaigns.reading.tail import NO_POWER, Tail, read_tail

_DECISION = re.compile(r"^QUYẾT ĐỊNH\s*[:.]?$")
_ARTICLE = re.compile(r"^Điều\s+\d+\s*[.:]", re.IGNORECASE)
_OF_DECISION = ("number", "symbol", "place", "dated")
_TWO_ISSUERS = "Quyết định và kế hoạch kèm theo ghi hai nơi ban hành khác nhau."


def parted(lines: Sequence[Line]) -> tuple[list[Line], list[Line]]:
    """Return the lines of the decision and those of the plan attached to it; no decision where there is none."""
    ordered = next((place for place, line in enumerate(lines[:40]) if _DECISION.match(line.text)), None)
    article = _after(lines, ordered, 90, lambda text: bool(_ARTICLE.match(text)))
    title = _after(lines, article, 90, is_title)
    if title is None:
        return [], list(lines)
    while title - 1 > article and letterhead(lines[title - 1].text):
        title -= 1
    return list(lines[:title]), list(lines[title:])


def _after(lines: Sequence[Line], place: int | None, reach: int, fits) -> int | None:
    """Return the first place after another whose words fit, None without one."""
    if place is None:
        return None
    return next((at for at in range(place + 1, min(place + reach, len(lines))) if fits(lines[at].text)), None)


def read_decision(reading: Reading, lines: Sequence[Line], head: Head) -> Tail:
    """Add what the decision says to a reading and to the head of its plan; return its recipients and signature."""
    own = read_untitled(lines)
    numbered = any(each.field == "number" and each.value and not each.warnings for each in head.findings)
    if not numbered:
        head.findings = [each for each in head.findings if each.field not in _OF_DECISION]
        head.year = own.year or head.year
    head.findings = [_issued(each, own.findings) for each in head.findings]
    told = {each.field for each in head.findings}
    taken = [each for each in own.findings if each.field in _OF_DECISION and not numbered or each.field not in told]
    reading.findings += taken
    reading.silent += own.silent + [Leftover(each.lines, each.source) for each in own.findings if each not in taken]
    reading.leftovers += own.leftovers
    rest = lines[own.body_from :]
    tail = read_tail(rest)
    tail.findings = [_signed_alone(each) for each in tail.findings]
    paragraphs = join(rest[: tail.begins])
    bases, count = read_bases(paragraphs)
    reading.findings += bases
    for paragraph in paragraphs[count:]:
        _article(reading, paragraph)
    return tail


def _issued(finding: Finding, others: Sequence[Finding]) -> Finding:
    """Return who issues the plan, to be looked at where its decision names another place."""
    if finding.field != "issuer" or all(each.value == finding.value for each in others if each.field == "issuer"):
        return finding
    return replace(finding, warnings=(*finding.warnings, _TWO_ISSUERS))


def _signed_alone(finding: Finding) -> Finding:
    """Return a signature without the doubt about a missing TM. where the chair signs in person and for no body."""
    if finding.field != "signature" or not finding.value or not re.search(r"CHỦ TỊCH", finding.value["lines"][0]):
        return finding
    return replace(finding, warnings=tuple(words for words in finding.warnings if words != NO_POWER))


def _article(reading: Reading, paragraph: Paragraph) -> None:
    """Keep an article of the decision as a note; one with a day is to be looked at."""
    if _DECISION.match(paragraph.text):
        reading.silent.append(Leftover((paragraph.first, paragraph.last), paragraph.text))
    else:
        dated = bool(limits(paragraph.text, year=None))
        reading.findings.append(find("notes", paragraph.text, paragraph, doubtful=dated))


def signed(tail: Tail) -> bool:
    """Say whether a signature was seen."""
    return any(each.field == "signature" and each.value for each in tail.findings)


def without_signature(findings: Sequence[Finding]) -> list[Finding]:
    """Return findings without those about the signature, which stands in the decision."""
    return [each for each in findings if each.field != "signature"]
