"""Runs of the same act in lists of history: one line with its count, and no line lost."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

from django.template import Context, Template

from kit.runs import runs

FIRST = datetime(2026, 9, 5, 1, 10, tzinfo=UTC)  # 08:10 in Việt Nam


def line(minutes, label="Sửa hồ sơ", *, who="Nguyễn Thị Hoa", **facts):
    """Return a line of history some minutes after the first."""
    told = {"at": FIRST + timedelta(minutes=minutes), "label": label, "actor_name": who, "record_id": 1}
    return SimpleNamespace(**{**told, "acting_as": "", "reason": "", "facts": {}, **facts})


def told(lines):
    """Return each run of lines, given the earliest first, as (label, times)."""
    return [(run.line.label, run.times) for run in runs(reversed(lines))]


def test_the_same_act_again_and_again_is_one_line_with_its_count_and_hours():
    assert told([line(minutes) for minutes in (0, 4, 9, 15, 21, 28, 32)]) == [("Sửa hồ sơ", "7 lần, 08:10–08:42")]


def test_an_act_done_once_has_no_count():
    assert told([line(0), line(5, "Nộp hồ sơ")]) == [("Nộp hồ sơ", ""), ("Sửa hồ sơ", "")]


def test_another_act_another_person_or_another_record_breaks_a_run():
    lines = [line(0), line(1), line(2, who="Trần Văn An"), line(3), line(4, record_id=2), line(5, "Nộp hồ sơ"), line(6)]

    assert [times for _, times in told(lines)] == ["", "", "", "", "", "2 lần, 08:10–08:11"]


def test_a_reason_or_what_was_changed_keeps_a_line_of_its_own():
    changed = {"facts": {"changes": [["Chức vụ", "A", "B"]]}}
    lines = [line(0), line(1, reason="Nhầm số."), line(2, **changed), line(3)]

    assert len(told(lines)) == 4


def test_a_run_spans_an_hour_at_most_and_stays_within_a_day():
    midnight = 15 * 60 + 50  # minutes from 08:10 until 24:00
    evening = [line(midnight - 2), line(midnight - 1), line(midnight)]

    assert told([line(0), line(30), line(61)]) == [("Sửa hồ sơ", "2 lần, 08:40–09:11"), ("Sửa hồ sơ", "")]
    assert told(evening) == [("Sửa hồ sơ", ""), ("Sửa hồ sơ", "2 lần, 23:58–23:59")]


def test_acts_of_one_minute_name_the_minute_once():
    assert told([line(0), line(0)]) == [("Sửa hồ sơ", "2 lần, 08:10")]


def test_the_timeline_shows_a_run_as_one_line_and_counts_its_limit_in_lines():
    lines = [line(9, "Nộp hồ sơ"), line(8), line(4), line(0), line(-200, "Lập hồ sơ")]

    html = Template("{% load ui %}{% timeline lines limit=2 %}").render(Context({"lines": lines}))

    assert html.count("<li>") == 2
    assert "Sửa hồ sơ – 3 lần, 08:10–08:18" in html and "Lập hồ sơ" not in html
