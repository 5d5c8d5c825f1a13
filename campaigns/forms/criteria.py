"""A criteria tree as an outline: rows with a depth in, a nested tree out, and the other way round."""

from collections.abc import Sequence
from dataclasses import fields

from crispy_forms.layout import HTML, Column, Layout, Row
from django import forms
from django.forms.formsets import BaseFormSet, formset_factory

from campaigns.forms.plan_sections import BLANK, Choices
from campaigns.planfile.keys import new_key
from campaigns.planfile.schema import Node
from campaigns.planfile.words import Comparator, LeafKind, NodeOp
from campaigns.planfile.writing import to_plain
from kit.forms import KitForm, VnDecimalField

DEEPEST = 4
GROUPS = [choice for choice in NodeOp.choices if choice[0] != NodeOp.LEAF]
WHAT = [("", "—"), ("Nhóm tiêu chuẩn", GROUPS), ("Tiêu chuẩn đơn", LeafKind.choices)]
NEEDS_VALUE = (LeafKind.COUNT, LeafKind.YEARS)
NEEDS_GRADE = (LeafKind.RATING, LeafKind.GRADE)
SHOWN = {each.name for each in fields(Node)} - {"key"}
MEASURES = ("min_true", "value", "of", "scale", "grade", "period", "consecutive", "change")


