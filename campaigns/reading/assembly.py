"""A draft plan out of a reading: plain values as the schema of plans has them, each with where it was read.

Nothing is invented: what the product has no place for, and every doubt, becomes a remark or a note beside its row.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from campaigns.reading.assembly_awards import Awards, Keys
from campaigns.reading.findings import Finding, Reading
from kit.vietnamese import begun, fold

PAPERS = {
    "unit_report": "Báo cáo kết quả phong trào",
    "achievement_report": "Báo cáo thành tích",
    "dossier": "Hồ sơ đề nghị khen thưởng",
}
KINDS = ("on_date", "yearly", "end_of_campaign", "later_plan", "at_once", "unstated")
_BODIES = (
    ("residential", r"\b(?:thon|xom|ban|ap|khu pho|khom|buon|to dan pho|khu dan cu|khu vuc|lang)\b"),
    ("office", r"\b(?:phong|van phong|bo phan|cong chuc chuyen mon|ban nganh|ban, nganh)\b"),
    ("service", r"\b(?:trung tam|don vi su nghiep|truong|tram y te)\b"),
    ("front", r"\b(?:mat tran|mttq|doan the|to chuc chinh tri|hoi)\b"),
    ("party", r"\b(?:dang uy|co quan dang|chi bo)\b"),
)
_PARTS = (
    ("leads", r"co quan thuong truc|chu tri"),
    ("tracks", r"theo doi|don doc|tong hop|tiep nhan"),
    ("inspects", r"kiem tra"),
    ("appraises", r"tham dinh"),
    ("proposes", r"de xuat.{0,60}khen|tham muu.{0,80}khen thuong|trinh.{0,60}khen thuong"),
    ("publicises", r"tuyen truyen|nhan rong"),
    ("mobilises", r"van dong|phan bien"),
    ("coordinates", r"phoi hop"),
    ("plans", r"xay dung ke hoach"),
)
_MADE_HERE = re.compile(r"tờ trình|biên bản|báo cáo (?:tóm tắt )?thành tích", re.IGNORECASE)
_CUE = re.compile(r"^(?:căn cứ(?:\s+vào)?|thực hiện|triển khai(?:\s+thực hiện)?|thi hành)\s+", re.IGNORECASE)


@dataclass(slots=True)
class Note:
    """Where a row was read and what to look at: source lines, source words, warnings."""

    lines: tuple[int, int]
    source: str
    warnings: list[str] = field(default_factory=list)

    def to_plain(self) -> dict:
        """Return plain values for storing."""
        return {"lines": list(self.lines), "source": self.source, "warnings": list(self.warnings)}


@dataclass(slots=True)
class Assembled:
    """The draft as plain values, and the notes of its rows by address (`deadlines/bao-cao`, `objectives/#0`)."""

    document: dict
    notes: dict[str, Note]


def assemble(reading: Reading, *, units: Iterable[str] = ()) -> Assembled:
    """Return the draft that a reading gives; `units` are the names of the commune's units, to be recognised."""
    return _Assembly(reading, tuple(units)).whole()


