"""Reading and writing plans: every fault located, nothing lost on the way back."""

from dataclasses import fields, is_dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings
from hypothesis import assume, given
from hypothesis import strategies as st

from campaigns.planfile import schema as s
from campaigns.planfile import words as w
from campaigns.planfile.changes import changes
from campaigns.planfile.checking import walk
from campaigns.planfile.reading import PlanProblems, read_document, read_file
from campaigns.planfile.writing import to_plain

SMALL = """\
schema: 1
commune:
  slug: tan-hoa
  kind: xa
  name: Tân Hòa
units:
  - name: Phòng Kinh tế
    kind: office
plan:
  facts:
    key: sang-xanh-2025
    name: Sáng, xanh, sạch, đẹp
    abstract: Phát động phong trào
    ends_on: 2025-12-31
  audience:
    - text: Các phòng
      subject: collective
      unit_kinds: [office]
  content:
    - key: moi-truong
      title: Môi trường
      clause: III.1
      items:
        - key: cay
          text: Trồng cây
          targets:
            - key: so-cay
              text: Số cây
              kind: number
              value: 100
  scales:
    - key: thang
      name: Thang
      levels: [Khá, Tốt]
  deadlines:
    - key: ho-so
      paper: dossier
      title: Hồ sơ
      kind: on_date
      on: 2025-12-05
  rounds:
    - key: nam
      kind: final
      title: Đợt khen
      standards:
        - subject: collective
          rule:
            key: tap-the
            op: any
            children:
              - key: xep-loai
                text: Xếp loại
                leaf: grade
                scale: thang
                grade: Tốt
      quotas:
        - key: mot
          form: giay_khen
          authority: commune
          shape: fixed
          subject: collective
          count: 1
  remarks:
    - code: no_criteria
      message: Không rõ
      about: nam
"""


def problems(text):
    """Return the faults of a text as (line, field, found, expected)."""
    with pytest.raises(PlanProblems) as caught:
        read_file(text)
    return [(each.line, ".".join(map(str, each.path)), each.found, each.expected) for each in caught.value.problems]


def mended(old, new):
    """Return the small file with one line written otherwise."""
    assert SMALL.count(old) == 1
    return SMALL.replace(old, new)


def test_a_small_file_is_read_into_the_schema():
    plan_file = read_file(SMALL)

    assert plan_file.commune == s.CommuneFacts(slug="tan-hoa", kind="xa", name="Tân Hòa")
    assert plan_file.plan.facts.ends_on == date(2025, 12, 31)
    assert plan_file.plan.facts.starts_on is None
    assert plan_file.plan.content[0].items[0].targets[0].value == Decimal(100)
    assert plan_file.plan.deadlines[0].inclusive is True
    assert plan_file.plan.recipients == ()


