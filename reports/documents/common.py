"""What the builders of papers share: letterheads, recipients, signatures, numbers in words."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from django.utils import timezone

from campaigns.models import Campaign
from campaigns.planfile.schema import PlanDocument
from campaigns.planfile.words import Authority
from communes.models import Commune, Membership, Person, Role, Unit
from kit.vietnamese import fold, long_date, roman, small_count, vn_number
from reports.documents.blocks import ROMAN, Block, Column, Heading, Letterhead, Recipients, Signature, Table

COMMITTEE = "ỦY BAN NHÂN DÂN"
# The Party, the councils, the Front and its organisations are not below the committee.
OF_THE_COMMITTEE = (Unit.Kind.OFFICE, Unit.Kind.SERVICE, Unit.Kind.RESIDENTIAL)
AS_ABOVE = "Như trên"
HEAD = "THỦ TRƯỞNG ĐƠN VỊ"
HEADS_OF_VILLAGES = (("tổ dân phố", "TỔ TRƯỞNG"), ("khu phố", "TRƯỞNG KHU PHỐ"))
# An office that one person heads; a civil servant of the commune answers for his field alone.
OFFICE = re.compile(
    r"(?P<deputy>Phó )?(?P<office>Trưởng \w+|\w+ trưởng|Chánh Văn phòng|Giám đốc|Chủ tịch|Bí thư|Chủ nhiệm)"
    r"(?P<rest>.*)",
    re.IGNORECASE,
)
OF_A_FIELD = "công chức "
DISTRICT = re.compile(r"UBND (huyện|quận|thị xã|thành phố)\b")
JOINED = re.compile(r"\s*[,;]\s*|\s+kiêm\s+")


def numbered(parts: Iterable[tuple[str, Sequence[Block]]], level: str = ROMAN) -> list[Block]:
    """Return parts, each a title and its blocks, under headings numbered I, II or 1, 2."""
    sign = roman if level == ROMAN else str
    return [
        block
        for place, (title, content) in enumerate(parts, 1)
        for block in (Heading(level, f"{sign(place)}.", title), *content)
    ]


def letterhead_of(
    commune: Commune,
    *,
    symbol: str,
    number: int | None = None,
    on: date | None = None,
    year: int | None = None,
) -> Letterhead:
    """Set the committee's letterhead; the number and the date stay blank until they are given."""
    return Letterhead.of(
        commune.issuing_body, symbol, number=number, place=commune.place_name, on=on, year=year,
        superior=commune.superior_body,
    )  # fmt: skip


def body_letterhead(name: str, commune: Commune, symbol: str = "", **facts) -> Letterhead:
    """Set the letterhead of a body that the committee set up, in bold below it; without a symbol it bears no number."""
    head = Letterhead.of((name,), symbol, superior="\n".join(commune.issuing_body), **facts)
    return head if symbol else without_number(head)


def without_number(head: Letterhead) -> Letterhead:
    """Return a letterhead whose paper bears no number."""
    return replace(head, number_line="")


def unit_letterhead(unit: Unit, *, symbol: str, number: str = "", on: date | None = None, year: int | None = None):
    """Set a unit's letterhead: the committee above in regular letters where the unit is the committee's, the unit in
    bold."""
    commune = unit.commune
    return Letterhead.of(
        (body_name(unit),), symbol, number=number or None, place=commune.place_name, on=on, year=year,
        superior="\n".join(commune.issuing_body) if unit.kind in OF_THE_COMMITTEE else "",
    )  # fmt: skip


def unit_symbol(kind: str, unit: Unit) -> str:
    """Return a unit's paper symbol, e.g. BC-VHXH; without an abbreviation of its own, ĐV."""
    return f"{kind}-{unit.symbol or 'ĐV'}"


def committee_signature(plan: PlanDocument, name: str = "") -> Signature:
    """Return the signature of a paper of the committee, by the authority that signs the plan (N-09)."""
    lines = plan.signature.lines
    if not lines[0].upper().startswith("TM."):
        lines = (f"TM. {COMMITTEE}", *lines)
    return Signature(tuple(lines), name or plan.signature.name)


def head_signature(unit: Unit, name: str = "", person: Person | None = None) -> Signature:
    """Return the signature of a unit's head, in the capacity of the post held; a deputy signs for the head (N-09)."""
    found = person or (Person.objects.filter(unit=unit).named(name).first() if name else None)
    lines = _capacity(unit, found.position) if found else ()
    return Signature(lines or (_head_of(unit),), name or (found.full_name if found else ""))


def appointed_head(unit: Unit) -> Person | None:
    """Return who acts as the head of a unit today, if there is just one."""
    heads = Membership.objects.valid_on(timezone.localdate()).filter(unit=unit, role=Role.UNIT_HEAD)
    found = list(heads.select_related("person")[:2])
    return found[0].person if len(found) == 1 else None


def _capacity(unit: Unit, position: str) -> tuple[str, ...]:
    """Return a post as signatures name it, without the name of the unit; nothing for a post that heads none."""
    found = sorted((_post(unit, each) for each in _offices(position)), key=lambda post: post[1])
    if found:
        return found[0][0]
    return (position.upper(),) if position.lower().startswith(OF_A_FIELD) else ()


