"""What the builders of papers share: letterheads, recipients, signatures, numbers in words."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from campaigns.models import Campaign
from campaigns.planfile.schema import PlanDocument
from communes.models import Commune, Unit
from kit.vietnamese import long_date, roman, small_count, vn_number
from reports.documents.blocks import ROMAN, Block, Heading, Letterhead, Recipients, Signature

COMMITTEE = "ỦY BAN NHÂN DÂN"
# The Party, the councils, the Front and its organisations are not below the committee.
OF_THE_COMMITTEE = (Unit.Kind.OFFICE, Unit.Kind.SERVICE, Unit.Kind.RESIDENTIAL)
AS_ABOVE = "Như trên"


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
        (unit.name,), symbol, number=number or None, place=commune.place_name, on=on, year=year,
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


def counted(number: int, noun: str) -> str:
    """Return a count as papers write it: 05 đơn vị."""
    return f"{small_count(number)} {noun}"


def share(part: int, whole: int) -> str:
    """Return a share in percent with one decimal at most, or a dash where there is nothing to divide."""
    return f"{vn_number(round(100 * part / whole, 1))}%" if whole else "–"


def stopped(text: str) -> str:
    """Return a list item with a stop at its end, as papers print it."""
    return text if text.rstrip()[-1:] in ".;:!?…" else f"{text.rstrip()}."
