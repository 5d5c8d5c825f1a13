"""The judge of drills (drills/judging.py): what it lets pass, and what it must not."""

from collections import Counter

import pytest

from drills import judging


def line(what, outcome, who="an", about=7, **facts):
    """Return one line of a ledger."""
    return {"who": who, "what": what, "about": about, "outcome": outcome, **facts}


@pytest.mark.parametrize(
    ("outcomes", "done", "lawful"),
    [
        (["taken"], 1, True), (["taken"], 0, False), (["taken"], 2, False), (["unknown"], 0, True),
        (["unknown"], 1, True), (["unknown", "taken"], 2, True), (["unknown", "taken"], 3, False),
        (["refused"], 1, False), ([], 1, False),
    ],
)  # fmt: skip
def test_an_act_is_done_as_often_as_told_and_no_more_often_than_asked(outcomes, done, lawful):
    lines = [line("send", each) for each in outcomes]

    assert (judging.acts(lines, {("send", 7): done}, ("send",)) == []) is lawful


@pytest.mark.parametrize(
    ("typed", "stored", "lawful"),
    [
        ([("taken", "a"), ("taken", "b")], "b", True), ([("taken", "a"), ("taken", "b")], "a", False),
        ([("taken", "a"), ("unknown", "b")], "a", True), ([("taken", "a"), ("unknown", "b")], "b", True),
        ([("unknown", "a"), ("taken", "b")], "a", False), ([("unknown", "a")], "", True),
        ([("taken", "a"), ("refused", "b")], "b", False), ([("taken", "a")], "", False),
    ],
)  # fmt: skip
def test_of_a_text_the_last_that_was_taken_stays(typed, stored, lawful):
    lines = [line("text", outcome, field="overview", text=text) for outcome, text in typed]

    assert (judging.texts(lines, {(7, "overview"): stored}) == []) is lawful


@pytest.mark.parametrize(("outcome", "there", "lawful"), [
    ("taken", 1, True), ("taken", 0, False), ("taken", 2, False), ("unknown", 0, True), ("unknown", 2, False),
])  # fmt: skip
def test_a_file_that_was_taken_is_there_once(outcome, there, lawful):
    lines = [line("file", outcome, name="a.jpg", sha256="0")]

    assert (judging.files(lines, [(7, "a.jpg", "0")] * there) == []) is lawful


@pytest.mark.parametrize(
    ("voted", "box", "lawful"),
    [
        ({"an", "binh"}, {"for": 1, "blank": 1}, True), ({"an"}, {"for": 1}, True), ({"binh"}, {"blank": 1}, False),
        ({"an", "binh"}, {"for": 2}, False), ({"an"}, {"for": 2}, False), ({"an", "chi"}, {"for": 1}, False),
    ],
)  # fmt: skip
def test_a_box_holds_the_sheets_of_those_who_voted_and_nothing_else(voted, box, lawful):
    lines = [line("ballot.vote", "taken", sheet={"item": "for"}),
             line("ballot.vote", "unknown", who="binh", sheet={"item": "blank"})]  # fmt: skip

    assert (judging.votes(lines, {7: voted}, {7: {"item": Counter(box)}}) == []) is lawful


def test_a_decision_bears_the_number_that_was_told_and_no_other_bears_it():
    lines = [line("decision.issue", "taken", number=3)]

    assert judging.numbers(lines, {7: 3, 8: 4}) == []
    assert len(judging.numbers(lines, {7: 4})) == 1
    assert len(judging.numbers(lines, {7: 3, 8: 3})) == 1


def test_what_no_mishap_explains_is_told():
    assert judging.in_calm([(5, 500, "/a"), (50, 500, "/b")], [(4, 6, "killed")], grace=30) == [(50, 500, "/b")]


def test_a_clock_that_is_set_does_not_stop_the_beat():
    assert judging.stood_still([("+24 h", True), ("-1 h", False)]) == ["after -1 h"]


@pytest.mark.parametrize(
    ("outcome", "there", "lawful"),
    [
        ("taken", {"An": 1, "Bình": 1}, True), ("taken", {"An": 1}, False), ("taken", {"An": 2, "Bình": 2}, False),
        ("unknown", {}, True), ("unknown", {"An": 1, "Bình": 1}, True), ("unknown", {"An": 1}, False),
        ("refused", {}, True), ("refused", {"An": 1, "Bình": 1}, False),
    ],
)  # fmt: skip
def test_of_a_list_from_excel_everybody_is_there_once_or_nobody(outcome, there, lawful):
    lines = [line("sheet", outcome, names=["An", "Bình"])]

    assert (judging.imports(lines, there) == []) is lawful


@pytest.mark.parametrize(
    ("outcome", "copies", "lawful"),
    [
        ("taken", [(7, "a", True)], True), ("taken", [], False), ("taken", [(7, "a", False), (7, "a", True)], False),
        ("taken", [(7, "a", False)], False), ("taken", [(7, "a", True), (7, "b", True)], False),
        ("taken", [(7, "a", False), (7, "b", True)], True), ("unknown", [], True), ("unknown", [(7, "a", True)], True),
        ("refused", [(7, "a", True)], False),
    ],
)  # fmt: skip
def test_a_signed_copy_is_there_once_and_one_of_a_paper_stands(outcome, copies, lawful):
    lines = [line("document.signed", outcome, sha256="a")]

    assert (judging.signed(lines, copies) == []) is lawful


def test_a_paper_that_failed_for_want_of_room_and_said_so_is_no_fault_of_a_full_disk():
    told = ["paper 3 failed: Ổ đĩa đã đầy. Báo quản trị.", "paper 4 failed: Phần mềm gặp lỗi.", "paper 5 is lost"]

    assert judging.not_told(told, "Ổ đĩa đã đầy.") == told[1:]
