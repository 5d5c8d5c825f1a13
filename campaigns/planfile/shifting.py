"""A plan moved by whole years, for the campaign that follows last year's."""

import re
from collections import Counter
from dataclasses import fields, is_dataclass, replace
from datetime import date

from campaigns.planfile import words as w
from campaigns.planfile.changes import ChangeKind, changes, section_label
from campaigns.planfile.schema import Basis, PlanDocument, Recipient
from kit.vietnamese import vn_date

# Doubts about the printed form of last year's paper; they do not come along.
OF_THE_OLD_PAPER = frozenset(
    {
        w.RemarkCode.BLANK_NUMBER,
        w.RemarkCode.BLANK_DATE,
        w.RemarkCode.MISSING_HEADER,
        w.RemarkCode.MARKUP_RESIDUE,
        w.RemarkCode.DUPLICATE_WORD,
        w.RemarkCode.LOST_WORD,
        w.RemarkCode.NAME_VARIANT,
        w.RemarkCode.STARTS_BEFORE_ISSUE,
    }
)
# Words that say a date again in other letters, and fields that name something rather than say something.
_DATED_WORDS = frozenset({"words", "term_words"})
_NAMES_OF_THINGS = frozenset({"key", "round", "scale", "grade", "about", "clause", "reference", "units"})
_YEARS = r"\d{4}(?:\s*[-–]\s*\d{4})?(?![\d/])"
_DAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")


def shifted(document: PlanDocument, years: int, new_key: str) -> tuple[PlanDocument, list[str]]:
    """Return the plan moved by whole years under a new key, and what a person has to check.

    Dates, years of rounds, and the years of the old term inside texts move; cited documents, the last days of
    bodies and the date on the old paper do not.
    """
    mover = _Mover(_term(document), years)
    moved = mover.record(document)
    kept = tuple(remark for remark in document.remarks if remark.code not in OF_THE_OLD_PAPER)
    facts = replace(moved.facts, key=new_key, dated=None)
    moved = replace(moved, facts=facts, bases=document.bases, remarks=kept)
    notes = _notes(document, moved)
    if moved.bases:
        notes.append("Căn cứ, văn bản thực hiện giữ nguyên: kiểm tra và thay bằng văn bản của kỳ mới.")
    for deadline in moved.deadlines:
        if deadline.on and deadline.on.weekday() > 4:
            day = _DAYS[deadline.on.weekday()]
            notes.append(f"Thời hạn “{deadline.title}” ngày {vn_date(deadline.on)} rơi vào {day}.")
    return moved, notes


def _notes(old: PlanDocument, new: PlanDocument) -> list[str]:
    """Say what was moved: fields of the head and dates one by one, other texts by their number."""
    notes, texts = [], Counter()
    heads = {section_label(each) for each in fields(PlanDocument) if each.name in ("facts", "deadlines")}
    for change in changes(replace(old, facts=replace(old.facts, key=new.facts.key)), new):
        if change.kind == ChangeKind.REMOVED:
            continue
        if change.section in heads or change.what.endswith("các năm"):
            notes.append(str(change))
        else:
            texts[change.section] += 1
    notes += [f"{section}: đã đổi năm ở {count:02d} chỗ; đọc lại câu chữ." for section, count in texts.items()]
    if dropped := len(old.remarks) - len(new.remarks):
        notes.append(f"Đã bỏ {dropped:02d} điểm cần làm rõ chỉ thuộc văn bản cũ.")
    return notes


def _term(document: PlanDocument) -> range:
    """Return the years of the plan's term; without a first day, from the first year of its rounds."""
    last = document.facts.ends_on.year
    named = [year for each in document.rounds for year in each.years]
    first = document.facts.starts_on.year if document.facts.starts_on else min([last, *named])
    return range(first, last + 1)


class _Mover:
    """Moves dates and years inside a plan."""

    def __init__(self, term: range, years: int):
        self.term = term
        self.years = years

    def record(self, record):
        """Return a dataclass with everything inside it moved."""
        if isinstance(record, Basis | Recipient):
            return record
        return replace(
            record,
            **{each.name: self.value(getattr(record, each.name), each.name) for each in fields(record)},
        )

    def value(self, value, name: str):
        """Return one value moved, by what it is."""
        if is_dataclass(value):
            return self.record(value)
        if isinstance(value, tuple):
            return tuple(self.value(child, name) for child in value)
        if isinstance(value, date):
            return self.day(value)
        if isinstance(value, int) and name == "years":
            return value + self.years
        if type(value) is str and name not in _NAMES_OF_THINGS:
            return self.text(value, dated=name in _DATED_WORDS)
        return value

    def day(self, day: date) -> date:
        """Return a date moved; 29/02 becomes 28/02 where the new year has none."""
        try:
            return day.replace(year=day.year + self.years)
        except ValueError:
            return day.replace(year=day.year + self.years, day=28)

    def text(self, text: str, *, dated: bool) -> str:
        """Return a text with the years of the term moved; years inside dates only in words that say a date."""
        edge = r"(?<![\d.,])" if dated else r"(?<![\d/.,])"
        return re.sub(edge + _YEARS, self._moved, text)

    def _moved(self, found: re.Match) -> str:
        """Return a year or a span of years moved if all of it lies in the term, anything else as it is."""
        years = [int(year) for year in re.findall(r"\d{4}", found.group())]
        if not all(year in self.term for year in years):
            return found.group()
        return re.sub(r"\d{4}", lambda year: str(int(year.group()) + self.years), found.group())
