"""What the shape of a plan cannot say: keys used once, names that point somewhere, numbers needed."""

import re
from collections.abc import Callable, Iterable
from dataclasses import fields, is_dataclass
from datetime import date

from campaigns.planfile import words as w
from campaigns.planfile.schema import Node, PlanDeadline, PlanDocument, PlanFile, PlanTarget, Quota
from communes.models.people import Person
from communes.models.places import Commune, Unit
from communes.rules.slugs import RESERVED

Fault = Callable[[tuple, str, str], None]
SCHEMA = 1
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def check(built: PlanFile | PlanDocument, fault: Fault) -> None:
    """Note every fault of a plan, or of a plan file with its commune and units."""
    if isinstance(built, PlanDocument):
        _Check(built, fault, ()).whole()
        return
    if built.schema != SCHEMA:
        fault(("schema",), f"“{built.schema}”", f"“{SCHEMA}”")
    if not SLUG.fullmatch(built.commune.slug):
        fault(("commune", "slug"), f"“{built.commune.slug}”", "chữ thường không dấu, số và gạch nối")
    if built.commune.slug in RESERVED:
        fault(("commune", "slug"), f"“{built.commune.slug}”", "một tên chưa là địa chỉ riêng của phần mềm")
    _among(built.commune.kind, Commune.Kind.values, ("commune", "kind"), fault)
    for index, unit in enumerate(built.units):
        _among(unit.kind, Unit.Kind.values, ("units", index, "kind"), fault)
    _once((unit.name for unit in built.units), ("units",), "name", fault)
    _Check(built.plan, fault, ("plan",)).whole()
    known = {unit.name for unit in built.units}
    for name in ("audience", "responsibilities"):
        for index, each in enumerate(getattr(built.plan, name)):
            for place, unit in enumerate(each.units):
                if unit not in known:
                    fault(("plan", name, index, "units", place), f"“{unit}”", "tên một đơn vị có trong units")


