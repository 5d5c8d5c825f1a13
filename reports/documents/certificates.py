"""Giấy khen: one, or all of a decision in the order of its list (NĐ 98/2023/NĐ-CP, Điều 104; to be confirmed)."""

import hashlib
import ipaddress
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, Q

from awards.models import Certificate, Decision, DecisionLine
from awards.rules.kinds import KINDS as AWARD_KINDS
from awards.rules.kinds import Award, AwardNature
from communes.access import Can
from communes.models import Commune, Unit
from kit.vietnamese import begun, fold, long_date, small_count
from reports.documents.award_decision import signing
from reports.documents.base import clean
from reports.documents.common import body_name, named_in_full
from reports.documents.kinds import Kind
from reports.documents.words import BLANK, place_and_date
from reports.models import CertificateStock, Document, PrinterOffset
from reports.models.certificate_fields import MOTTO, NATION

BUILT_IN = "Giấy trắng A4, mẫu có sẵn"
LIVE = ("registered", "printed", "handed_over")


@dataclass(frozen=True, slots=True)
class Sheets:
    """Certificates to print on one stock: its layout, what all sheets share, and the lines of each."""

    title: str
    sheet: dict[str, Any]
    fixed: dict[str, str]
    lines: tuple[dict[str, Any], ...]
    draft: bool

    def to_json(self) -> dict[str, Any]:
        """Return the content as plain JSON values."""
        return {
            "title": self.title, "draft": self.draft, "sheet": self.sheet, "fixed": self.fixed,
            "lines": list(self.lines),
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Entry:
    """What one certificate says: the line with the words now in force, and its entry in the register, if any."""

    line: DecisionLine
    certificate: Certificate | None = None

    @property
    def award(self) -> DecisionLine:
        """The line that gave the award: a correction keeps its decision, its date and its số sổ vàng."""
        return self.line.given


def check_base() -> str:
    """Return where the public check page lies, by the first public name among the hosts; "" where there is none."""
    for host in settings.ALLOWED_HOSTS:
        if is_public(host):
            return f"{'https' if settings.HTTPS else 'http'}://{host}/"
    return ""


def is_public(host: str) -> bool:
    """Say whether people outside may reach a host by this name."""
    name = host.partition(":")[0]
    if name.startswith((".", "*", "[")) or "." not in name:
        return False
    try:
        return ipaddress.ip_address(name).is_global
    except ValueError:
        return not name.endswith((".local", ".localhost", ".test"))


def check_link(base: str, code: str) -> str:
    """Return the address of the page on which anybody may check a certificate; "" without a public host."""
    return f"{base}tra-cuu/{code}/" if base and code else ""


def stock_for(commune: Commune, award: str) -> CertificateStock:
    """Return the stock that a commune prefers for an award, or a full page of white paper."""
    chosen = CertificateStock.objects.for_award(award).filter(commune=commune).first()
    return chosen or CertificateStock(commune=commune, name=BUILT_IN, award=award)


def entries_of(decision: Decision) -> list[Entry]:
    """Return the certificates of a decision in the order of its list; of a draft its lines."""
    lines = decision.lines.order_by("position")
    lines = lines.select_related(
        "decision__commune", "about__decision", "nomination__unit", "nomination__collective__commune"
    )
    if decision.status not in Decision.OUT:
        return [Entry(line) for line in lines]
    live = {each.line_id: each for each in Certificate.objects.filter(line__decision=decision, status__in=LIVE)}
    return [Entry(line, live[line.pk]) for line in lines if line.pk in live]


def left_out(decision: Decision, stock: CertificateStock) -> list[tuple[str, str]]:
    """Return whom of a decision a batch on a stock leaves out, and why."""
    kept = {each.line.pk for each in entries_of(decision)}
    return [
        (line.nominee_name, reason)
        for line in decision.lines.order_by("position")
        if (reason := _reason_against(line, line.pk in kept, stock))
    ]


def _reason_against(line: DecisionLine, kept: bool, stock: CertificateStock) -> str:
    """Say why a line has no sheet in a batch; "" when it has one."""
    if line.standing == DecisionLine.Standing.REVOKED:
        return "Khen thưởng đã bị thu hồi."
    if line.standing == DecisionLine.Standing.CORRECTED and not kept:
        return "Đã đính chính; in theo quyết định đính chính."
    if not kept:
        return "Chưa vào sổ giấy khen."
    if line.award != stock.award:
        return f"Phôi này dùng cho {stock.get_award_display()}, không dùng cho {line.get_award_display()}."
    return ""


def build_batch(
    decision: Decision,
    *,
    stock: CertificateStock | None = None,
    offset: PrinterOffset | None = None,
    base: str | None = None,
) -> Sheets:
    """Set the certificates of a decision, in the order of its list, on one stock."""
    found = entries_of(decision)
    if found and stock is None:
        stock = stock_for(decision.commune, found[0].line.award)
    chosen = [each for each in found if each.line.award == stock.award] if stock else []
    title = f"Giấy khen kèm theo {decision}" if decision.number else f"Giấy khen (dự thảo): {decision.title}"
    return _sheets(title, chosen, stock, offset, base, draft=decision.status not in Decision.OUT)


def build_one(
    certificate: Certificate,
    *,
    stock: CertificateStock | None = None,
    offset: PrinterOffset | None = None,
    base: str | None = None,
) -> Sheets:
    """Set one certificate of the register on a stock."""
    line = certificate.line
    stock = stock or stock_for(line.decision.commune, line.award)
    chosen = [Entry(line, certificate)] if line.award == stock.award else []
    return _sheets(f"Giấy khen – {line.nominee_name}", chosen, stock, offset, base, draft=False)


def _sheets(
    title: str, entries: list[Entry], stock: CertificateStock | None, offset: PrinterOffset | None, base: str | None, *,
    draft: bool,
) -> Sheets:  # fmt: skip
    """Freeze the stock as it is now, and the words of each certificate."""
    if not entries or stock is None:
        raise ValidationError("Không có giấy khen nào in được trên phôi này.")
    base = check_base() if base is None else base
    commune = entries[0].line.decision.commune
    return Sheets(
        clean(title),
        sheet=frozen(stock, offset),
        fixed={
            "nation": NATION,
            "motto": MOTTO,
            "authority": f"CHỦ TỊCH ỦY BAN NHÂN DÂN {commune}".upper(),
            **_what(stock.award),
        },
        lines=tuple(_line(each, commune, base) for each in entries),
        draft=draft,
    )


def _what(award: str) -> dict[str, str]:
    """Return the two lines that name an award: a title is given as “danh hiệu”."""
    label = str(Award(award).label).upper()
    titled = AWARD_KINDS[Award(award)].nature == AwardNature.TITLE
    return {"giving": "TẶNG DANH HIỆU" if titled else "TẶNG", "award": label}


def frozen(stock: CertificateStock, offset: PrinterOffset | None) -> dict[str, Any]:
    """Return a stock as a sheet is printed on it, with the offset of the printer."""
    return {
        "stock": stock.name,
        "printer": offset.printer if offset else "",
        "overprint": stock.overprint,
        "width": float(stock.page_width),
        "height": float(stock.page_height),
        "dx": float(offset.dx) if offset else 0.0,
        "dy": float(offset.dy) if offset else 0.0,
        "layout": stock.places,
        "emblem": _emblem(stock),
    }


def _emblem(stock: CertificateStock) -> dict[str, str] | None:
    """Return the picture of the emblem by place and hash; none on a pre-printed sheet, or where none was supplied."""
    if stock.overprint or not stock.emblem:
        return None
    try:
        with stock.emblem.open("rb") as file:
            return {"path": stock.emblem.name, "sha256": hashlib.file_digest(file, "sha256").hexdigest()}
    except FileNotFoundError:
        raise ValidationError("Ảnh Quốc huy của phôi không còn trong kho lưu. Hãy tải ảnh lên phôi rồi in.") from None


def _line(entry: Entry, commune: Commune, base: str) -> dict[str, Any]:
    """Return what one certificate says, and where it stands in the register."""
    line, award, decision = entry.line, entry.award, entry.award.decision
    on, code = decision.issued_on, entry.certificate.code if entry.certificate else ""
    number = f"{small_count(decision.number)}/{decision.symbol}" if decision.number else f"{BLANK}/{decision.symbol}"
    year = decision.drafted_on.year
    dated = long_date(on) if on else f"ngày{BLANK}tháng{BLANK}năm {year}"
    texts = {
        **_recipient(line, commune),
        "citation": _sentence(line.citation),
        "decision": f"Số quyết định: {number}, {dated}",
        "roll": f"Số sổ vàng: {award.roll}",
        "date": place_and_date(commune.place_name, on, year=year),
        "signer": decision.signer_name,
        "code": f"Mã tra cứu: {code}" if code else "",
        "decision_number": number if decision.number else "",
        "decision_date": dated if on else "",
        "roll_number": award.roll,
        **_parts(on),
    }
    told = {key: " ".join(clean(words).split("\n")).strip() for key, words in texts.items()}
    told["signing"] = "\n".join(signing(decision.signer_title))
    return {
        "certificate": entry.certificate.pk if entry.certificate else None,
        "line": line.pk,
        "link": check_link(base, code),
        "texts": told,
    }


def printed(entry: Entry) -> dict[str, str]:
    """Return the words that a certificate bears, by the name of their line, with its award in capitals."""
    told = _line(entry, entry.line.decision.commune, "")["texts"]
    return told | _what(entry.line.award)


def _recipient(line: DecisionLine, commune: Commune) -> dict[str, str]:
    """Return the recipient's two lines: a collective is named in full, below it the commune where its name lacks it;
    a person's place, unless it lies outside the commune, ends with the commune (NĐ 98/2023/NĐ-CP, Điều 104)."""
    told, unit = {"name": line.nominee_name, "place": line.nominee_place}, line.nomination.collective
    if unit is None:
        outside = line.nomination.unit.kind == Unit.Kind.OUTSIDE
        return told if outside else told | {"place": _within(commune, told["place"])}
    if told["place"].strip():
        return told
    if told["name"] == unit.name:
        told["name"] = body_name(unit)
    named = fold(commune.name) in fold(told["name"])
    return told | {"place": "" if named else begun(str(commune))}


def _within(commune: Commune, place: str) -> str:
    """Return a place with the commune at its end, named once."""
    place = named_in_full(place.strip().rstrip(" ,.;"), commune)
    if not place:
        return begun(str(commune))
    return place if fold(str(commune)) in fold(place) else f"{place}, {commune}"


def _sentence(citation: str) -> str:
    """Return the achievement with a capital at its beginning."""
    return begun(citation.strip())


def _parts(on: date | None) -> dict[str, str]:
    """Return day, month and year by themselves, as papers write them: 05, 02, but 5 for May."""
    if on is None:
        return {"day": "", "month": "", "year": ""}
    return {"day": f"{on.day:02d}", "month": f"{on.month:02d}" if on.month < 3 else str(on.month), "year": str(on.year)}


def _printable(decisions):
    """Keep the decisions that have certificates to print: live ones in the register, or lines of a draft."""
    live = Certificate.objects.filter(line__decision=OuterRef("pk"), status__in=LIVE)
    lines = DecisionLine.objects.filter(decision=OuterRef("pk"))
    drafts = Q(Exists(lines), status__in=Decision.IN_THE_MAKING)
    return decisions.exclude(kind=Decision.Kind.REVOCATION).filter(Q(Exists(live)) | drafts)


BATCH = Kind(
    key="certificates",
    title="Giấy khen kèm theo quyết định",
    can=Can.KEEP_CERTIFICATES,
    model=Decision,
    records=lambda: _printable(Decision.objects.select_related("campaign__commune", "commune")),
    build=build_batch,
    campaign_of=lambda decision: decision.campaign,
    form=Document.Form.CERTIFICATES,
    confidential=True,
)
SINGLE = Kind(
    key="certificate",
    title="Giấy khen",
    can=Can.KEEP_CERTIFICATES,
    model=Certificate,
    records=lambda: Certificate.objects.filter(status__in=LIVE).select_related(
        "line__decision__commune",
        "line__decision__campaign__commune",
        "line__about__decision",
        "line__nomination__unit",
        "line__nomination__collective__commune",
    ),
    build=build_one,
    campaign_of=lambda certificate: certificate.line.decision.campaign,
    form=Document.Form.CERTIFICATES,
    confidential=True,
)


def on_stock(kind: Kind, stock: CertificateStock, offset: PrinterOffset | None, base: str) -> Kind:
    """Return a kind whose certificates are set on a chosen stock, for a chosen printer."""
    build: Callable[[Any], Sheets] = partial(kind.build, stock=stock, offset=offset, base=base)
    return replace(kind, build=build)


def certificates_in(content: dict[str, Any]) -> Iterable[tuple[int, int, str]]:
    """Yield key, line and name of each registered certificate of frozen content."""
    return (
        (line["certificate"], line["line"], line["texts"]["name"]) for line in content["lines"] if line["certificate"]
    )
