"""Ready-made sheets of certificates, and what their PDF shows."""

from io import BytesIO
from pathlib import Path

import pdfplumber
from django.utils import timezone

from awards.models import Certificate
from awards.services import certificates as register
from awards.tests.factories import make_award_campaign, make_decision, make_nomination
from reports.documents import certificates
from reports.documents.certificates import NATION
from reports.models import CertificateStock
from reports.models.certificate_fields import MOTTO
from reports.rendering.certificates import write_pdf
from reports.tests.cases import AT, product

MM = 72 / 25.4
TEXTS = {
    "name": "Nguyễn Thị Phương Thảo",
    "place": "Công chức Phòng Văn hóa - Xã hội",
    "citation": "Đã có thành tích xuất sắc trong phong trào thi đua cải cách hành chính năm 2026",
    "decision": "Số quyết định: 05/QĐ-UBND, ngày 14 tháng 5 năm 2026",
    "roll": "Số sổ vàng: 12",
    "date": "Đồng Tâm, ngày 14 tháng 5 năm 2026",
    "signing": "KT. CHỦ TỊCH\nPHÓ CHỦ TỊCH",
    "signer": "Đặng Hữu Phúc",
    "code": "Mã tra cứu: ABCDEFGHJK",
}
LINK = "https://thidua.dongtam.gov.vn/tra-cuu/ABCDEFGHJK/"
FIXED = {
    "nation": NATION,
    "motto": MOTTO,
    "authority": "CHỦ TỊCH ỦY BAN NHÂN DÂN XÃ ĐỒNG TÂM",
    "giving": "TẶNG",
    "award": "GIẤY KHEN",
}


def content(*texts: dict, draft: bool = False, **facts) -> dict:
    """Return frozen content with one sheet for each set of words; `facts` describe the stock."""
    stock = CertificateStock(name="Phôi thử", **facts)
    lines = [
        {"certificate": place, "line": place, "link": LINK, "texts": {**TEXTS, **each}}
        for place, each in enumerate(texts or ({},), 1)
    ]
    sheet = certificates.frozen(stock, None)
    return {"title": "Giấy khen", "draft": draft, "sheet": sheet, "fixed": FIXED, "lines": lines}


def printed(folder: Path, told: dict, *, emblem: Path | None = None):
    """Print content; return it opened by pdfplumber."""
    path = folder / "certificates.pdf"
    write_pdf(told, path, emblem=emblem, tell=lambda percent: None)
    return pdfplumber.open(BytesIO(path.read_bytes()))


def row(page, words: str) -> dict:
    """Return the line of a page that holds these words: its text, edges and foot in millimetres, face, size, colour."""
    for line in page.extract_text_lines(return_chars=True, strip=True):
        if words in line["text"]:
            chars = line["chars"]
            return {
                "text": line["text"], "left": line["x0"] / MM, "right": line["x1"] / MM,
                "foot": (float(page.height) - chars[0]["matrix"][5]) / MM,
                "faces": {char["fontname"].partition("+")[2] for char in chars},
                "sizes": {round(char["size"], 1) for char in chars},
                "colours": {_rgb(char["non_stroking_color"]) for char in chars},
            }  # fmt: skip
    raise AssertionError(f"{words!r} is not on the page: {page.extract_text()!r}")


def _rgb(colour) -> tuple[float, ...]:
    """Return a colour by its red, green and blue; a grey has one part."""
    parts = tuple(round(part, 2) for part in colour)
    return parts * 3 if len(parts) == 1 else parts


def decided(cast, *, status: str = "issued", people: int = 2, entered: bool = True):
    """Return a decision that honours Phòng Kinh tế and some of its people, entered in the register."""
    campaign = make_award_campaign(cast)
    unit, awarded = cast.unit("economy"), "awarded" if status != "draft" else "recommended"
    rows = [make_nomination(campaign, unit=unit, status=awarded)]
    rows += [make_nomination(campaign, unit=unit, subject="individual", status=awarded) for _ in range(people)]
    decision = make_decision(campaign, rows, status=status)
    if entered and status != "draft":
        for line in decision.lines.order_by("position"):
            register.register(line, by=product(cast), at=AT)
    return decision


def entered_in(decision) -> list[Certificate]:
    """Return the certificates of a decision in the order of its list."""
    return list(Certificate.objects.filter(line__decision=decision).order_by("line__position"))


def make_stock(cast, name: str = "Phôi A4", **facts) -> CertificateStock:
    """Put a stock into the database."""
    return CertificateStock.objects.create(
        commune=cast.commune, name=name, saved_at=timezone.now(), saved_by="Nguyễn Thị Hạnh", **facts
    )
