"""Calendars that programs read: escaping, folding, days and moments by RFC 5545."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit.icalendar import Event, escaped, folded, write

AT = datetime(2026, 11, 21, 2, 30, tzinfo=UTC)
HERE = ZoneInfo("Asia/Ho_Chi_Minh")


def lines_of(data: bytes) -> list[str]:
    """Return the content lines of a calendar, put together again."""
    return data.decode().replace("\r\n ", "").split("\r\n")[:-1]


def plain(value: str) -> str:
    """Read a value back as a calendar program does."""
    found, signs = "", iter(value)
    for sign in signs:
        if sign == "\\":
            sign = {"n": "\n"}.get(other := next(signs), other)
        found += sign
    return found


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Hạn nộp báo cáo", "Hạn nộp báo cáo"),
        ("Thi đua, khen thưởng; năm 2026", "Thi đua\\, khen thưởng\\; năm 2026"),
        ("dòng 1\r\ndòng 2\rdòng 3\ndòng 4", "dòng 1\\ndòng 2\\ndòng 3\\ndòng 4"),
        ("C:\\lich", "C:\\\\lich"),
        ("\\n", "\\\\n"),
        ("To\u0302\u0301t", "Tốt"),
        ("ẩn\x00\x07\x1b", "ẩn"),
        ("", ""),
    ],
)
def test_a_text_is_escaped(text, value):
    assert escaped(text) == value


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        ("x" * 75, ["x" * 75]),
        ("x" * 76, ["x" * 75, " x"]),
        ("x" * 149, ["x" * 75, " " + "x" * 74]),
        ("x" * 150, ["x" * 75, " " + "x" * 74, " x"]),
        ("ế" * 26, ["ế" * 25, " ế"]),
        ("", [""]),
    ],
)
def test_a_line_is_folded_between_letters_at_75_octets(line, parts):
    assert folded(line) == ("\r\n".join(parts) + "\r\n").encode()


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\r\n"), max_size=400))
def test_folding_loses_nothing_and_no_line_is_too_long(line):
    data = folded(line)

    assert all(len(part) <= 75 for part in data.split(b"\r\n"))
    assert data.replace(b"\r\n ", b"") == line.encode() + b"\r\n"


@given(st.text(alphabet="aế,;\\\n n", max_size=60))
def test_an_escaped_text_reads_back_as_it_was_and_stays_on_one_line(text):
    assert "\n" not in escaped(text)
    assert plain(escaped(text)) == text


def test_a_calendar_has_all_day_events_that_end_the_day_after_and_moments_in_universal_time():
    events = [
        Event("han-1@x", "Nộp báo cáo", date(2026, 11, 30), url="https://x.vn/a,b", kind="Thời hạn"),
        Event("dot-2@x", "Công khai", date(2026, 12, 30), last_day=date(2026, 12, 31), text="Tại trụ sở"),
        Event("hop-3@x", "Họp", date(2026, 12, 5), moment=datetime(2026, 12, 5, 8, tzinfo=HERE)),
    ]

    assert lines_of(write(events, name="Lịch, xã", product="-//Thi đua//VI", at=AT)) == [
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Thi đua//VI", "CALSCALE:GREGORIAN", "METHOD:PUBLISH",
        "NAME:Lịch\\, xã", "X-WR-CALNAME:Lịch\\, xã", "X-WR-TIMEZONE:Asia/Ho_Chi_Minh",
        "REFRESH-INTERVAL;VALUE=DURATION:PT6H", "X-PUBLISHED-TTL:PT6H",
        "BEGIN:VEVENT", "UID:han-1@x", "DTSTAMP:20261121T023000Z", "DTSTART;VALUE=DATE:20261130",
        "DTEND;VALUE=DATE:20261201", "TRANSP:TRANSPARENT", "SUMMARY:Nộp báo cáo", "CATEGORIES:Thời hạn",
        "URL:https://x.vn/a,b", "END:VEVENT",
        "BEGIN:VEVENT", "UID:dot-2@x", "DTSTAMP:20261121T023000Z", "DTSTART;VALUE=DATE:20261230",
        "DTEND;VALUE=DATE:20270101", "TRANSP:TRANSPARENT", "SUMMARY:Công khai", "DESCRIPTION:Tại trụ sở", "END:VEVENT",
        "BEGIN:VEVENT", "UID:hop-3@x", "DTSTAMP:20261121T023000Z", "DTSTART:20261205T010000Z", "SUMMARY:Họp",
        "END:VEVENT",
        "END:VCALENDAR",
    ]  # fmt: skip


def test_nobody_writes_a_property_of_his_own_through_a_title():
    data = write([Event("1@x", "A\r\nATTENDEE:mailto:x", date(2026, 1, 1))], name="x", product="x", at=AT)

    assert [line for line in lines_of(data) if line.startswith("ATTENDEE")] == []