@pytest.mark.parametrize(
    ("old", "new", "line", "field", "found", "expected"),
    [
        ("schema: 1", "schema: 2", 1, "schema", "“2”", "“1”"),
        ("slug: tan-hoa", "slug: Tân Hòa", 3, "commune.slug", "“Tân Hòa”", "chữ thường không dấu, số và gạch nối"),
        ("slug: tan-hoa", "slug: tra-cuu", 3, "commune.slug", "“tra-cuu”",
         "một tên chưa là địa chỉ riêng của phần mềm"),
        ("kind: xa", "kind: huyen", 4, "commune.kind", "“huyen”", "một trong: xa, phuong, dac_khu"),
        ("    kind: office\nplan", "    kind: shop\nplan", 8, "units.0.kind", "“shop”",
         "một trong: committee, office, service, party, front, residential, outside"),
        ("    name: Sáng, xanh, sạch, đẹp\n", "", 10, "plan.facts.name", "chưa có", "tên phong trào"),
        ("key: sang-xanh-2025", "key: Sáng xanh", 11, "plan.facts.key", "“Sáng xanh”",
         "chữ thường không dấu, số và gạch nối"),
        ("ends_on: 2025-12-31", "ends_on: 2025-02-30", 14, "plan.facts.ends_on", "“2025-02-30”",
         "ngày, ví dụ 2025-12-05"),
        ("ends_on: 2025-12-31", "starts_on: 2026-01-01\n    ends_on: 2025-12-31", 15, "plan.facts.ends_on",
         "“2025-12-31”", "ngày không sớm hơn starts_on"),
        ("subject: collective\n      unit_kinds", "subject: nhóm\n      unit_kinds", 17, "plan.audience.0.subject",
         "“nhóm”", "một trong: collective, individual, household"),
        ("unit_kinds: [office]", "unit_kinds: office", 18, "plan.audience.0.unit_kinds", "“office”", "một danh sách"),
        ("unit_kinds: [office]", "unit_kinds: [shop]", 18, "plan.audience.0.unit_kinds.0", "“shop”",
         "một trong: committee, office, service, party, front, residential, outside"),
        ("unit_kinds: [office]", "units: [Phòng Lạ]", 18, "plan.audience.0.units.0", "“Phòng Lạ”",
         "tên một đơn vị có trong units"),
        ("unit_kinds: [office]", "categories: [boss]", 18, "plan.audience.0.categories.0", "“boss”",
         "một trong: cadre, civil_servant, public_employee, worker, part_time, resident"),
        ("clause: III.1", "claus: III.1", 22, "plan.content.0.claus", "mục lạ “claus”",
         "một trong: key, number, title, clause, items"),
        ("text: Trồng cây", "text: yes", 25, "plan.content.0.items.0.text", "“True”", "chữ"),
        ("value: 100", "value: nhiều", 30, "plan.content.0.items.0.targets.0.value", "“nhiều”", "số"),
        ("value: 100", "value: NaN", 30, "plan.content.0.items.0.targets.0.value", "“NaN”", "số"),
        ("              value: 100\n", "", 27, "plan.content.0.items.0.targets.0.value", "chưa có", "mức phải đạt"),
        ("kind: number", "kind: reference", 27, "plan.content.0.items.0.targets.0.reference", "chưa có",
         "số kế hoạch được dẫn"),
        ("kind: number", "kind: grade", 27, "plan.content.0.items.0.targets.0.scale", "chưa có",
         "một thang có trong scales"),
        ("levels: [Khá, Tốt]", "levels: []", 34, "plan.scales.0.levels", "chưa có", "các mức từ thấp đến cao"),
        ("      on: 2025-12-05\n", "", 36, "plan.deadlines.0.on", "chưa có", "ngày của thời hạn"),
        ("kind: on_date\n      on: 2025-12-05", "kind: yearly\n      day: 29\n      month: 2", 40,
         "plan.deadlines.0.day", "29/2", "ngày, tháng có thật trong mọi năm"),
        ("on: 2025-12-05", "on: 2025-12-05\n      round: khac", 41, "plan.deadlines.0.round", "“khac”",
         "một đợt có trong rounds"),
        ("on: 2025-12-05", "on: 2025-12-05\n      inclusive: 1", 41, "plan.deadlines.0.inclusive", "“1”",
         "true hoặc false"),
        ("op: any", "op: at_least\n            min_true: 2", 50, "plan.rounds.0.standards.0.rule.min_true", "“2”",
         "số từ 1 đến 1"),
        ("op: any", "op: precondition_and_any", 47, "plan.rounds.0.standards.0.rule.preconditions", "0 điều kiện",
         "điều kiện bắt buộc khi và chỉ khi op là precondition_and_any"),
        ("                leaf: grade\n", "", 51, "plan.rounds.0.standards.0.rule.children.0.leaf", "chưa có",
         "một trong: " + ", ".join(w.LeafKind.values)),
        ("leaf: grade", "leaf: count", 51, "plan.rounds.0.standards.0.rule.children.0.value", "chưa có",
         "mức phải đạt"),
        ("grade: Tốt", "grade: Giỏi", 55, "plan.rounds.0.standards.0.rule.children.0.grade", "“Giỏi”",
         "một trong: Khá, Tốt"),
        ("          count: 1\n", "", 57, "plan.rounds.0.quotas.0.count", "chưa có", "số từ 1 trở lên"),
        ("count: 1", "count: 1.5", 62, "plan.rounds.0.quotas.0.count", "“1.5”", "số nguyên"),
        ("          subject: collective\n          count", "          count", 57, "plan.rounds.0.quotas.0.subject",
         "chưa có", "tập thể hay cá nhân"),
        ("about: nam", "about: khac", 66, "plan.remarks.0.about", "“khac”", "tên một phần hoặc key của kế hoạch"),
        ("code: no_criteria", "code: other", 64, "plan.remarks.0.code", "“other”",
         "một trong: " + ", ".join(w.RemarkCode.values)),
    ],
)  # fmt: skip
def test_a_fault_names_its_line_its_field_what_was_found_and_what_is_expected(old, new, line, field, found, expected):
    assert (line, field, found, expected) in problems(mended(old, new))


