"""Computed standards: each takes what the plan asks and the records, and says what was found."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from itertools import pairwise

from awards.rules.eligibility import Found
from campaigns.planfile.schema import Node
from campaigns.planfile.words import Comparator, TargetKind
from campaigns.rules.punctuality import Record
from campaigns.rules.results import MET, UNKNOWN, UNMET, Goal, Result, outcome
from kit.vietnamese import fold, small_count, vn_date, vn_number

MONTHS = 12
NO_THRESHOLD = "địa phương chưa đặt ngưỡng"
AWAITED = "chờ người thẩm định kết luận"
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_NUMBER_WORDS = {
    Comparator.AT_LEAST: "cần ít nhất",
    Comparator.AT_MOST: "cần không quá",
    Comparator.EXACTLY: "cần đúng",
}


@dataclass(frozen=True, slots=True)
class Rated:
    """A rating or grade given for a year; provisional until the year's official one is out (DS-18)."""

    level: str
    year: int | None = None
    provisional: bool = False
    document: str = ""


@dataclass(frozen=True, slots=True)
class Year:
    """A year of somebody's work: months worked, and months of maternity leave."""

    year: int
    months_worked: int = MONTHS
    maternity_months: int = 0

    @property
    def months(self) -> int:
        """The months that count: maternity leave counts as time worked (NĐ 152/2025, Điều 4.5)."""
        return self.months_worked + self.maternity_months


@dataclass(frozen=True, slots=True)
class Discipline:
    """One disciplinary measure, in words, with its day and paper."""

    person: str
    kind: str
    decided_on: date | None = None
    document: str = ""


@dataclass(frozen=True, slots=True)
class Period:
    """A time in which something is looked at; both days belong to it."""

    first: date
    last: date

    @property
    def years(self) -> range:
        """The years it touches."""
        return range(self.first.year, self.last.year + 1)


def period_of(node: Node, year: int | None, term: tuple[date, date]) -> Period:
    """Return the time a standard looks at: the years it names, else the round's year, else the campaign's term."""
    named = [int(each) for each in _YEAR.findall(node.period)]
    if named:
        first, last = date(min(named), 1, 1), date(max(named), 12, 31)
        if "6 tháng cuối năm" in node.period:
            first = date(first.year, 7, 1)
        if "6 tháng đầu năm" in node.period:
            last = date(last.year, 6, 30)
        return Period(first, last)
    return Period(date(year, 1, 1), date(year, 12, 31)) if year else Period(*term)


def rating(node: Node, levels: Sequence[str], record: Rated | None) -> Found:
    """Compare a rating of work with the level asked for; `levels` run from the lowest to the highest (KP-02)."""
    return _graded(node, levels, record, "chưa có kết quả xếp loại mức hoàn thành nhiệm vụ")


def grade(node: Node, levels: Sequence[str], record: Rated | None) -> Found:
    """Compare a grade on a named scale with the one asked for (KP-02)."""
    return _graded(node, levels, record, f"chưa có {node.of or 'kết quả xếp loại'}")


def _graded(node: Node, levels: Sequence[str], record: Rated | None, nothing: str) -> Found:
    """Compare two levels of one scale."""
    needed = _needed_level(node, levels)
    if record is None or not record.level:
        return Found(UNKNOWN, nothing, needed)
    state = outcome(
        Goal(kind=TargetKind.GRADE, comparator=node.comparator, grade=node.grade, scale=tuple(levels)),
        Result(grade=record.level),
    )
    found = f"hiện đạt mức “{record.level}”" + (f" năm {record.year}" if record.year else "")
    if state == UNKNOWN:
        found += ", không có trong thang xếp loại của kế hoạch"
    if record.provisional:
        found += " (tạm tính)"
    return Found(state, found, needed, _evidence(record.document), provisional=record.provisional)


def _needed_level(node: Node, levels: Sequence[str]) -> str:
    """Write the level asked for; nothing lies above the highest one, nothing below the lowest."""
    of = f"{node.of} " if node.of else ""
    reach = {Comparator.AT_LEAST: (-1, " trở lên"), Comparator.AT_MOST: (0, " trở xuống")}.get(node.comparator)
    beyond = reach[1] if reach and levels and node.grade != levels[reach[0]] else ""
    return f"cần {of}đạt mức “{node.grade}”{beyond}"