class _Assembly:
    """Builds one draft."""

    def __init__(self, reading: Reading, units: tuple[str, ...]):
        self.reading, self.keys = reading, Keys()
        self.units = sorted(units, key=len, reverse=True)
        self.document: dict = {}
        self.notes: dict[str, Note] = {}
        self.remarks: list[dict] = []

    def whole(self) -> Assembled:
        """Build every section."""
        self._facts()
        self._rows("bases", "bases", self._basis)
        for name in ("objectives", "requirements", "goal", "methods", "principles", "priorities"):
            self._rows(name, name, lambda each: {"text": each.value, "clause": each.clause})
        self._rows("audience", "audience", self._group)
        self._content()
        self.document |= Awards(self.reading, self.keys, self._note, self._remark).rounds()
        self._rows("deadlines", "deadlines", self._deadline)
        self._rows("dossier", "dossier", self._dossier_part)
        self._rows("routes", "routes", self._route)
        self._inspection()
        self._rows("reviews", "reviews", self._review)
        self._rows("responsibilities", "responsibilities", self._duty)
        self._rows(
            "recipients", "recipients", lambda each: {"text": each.value, "archive": fold(each.value).startswith("luu")}
        )
        self._signature()
        self._doubts()
        if self.remarks:
            self.document["remarks"] = self.remarks
        return Assembled(self.document, self.notes)

    def _rows(self, field_name: str, section: str, make) -> None:
        """Build the rows of one section from the findings of a field; a row may be left out by making none."""
        rows = []
        for finding in self.reading.of(field_name):
            row = make(finding)
            if row is None:
                continue
            row = {name: value for name, value in row.items() if value not in (None, "", [])}
            self._note(f"{section}/{row.get('key') or f'#{len(rows)}'}", finding)
            rows.append(row)
        if rows:
            self.document[section] = rows

    def _note(self, address: str, finding: Finding) -> None:
        """Keep where a row was read."""
        warnings = list(finding.warnings) or (
            ["Phần mềm chưa chắc; kiểm tra với nguyên văn."] if finding.doubtful else []
        )
        self.notes[address] = Note(finding.lines, finding.source, warnings)

    def _remark(self, code: str, finding: Finding, message: str, about: str = "") -> None:
        """Add a doubt that the plan itself will carry."""
        row = {
            "code": code,
            "excerpt": finding.source[:600],
            "message": message,
            "severity": "warning",
            "clause": finding.clause,
        }
        self.remarks.append({name: value for name, value in (row | {"about": about}).items() if value})

    def _facts(self) -> None:
        """Build the head; what the plan leaves blank stays blank."""
        of = self.reading.one
        name = begun(of("name") or "") or "Phong trào thi đua"
        term = of("term") or {}
        dated = of("dated") or ""
        facts = {
            "key": self.keys.of(name),
            "name": name,
            "abstract": of("abstract") or name,
            "kind": _kind(of("abstract") or ""),
            "starts_on": term.get("starts_on"),
            "ends_on": term.get("ends_on"),
            "term_words": (term.get("words") or "")[:400],
            "symbol": of("symbol"),
            "dated": dated if len(dated) == 10 else None,
            "lead": of("lead"),
            "closing": " ".join(str(each.value) for each in self.reading.of("closing")),
        }
        if found := self.reading.of("term"):
            facts["term_clause"] = found[0].clause
            self._note("facts/term", found[0])
        self.document["facts"] = {key: value for key, value in facts.items() if value}
        for each in ("issuer", "number", "symbol", "place", "dated", "abstract", "name", "lead", "closing"):
            for finding in self.reading.of(each)[:1]:
                self._note(f"facts/{each}", finding)
        for place, finding in enumerate(self.reading.of("closing")[1:], 1):
            self._note(f"facts/closing/#{place}", finding)
        for each, code in (("number", "blank_number"), ("dated", "blank_date")):
            for finding in self.reading.of(each):
                if finding.warnings:
                    self._remark(code, finding, finding.warnings[0])

    @staticmethod
    def _basis(finding: Finding) -> dict:
        """Build one cited document without the word that cites it."""
        value = finding.value
        text = begun(_CUE.sub("", value["text"]))
        parent = bool(re.search(r"phát động[^.;]{0,40}phong trào", text, re.IGNORECASE))
        return {"text": text, "implements": value["implements"], "issued_on": value["issued_on"], "parent": parent}

    @staticmethod
    def _group(finding: Finding) -> dict:
        """Build one group of participants, its kinds of unit as far as the words name them."""
        text = finding.value["text"]
        kinds = [kind for kind, words in _BODIES if re.search(words, fold(text))]
        return {
            "text": text,
            "subject": finding.value["subject"] or "collective",
            "unit_kinds": kinds,
            "clause": finding.clause,
        }

    def _content(self) -> None:
        """Build the content areas with items and the targets that stand in them."""
        targets = self.reading.of("targets")
        areas = []
        for finding in self.reading.of("content"):
            value = finding.value
            texts = value["items"] or [value["title"]]
            title = value["title"] or (texts[0] if len(texts) == 1 else "Nội dung thi đua")
            area = {"key": self.keys.of(title), "number": value["number"], "title": title, "clause": finding.clause}
            area["items"] = [self._item(text, finding, targets) for text in texts]
            areas.append({name: each for name, each in area.items() if each})
            self._note(f"content/{area['key']}", finding)
        if areas:
            self.document["content"] = areas
        for target in targets:
            self._remark("unplaced", target, "Con số này chưa gắn được với nội dung nào; xem có phải chỉ tiêu không.")

    def _item(self, text: str, finding: Finding, targets: list[Finding]) -> dict:
        """Build one item, taking the targets that were read in its words."""
        item: dict = {"key": self.keys.of(text), "text": text, "clause": finding.clause}
        own = [each for each in targets if each.value["words"] in text]
        for each in own:
            targets.remove(each)
        item["targets"] = [self._target(each) for each in own]
        return {name: each for name, each in item.items() if each}

    def _target(self, finding: Finding) -> dict:
        """Build one target."""
        value = finding.value
        percent = value["unit"] == "%"
        return {
            "key": self.keys.of(value["words"]),
            "text": value["words"],
            "kind": "percent" if percent else "number",
            "comparator": value["comparator"],
            "value": str(value["value"]),
            "unit_label": value["unit"],
            "clause": finding.clause,
        }

    def _deadline(self, finding: Finding) -> dict | None:
        """Build one deadline; what the product cannot watch becomes a remark, the way of difficulties a route alone."""
        value = finding.value
        if value["paper"] == "difficulty":
            return None
        if (
            value["paper"] not in PAPERS
            or value["kind"] not in KINDS
            or value["kind"] == "on_date"
            and not value.get("on")
        ):
            self._remark("unplaced", finding, "Thời hạn này phần mềm chưa tự theo dõi; xem và ghi cách theo dõi.")
            return None
        return {
            "key": self.keys.of(f"{PAPERS[value['paper']]} {value['kind']}"),
            "paper": value["paper"],
            "title": PAPERS[value["paper"]],
            "kind": value["kind"],
            "on": value.get("on") if value["kind"] == "on_date" else None,
            "day": value.get("day") if value["kind"] == "yearly" else None,
            "month": value.get("month") if value["kind"] == "yearly" else None,
            "to": value.get("to"),
            "through": value.get("through"),
            "words": finding.source,
            "clause": finding.clause,
        } | {"inclusive": bool(value["inclusive"])}

    def _dossier_part(self, finding: Finding) -> dict:
        """Build one paper of a dossier."""
        title = begun(finding.value)
        return {
            "key": self.keys.of(title),
            "title": title,
            "made_here": bool(_MADE_HERE.search(title)),
            "clause": finding.clause,
        }

    @staticmethod
    def _route(finding: Finding) -> dict | None:
        """Build one way of a paper that the product knows."""
        paper = finding.value["paper"]
        if paper not in (*PAPERS, "difficulty"):
            return None
        return {"paper": paper, "steps": finding.value["steps"], "clause": finding.clause}

    def _inspection(self) -> None:
        """Build what the plan says about inspections: all kinds, the first words."""
        found = self.reading.of("inspection")
        if not found:
            return
        kinds = sorted({kind for each in found for kind in each.value["kinds"]})
        row = {"kinds": kinds, "words": found[0].value["words"], "clause": found[0].clause}
        self.document["inspection"] = {name: value for name, value in row.items() if value}
        for place, finding in enumerate(found):
            self._note(f"inspection/#{place}", finding)

    @staticmethod
    def _review(finding: Finding) -> dict:
        """Build one review; a month alone stays in its words."""
        when = finding.value["when"] or ""
        return {
            "kind": finding.value["kind"],
            "words": finding.value["words"],
            "on": when if len(when) == 10 else None,
            "clause": finding.clause,
        }

    def _duty(self, finding: Finding) -> dict:
        """Build what a unit is charged with; units and parts as far as the words name them."""
        value = finding.value
        heading = fold(value["unit"])
        named = [unit for unit in self.units if fold(unit) in heading or heading in fold(unit)][:3]
        kinds = (
            []
            if named
            else [kind for kind, words in _BODIES if re.search(words, heading)]
            if re.match(r"(?:cac|nhung)\b", heading)
            else []
        )
        told = fold(" ".join(value["tasks"]))
        parts = [part for part, words in _PARTS if re.search(words, told)]
        return {
            "heading": value["heading"],
            "units": named,
            "unit_kinds": kinds,
            "parts": parts or ["implements"],
            "tasks": [begun(each) for each in value["tasks"]],
            "clause": finding.clause,
        }

    def _signature(self) -> None:
        """Build who signs, if it was seen."""
        found = self.reading.of("signature")
        if found and found[0].value:
            value = found[0].value
            self.document["signature"] = {"lines": value["lines"]} | ({"name": value["name"]} if value["name"] else {})
        if found:
            self._note("signature", found[0])
            if found[0].warnings:
                self._remark("signature_authority", found[0], found[0].warnings[0])

    def _doubts(self) -> None:
        """Carry over what the reading found odd about the text."""
        for finding in self.reading.of("remarks"):
            self._remark(finding.value["code"], finding, finding.value["message"])


def _kind(abstract: str) -> str:
    """Return the kind of campaign that a title names."""
    folded = fold(abstract)
    return "burst" if re.search(r"\bdot thi dua\b|cao diem", folded) else "thematic"