def test_every_fault_of_a_file_is_told_at_once_in_the_order_of_its_lines():
    text = (
        SMALL.replace("kind: xa", "kind: huyen")
        .replace("value: 100", "value: nhiều")
        .replace("paper: dossier", "paper: giấy")
    )

    assert [line for line, *_ in problems(text)] == [30, 37]


@pytest.mark.parametrize(
    ("text", "line", "found"),
    [
        ("", 1, "tệp trống"),
        ("schema: 1\nname: a: b\n", 2, "“name: a: b”"),
        ("schema: 1\nschema: 1\n", 2, "mục ghi hai lần"),
        ("? [a]\n: 1\n", 1, "tên mục không phải chữ"),
        ("- a\n", 1, "một danh sách"),
        ("schema: &a\n  - *a\n", 1, "phần dẫn lại chính nó"),
        ("schema: !!python/object/apply:os.getcwd [1]\n", 1, "một danh sách"),
    ],
)
def test_a_file_that_is_no_plan_at_all_is_told_by_its_line(text, line, found):
    assert (line, found) in [(each[0], each[2]) for each in problems(text)]


@pytest.mark.parametrize(
    ("place", "text"),
    [
        ("content", SMALL.replace("  scales:", "    - key: moi-truong\n      title: Khác\n  scales:")),
        (
            "deadlines",
            SMALL.replace("  rounds:", "    - {key: ho-so, paper: dossier, title: A, kind: at_once}\n  rounds:"),
        ),
        ("scales", SMALL.replace("  deadlines:", "    - {key: thang, name: B, levels: [A]}\n  deadlines:")),
    ],
)
def test_a_key_stands_only_once_in_its_list(place, text):
    assert [(field, expected) for _, field, _, expected in problems(text)] == [
        (f"plan.{place}", "mỗi key chỉ dùng một lần")
    ]


@pytest.mark.parametrize(
    ("written", "read"), [("1.10", "1.10"), ("3.1", "3.1"), ("010", "010"), ("1:30", "1:30"), ("12", "12")]
)
def test_numbers_of_clauses_stay_as_they_are_written(written, read):
    plan_file = read_file(mended("clause: III.1", f"clause: {written}"))

    assert plan_file.plan.content[0].clause == read


def test_text_is_stored_composed():
    plan_file = read_file(mended("text: Trồng cây", "text: Tro\u0302\u0300ng cây"))

    assert plan_file.plan.content[0].items[0].text == "Trồng cây"


def test_a_problem_reads_as_a_sentence_with_its_line():
    with pytest.raises(PlanProblems) as caught:
        read_file(mended("value: 100", "value: nhiều"))

    assert str(caught.value) == "dòng 30, mục plan.content.1.items.1.targets.1.value: thấy “nhiều”; cần số"