class _Check:
    """The checks of one plan."""

    def __init__(self, plan: PlanDocument, fault: Fault, path: tuple):
        self.plan = plan
        self.fault = fault
        self.path = path

    def whole(self) -> None:
        """Check every part."""
        facts = self.plan.facts
        if facts.starts_on and facts.starts_on > facts.ends_on:
            self.note(("facts", "ends_on"), f"“{facts.ends_on}”", "ngày không sớm hơn starts_on")
        if not SLUG.fullmatch(facts.key):
            self.note(("facts", "key"), f"“{facts.key}”", "chữ thường không dấu, số và gạch nối")
        self.keys()
        self.audience()
        for area_index, area in enumerate(self.plan.content):
            for item_index, item in enumerate(area.items):
                for index, target in enumerate(item.targets):
                    self.target(target, ("content", area_index, "items", item_index, "targets", index))
        for index, deadline in enumerate(self.plan.deadlines):
            self.deadline(deadline, ("deadlines", index))
        for index, each in enumerate(self.plan.rounds):
            for place, standard in enumerate(each.standards):
                spot = ("rounds", index, "standards", place, "rule")
                _once((node.key for node in walk(standard.rule)), (*self.path, *spot), "key", self.fault)
                self.node(standard.rule, spot)
            for place, quota in enumerate(each.quotas):
                self.quota(quota, ("rounds", index, "quotas", place))
        known = {*(each.name for each in fields(PlanDocument)), *keys_of(self.plan)} if self.plan.remarks else set()
        for index, remark in enumerate(self.plan.remarks):
            if remark.about and remark.about not in known:
                self.note(("remarks", index, "about"), f"“{remark.about}”", "tên một phần hoặc key của kế hoạch")

    def note(self, spot: tuple, found: str, expected: str) -> None:
        """Note a fault inside the plan."""
        self.fault((*self.path, *spot), found, expected)

    def keys(self) -> None:
        """Note keys used twice where rows, papers and remarks go by them."""
        for name in ("content", "scales", "indicators", "deadlines", "rounds", "dossier"):
            _once((each.key for each in getattr(self.plan, name)), (*self.path, name), "key", self.fault)
        items = [item for _, item in self.plan.areas_and_items()]
        targets = [target for item in items for target in item.targets]
        quotas = [quota for each in self.plan.rounds for quota in each.quotas]
        for found, name in ((items, "content"), (targets, "content"), (quotas, "rounds")):
            _once((each.key for each in found), (*self.path, name), "key", self.fault)

    def audience(self) -> None:
        """Note kinds of unit and categories of people that do not exist."""
        for name in ("audience", "responsibilities"):
            for index, each in enumerate(getattr(self.plan, name)):
                for place, kind in enumerate(each.unit_kinds):
                    _among(kind, Unit.Kind.values, (*self.path, name, index, "unit_kinds", place), self.fault)
        for index, group in enumerate(self.plan.audience):
            for place, category in enumerate(group.categories):
                spot = (*self.path, "audience", index, "categories", place)
                _among(category, Person.Category.values, spot, self.fault)

    def graded(self, each: PlanTarget | Node, spot: tuple, *, needed: bool) -> None:
        """Note a grade that is not on a scale of the plan."""
        if not (needed or each.scale or each.grade):
            return
        scale = self.plan.scale(each.scale)
        if scale is None:
            self.note((*spot, "scale"), _shown(each.scale), "một thang có trong scales")
        elif each.grade not in scale.levels:
            self.note((*spot, "grade"), _shown(each.grade), "một trong: " + ", ".join(scale.levels))

    def target(self, target: PlanTarget, spot: tuple) -> None:
        """Note what a target of its kind lacks."""
        if target.kind in (w.TargetKind.NUMBER, w.TargetKind.PERCENT) and target.value is None:
            self.note((*spot, "value"), "chưa có", "mức phải đạt")
        if target.kind == w.TargetKind.REFERENCE and not target.reference:
            self.note((*spot, "reference"), "chưa có", "số kế hoạch được dẫn")
        self.graded(target, spot, needed=target.kind == w.TargetKind.GRADE)

    def deadline(self, deadline: PlanDeadline, spot: tuple) -> None:
        """Note a deadline without its date, or of a round that is not there."""
        if deadline.round and deadline.round not in {each.key for each in self.plan.rounds}:
            self.note((*spot, "round"), f"“{deadline.round}”", "một đợt có trong rounds")
        if deadline.kind == w.DeadlineKind.ON_DATE and deadline.on is None:
            self.note((*spot, "on"), "chưa có", "ngày của thời hạn")
        if deadline.kind == w.DeadlineKind.YEARLY and not _is_day(deadline.day, deadline.month):
            self.note((*spot, "day"), f"{deadline.day}/{deadline.month}", "ngày, tháng có thật trong mọi năm")

    def node(self, node: Node, spot: tuple) -> None:
        """Note a leaf without its kind or a branch without children, down the tree."""
        if node.op == w.NodeOp.LEAF:
            self.leaf(node, spot)
            return
        if node.leaf:
            self.note((*spot, "leaf"), f"“{node.leaf}”", "chỉ tiêu chuẩn đơn (op: leaf) mới có leaf")
        if not node.children:
            self.note((*spot, "children"), "chưa có", "các tiêu chuẩn của nhóm")
        if node.op == w.NodeOp.AT_LEAST and not 0 < (node.min_true or 0) <= len(node.children):
            self.note((*spot, "min_true"), _shown(node.min_true), f"số từ 1 đến {len(node.children)}")
        if (node.op == w.NodeOp.PRECONDITION_AND_ANY) != bool(node.preconditions):
            expected = "điều kiện bắt buộc khi và chỉ khi op là precondition_and_any"
            self.note((*spot, "preconditions"), f"{len(node.preconditions)} điều kiện", expected)
        for name in ("preconditions", "children"):
            for index, child in enumerate(getattr(node, name)):
                self.node(child, (*spot, name, index))

    def leaf(self, node: Node, spot: tuple) -> None:
        """Note what a single standard lacks."""
        if node.leaf is None:
            self.note((*spot, "leaf"), "chưa có", "một trong: " + ", ".join(w.LeafKind.values))
        if not node.text:
            self.note((*spot, "text"), "chưa có", "tiêu chuẩn")
        if node.children or node.preconditions:
            self.note(spot, "tiêu chuẩn đơn có tiêu chuẩn con", "op là all, any, at_least hoặc precondition_and_any")
        if node.leaf in (w.LeafKind.COUNT, w.LeafKind.YEARS) and node.value is None:
            self.note((*spot, "value"), "chưa có", "mức phải đạt")
        self.graded(node, spot, needed=node.leaf in (w.LeafKind.RATING, w.LeafKind.GRADE))

    def quota(self, quota: Quota, spot: tuple) -> None:
        """Note a quota without the number that its shape needs."""
        counted = (w.QuotaShape.FIXED, w.QuotaShape.CEILING, w.QuotaShape.SHARED_POOL, w.QuotaShape.PER_BODY)
        if quota.shape in counted and not (quota.count or 0) > 0:
            self.note((*spot, "count"), _shown(quota.count), "số từ 1 trở lên")
        if quota.shape == w.QuotaShape.PERCENTAGE and not 0 < (quota.percent or 0) <= 100:
            self.note((*spot, "percent"), _shown(quota.percent), "tỷ lệ trên 0, không quá 100")
        if quota.shape == w.QuotaShape.FIXED and quota.subject is None:
            self.note((*spot, "subject"), "chưa có", "tập thể hay cá nhân")


def walk(node: Node) -> Iterable[Node]:
    """Yield a node of a criteria tree and everything below it, preconditions first."""
    yield node
    for child in (*node.preconditions, *node.children):
        yield from walk(child)


def keys_of(value) -> Iterable[str]:
    """Yield every key inside a part of a plan."""
    if isinstance(value, tuple):
        for child in value:
            yield from keys_of(child)
    elif is_dataclass(value):
        if getattr(value, "key", ""):
            yield value.key
        for each in fields(value):
            child = getattr(value, each.name)
            if child and not isinstance(child, str):
                yield from keys_of(child)


def _shown(value) -> str:
    """Return what was found, or that nothing was."""
    return "chưa có" if value in (None, "") else f"“{value}”"


def _among(value: str, allowed: list[str], path: tuple, fault: Fault) -> None:
    """Note a word that is not on its list."""
    if value not in allowed:
        fault(path, f"“{value}”", "một trong: " + ", ".join(allowed))


def _once(values: Iterable[str], path: tuple, name: str, fault: Fault) -> None:
    """Note every value that stands twice."""
    found = list(values)
    for value in sorted({value for value in found if found.count(value) > 1}):
        fault(path, f"hai mục cùng {name} “{value}”", f"mỗi {name} chỉ dùng một lần")


def _is_day(day: int | None, month: int | None) -> bool:
    """Say whether a day and month exist in every year."""
    try:
        date(2025, month or 0, day or 0)
    except ValueError:
        return False
    return True
