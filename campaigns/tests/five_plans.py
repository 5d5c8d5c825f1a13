"""What the tests of the five plan files share: the files, and their parts as plain facts."""

from functools import cache
from pathlib import Path

from django.conf import settings

from campaigns.planfile.reading import read_file

FILES = {
    "DT": "dong-tam-2025.yaml",
    "DS": "dai-son-2026-2030.yaml",
    "HP": "hoa-phong-2024-2026.yaml",
    "VT": "vinh-thuy-2025.yaml",
    "KP": "kim-phuong-2025.yaml",
}


@cache
def file_of(code):
    """Return one plan file."""
    return read_file((Path(settings.BASE_DIR) / "plans" / FILES[code]).read_text(encoding="utf-8"))


def plan(code):
    """Return one plan."""
    return file_of(code).plan


def items_per_area(code):
    """Return how many items each content area has."""
    return [len(area.items) for area in plan(code).content]


def due(code, key):
    """Return a deadline by its key."""
    return next(each for each in plan(code).deadlines if each.key == key)


def award_round(code, key):
    """Return an award round by its key."""
    return next(each for each in plan(code).rounds if each.key == key)


def tree(code, key, subject):
    """Return the criteria tree of a round for one kind of subject."""
    return next(each.rule for each in award_round(code, key).standards if each.subject == subject)


def shape(node):
    """Return a tree as (operation, preconditions, children), a leaf as its kind with what it asks."""
    if node.op != "leaf":
        below = [shape(child) for child in node.children]
        return (str(node.op), [shape(each) for each in node.preconditions], below)
    asked = node.grade or node.value
    return str(node.leaf) if asked is None else (str(node.leaf), str(node.comparator), asked)


def quotas(code, key):
    """Return the quotas of a round as plain facts."""
    return [
        (str(q.form), str(q.authority), str(q.shape), q.subject and str(q.subject), q.count, q.clause)
        for q in award_round(code, key).quotas
    ]


def parts(code):
    """Return which parts each responsibility gives, by its heading and clause."""
    return [(each.clause, each.units, tuple(map(str, each.parts))) for each in plan(code).responsibilities]


def remarks(code, kind):
    """Return what the doubts of one kind are about."""
    return [each.about for each in plan(code).remarks if each.code == kind]
