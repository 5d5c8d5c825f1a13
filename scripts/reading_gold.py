"""Compares a reading of a plan with what a careful clerk understands from it, field by field."""

import re
from dataclasses import dataclass, field, replace
from typing import Any

from campaigns.reading.findings import Finding, Reading
from campaigns.reading.lines import clean
from campaigns.reading.outline import marker
from campaigns.reading.reader import read
from kit.vietnamese import fold

TEXTS = ("objectives", "requirements", "goal", "methods", "principles", "priorities", "dossier", "recipients")
FACTS = {
    "bases": ("number", "issued_on", "implements"),
    "audience": ("subject",),
    "targets": ("value", "comparator"),
    "quotas": ("form", "authority", "round", "subject", "shape", "count", "percent"),
    "deadlines": ("paper", "kind", "on", "day", "month", "inclusive", "days_after"),
    "reviews": ("kind", "when"),
    "standards": ("round", "subject", "logic", "min_true"),
    "scoring": ("points",),
}
PLACES = {
    "bases": "text",
    "audience": "text",
    "targets": "words",
    "quotas": "words",
    "deadlines": "words",
    "reviews": "words",
    "scoring": "text",
}


@dataclass
class Tally:
    """What became of the gold items and of the findings of one field."""

    right: int = 0
    flagged: int = 0
    silent: int = 0
    extra: int = 0
    asked: int = 0
    why: list[str] = field(default_factory=list)


