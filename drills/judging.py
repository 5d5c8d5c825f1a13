"""What may be true after a day: the ledger of what people were told beside what the house holds. Pure functions.

An act that was answered happened exactly once; one without an answer happened once or not at all.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from drills.ledger import REFUSED, TAKEN, UNKNOWN

CHOICES = ("for", "against", "blank")


def acts(lines: Iterable[dict], counted: Mapping[tuple[str, int], int], kinds: Iterable[str]) -> list[str]:
    """Name the acts that the house did less often than it said, or more often than it was asked."""
    taken, asked = Counter(), Counter()
    for line in lines:
        if line["what"] in kinds:
            key = (line["what"], line["about"])
            taken[key] += line["outcome"] == TAKEN
            asked[key] += line["outcome"] in (TAKEN, UNKNOWN)
    found = {key: counted.get(key, 0) for key in asked} | {key: n for key, n in counted.items() if key[0] in kinds}
    return [
        f"{what} of {about}: told {taken[what, about]} times, asked {asked[what, about]} times, done {done} times"
        for (what, about), done in sorted(found.items())
        if not taken[what, about] <= done <= asked[what, about]
    ]


def texts(lines: Iterable[dict], stored: Mapping[tuple[int, str], str]) -> list[str]:
    """Name the texts that are not the last that was taken, nor one sent later of which nobody was told."""
    possible: dict[tuple[int, str], list[str]] = {}
    for line in lines:
        if line["what"] != "text":
            continue
        key = (line["about"], line["field"])
        if line["outcome"] == TAKEN:
            possible[key] = [line["text"]]
        elif line["outcome"] == UNKNOWN:
            possible.setdefault(key, [""]).append(line["text"])
    return [
        f"{field} of report {pk}: kept “{stored.get((pk, field), '')}”, told “{allowed[0]}”"
        for (pk, field), allowed in sorted(possible.items())
        if stored.get((pk, field), "") not in allowed
    ]


def files(lines: Iterable[dict], rows: Iterable[tuple[int, str, str]]) -> list[str]:
    """Name the files that were taken and are not there, or are there twice; rows are (report, name, sha256)."""
    there, problems = Counter(rows), []
    for line in lines:
        if line["what"] == "file":
            key = (line["about"], line["name"], line["sha256"])
            least = int(line["outcome"] == TAKEN)
            if not least <= there[key] <= 1:
                problems.append(f"{line['name']} of report {line['about']}: there {there[key]} times")
    return problems


def votes(lines: Iterable[dict], voted: Mapping[int, set[str]], box: Mapping[int, Mapping[str, Counter]]) -> list[str]:
    """Name the ballots that do not hold exactly the sheets of those who voted.

    `voted` are the user names by ballot; `box` the counts of each choice by ballot and item.
    """
    told: dict[int, dict[str, dict]] = defaultdict(dict)
    maybe: dict[int, dict[str, dict]] = defaultdict(dict)
    for line in lines:
        if line["what"] in ("ballot.vote", "vote.seen") and line["outcome"] in (TAKEN, UNKNOWN):
            (told if line["outcome"] == TAKEN else maybe)[line["about"]][line["who"]] = line["sheet"]
    problems = []
    for ballot in sorted(set(told) | set(voted)):
        known, there = told[ballot], voted.get(ballot, set())
        if lost := set(known) - there:
            problems.append(f"ballot {ballot}: the votes of {', '.join(sorted(lost))} are lost")
        if strange := there - set(known) - set(maybe[ballot]):
            problems.append(f"ballot {ballot}: {', '.join(sorted(strange))} never voted")
        sheets = maybe[ballot] | known
        expected: dict[str, Counter] = defaultdict(Counter)
        for name in there:
            for item, choice in sheets.get(name, {}).items():
                expected[item][choice] += 1
        for item, counts in box.get(ballot, {}).items():
            if any(counts[choice] != expected[item][choice] for choice in CHOICES):
                problems.append(f"ballot {ballot}, {item}: counted {dict(counts)}, given {dict(expected[item])}")
    return problems


def numbers(lines: Iterable[dict], given: Mapping[int, int]) -> list[str]:
    """Name the decisions that bear another number than was told; `given` are the numbers by decision."""
    problems = [
        f"decision {line['about']}: told {line['number']}, bears {given.get(line['about'])}"
        for line in lines
        if line["what"] == "decision.issue" and line["outcome"] == TAKEN and given.get(line["about"]) != line["number"]
    ]
    return problems + [
        f"the number {number} was given {n} times" for number, n in Counter(given.values()).items() if n > 1
    ]


def in_calm(odd: Iterable[tuple], moments: Iterable[tuple], *, grace: float) -> list[tuple]:
    """Return the answers that no page should give and that no mischief shortly before explains."""
    troubled = [(began, ends + grace) for began, ends, _ in moments]
    return [each for each in odd if not any(began <= each[0] <= ends for began, ends in troubled)]


def stood_still(beats: Iterable[tuple[str, bool]]) -> list[str]:
    """Name what was done to the clock after which the beat sent nothing."""
    return [f"after {what}" for what, goes_on in beats if not goes_on]


def imports(lines: Iterable[dict], there: Mapping[str, int]) -> list[str]:
    """Name the lists of people of which not all are there once, or some although it was not taken."""
    lawful = {TAKEN: ({1},), UNKNOWN: ({0}, {1}), REFUSED: ({0},)}
    return [
        f"list {line['about']}, {line['outcome']}: there {[there.get(name, 0) for name in line['names']]} times"
        for line in lines
        if line["what"] == "sheet" and {there.get(name, 0) for name in line["names"]} not in lawful[line["outcome"]]
    ]


def signed(lines: Iterable[dict], copies: Iterable[tuple[int, str, bool]]) -> list[str]:
    """Name signed copies that are not there once, and papers of which not one stands; each: paper, sha256, stands."""
    copies = list(copies)
    there, stand = Counter(sha for _, sha, _ in copies), Counter(paper for paper, _, stands in copies if stands)
    problems = []
    for line in lines:
        if line["what"] == "document.signed":
            least, most = int(line["outcome"] == TAKEN), int(line["outcome"] != REFUSED)
            if not least <= there[line["sha256"]] <= most:
                problems.append(f"signed copy of paper {line['about']}: there {there[line['sha256']]} times")
    papers = sorted({paper for paper, _, _ in copies})
    return problems + [f"paper {paper}: {stand[paper]} copies stand" for paper in papers if stand[paper] != 1]


def not_told(papers: Iterable[str], cause: str) -> list[str]:
    """Return what is wrong with papers, but for those that failed and said the cause that the drill brought about."""
    return [each for each in papers if f" failed: {cause}" not in each]
