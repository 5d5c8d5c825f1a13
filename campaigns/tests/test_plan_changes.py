"""What changed between two versions of a plan, and moving a plan by whole years."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from campaigns.planfile import schema as s
from campaigns.planfile.changes import ChangeKind, changes
from campaigns.planfile.reading import read_document
from campaigns.planfile.shifting import shifted
from campaigns.planfile.writing import to_plain
from campaigns.tests.five_plans import plan

KIM_PHUONG = plan("KP")


def shown(old, new):
    """Return the changes as tuples."""
    return [(each.section, each.key, each.what, str(each.kind), each.before, each.after) for each in changes(old, new)]


@pytest.mark.rule("DS-17")
def test_a_changed_deadline_shows_its_date_and_wording_before_and_after():
    old = plan("KP")
    deadline = replace(old.deadlines[0], on=date(2025, 12, 10), inclusive=False)

    assert shown(old, replace(old, deadlines=(deadline, *old.deadlines[1:]))) == [
        ("Thời hạn", "ho-so", "Hồ sơ đề nghị khen thưởng › ngày", "changed", "05/12/2025", "10/12/2025"),
        ("Thời hạn", "ho-so", "Hồ sơ đề nghị khen thưởng › tính cả ngày đó", "changed", "có", "không"),
    ]


@pytest.mark.rule("DS-17")
def test_added_and_removed_items_are_named_with_their_area():
    old = plan("DT")
    area = old.content[2]
    new_item = s.Item(key="moi", text="Nội dung mới")
    changed = replace(area, items=(area.items[0], new_item))

    assert shown(old, replace(old, content=(*old.content[:2], changed, old.content[3]))) == [
        ("Nội dung thi đua", "tac-phong", area.title, "removed",
         "Rèn tinh thần phục vụ, đạo đức công vụ và tác phong chuẩn mực.", ""),
        ("Nội dung thi đua", "moi", area.title, "added", "", "Nội dung mới"),
    ]  # fmt: skip


def test_a_statement_without_a_key_is_matched_by_its_clause():
    old = replace(KIM_PHUONG, objectives=(s.Statement(text="Một", clause="I.1"),))
    new = replace(old, objectives=(s.Statement(text="Hai", clause="I.1"), s.Statement(text="Ba", clause="I.2")))

    assert shown(old, new) == [
        ("Mục đích", "", "nội dung", "changed", "Một", "Hai"),
        ("Mục đích", "", "", "added", "", "Ba"),
    ]


def test_a_change_deep_in_the_criteria_tells_its_way():
    old = plan("DS")
    final = old.rounds[1]
    tree = final.standards[0].rule
    leaf = replace(tree.children[1], value=Decimal(3))
    rule = replace(tree, children=(tree.children[0], leaf, tree.children[2]))
    changed = replace(final, standards=(replace(final.standards[0], rule=rule), final.standards[1]))

    (change,) = changes(old, replace(old, rounds=(old.rounds[0], changed, old.rounds[2])))

    assert (change.key, change.before, change.after) == ("hai-sang-kien", "2", "3")
    assert change.what == (
        "Khen thưởng tổng kết giai đoạn 2026 - 2030 › Tập thể › "
        "Có từ 02 sáng kiến, mô hình, giải pháp được áp dụng hiệu quả › mức phải đạt"
    )
    assert str(change).endswith("› mức phải đạt: từ “2” thành “3”")


def test_a_new_order_is_a_change():
    old = plan("KP")
    turned = replace(old, dossier=tuple(reversed(old.dossier)))

    assert [(each.section, each.what, each.kind) for each in changes(old, turned)] == [
        ("Thành phần hồ sơ", "thứ tự", ChangeKind.CHANGED)
    ]


def test_last_years_plan_moves_its_dates_and_the_years_of_its_term():
    moved, notes = shifted(plan("VT"), 1, "cai-cach-hanh-chinh-6-thang-cuoi-2026")

    assert moved.facts.key == "cai-cach-hanh-chinh-6-thang-cuoi-2026"
    assert moved.facts.name == "Thực hiện công tác cải cách hành chính 6 tháng cuối năm 2026"
    assert (moved.facts.starts_on, moved.facts.ends_on) == (date(2026, 7, 1), date(2026, 12, 31))
    assert moved.facts.term_words == "Từ tháng 7/2026 đến ngày 31/12/2026"
    assert [each.on for each in moved.deadlines] == [date(2026, 11, 30), date(2026, 11, 30)]
    assert moved.deadlines[0].words.endswith("trước ngày 30/11/2026")
    assert moved.bases == plan("VT").bases
    assert moved.content[1].items[0].targets[0].reference == "148/KH-UBND ngày 23/7/2025"
    assert "Thông tin chung – bắt đầu ngày: từ “01/07/2025” thành “01/07/2026”" in notes
    assert "Căn cứ, văn bản thực hiện giữ nguyên: kiểm tra và thay bằng văn bản của kỳ mới." in notes


def test_a_plan_of_five_years_moves_with_its_rounds():
    moved, notes = shifted(plan("DS"), 5, "cai-cach-hanh-chinh-2031-2035")

    assert moved.facts.name == "Đẩy mạnh cải cách hành chính trên địa bàn xã Đại Sơn giai đoạn 2031 - 2035"
    assert moved.rounds[0].years == (2031, 2032, 2033, 2034, 2035)
    assert "giai đoạn 2021 - 2025" in moved.objectives[0].text
    assert "Đợt khen thưởng – Khen thưởng hằng năm › các năm: từ “2026; 2027; 2028; 2029; 2030” " \
        "thành “2031; 2032; 2033; 2034; 2035”" in notes  # fmt: skip


def test_a_moved_plan_is_a_whole_plan_without_the_doubts_about_the_old_paper():
    old = plan("KP")

    moved, notes = shifted(old, 1, "chung-tay-2026")

    assert read_document(to_plain(moved)) == moved
    assert moved.facts.dated is None
    assert "nhiệm kỳ 2020 - 2025" in moved.requirements[0].text
    assert [each.until for each in moved.recipients][0] == date(2025, 6, 30)
    assert {"blank_number", "missing_header", "markup_residue"}.isdisjoint(each.code for each in moved.remarks)
    assert "abolished_body" in {each.code for each in moved.remarks}
    assert "Thời hạn “Hồ sơ đề nghị khen thưởng” ngày 05/12/2026 rơi vào thứ Bảy." in notes


def test_the_29th_of_february_moves_to_the_28th():
    leap_day = replace(KIM_PHUONG, deadlines=(replace(KIM_PHUONG.deadlines[0], on=date(2024, 2, 29)),))

    moved, _ = shifted(leap_day, 1, "moi")

    assert moved.deadlines[0].on == date(2025, 2, 28)