class Measure:
    """Compares one reading with its gold."""

    def __init__(self, name: str, text: str, gold: dict, tallies: dict[str, Tally]):
        self.name, self.gold, self.tallies = name, gold, tallies
        self.raw = text.split("\n")
        self.reading: Reading = read(text)
        flagged = [each for each in self.reading.findings if each.confidence == "check"]
        self.flags = (
            " ".join(plain(each.source) for each in flagged)
            + " "
            + " ".join(plain(each.text) for each in self.reading.leftovers)
        )

    def words(self, value: Any) -> str:
        """Return the beginning of words given as text or by the number of their line."""
        if isinstance(value, int):
            line = clean(self.raw[value - 1])[0]
            value = marker(" ".join(line.split()))[2]
            value = (
                value.partition(":")[2]
                if value.partition(":")[2].strip() and len(value.partition(":")[0].split()) < 5
                else value
            )
        return plain(str(value or ""))

    def same(self, wanted: Any, found: str) -> bool:
        """Say whether found words begin as the wanted ones do, or on the wanted line; a few words may stand before."""
        if isinstance(wanted, int) and self._begins_on(wanted, plain(found)[:40]):
            return True
        want, have = self.words(wanted)[:48], plain(found)
        return bool(want) and (
            have.startswith(want) or want.startswith(have) and len(have) > 12 or want in have[: len(want) + 40]
        )

    def _begins_on(self, number: int, words: str) -> bool:
        """Say whether words begin on a line: within it, and perhaps going on over the line's end."""
        line = plain(clean(self.raw[number - 1])[0])
        after = " ".join(filter(None, (plain(clean(raw)[0]) for raw in self.raw[number : number + 4])))
        place = f"{line} {after}".find(words)
        return bool(words) and 0 <= place < len(line)

    def run(self) -> None:
        """Compare every field."""
        self._head()
        for name in TEXTS:
            self._texts(name, self.gold.get(name) or [], [str(each.value) for each in self.reading.of(name)])
        areas = self.gold.get("content") or []
        self._texts(
            "content titles",
            [each["title"] for each in areas if each.get("title")],
            [each.value["title"] for each in self.reading.of("content") if each.value["title"]],
        )
        self._texts(
            "content items",
            [item for each in areas for item in each.get("items") or []],
            [item for each in self.reading.of("content") for item in each.value["items"]],
        )
        for name in FACTS:
            self._facts(
                name, self.gold.get(name) or [], self.reading.of(name) + (self._unstated() if name == "quotas" else [])
            )
        self._texts(
            "standards leaves",
            [leaf for each in self.gold.get("standards") or [] for leaf in each.get("leaves") or []],
            [leaf for each in self.reading.of("standards") for leaf in each.value["leaves"]],
        )
        self._texts(
            "preconditions",
            [leaf for each in self.gold.get("standards") or [] for leaf in each.get("preconditions") or []],
            [leaf for each in self.reading.of("standards") for leaf in each.value["preconditions"]],
        )
        self._texts(
            "responsibilities",
            [unit(self.words(each["heading"])) for each in self.gold.get("responsibilities") or []],
            [unit(plain(each.value["heading"])) for each in self.reading.of("responsibilities")],
        )
        self._ways()
        if self.gold.get("closing"):
            self._texts("closing", [self.gold["closing"]], [str(each.value) for each in self.reading.of("closing")][:1])
        self._term()
        self._signature()
        self._doubts()

    def _note(self, name: str, kind: str, words: str) -> None:
        """Count one outcome and keep what it was about."""
        tally = self.tallies[name]
        setattr(tally, kind, getattr(tally, kind) + 1)
        if kind != "right":
            tally.why.append(f"{self.name} {kind}: {words}")

    def _missed(self, name: str, words: Any, told: str = "") -> None:
        """Count a gold item that was not found: flagged where its words stand among what a "
        "person is asked to look at."""
        begin = self.words(words)[:30]
        self._note(name, "flagged" if begin and begin in self.flags else "silent", f"{told or words}")

    def _texts(self, name: str, wanted: list, found: list[str]) -> None:
        """Compare a list of words."""
        left = list(found)
        for item in wanted:
            hit = next((each for each in left if self.same(item, each)), None)
            if hit is None:
                self._missed(name, item)
            else:
                left.remove(hit)
                self._note(name, "right", "")
        for each in left:
            self._note(name, "extra", each[:90])

    def _facts(self, name: str, wanted: list[dict], found: list[Finding]) -> None:
        """Compare a list of facts; what stands at the same words but says something else is wrong, flagged or not."""
        left, place = list(found), PLACES.get(name)
        for item in wanted:
            item = {str(key) if key is not True else "on": value for key, value in item.items()}
            hit = next(
                (
                    each
                    for each in left
                    if self._equal(name, item, each) and (name == "standards" or self._near(item.get(place), each))
                ),
                None,
            )
            hit = hit or next((each for each in left if self._equal(name, item, each)), None)
            if hit is not None:
                left.remove(hit)
                self._note(name, "right", "")
                continue
            near = [
                each
                for each in found
                if self._near(item.get(place) if place else (item.get("leaves") or [None])[0], each)
            ]
            told = (
                f"{ {key: item.get(key) for key in FACTS[name] if item.get(key) is not None} } "
                f"{str(item.get(place, ''))[:60]} / "
                f"{[compact(each, FACTS[name]) for each in near][:3]}"
            )
            if any(each.confidence == "check" for each in near):
                self._note(name, "flagged", told)
            else:
                self._missed(name, item.get(place) if place else (item.get("leaves") or [""])[0], told)
        for each in left:
            if each.field != name:
                continue
            told = f"{compact(each, FACTS[name])} {each.source[:80]}"
            self._note(name, "asked" if each.confidence == "check" else "extra", told)

    def _unstated(self) -> list[Finding]:
        """Return forms named without a number as quotas that say none, as far as gold names such ones."""
        asked = sum(each.get("shape") == "unstated" for each in self.gold.get("quotas") or [])
        forms = [
            replace(each, value={**each.value, "form": each.value["form"] or "other", "shape": "unstated"})
            for each in self.reading.of("award_forms")
        ]
        return forms if asked else []

    def _near(self, words: Any, finding: Finding) -> bool:
        """Say whether a finding was read from the words."""
        begin = self.words(words)[:40] if words is not None else ""
        have = plain(finding.source) + " " + plain(str(finding.value))
        return bool(begin) and (
            begin in have or isinstance(words, int) and finding.lines[0] <= words <= finding.lines[1]
        )

    def _equal(self, name: str, item: dict, finding: Finding) -> bool:
        """Say whether all facts agree; a fact that gold leaves out has to be absent or is not asked for."""
        value = finding.value
        if name == "audience" and not (self.same(item["text"], value["text"]) or self._near(item["text"], finding)):
            return False
        if name in ("bases", "scoring") and not self.same(item["text"], value["text"]):
            return False
        if (
            name == "standards"
            and item.get("leaves")
            and not any(self.same(item["leaves"][0], leaf) for leaf in value["leaves"][:2])
        ):
            return False
        for key in FACTS[name]:
            want, have = item.get(key), value.get(key)
            if key == "percent" and want is not None and have is not None:
                want, have = float(want), float(have)
            if key == "when" and want and have:
                want, have = str(want)[:7], str(have)[:7]
            if key in ("on", "issued_on") and want is not None:
                want = str(want)
            if key == "comparator" and {want, have} <= {"exactly", "at_least"}:
                continue
            if key == "kind" and {want, have} <= {"at_once", "unstated"} and item.get("paper") == "difficulty":
                continue
            if isinstance(want, list):
                want = have if have in want else want[0]
            if want is None and (key not in item or have in (None, "", False)):
                continue
            if want != have:
                return False
        return True

    def _head(self) -> None:
        """Compare what the head says."""
        head = self.gold.get("head") or {}
        for name in ("issuer", "number", "symbol", "place", "dated", "name", "abstract"):
            found = self.reading.of(name)
            if name not in head:
                for each in found:
                    if each.value is not None and each.confidence == "sure":
                        self._note("head", "extra", f"{name} {each.value}")
                continue
            want, have = head[name], found[0].value if found else None
            if name == "issuer":
                right = have is not None and fold(have["name"]) == fold(want["name"]) and have["kind"] == want["kind"]
            elif want is None or have is None:
                right = want == have
            else:
                right = (
                    self.same(want, str(have)) if name in ("abstract", "name") else fold(str(want)) == fold(str(have))
                )
            if right:
                self._note("head", "right", "")
            else:
                flagged = not found or found[0].confidence == "check"
                self._note(
                    "head",
                    "flagged" if flagged and (found or self.reading.warnings) else "silent",
                    f"{name}: {want} / {have}",
                )

    def _term(self) -> None:
        """Compare the period."""
        gold = self.gold.get("term")
        found = self.reading.of("term")
        if not gold:
            for each in found:
                self._note("term", "extra" if each.confidence == "sure" else "flagged", str(each.value))
            return
        have = found[0].value if found else {}
        right = all(str(gold[key]) == str(have.get(key)) for key in ("starts_on", "ends_on") if gold.get(key))
        right = right and all(have.get(key) for key in ("start_event", "end_event") if gold.get(key))
        flagged = not found or found[0].confidence == "check"
        self._note("term", "right" if right else "flagged" if flagged else "silent", f"{gold} / {have}")

    def _ways(self) -> None:
        """Compare to whom and through whom papers go."""
        found = self.reading.of("deadlines")
        for item in self.gold.get("deadlines") or []:
            told = [each for each in found if self._near(item.get("words"), each)]
            begin = self.words(item.get("words"))
            near = next((each for each in told if begin in plain(str(each.value["words"]))), next(iter(told), None))
            for key in ("to", "through"):
                if not item.get(key):
                    continue
                have = plain(str(near.value.get(key) or "")) if near else ""
                want = plain(str(item[key]))
                self._note(
                    "ways",
                    "right" if have and (want in have or have in want) else "silent",
                    f"{key} {item[key]} / {have}",
                )

    def _signature(self) -> None:
        """Compare who signs."""
        gold, found = self.gold.get("signature"), self.reading.of("signature")
        value = found[0].value if found else None
        if not gold:
            return
        lines = [fold(each).replace(" ", "").rstrip(".") for each in gold["lines"]]
        have = [fold(each).replace(" ", "").rstrip(".") for each in (value or {}).get("lines", [])]
        right = "".join(lines) == "".join(have) and fold(gold.get("name") or "") == fold(
            (value or {}).get("name") or ""
        )
        flagged = not found or found[0].confidence == "check"
        self._note("signature", "right" if right else "flagged" if flagged else "silent", f"{gold} / {value}")

    def _doubts(self) -> None:
        """Count the places where a person has to be asked and is."""
        for item in self.gold.get("doubts") or []:
            begin = self.words(item["words"])[:30]
            warned = any(
                begin in plain(each.source) or begin in plain(str(each.value))
                for each in self.reading.findings
                if each.confidence == "check"
            )
            left = any(begin in plain(each.text) for each in self.reading.leftovers)
            self._note("doubts", "right" if warned or left else "silent", f"{item['words']} – {item['why']}")


def plain(text: str) -> str:
    """Reduce words for comparison: no marks, no signs, single spaces."""
    return " ".join(re.sub(r"[^\w%/]+", " ", fold(text)).split())


def unit(heading: str) -> str:
    """Return a unit's name without the words that charge it."""
    return re.sub(r"^(?:giao(?: cho)?|de nghi|yeu cau|phan cong|trach nhiem(?: cua)?|doi voi)\s+", "", heading)


def compact(finding: Finding, keys: tuple[str, ...]) -> dict:
    """Return the facts of a finding that are compared."""
    return {key: finding.value.get(key) for key in keys if finding.value.get(key) is not None} | (
        {"?": 1} if finding.confidence == "check" else {}
    )
