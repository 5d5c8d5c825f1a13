"""The names under which the product reads what is sent, taken from its code, so that a new one is tried by itself."""

import ast
import inspect
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
APPS = ("emulation", "operations", "province", "reports", "awards", "campaigns", "communes", "kit")
READERS = {"get", "getlist", "pop"}
# What django-allauth and the province's single sign-on read.
ELSEWHERE = {"GET": {"next", "state", "code", "error", "process"}, "POST": {"login", "password", "next", "credential"}}


def _words(node: ast.AST | None) -> str:
    """Return a name as it is sent, its changing parts as 1; empty where the code does not tell it."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(each.value if isinstance(each, ast.Constant) else "1" for each in node.values)
    return ""


def _source(node: ast.AST, aliases: dict[str, str]) -> str:
    """Say whether an expression is what was sent (POST), asked (GET) or neither."""
    if isinstance(node, ast.Name):
        return aliases.get(node.id, "")
    if isinstance(node, ast.Attribute) and node.attr in ("GET", "POST"):
        return node.attr
    return ""


def read_in(code: str) -> dict[str, set[str]]:
    """Return the names that a module reads from GET and from POST, those of its forms and filters among them."""
    found, tree, aliases = {"GET": set(), "POST": set()}, ast.parse(code), {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            value = node.value
            if isinstance(value, ast.Call) and isinstance(value.func, ast.Attribute) and value.func.attr == "copy":
                value = value.func.value
            if source := _source(value, {}):
                aliases[node.targets[0].id] = source
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in READERS:
            where, name = node.func.value, node.args[0] if node.args else None
        elif isinstance(node, ast.Subscript):
            where, name = node.value, node.slice
        elif isinstance(node, ast.Compare) and isinstance(node.ops[0], ast.In):
            where, name = node.comparators[0], node.left
        elif isinstance(node, ast.ClassDef):
            _add_fields(node, found)
            continue
        else:
            continue
        if (source := _source(where, aliases)) and _words(name):
            found[source].add(_words(name))
    return found


def _add_fields(node: ast.ClassDef, found: dict[str, set[str]]) -> None:
    """Add the fields that a form declares, and those of a filter."""
    for each in node.body:
        if isinstance(each, ast.Assign) and isinstance(each.value, ast.Call) and isinstance(each.targets[0], ast.Name):
            kind = ast.unparse(each.value.func)
            source = {"Field": "POST", "Filter": "GET"}.get(kind[-5:] if kind.endswith("Field") else kind[-6:])
            if source and not any(isinstance(base, ast.Attribute) and base.attr == "Model" for base in node.bases):
                found[source].add(each.targets[0].id)


@cache
def in_module(path: Path) -> dict[str, set[str]]:
    """Return what one file reads."""
    return read_in(path.read_text(encoding="utf-8"))


@cache
def everywhere() -> dict[str, list[str]]:
    """Return every name that any view, form, filter or middleware reads, by method."""
    found = {method: set(names) for method, names in ELSEWHERE.items()}
    for app in APPS:
        for path in sorted((ROOT / app).rglob("*.py")):
            if not {"tests", "migrations"} & set(path.parts):
                for method, names in in_module(path).items():
                    found[method] |= names
    return {method: sorted(names) for method, names in found.items()}


def of_view(view) -> dict[str, list[str]]:
    """Return the names that the module of a view reads itself; empty for a view of a package."""
    file = inspect.getsourcefile(inspect.unwrap(view)) or ""
    if not file or not Path(file).is_relative_to(ROOT) or ".venv" in file:
        return {method: sorted(names) for method, names in ELSEWHERE.items()}
    return {method: sorted(names) for method, names in in_module(Path(file)).items()}