def count(node: Node, names: Sequence[str], unrecognised: int = 0) -> Found:
    """Count recognised initiatives against the number asked for; those not recognised do not count (DS-05)."""
    thing = "sáng kiến" if "sáng kiến" in node.of else node.of or "sáng kiến"
    needed = f"{_number(node)} {thing} được công nhận"
    found = f"hiện có {small_count(len(names))} {thing}" if names else "hiện chưa có"
    if unrecognised:
        found += f" (không tính {small_count(unrecognised)} chưa được công nhận)"
    return Found(_measured(node, len(names)), found, needed, tuple(names))


def years(node: Node, records: Sequence[Year] | None) -> Found:
    """Count years against the number asked for: the longest run of full years, or the sum of months (DS-05, L-10)."""
    kind = node.of if node.of.startswith("năm") else f"năm {node.of}".strip()
    needed = f"{_number(node)} {kind}" + (" liên tục" if node.consecutive else "")
    if records is None:
        return Found(UNKNOWN, "chưa có số liệu từng năm", needed)
    months: dict[int, int] = {}
    for each in records:
        months[each.year] = min(months.get(each.year, 0) + each.months, MONTHS)
    if node.consecutive:
        run = _longest_run(sorted(year for year, worked in months.items() if worked == MONTHS))
        said = f" ({_run_words(run)})" if run else ""
        return Found(_measured(node, len(run)), f"hiện có {small_count(len(run))} năm liên tục{said}", needed)
    whole, rest = divmod(sum(months.values()), MONTHS)
    found = f"hiện có {small_count(whole)} năm" + (f" {small_count(rest)} tháng" if rest else "")
    leave = sum(each.maternity_months for each in records)
    if leave:
        found += f", kể cả {small_count(leave)} tháng nghỉ thai sản"
    return Found(_measured(node, whole), found, needed)


def _longest_run(found: Sequence[int]) -> tuple[int, ...]:
    """Return the longest run of years without a gap; of equal ones the latest."""
    best: tuple[int, ...] = tuple(found[:1])
    run = best
    for before, year in pairwise(found):
        run = (*run, year) if year == before + 1 else (year,)
        best = run if len(run) >= len(best) else best
    return best


def _run_words(run: Sequence[int]) -> str:
    """Write a run of years."""
    return f"{run[0]} - {run[-1]}" if len(run) > 1 else str(run[0])


def discipline(node: Node, subject: str, members: Sequence[Discipline]) -> Found:
    """Count the people disciplined in the time; one disciplined member fails a collective (DS-15)."""
    allowed = replace(node, comparator=Comparator.AT_MOST, value=node.value or Decimal(0))
    people = {each.person for each in members}
    state = _measured(allowed, len(people))
    evidence = tuple(each.document for each in members if each.document)
    if people == {subject}:
        return Found(state, "đã bị " + "; ".join(map(_measure, members)), "không được bị kỷ luật", evidence)
    needed = f"{_number(allowed)} người bị kỷ luật" if node.value else "không được có người bị kỷ luật"
    if not people:
        return Found(state, f"{subject} không có kỷ luật nào được ghi nhận", needed)
    listed = "; ".join(f"{each.person}, {_measure(each)}" for each in members)
    return Found(state, f"hiện có {small_count(len(people))} người: {listed}", needed, evidence)


def _measure(each: Discipline) -> str:
    """Write one disciplinary measure."""
    on = f" ngày {vn_date(each.decided_on)}" if each.decided_on else ""
    return f"{each.kind}{on}"


def on_time(node: Node, record: Record) -> Found:
    """Say whether the unit's own reports were complete and on time (HP-06)."""
    needed = f"cần nộp {node.of or 'báo cáo'} đầy đủ, đúng hạn"
    if record.outcome == UNKNOWN:
        return Found(UNKNOWN, "chưa có báo cáo nào đã nộp hoặc đến hạn", needed)
    counts = (
        (record.late, "nộp muộn"),
        (record.missing, "quá hạn chưa nộp"),
        (record.owed - record.on_time - record.late - record.missing, "chưa đến hạn"),
    )
    rest = "".join(f", {words} {small_count(number)}" for number, words in counts if number)
    return Found(record.outcome, f"đã nộp đúng hạn {small_count(record.on_time)} báo cáo{rest}", needed)


