"""Every label that the product shows: texts and arguments of its templates, words in its forms, tables and menus."""

import ast
import re
from functools import cache
from html import unescape
from pathlib import Path

from django.conf import settings

SPOKEN = ("forms", "menu.py", "models", "services", "views", "waiting")
TAG = re.compile(r"{%.*?%}|{#.*?#}|{{.*?}}|<[^>]*>", re.DOTALL)
ARGUMENT = re.compile(r'"([^"{}<>]+)"')


@cache
def shown_labels() -> frozenset[str]:
    """Return the labels, each as it stands between tags, in an argument of a template, or in a word of the code."""
    root = Path(settings.BASE_DIR)
    found: set[str] = set()
    for page in (root / "templates").rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        found |= {" ".join(unescape(piece).split()) for piece in TAG.split(text)}
        found |= set(ARGUMENT.findall(text))
    for app in ("awards", "campaigns", "communes", "reports"):
        for room in SPOKEN:
            place = root / app / room
            for module in [place] if place.is_file() else sorted(place.rglob("*.py")):
                found |= _constants(module)
    return frozenset(found)


def _constants(module: Path) -> set[str]:
    """Return the words of a module outside its docstrings' sentences."""
    tree = ast.parse(module.read_text(encoding="utf-8"))
    return {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)}