def posts_in(unit: Unit, position: str) -> list[bool]:
    """Return, for each post in a unit by which somebody heads it, whether it is a deputy's."""
    return [bool(OFFICE.match(each)["deputy"]) for each in _offices(position) if not _post(unit, each)[1]]


def _offices(position: str) -> list[str]:
    """Return, of the posts that somebody holds, those that one person alone heads or deputises in."""
    return [each for each in JOINED.split(position.strip()) if OFFICE.match(each)]


def _post(unit: Unit, position: str) -> tuple[tuple[str, ...], bool]:
    """Return one post as signatures name it, and whether it lies outside the unit."""
    deputy, office, rest = OFFICE.match(position).group("deputy", "office", "rest")
    elsewhere = bool(rest.strip()) and fold(rest).split()[0] not in fold(unit.name).split()
    office = f"{office}{rest if elsewhere else ''}".strip().upper()
    return ((f"KT. {office}", f"PHÓ {office}") if deputy else (office,)), elsewhere


def _head_of(unit: Unit) -> str:
    """Return what a unit's head is called where the post is not known."""
    if unit.kind != Unit.Kind.RESIDENTIAL:
        return HEAD
    named = (head for kind, head in HEADS_OF_VILLAGES if unit.name.lower().startswith(kind))
    return next(named, f"TRƯỞNG {unit.name.split()[0].upper()}")


def body_name(unit: Unit) -> str:
    """Return a unit's name in full: one that ends in the bare word of the commune's kind gets the commune's name."""
    return named_in_full(unit.name, unit.commune)


def named_in_full(name: str, commune: Commune) -> str:
    """Return the name of a body or place with the commune's name where it ends in the bare word of its kind."""
    kind = commune.get_kind_display()
    return f"{name[: -len(kind)]}{commune}" if name.lower().endswith(f" {kind}") else name


def file_copy(agency: Unit | None) -> str:
    """Return the last line of the recipients: the file copy at the clerk's and at the agency that drafts."""
    return f"Lưu: VT, {agency.symbol}" if agency and agency.symbol else "Lưu: VT"


def authority_in_words(authority: str, commune: Commune) -> str:
    """Return who decides an award as papers of a commune name him: its own province or city, its district of old."""
    match Authority(authority):
        case Authority.COMMUNE:
            return f"Chủ tịch UBND {commune.get_kind_display()}"
        case Authority.PROVINCE if commune.province:
            return f"Chủ tịch UBND {commune.province_kind}"
        case Authority.DISTRICT:
            names = Unit.objects.filter(commune=commune, kind=Unit.Kind.OUTSIDE).values_list("name", flat=True)
            found = {found[1] for name in names if (found := DISTRICT.match(name))}
            if len(found) == 1:
                return f"Chủ tịch UBND {found.pop()}"
    return str(Authority(authority).label)


def recipients_on(plan: PlanDocument, on: date | None, *, addressed_to: str = "") -> Recipients:
    """Return the plan's recipients that still exist on a day; the file copy comes last.

    A body is named once, whatever note stands beside it in brackets; the addressee of a paper with “Kính gửi” is
    “Như trên”, before the others (NĐ 30/2020, Annex I, II.9b).
    """
    once = {_name(addressed_to): AS_ABOVE} if addressed_to else {}
    for each in plan.recipients:
        if each.until is None or on is None or on <= each.until:
            once.setdefault(_name(each.text), each.text)
    return Recipients(tuple(once.values()))


def _name(recipient: str) -> str:
    """Return a recipient without what stands in brackets, for comparing."""
    return recipient.partition("(")[0].strip(" ;.").lower()


def cited(number: int, symbol: str, on: date) -> str:
    """Cite a paper by number and date, as texts do: 05/KH-UBND ngày 15 tháng 01 năm 2026."""
    return f"{small_count(number)}/{symbol} {long_date(on)}"


def plan_cited(campaign: Campaign) -> str:
    """Cite a campaign's plan inside a sentence; number and date are left out before it is issued."""
    return f"{plan_number(campaign)} của {campaign.commune.committee} về phong trào thi đua “{campaign.name}”"


def plan_number(campaign: Campaign) -> str:
    """Return a plan by its number and date; before it is issued it has none to cite."""
    if campaign.issued_on is None:
        return "Kế hoạch"
    return f"Kế hoạch số {cited(campaign.number, campaign.symbol, campaign.issued_on)}"


def without(title: str, columns: tuple[Column, ...], rows: tuple[tuple[str, ...], ...]) -> Table:
    """Return a table; the column of that title is left out where it is empty in every row."""
    place = next(number for number, column in enumerate(columns) if column.title == title)
    if any(row[place] for row in rows):
        return Table(columns, rows)
    shown, *others = (each[:place] + each[place + 1 :] for each in (columns, *rows))
    return Table(shown, tuple(others))


def counted(number: int, noun: str) -> str:
    """Return a count as papers write it: 05 đơn vị."""
    return f"{small_count(number)} {noun}"


def share(part: int, whole: int) -> str:
    """Return a share in percent with one decimal at most, or a dash where there is nothing to divide."""
    return f"{vn_number(round(100 * part / whole, 1))}%" if whole else "–"


def stopped(text: str) -> str:
    """Return a list item with a stop at its end, as papers print it."""
    return text if text.rstrip()[-1:] in ".;:!?…" else f"{text.rstrip()}."
