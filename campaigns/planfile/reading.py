"""Reading a plan: plain values or YAML text into the dataclasses of the schema, with every fault located."""

import json
import re
import types
import typing
from dataclasses import MISSING, dataclass, fields, is_dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import Enum
from functools import cache, lru_cache

import yaml

from campaigns.planfile import checking
from campaigns.planfile.schema import PlanDocument, PlanFile
from kit.vietnamese import nfc

# So many plans a process keeps as they were read; one takes as long to read as a small page to be made.
KEPT = 64


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault: where (path and line), what was found, what was expected."""

    path: tuple
    line: int | None
    found: str
    expected: str

    @property
    def words(self) -> str:
        """The fault without its line: which field, what was found, what is expected."""
        name = ".".join(str(step + 1) if isinstance(step, int) else step for step in self.path) or "tệp"
        return f"mục {name}: thấy {self.found}; cần {self.expected}"

    def __str__(self):
        return f"dòng {self.line}, {self.words}" if self.line else self.words


class PlanProblems(Exception):
    """Every fault of one plan."""

    def __init__(self, problems: list[Problem]):
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


def read_document(values: dict) -> PlanDocument:
    """Return the plan that stored plain values hold; raise PlanProblems."""
    return _read(PlanDocument, values, {}, [])


def read_stored(values: dict) -> PlanDocument:
    """Return the plan that stored plain values hold, read once for the same words: plans are frozen."""
    return _kept(json.dumps(values))


@lru_cache(maxsize=KEPT)
def _kept(words: str) -> PlanDocument:
    return read_document(json.loads(words))


def read_file(text: str) -> PlanFile:
    """Return the plan file that a YAML text holds; raise PlanProblems with line numbers."""
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.YAMLError as error:
        raise PlanProblems([_syntax_problem(text, error)]) from None
    if root is None:
        raise PlanProblems([Problem((), 1, "tệp trống", "một kế hoạch")])
    tree = _Tree()
    values = tree.plain(root, (), ())
    return _read(PlanFile, values, tree.lines, tree.problems)


def _syntax_problem(text: str, error: yaml.YAMLError) -> Problem:
    """Return the fault of a text that is no YAML, with the line as it is written."""
    mark = getattr(error, "problem_mark", None)
    lines = text.splitlines()
    written = lines[mark.line].strip() if mark and mark.line < len(lines) else ""
    expected = "cú pháp YAML; chữ có dấu hai chấm hay ký hiệu lạ để trong ngoặc kép"
    return Problem((), mark.line + 1 if mark else None, _shown(written) if written else "tệp không đọc được", expected)


class _Tree:
    """Turns YAML nodes into plain values, with the line of every path and what YAML itself would let pass."""

    def __init__(self):
        self.lines: dict[tuple, int] = {}
        self.problems: list[Problem] = []

    def plain(self, node: yaml.Node, path: tuple, above: tuple[int, ...]):
        """Return the plain value of a node; `above` names the nodes around it, so no loop is followed."""
        line = self.lines[path] = node.start_mark.line + 1
        if id(node) in above:
            self.problems.append(Problem(path, line, "phần dẫn lại chính nó", "nội dung"))
            return None
        above = (*above, id(node))
        if isinstance(node, yaml.SequenceNode):
            return [self.plain(child, (*path, index), above) for index, child in enumerate(node.value)]
        if isinstance(node, yaml.MappingNode):
            return self.mapping(node, path, above)
        return _scalar(node)

    def mapping(self, node: yaml.MappingNode, path: tuple, above: tuple[int, ...]) -> dict:
        """Return the values of a mapping; a name that is no text or stands twice is a fault."""
        values: dict[str, object] = {}
        for key_node, value_node in node.value:
            line = key_node.start_mark.line + 1
            if not isinstance(key_node, yaml.ScalarNode):
                self.problems.append(Problem(path, line, "tên mục không phải chữ", "tên mục"))
                continue
            key = key_node.value
            if key in values:
                self.problems.append(Problem((*path, key), line, "mục ghi hai lần", "mỗi mục một lần"))
            values[key] = self.plain(value_node, (*path, key), above)
            self.lines[*path, key] = line
        return values


def _scalar(node: yaml.ScalarNode):
    """Return a number, yes/no, nothing or text; a number not written plainly (010, 1:30, 1e3) stays text."""
    kind = node.tag.rpartition(":")[2]
    if kind == "null":
        return None
    if kind == "bool":
        return yaml.SafeLoader("").construct_yaml_bool(node)
    if kind == "int" and re.fullmatch(r"[-+]?(0|[1-9]\d*)", node.value):
        return int(node.value)
    if kind == "float" and re.fullmatch(r"[-+]?\d+\.\d+", node.value):
        return Decimal(node.value)
    return node.value


def _read(kind: type, values, lines: dict[tuple, int], problems: list[Problem]):
    """Build one dataclass from plain values or raise every fault found."""
    reader = _Reader(lines, problems)
    built = reader.build(kind, values, ())
    if not problems:
        checking.check(built, reader.fault)
    if problems:
        raise PlanProblems(sorted(problems, key=lambda problem: problem.line or 0))
    return built


@cache
def hints(kind: type) -> dict[str, typing.Any]:
    """Return the resolved type hints of a dataclass."""
    return typing.get_type_hints(kind)


@cache
def _needed(kind: type) -> dict[str, str]:
    """Return the fields that a dataclass cannot do without, with their labels."""
    return {
        each.name: each.metadata["label"]
        for each in fields(kind)
        if each.metadata.get("required") or (each.default is MISSING and each.default_factory is MISSING)
    }


@cache
def _inside(kind) -> tuple[str, typing.Any]:
    """Return whether a type is optional, a list, a record or a scalar, and the type inside it."""
    origin = typing.get_origin(kind)
    if origin in (typing.Union, types.UnionType):
        return "optional", typing.get_args(kind)[0]
    if origin is tuple:
        return "list", typing.get_args(kind)[0]
    return ("record" if is_dataclass(kind) else "scalar"), kind


class _Reader:
    """Builds dataclasses and collects what is wrong."""

    def __init__(self, lines: dict[tuple, int], problems: list[Problem]):
        self.lines = lines
        self.problems = problems

    def fault(self, path: tuple, found: str, expected: str) -> None:
        """Note a fault at the nearest line that is known."""
        spot = path
        while spot and spot not in self.lines:
            spot = spot[:-1]
        self.problems.append(Problem(path, self.lines.get(spot), found, expected))

    def build(self, kind, value, path: tuple):
        """Return a value of the wanted type, or None after noting why not."""
        form, inner = _inside(kind)
        if form == "optional":
            return None if value is None else self.build(inner, value, path)
        if form == "list":
            return self.build_list(inner, value, path)
        return self.build_record(inner, value, path) if form == "record" else self.build_scalar(inner, value, path)

    def build_list(self, kind, value, path: tuple):
        """Build a tuple of values."""
        if value is None:
            return ()
        if not isinstance(value, list | tuple):
            self.fault(path, _shown(value), "một danh sách")
            return ()
        return tuple(self.build(kind, child, (*path, index)) for index, child in enumerate(value))

    def build_record(self, kind, value, path: tuple):
        """Build a dataclass: unknown names and missing fields are faults."""
        if not isinstance(value, dict):
            self.fault(path, _shown(value), "một nhóm các mục")
            return None
        known, needed = hints(kind), _needed(kind)
        missing = [name for name in needed if _is_empty(value.get(name))]
        for name in missing:
            self.fault((*path, name), "chưa có", needed[name])
        given = {}
        for name, child in value.items():
            if name not in known:
                self.fault((*path, name), f"mục lạ “{name}”", "một trong: " + ", ".join(known))
            elif child == "" and known[name] is str:
                given[name] = ""
            elif not _is_empty(child):
                given[name] = self.build(known[name], child, (*path, name))
        return None if missing else kind(**given)

    def build_scalar(self, kind: type, value, path: tuple):
        """Build text, a number, a date, a yes/no or a word of a closed list."""
        if issubclass(kind, Enum):
            if value in kind.values:
                return kind(value)
            self.fault(path, _shown(value), "một trong: " + ", ".join(kind.values))
        elif kind is str:
            if isinstance(value, str | int | float | Decimal) and not isinstance(value, bool):
                return nfc(str(value)).strip()
            self.fault(path, _shown(value), "chữ")
        elif kind is bool:
            if isinstance(value, bool):
                return value
            self.fault(path, _shown(value), "true hoặc false")
        elif kind is int:
            if isinstance(value, int) and not isinstance(value, bool):
                return value
            self.fault(path, _shown(value), "số nguyên")
        elif kind is Decimal:
            number = _decimal(value)
            if number is not None:
                return number
            self.fault(path, _shown(value), "số")
        elif kind is date:
            try:
                return value if isinstance(value, date) else date.fromisoformat(str(value))
            except ValueError:
                self.fault(path, _shown(value), "ngày, ví dụ 2025-12-05")
        return None


def _is_empty(value) -> bool:
    """Say whether nothing was written."""
    if isinstance(value, str):
        return not value.strip()
    return value is None or value in ([], ())


def _decimal(value) -> Decimal | None:
    """Return a finite number, or None."""
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _shown(value) -> str:
    """Return a short picture of what was found."""
    if isinstance(value, dict):
        return "một nhóm các mục"
    if isinstance(value, list | tuple):
        return "một danh sách"
    return f"“{str(value)[:60]}”"
