"""The award rounds of a draft plan out of a reading: criteria trees, quotas, what may be proposed higher up."""

from collections.abc import Callable

from campaigns.planfile.keys import new_key
from campaigns.reading.findings import Finding, Reading
from kit.vietnamese import begun

ROUNDS = {"annual": "Khen thưởng hằng năm", "final": "Khen thưởng tổng kết", "ad_hoc": "Khen thưởng đột xuất"}
FORMS = ("giay_khen", "bang_khen")


class Keys:
    """Gives short names without diacritics, each once."""

    def __init__(self):
        self.taken: set[str] = set()

    def of(self, words: str) -> str:
        """Return a new short name made of the first words."""
        return new_key(words, self.taken)


class Awards:
    """Builds the rounds; notes and remarks go where the rest of the draft keeps its own."""

    def __init__(self, reading: Reading, keys: Keys, note: Callable, remark: Callable):
        self.reading, self.keys, self._note, self._remark = reading, keys, note, remark

    def rounds(self) -> dict:
        """Build the award rounds out of standards, quotas and forms; what names no round belongs to the final one."""
        made: dict[str, dict] = {}
        standards, quotas = self.reading.of("standards"), self.reading.of("quotas")
        forms = self.reading.of("award_forms")
        named = {each.value.get("round") for each in (*standards, *quotas, *forms)} - {None}
        default = named.pop() if len(named) == 1 else "final"
        for finding in (*standards, *quotas, *forms):
            kind = finding.value.get("round") or default
            if kind not in made:
                made[kind] = {
                    "key": self.keys.of(ROUNDS[kind]),
                    "kind": kind,
                    "title": ROUNDS[kind],
                    "standards": [],
                    "quotas": [],
                }
                self._note(f"rounds/{made[kind]['key']}", finding)
        for place, finding in enumerate(forms):
            self._note(f"rounds/{made[finding.value.get('round') or default]['key']}/forms/#{place}", finding)
        for finding in standards:
            self._standard(finding, made[finding.value.get("round") or default])
        for finding in quotas:
            self._quota(finding, made[finding.value.get("round") or default])
        for finding in forms:
            if finding.value["authority"] in ("higher", "province") or finding.value["form"] == "bang_khen":
                made[finding.value.get("round") or default]["proposes_higher"] = True
        rounds = [{name: value for name, value in each.items() if value} for each in made.values()]
        return {"rounds": rounds} if rounds else {}

    def _standard(self, finding: Finding, made: dict) -> None:
        """Build the criteria of one group; a second group of the same subject joins the first as a further branch."""
        value = finding.value
        subject = value["subject"] or "collective"
        node = self._tree(value, finding)
        stood = next((each for each in made["standards"] if each["subject"] == subject), None)
        if stood is None:
            made["standards"].append({"subject": subject, "clause": finding.clause, "rule": node})
            self._note(f"rounds/{made['key']}/standards/{subject}", finding)
            return
        self._note(f"rounds/{made['key']}/standards/{subject}/{finding.lines[0]}", finding)
        keys = Keys()
        stood["rule"] = {
            "key": "cac-nhom",
            "op": "any",
            "text": "Theo nhóm đối tượng",
            "children": [_renamed(stood["rule"], keys), _renamed(node, keys)],
            "logic_stated": False,
        }
        self._remark(
            "logic_not_stated",
            finding,
            "Có nhiều nhóm tiêu chuẩn cho cùng một đối tượng; đang hiểu là đạt theo nhóm của mình.",
            made["key"],
        )

    def _tree(self, value: dict, finding: Finding) -> dict:
        """Build the tree of one list of standards."""
        keys = Keys()
        keys.taken.add("nhom")
        before = [_leaf(keys, text, finding.clause) for text in value["preconditions"]]
        leaves = [_leaf(keys, text, finding.clause) for text in value["leaves"]]
        base = {"key": "nhom", "text": value["group"][:400], "clause": finding.clause}
        if len(leaves) == 1 and not before:
            return leaves[0]
        if value["logic"] == "at_least" and value["min_true"] and value["min_true"] <= len(leaves):
            inner = {"key": "nhom-chon", "op": "at_least", "min_true": value["min_true"], "children": leaves}
            return base | ({"op": "all", "children": [*before, inner]} if before else inner | {"key": "nhom"})
        if value["logic"] == "any":
            return base | (
                {"op": "precondition_and_any", "preconditions": before, "children": leaves}
                if before
                else {"op": "any", "children": leaves}
            )
        stated = value["logic"] == "all"
        if not stated:
            self._remark(
                "logic_not_stated", finding, "Kế hoạch không nói rõ phải đạt tất cả hay một trong số các tiêu chuẩn."
            )
        return base | {"op": "all", "children": [*before, *leaves]} | ({} if stated else {"logic_stated": False})

    def _quota(self, finding: Finding, made: dict) -> None:
        """Build one quota; a form that the product does not give becomes a remark."""
        value = finding.value
        if value["form"] not in FORMS:
            self._remark("unplaced", finding, "Hình thức khen này phần mềm chưa theo dõi số lượng.", made["key"])
            return
        shape, subject = value["shape"], value["subject"]
        ambiguous = shape == "unclear" and value["count"] and subject is None
        if ambiguous:
            shape = "shared_pool"
        if shape == "fixed" and subject is None:
            shape = "unclear"
        row = {
            "key": self.keys.of(f"{value['form']} {subject or 'chung'} {made['kind']}"),
            "form": value["form"],
            "authority": value["authority"] or "commune",
            "shape": shape,
            "subject": subject,
            "count": value["count"],
            "percent": value["percent"],
            "words": finding.source,
            "clause": finding.clause,
        }
        made["quotas"].append({name: each for name, each in row.items() if each not in (None, "")})
        self._note(f"rounds/{made['key']}/quotas/{row['key']}", finding)
        for warning in finding.warnings:
            code = "ambiguous_quota" if ambiguous else "level_mismatch" if "cấp" in warning.lower() else "unplaced"
            self._remark(code, finding, warning, row["key"])


def _leaf(keys: Keys, text: str, clause: str) -> dict:
    """Return one standard, to be judged by people."""
    bare = begun(text.strip(" ;.,"))
    return {"key": keys.of(bare), "leaf": "judgement", "text": bare, "clause": clause}


def _renamed(node: dict, keys: Keys) -> dict:
    """Return a tree with keys that are unique in a larger one."""
    copy = node | {"key": keys.of(node["key"])}
    for name in ("preconditions", "children"):
        if name in node:
            copy[name] = [_renamed(child, keys) for child in node[name]]
    return copy
