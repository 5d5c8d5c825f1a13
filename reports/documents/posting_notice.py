"""Thông báo công khai danh sách đề nghị khen thưởng (Luật Thi đua, khen thưởng, Điều 84.5)."""

from awards.models import Posting
from awards.services.decision_words import how_many
from communes.access import Can
from communes.models import Unit
from kit.vietnamese import begun, long_date
from reports.documents import fields
from reports.documents.base import Run
from reports.documents.blocks import (
    Annex,
    Block,
    Clauses,
    Column,
    Grounds,
    Recipients,
    Table,
    TextEnd,
    Title,
)
from reports.documents.common import body_name, committee_signature, file_copy, letterhead_of, numbered, stopped
from reports.documents.kinds import Kind
from reports.documents.nominees import (
    AGENCY,
    agency_of,
    award_of,
    by_subject,
    name_of,
    place_of,
    unnumbered,
    with_facts,
)
from reports.documents.paper import Paper
from reports.documents.wording import CommuneWords, Text

KEY, SYMBOL = "posting-notice", "TB-UBND"
TEXTS = (
    Text(
        "grounds",
        "Căn cứ",
        "Căn cứ Luật Thi đua, khen thưởng\n"
        "Căn cứ {kế hoạch phát động} của {tên Ủy ban} về phong trào thi đua “{tên phong trào}”",
        fields.CAMPAIGN,
        fields.ONE_GROUND,
    ),
    Text(
        "opening",
        "Lời mở đầu",
        "{tên Ủy ban} thông báo công khai danh sách {số lượng} được đề nghị khen thưởng trong phong trào thi đua "
        "“{tên phong trào}” để cán bộ, công chức, người lao động và Nhân dân biết, góp ý kiến:",
        {"số lượng": "02 tập thể, 03 cá nhân", **fields.CAMPAIGN},
    ),
    Text(
        "remarks",
        "Gửi ý kiến ở đâu, bằng cách nào",
        "Ý kiến phản ánh gửi bằng văn bản hoặc trực tiếp đến {nơi nhận ý kiến}, ghi rõ họ tên, địa chỉ của người phản "
        "ánh và nội dung phản ánh về từng trường hợp.",
        {"nơi nhận ý kiến": "Phòng Văn hóa - Xã hội của UBND xã Đồng Tâm", **AGENCY, **fields.COMMITTEE},
    ),
    Text(
        "closing",
        "Lời kết",
        "Hết thời hạn trên, {cơ quan thẩm định} tổng hợp ý kiến, báo cáo Hội đồng Thi đua - Khen thưởng xem xét.",
        AGENCY,
    ),
    Text(
        "recipients",
        "Nơi nhận",
        "TT Đảng ủy, HĐND (b/c)\nCác cơ quan, đơn vị có liên quan\n{dòng lưu}",
        {"dòng lưu": "Lưu: VT, VHXH"},
        fields.LINES,
    ),
)
COLUMNS = (
    Column("TT", 1, "center"),
    Column("Họ và tên, tên tập thể", 5),
    Column("Chức vụ, đơn vị", 5),
    Column("Tóm tắt thành tích", 8),
    Column("Đề nghị tặng", 4),
)


def build(posting: Posting) -> Paper:
    """Set the notice of a posting: whom it names, from when to when, where it hangs, where remarks go."""
    campaign, commune = posting.campaign, posting.commune
    rows = list(with_facts(posting.nominations).order_by("unit__name", "pk"))
    agency = agency_of(campaign)
    facts = {
        "cơ quan thẩm định": body_name(agency),
        "nơi nhận ý kiến": _below(agency),
        "dòng lưu": file_copy(agency),
        **fields.of_campaign(campaign),
    }
    words = CommuneWords(commune, KEY, TEXTS, facts)
    details = (
        ("Thời gian công khai: ", f"{_days(posting)}."),
        ("Nơi công khai: ", stopped(posting.place)),
        ("Nhận ý kiến phản ánh: ", f"đến hết {long_date(posting.ends_on)}."),
    )
    return Paper(
        f"Thông báo công khai danh sách đề nghị khen thưởng – {campaign.name}",
        (
            letterhead_of(commune, symbol=SYMBOL, year=posting.starts_on.year),
            Title("THÔNG BÁO", f"Công khai danh sách đề nghị khen thưởng phong trào thi đua “{campaign.name}”"),
            Grounds(words.lines("grounds")),
            *words.blocks("opening", so_luong=how_many(each.subject for each in rows)),
            Clauses(tuple((Run(name, bold=True), Run(told)) for name, told in details)),
            *words.blocks("remarks"),
            *words.blocks("closing"),
            TextEnd(),
            committee_signature(campaign.plan, campaign.signed_by),
            Recipients(words.lines("recipients")),
            Annex(
                "Danh sách đề nghị khen thưởng được công khai",
                f"(Kèm theo Thông báo {unnumbered(SYMBOL, posting.starts_on.year)} của {commune.committee})",
                tuple(_lists(rows)),
                landscape=True,
            ),
        ),
        draft=True,
    )


def _days(posting: Posting) -> str:
    """Say from when to when the list hangs; one day is named once."""
    if posting.starts_on == posting.ends_on:
        return f"trong {long_date(posting.starts_on)}"
    return f"từ {long_date(posting.starts_on)} đến hết {long_date(posting.ends_on)}"


def _below(agency: Unit) -> str:
    """Return the agency's name with the committee it belongs to, unless the name says it or it is the committee."""
    name = body_name(agency)
    return name if str(agency.commune) in name else f"{name} của {agency.commune.committee}"


def _lists(rows: list) -> list[Block]:
    """Return one table for each kind of subject."""
    return numbered((name, [Table(COLUMNS, tuple(_lines(group)))]) for name, group in by_subject(rows))


def _lines(group: list):
    """Yield a row for each nominee."""
    for number, each in enumerate(group, 1):
        yield str(number), name_of(each), place_of(each), each.summary, begun(award_of(each))


KIND = Kind(
    key=KEY,
    title="Thông báo công khai danh sách",
    can=Can.SEE_UNANNOUNCED,
    model=Posting,
    records=lambda: Posting.objects.select_related("campaign__commune", "commune"),
    build=build,
    campaign_of=lambda posting: posting.campaign,
    confidential=True,
    symbol=SYMBOL,
    texts=TEXTS,
)