def document(node: Node, exists: bool, words: str = "") -> Found:
    """Say whether a paper that the plan asks for is there, such as the unit's own plan (HP-07)."""
    of = node.of or "văn bản"
    if exists:
        return Found(MET, words or f"đã có {of}", f"cần có {of}")
    return Found(UNMET, words or "hiện chưa có", f"cần có {of}")


def rank(node: Node, this_year: int | None, last_year: int | None, threshold: Decimal | None = None) -> Found:
    """Compare a rank, or the places gained since last year, with the plan's number or the commune's own (HP-05)."""
    allowed = node.value if node.value is not None else threshold
    lacking = [NO_THRESHOLD] if allowed is None else []
    lacking += ["chưa có thứ hạng năm nay"] if this_year is None else []
    lacking += ["chưa có thứ hạng năm trước"] if node.change and last_year is None else []
    number = "" if allowed is None else f"{vn_number(allowed)} "
    needed = f"cần tăng ít nhất {number}bậc so với năm trước" if node.change else f"cần xếp thứ {number}trở lên"
    if lacking:
        return Found(UNKNOWN, "; ".join(lacking), "" if allowed is None else needed)
    if node.change:
        asked = replace(node, comparator=Comparator.AT_LEAST, value=allowed)
        return Found(_measured(asked, last_year - this_year), _gain_words(this_year, last_year), needed)
    asked = replace(node, comparator=Comparator.AT_MOST, value=allowed)
    return Found(_measured(asked, this_year), f"hiện xếp thứ {this_year}", needed)


def _gain_words(this_year: int, last_year: int) -> str:
    """Write how a rank moved since last year; rank 1 is the best."""
    gained = last_year - this_year
    if not gained:
        return f"giữ nguyên thứ {this_year}"
    return f"{'tăng' if gained > 0 else 'giảm'} {abs(gained)} bậc, từ thứ {last_year} xếp thứ {this_year}"


def judged(node: Node, verdict: str, by: str = "", note: str = "", evidence: Sequence[str] = ()) -> Found:
    """Return an appraiser's judgement of a standard; without one it is not yet known (HP-09)."""
    state = verdict if verdict in (MET, UNMET) else UNKNOWN
    return Found(state, note, "", tuple(evidence), by if state != UNKNOWN else "")


def claimed(node: Node, verdict: str, note: str = "", evidence: Sequence[str] = ()) -> Found:
    """Return what the unit says of itself: words for the appraiser to read, never a state.

    A note that only repeats the verdict is not told a second time.
    """
    said = {MET: "đã tự đánh giá là đạt", UNMET: "đã tự đánh giá là chưa đạt"}.get(
        verdict, "đã có ý kiến" if note else ""
    )
    if not said:
        return Found(UNKNOWN, "", "", tuple(evidence), awaited=True)
    words, note = f"đơn vị {said}", note.strip().rstrip(".")
    if set(fold(note).split()) - set(fold(words).split()):
        words += f" (“{note}”)"
    return Found(UNKNOWN, f"{words}, {AWAITED}", "", tuple(evidence), awaited=True)


def _number(node: Node) -> str:
    """Write the number that a standard asks for."""
    number = node.value or Decimal(0)
    whole = number == number.to_integral_value()
    return f"{_NUMBER_WORDS[Comparator(node.comparator)]} {small_count(int(number)) if whole else vn_number(number)}"


def _measured(node: Node, value: int | None) -> str:
    """Compare a number with the one that a standard asks for."""
    goal = Goal(kind=TargetKind.NUMBER, comparator=node.comparator, value=node.value)
    return outcome(goal, Result(value=None if value is None else Decimal(value)))


def _evidence(words: str) -> tuple[str, ...]:
    """Return words as evidence; none for nothing."""
    return (words,) if words else ()