class CriterionForm(KitForm):
    """One row of the outline: a group, or a single standard."""

    depth = forms.TypedChoiceField(
        label="Bậc",
        coerce=int,
        choices=[(0, "Gốc")] + [(level, f"Bậc {level}") for level in range(1, DEEPEST + 1)],
    )
    what = forms.ChoiceField(label="Là", choices=WHAT)
    clause = forms.CharField(label="Mục trong kế hoạch", max_length=60, required=False)
    text = forms.CharField(
        label="Nội dung tiêu chuẩn", required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 2})
    )
    needed = forms.BooleanField(label="Là điều kiện bắt buộc của nhóm bên trên", required=False)
    logic_unstated = forms.BooleanField(label="Kế hoạch không nói rõ cách tính", required=False)
    min_true = forms.IntegerField(label="Đạt ít nhất", min_value=1, required=False)
    comparator = forms.ChoiceField(label="So sánh", choices=Comparator.choices, required=False)
    value = VnDecimalField(label="Mức phải đạt", required=False)
    of = forms.CharField(label="Đếm, đo cái gì", max_length=200, required=False)
    scale = forms.ChoiceField(label="Thang xếp loại", required=False)
    grade = forms.ChoiceField(label="Mức xếp loại", required=False)
    period = forms.CharField(label="Trong thời gian", max_length=120, required=False)
    consecutive = forms.BooleanField(label="Liên tục", required=False)
    change = forms.BooleanField(label="Tính mức thay đổi so với năm trước", required=False)

    def __init__(self, *args, choices: Choices, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("scale", "grade"):
            self.fields[name].choices = choices.of(Node, name) or BLANK
        measured = self.is_bound or any(self.initial.get(name) not in (None, "", False) for name in MEASURES)
        self.helper.layout = Layout(
            Row(Column("depth", css_class="col-md-3"), Column("what", css_class="col-md-6"),
                Column("clause", css_class="col-md-3")),
            "text",
            Row(Column("needed", css_class="col-md"), Column("logic_unstated", css_class="col-md")),
            HTML(f'<details class="more"{" open" if measured else ""}>'),
            HTML("<summary>Mức phải đạt, thang, thời gian</summary>"),
            Row(Column("min_true", css_class="col-md-4"), Column("comparator", css_class="col-md-4"),
                Column("value", css_class="col-md-4")),
            Row(Column("of", css_class="col-md-4"), Column("scale", css_class="col-md-4"),
                Column("grade", css_class="col-md-4")),
            Row(Column("period", css_class="col-md-4"), Column("consecutive", css_class="col-md-3"),
                Column("change", css_class="col-md-5")),
            HTML("</details>"),
        )  # fmt: skip

    def clean(self):
        """Ask of each kind of row what it cannot do without."""
        given = super().clean()
        what = given.get("what")
        if what in LeafKind.values and not given.get("text"):
            self.add_error("text", "Ghi nội dung tiêu chuẩn.")
        if what in NEEDS_VALUE and given.get("value") is None:
            self.add_error("value", "Ghi mức phải đạt.")
        if what in NEEDS_GRADE and not given.get("grade"):
            self.add_error("grade", "Chọn thang và mức xếp loại phải đạt.")
        if what == NodeOp.AT_LEAST and not given.get("min_true"):
            self.add_error("min_true", "Ghi phải đạt ít nhất mấy tiêu chuẩn.")
        return given


class OutlineFormSet(BaseFormSet):
    """The rows of one criteria tree, in reading order."""

    def add_fields(self, form, index):
        """Add the order, the mark to drop a row and the key of the stored node."""
        super().add_fields(form, index)
        form.fields["was"] = forms.CharField(required=False, widget=forms.HiddenInput)
        form.fields["ORDER"].label = "Thứ tự"
        form.fields["ORDER"].required = False
        form.fields["DELETE"].label = "Bỏ dòng này"
        form.fields["ORDER"].widget.attrs |= {"class": "form-control", "min": 1}
        form.fields["DELETE"].widget.attrs |= {"class": "form-check-input"}


Outline = formset_factory(CriterionForm, formset=OutlineFormSet, extra=2, can_order=True, can_delete=True, max_num=120)


def rows_of(node: dict | None) -> list[dict]:
    """Return a stored tree as the rows of its outline."""
    return list(_rows(node, 0, needed=False)) if node else []


def _rows(node: dict, depth: int, *, needed: bool):
    op = node.get("op", NodeOp.LEAF)
    yield {
        **{name: node.get(name, "") for name in ("text", "clause", "of", "scale", "grade", "period")},
        "depth": depth,
        "what": node.get("leaf", "") if op == NodeOp.LEAF else op,
        "needed": needed,
        "logic_unstated": node.get("logic_stated") is False,
        "min_true": node.get("min_true"),
        "comparator": node.get("comparator", Comparator.AT_LEAST),
        "value": node.get("value"),
        "consecutive": node.get("consecutive", False),
        "change": node.get("change", False),
        "was": node.get("key", ""),
    }
    for child in node.get("preconditions", []):
        yield from _rows(child, depth + 1, needed=True)
    for child in node.get("children", []):
        yield from _rows(child, depth + 1, needed=False)


def nodes_of(node: dict | None) -> dict[str, dict]:
    """Return every node of a stored tree by its key."""
    if not node:
        return {}
    below = [*node.get("preconditions", []), *node.get("children", [])]
    return {node["key"]: node} | {key: each for child in below for key, each in nodes_of(child).items()}


def tree_of(rows: Sequence[dict], stored: dict | None = None) -> tuple[dict | None, dict[int, str]]:
    """Return the tree that the rows of an outline describe, or what is wrong with each row by its place.

    What a stored node holds besides the fields of its row stays with it.
    """
    known, taken = nodes_of(stored), set()
    wrong: dict[int, str] = {}
    open_nodes: list[tuple[dict, int]] = []
    root = None
    for index, row in enumerate(rows):
        depth, node = row["depth"], _node(row, known, taken)
        if depth == 0 and root is not None:
            wrong[index] = "Chỉ có một dòng gốc; hãy đặt dòng này ở bậc 1 trở xuống."
            continue
        if depth > len(open_nodes):
            wrong[index] = "Dòng này không có nhóm ngay bên trên; hãy giảm bậc."
            continue
        del open_nodes[depth:]
        if depth == 0:
            root = node
        else:
            parent, place = open_nodes[-1]
            if parent.get("op", NodeOp.LEAF) == NodeOp.LEAF:
                wrong[place] = "Bên dưới có dòng con: hãy chọn một loại nhóm, hoặc giảm bậc các dòng con."
            elif row["needed"] and parent["op"] != NodeOp.PRECONDITION_AND_ANY:
                wrong[index] = "Nhóm bên trên không có điều kiện bắt buộc; hãy đổi loại nhóm hoặc bỏ dấu chọn."
            else:
                parent.setdefault("preconditions" if row["needed"] else "children", []).append(node)
        open_nodes.append((node, index))
        row["node"] = node
    for index, row in enumerate(rows):
        if index not in wrong and (lacking := _lacking(row.get("node"))):
            wrong[index] = lacking
    return (None if wrong else root), wrong


def _node(row: dict, known: dict[str, dict], taken: set[str]) -> dict:
    """Return the plain node of one row, without its children."""
    key = row.get("was")
    if not key or key in taken:
        key = new_key(row["text"] or str(row["what"]), taken)
    taken.add(key)
    node = {name: value for name, value in known.get(key, {}).items() if name not in SHOWN} | {"key": key}
    if row["what"] in NodeOp.values:
        node["op"] = row["what"]
    else:
        node["leaf"] = row["what"]
    for name in ("text", "clause", "of", "scale", "grade", "period"):
        if row.get(name):
            node[name] = row[name]
    if row.get("min_true") and row["what"] == NodeOp.AT_LEAST:
        node["min_true"] = row["min_true"]
    if row.get("value") is not None:
        node["value"] = to_plain(row["value"])
    if row.get("comparator") not in (None, "", Comparator.AT_LEAST):
        node["comparator"] = row["comparator"]
    for name in ("consecutive", "change"):
        if row.get(name):
            node[name] = True
    if row.get("logic_unstated"):
        node["logic_stated"] = False
    return node


def _lacking(node: dict | None) -> str:
    """Say what a group lacks below it; nothing for a single standard."""
    op = node.get("op", NodeOp.LEAF) if node else NodeOp.LEAF
    if op == NodeOp.LEAF:
        return ""
    if not node.get("children"):
        return "Nhóm này chưa có tiêu chuẩn nào bên dưới."
    if op == NodeOp.AT_LEAST and node["min_true"] > len(node["children"]):
        return f"Nhóm này chỉ có {len(node['children'])} tiêu chuẩn, không thể đòi đạt {node['min_true']}."
    if op == NodeOp.PRECONDITION_AND_ANY and not node.get("preconditions"):
        return "Nhóm này phải có ít nhất một dòng là điều kiện bắt buộc."
    return ""
