"""Bản bàn giao công việc: việc đang mở, thời hạn, hồ sơ đang ở đâu, việc theo năm (không có mẫu quy định)."""

from django.utils import timezone

from communes.access import Actor, Can
from communes.models import Person
from kit.vietnamese import long_date, small_count
from reports.documents.blocks import (
    Annex,
    Block,
    Column,
    Note,
    Paragraph,
    Recipients,
    Signature,
    Table,
    Title,
    TwoSignatures,
)
from reports.documents.common import letterhead_of, numbered, without_number
from reports.documents.kinds import Kind
from reports.documents.paper import Paper
from reports.handover import Month, Pack, Section, pack, people

KEY = "handover"
ORDINAL = Column("TT", 3, "center")


def build(person: Person) -> Paper:
    """Set what a person hands over, with everything that is known."""
    return build_for(person, Actor.of_product(person.commune))


def build_for(person: Person, asker: Actor) -> Paper:
    """Set what a person hands over, as the asker may know it."""
    return _paper(pack(person, reader=asker, at=timezone.now()))


def _paper(given: Pack) -> Paper:
    """Return the pack on paper: the person's own duties, the sections, both signatures, the months as an annex."""
    person = given.person
    commune = person.commune
    title = f"Bàn giao công việc – {person}"
    post = f", {person.position}" if person.position else ""
    left = f" {given.state}." if person.left_on else ""
    return Paper(
        title,
        (
            without_number(letterhead_of(commune, symbol="", on=given.on)),
            Title("BẢN BÀN GIAO CÔNG VIỆC", "Công tác thi đua, khen thưởng"),
            Paragraph(
                f"Người bàn giao: {person}{post}.{left} Bản này ghi công việc, hồ sơ, thời hạn của "
                f"{commune.committee} như trong phần mềm {long_date(given.on)}."
            ),
            *numbered([(each.title, _section(each)) for each in (given.own, *given.sections)]),
            TwoSignatures(Signature(("Người bàn giao",), str(person)), Signature(("Người nhận bàn giao",), "")),
            Recipients(("Người bàn giao, người nhận", "Lưu: VT, hồ sơ bàn giao")),
            Annex(
                "Việc theo năm",
                f"(Kèm theo Bản bàn giao công việc {long_date(given.on)})",
                (*(block for month in given.busy for block in _month(month)), *_quiet(given)),
            ),
        ),
    )


def _section(section: Section) -> list[Block]:
    """Return a section as a table; what is cut is told below it, what there is none of in a sentence."""
    if not section.lines:
        return [Paragraph(section.empty)]
    what, where, when = section.heads
    columns = (ORDINAL, Column(what, 16), Column(where, 12), Column(when, 9, "center"),
               *([Column("Chuyển giao", 10)] if section.acts else []))  # fmt: skip
    rows = tuple(
        (str(place), line.what, line.where, line.when, *([line.act] if section.acts else []))
        for place, line in enumerate(section.lines, 1)
    )
    notes = [Note(text) for text in (section.cut, section.hint) if text]
    return [Table(columns, rows), *notes]


def _month(month: Month) -> list[Block]:
    """Return what falls due in a month."""
    columns = (Column("Ngày", 5, "center"), Column("Việc", 15), Column("Phong trào", 12))
    caption = f"{month.title} ({small_count(len(month.lines) + month.more)} việc)"
    return [Table(columns, month.lines, caption=caption), *([Note(month.cut)] if month.cut else [])]


def _quiet(given: Pack) -> list[Block]:
    """Return the line about the months without anything due."""
    return [Paragraph(given.quiet)] if given.quiet else []


KIND = Kind(
    key=KEY,
    title="Bản bàn giao công việc",
    can=Can.HAND_OVER,
    model=Person,
    records=people,
    build=build,
    campaign_of=lambda person: None,
    build_for=build_for,
)