words = st.text("abcăâđếộ ữ.,“”0123456789", min_size=1, max_size=20).map(str.strip).filter(bool)
clauses = st.sampled_from(["", "I", "II.1", "III.2.1.a"])
days = st.dates(date(2024, 1, 1), date(2030, 12, 31))
statements = st.builds(s.Statement, text=words, clause=clauses)
items = st.builds(s.Item, key=words, text=words, clause=clauses, number=clauses)
areas = st.builds(
    s.Area,
    key=words,
    title=words,
    items=st.lists(items, max_size=3, unique_by=lambda item: item.key).map(tuple),
)
due = st.builds(
    s.PlanDeadline, key=words, paper=st.sampled_from(w.Paper), title=words, kind=st.just(w.DeadlineKind.ON_DATE),
    on=days, inclusive=st.booleans(), words=words,
)  # fmt: skip
leaves = st.builds(
    s.Node, key=words, text=words, leaf=st.just(w.LeafKind.COUNT), value=st.decimals(0, 99, places=2),
    comparator=st.sampled_from(w.Comparator), consecutive=st.booleans(),
)  # fmt: skip
trees = st.recursive(
    leaves,
    lambda below: st.builds(
        s.Node, key=words, op=st.sampled_from([w.NodeOp.ALL, w.NodeOp.ANY]), logic_stated=st.booleans(),
        children=st.lists(below, min_size=1, max_size=3).map(tuple),
    ),
    max_leaves=5,
)  # fmt: skip
facts = st.builds(
    s.Facts, key=st.just("phong-trao"), name=words, abstract=words, kind=st.sampled_from(w.CampaignKind),
    ends_on=days, symbol=st.sampled_from(["", "KH-UBND", "KH-HĐTĐ"]),
)  # fmt: skip
documents = st.builds(
    s.PlanDocument,
    facts=facts,
    objectives=st.lists(statements, max_size=4).map(tuple),
    content=st.lists(areas, max_size=3, unique_by=lambda area: area.key).map(tuple),
    deadlines=st.lists(due, max_size=3, unique_by=lambda each: each.key).map(tuple),
    recipients=st.lists(st.builds(s.Recipient, text=words, until=st.none() | days), max_size=3).map(tuple),
)


@given(documents)
def test_what_is_written_is_read_back_the_same(document):
    keys = [item.key for _, item in document.areas_and_items()]
    assume(len(keys) == len(set(keys)))

    assert read_document(to_plain(document)) == document


@given(trees)
def test_a_criteria_tree_is_read_back_the_same(tree):
    plan = read_file(SMALL).plan
    standard = s.Standard(subject=w.Subject.INDIVIDUAL, rule=tree)
    plan = replace(plan, rounds=(replace(plan.rounds[0], standards=(standard,)),))
    keys = [node.key for node in walk(tree)]
    assume(len(keys) == len(set(keys)))

    assert read_document(to_plain(plan)) == plan


@given(documents, documents)
def test_two_plans_have_no_changes_only_if_they_are_the_same(one, other):
    assert changes(one, one) == []
    assert (changes(one, other) == []) == (one == other)


@pytest.mark.parametrize(
    "kind",
    [each for each in vars(s).values() if isinstance(each, type) and is_dataclass(each)],
    ids=lambda kind: kind.__name__,
)
def test_the_guide_names_every_field(kind):
    guide = (Path(settings.BASE_DIR) / "docs" / "plan-files.md").read_text(encoding="utf-8")
    section = guide.split(f"### {kind.__name__}\n")[1].split("###")[0]

    assert [each.name for each in fields(kind) if f"| `{each.name}` |" not in section] == []


@pytest.mark.parametrize(
    "kind", [each for each in vars(w).values() if isinstance(each, type) and each.__module__ == w.__name__]
)
def test_the_guide_names_every_word(kind):
    guide = (Path(settings.BASE_DIR) / "docs" / "plan-files.md").read_text(encoding="utf-8")
    section = guide.split(f"### {kind.__name__}\n")[1].split("###")[0]

    assert [f"`{word}` {label}" for word, label in kind.choices if f"`{word}` {label}" not in section] == []


def test_the_guides_example_is_a_plan_file():
    guide = (Path(settings.BASE_DIR) / "docs" / "plan-files.md").read_text(encoding="utf-8")
    example = guide.split("```yaml\n")[1].split("```")[0]

    assert read_file(example).plan.facts.key == "sang-xanh-2026"
