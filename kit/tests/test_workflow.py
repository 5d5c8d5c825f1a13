"""The table of lawful moves."""

from types import SimpleNamespace

import pytest

from kit.workflow import Move, Overtaken, Tones, Unlawful, Workflow

SUBMIT = Move("submit", "Nộp", ("draft", "returned"), "submitted", "unit")
RETURN = Move("return", "Trả lại", ("submitted",), "returned", "officer", needs_reason=True)
FLOW = Workflow([SUBMIT, RETURN])


class Rows:
    """The rows of a table in memory, with the one conditional UPDATE that a workflow uses."""

    def __init__(self, rows):
        self.rows = rows

    def filter(self, **conditions):
        """Return the rows that meet the conditions."""
        return Rows([row for row in self.rows if conditions.items() <= row.items()])

    def update(self, **values):
        """Change the rows and return their number."""
        for row in self.rows:
            row.update(values)
        return len(self.rows)


@pytest.fixture
def stored():
    """The row behind the records of a test."""
    return {"pk": 7, "status": "draft"}


@pytest.fixture
def fetch(stored):
    """Return a function that reads the row as a record, as each of two people would."""

    class Record(SimpleNamespace):
        """A record with a status."""

        _base_manager = Rows([stored])

        def get_status_display(self):
            """Return the status in words."""
            return {"draft": "Đang soạn", "submitted": "Đã nộp", "returned": "Trả lại"}[self.status]

    return lambda: Record(**stored)


def test_a_lawful_move_stores_the_status_with_its_facts(stored, fetch):
    record = fetch()

    move = FLOW.move(record, "submit", late=True)

    assert move is SUBMIT
    assert stored == {"pk": 7, "status": "submitted", "late": True}
    assert (record.status, record.late) == ("submitted", True)


@pytest.mark.parametrize(
    ("status", "action"),
    [
        ("draft", "return"),
        ("submitted", "submit"),
        ("returned", "return"),
        ("draft", "burn"),
    ],
)
def test_a_move_that_the_table_does_not_know_changes_nothing(stored, fetch, status, action):
    stored["status"] = status
    record = fetch()

    with pytest.raises(Unlawful):
        FLOW.move(record, action)

    assert stored == {"pk": 7, "status": status}
    assert record.status == status


def test_an_unlawful_move_is_refused_in_the_users_words(fetch):
    with pytest.raises(Unlawful) as refusal:
        FLOW.lawful(fetch(), "return")

    assert refusal.value.messages == ["Trả lại: không thực hiện được khi đang ở trạng thái “Đang soạn”."]


def test_of_two_people_who_act_at_once_the_second_is_told(stored, fetch):
    first, second = fetch(), fetch()
    FLOW.move(first, "submit", by="first")

    with pytest.raises(Overtaken):
        FLOW.move(second, "submit", by="second")

    assert stored == {"pk": 7, "status": "submitted", "by": "first"}
    assert second.status == "draft"


def test_the_moves_from_a_status_come_in_the_order_of_the_table():
    assert FLOW.moves_from("submitted") == [RETURN]
    assert FLOW.moves_from("unknown") == []
    assert FLOW.find("returned", "submit") is SUBMIT
    assert FLOW.find("returned", "return") is None


def test_the_same_action_twice_from_a_status_is_a_programming_error():
    with pytest.raises(ValueError, match="Two moves named submit from draft"):
        Workflow([SUBMIT, Move("submit", "Gửi", ("draft",), "sent", "unit")])


def test_a_table_may_rule_another_field_than_the_status():
    assert Workflow([SUBMIT], field_name="state").field_name == "state"


def test_a_value_has_its_tone_and_one_without_is_muted():
    class Record(SimpleNamespace):
        status_tone = Tones(draft="info")
        result_tone = Tones("result", won="success")

    known, new = Record(status="draft", result="won"), Record(status="new", result="draft")

    assert (known.status_tone, known.result_tone) == ("info", "success")
    assert (new.status_tone, new.result_tone) == ("muted", "muted")
