"""A calendar as a text that calendar programs read (RFC 5545): all-day and timed events, escaped and folded."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from kit.vietnamese import nfc

LINE = 75


@dataclass(frozen=True, slots=True)
class Event:
    """One day, or some days to the last, or one moment; `uid` stays the same as long as it is the same event."""

    uid: str
    title: str
    day: date
    last_day: date | None = None
    moment: datetime | None = None
    text: str = ""
    url: str = ""
    kind: str = ""


def write(events: Iterable[Event], *, name: str, product: str, at: datetime) -> bytes:
    """Return a calendar with its events, as of a moment; lines end in CR LF, and none has more than 75 octets."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:{escaped(product)}",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"NAME:{escaped(name)}",
        f"X-WR-CALNAME:{escaped(name)}",
        "X-WR-TIMEZONE:Asia/Ho_Chi_Minh",
        "REFRESH-INTERVAL;VALUE=DURATION:PT6H",
        "X-PUBLISHED-TTL:PT6H",
    ]
    for event in events:
        lines += _event(event, at)
    lines.append("END:VCALENDAR")
    return b"".join(folded(line) for line in lines)


def _event(event: Event, at: datetime) -> list[str]:
    """Return the lines of one event; the end of an all-day event is the day after its last (3.6.1)."""
    told = ["BEGIN:VEVENT", f"UID:{escaped(event.uid)}", f"DTSTAMP:{_moment(at)}"]
    if event.moment:
        told.append(f"DTSTART:{_moment(event.moment)}")
    else:
        after = (event.last_day or event.day) + timedelta(days=1)
        told += [f"DTSTART;VALUE=DATE:{event.day:%Y%m%d}", f"DTEND;VALUE=DATE:{after:%Y%m%d}", "TRANSP:TRANSPARENT"]
    told.append(f"SUMMARY:{escaped(event.title)}")
    if event.text:
        told.append(f"DESCRIPTION:{escaped(event.text)}")
    if event.kind:
        told.append(f"CATEGORIES:{escaped(event.kind)}")
    if event.url:
        told.append(f"URL:{event.url}")
    return [*told, "END:VEVENT"]


def _moment(moment: datetime) -> str:
    """Write a moment in universal time (3.3.5, form 2)."""
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def escaped(text: str) -> str:
    """Write a text as a value: backslash, semicolon, comma and line breaks escaped (3.3.11), other controls dropped."""
    clean = nfc(text).replace("\r\n", "\n").replace("\r", "\n")
    clean = "".join(sign for sign in clean if sign == "\n" or sign.isprintable() or sign == " ")
    for plain, written in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\n", "\\n")):
        clean = clean.replace(plain, written)
    return clean


def folded(line: str) -> bytes:
    """Return a line as octets, broken between letters so that no part has more than 75 of them (3.1)."""
    parts, part, room = [], b"", LINE
    for sign in line:
        octets = sign.encode()
        if len(part) + len(octets) > room:
            parts.append(part)
            part, room = b"", LINE - 1
        part += octets
    return b"\r\n ".join([*parts, part]) + b"\r\n"
