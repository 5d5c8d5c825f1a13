"""Kế hoạch sửa đổi, bổ sung (NĐ 30/2020/NĐ-CP, Phụ lục III, mẫu 1.4) with the list of what it changes."""

from datetime import date

from django.utils import timezone

from campaigns.models import PlanVersion
from campaigns.planfile.changes import Change, ChangeKind, changes
from campaigns.planfile.schema import CLAUSE
from campaigns.planfile.words import Part
from communes.access import Can
from communes.models import Unit
from kit.vietnamese import begun, long_date
from reports.documents.blocks import (
    NUMBER,
    Annex,
    Block,
    Column,
    Dashes,
    Grounds,
    Paragraph,
    Table,
    TextEnd,
    Title,
    narrative,
)
from reports.documents.common import (
    body_name,
    cited,
    committee_signature,
    letterhead_of,
    numbered,
    plan_cited,
    recipients_on,
    stopped,
)
from reports.documents.kinds import Kind
from reports.documents.nominees import agency_of
from reports.documents.paper import Paper
from reports.documents.wording import CommuneWords, Text
from reports.documents.words import BLANK

KEY = "plan-amendment"
SAMPLES = {
    "kế hoạch": "Kế hoạch số 05/KH-UBND ngày 15 tháng 01 năm 2026 của UBND xã Đồng Tâm về phong trào thi đua “Đẩy mạnh "
    "cải cách hành chính năm 2026”",
    "số kế hoạch": "05/KH-UBND",
    "cơ quan tham mưu": "Phòng Văn hóa - Xã hội",
    "địa phương": "xã Đồng Tâm",
    "tên phong trào": "Đẩy mạnh cải cách hành chính năm 2026",
    "lý do": "Bổ sung việc số hóa kết quả giải quyết thủ tục theo chỉ đạo của tỉnh.",
}
TEXTS = (
    Text(
        "grounds",
        "Căn cứ",
        "Căn cứ Luật Thi đua, khen thưởng;\nCăn cứ {kế hoạch};\nTheo đề nghị của {cơ quan tham mưu}.",
        SAMPLES,
    ),
    Text(
        "opening",
        "Đoạn mở đầu",
        "{lý do}\nỦy ban nhân dân {địa phương} sửa đổi, bổ sung Kế hoạch số {số kế hoạch} như sau:",
        SAMPLES,
    ),
    Text(
        "effect",
        "Hiệu lực",
        "Kế hoạch này có hiệu lực từ ngày ký và là một phần của Kế hoạch số {số kế hoạch}. Nội dung không được "
        "sửa đổi, bổ sung tại Kế hoạch này vẫn thực hiện theo kế hoạch đã ban hành.",
        SAMPLES,
    ),
    Text(
        "carrying-out",
        "Tổ chức thực hiện",
        "- Các cơ quan, đơn vị tham gia phong trào điều chỉnh kế hoạch, chỉ tiêu của mình cho phù hợp.\n"
        "- {cơ quan tham mưu} theo dõi, đôn đốc và tổng hợp kết quả thực hiện.",
        SAMPLES,
    ),
    Text(
        "closing",
        "Đoạn kết",
        "Trong quá trình thực hiện, nếu có vướng mắc, các cơ quan, đơn vị phản ánh về {cơ quan tham mưu} để tổng hợp, "
        "báo cáo Ủy ban nhân dân {địa phương}.",
        SAMPLES,
    ),
)
COLUMNS = (
    Column("TT", 1, "center"),
    Column("Phần của kế hoạch", 4),
    Column("Nội dung", 4),
    Column("Đã ban hành", 8),
    Column("Sửa đổi, bổ sung", 8),
)
# What serves the software alone – short names, places in the text, codes of kinds – is on no paper.
UNPRINTED = {
    CLAUSE, "tên ngắn", "tên ngắn không dấu", "loại đơn vị", "nhóm người", "phần việc", "thuộc đợt khen thưởng",
    "thang xếp loại", "loại tiêu chuẩn", "phần mềm lập được", "kế hoạch nói rõ cách tính",
    "là phong trào của cấp trên", "dòng lưu",
}  # fmt: skip
OF_THE_OFFICE = ("Điểm cần làm rõ",)
PATH = " › "
NEW, DROPPED = "(bổ sung mới)", "(bãi bỏ)"
WHAT = COLUMNS[2]
WHOLE = {
    ChangeKind.ADDED: "Bổ sung nội dung", ChangeKind.REMOVED: "Bãi bỏ nội dung", ChangeKind.CHANGED: "Sửa nội dung",
}  # fmt: skip
NOTHING_CHANGED = "Chưa có nội dung nào được sửa đổi, bổ sung."
IN_THE_ANNEX = "Chi tiết tại Phụ lục kèm theo Kế hoạch này."


def build(version: PlanVersion) -> Paper:
    """Set an amendment in words: what each changed section said and says now, its effect, who carries it out."""
    campaign = version.campaign
    plan, on = version.plan, version.issued_on
    found = _printed(version)
    words = CommuneWords(campaign.commune, KEY, TEXTS, at=version.issued_at)
    facts = {
        "ke_hoach": plan_cited(campaign),
        "so_ke_hoach": cited(campaign.number, campaign.symbol, campaign.issued_on).partition(" ")[0],
        "co_quan_tham_muu": _agency(campaign),
        "dia_phuong": str(campaign.commune),
        "ten_phong_trao": campaign.name,
        "ly_do": stopped(version.reason) if version.reason else "",
    }
    told = [*_sections(found), Paragraph(IN_THE_ANNEX)] if found else [Paragraph(NOTHING_CHANGED)]
    parts = [
        ("Nội dung sửa đổi, bổ sung", told),
        ("Hiệu lực", list(narrative(words.of("effect", **facts)))),
        ("Tổ chức thực hiện", list(narrative(words.of("carrying-out", **facts)))),
    ]
    blocks: list[Block] = [
        letterhead_of(campaign.commune, symbol=campaign.symbol, number=version.paper_number, on=on,
                      year=timezone.localdate(version.drafted_at).year),
        Title("KẾ HOẠCH", f"Sửa đổi, bổ sung {plan_cited(campaign)}"),
    ]  # fmt: skip
    grounds = tuple(words.of("grounds", **facts).split("\n"))
    blocks += [Grounds(grounds)] if any(line.strip() for line in grounds) else []
    blocks += narrative(words.of("opening", **facts))
    blocks += numbered((title, content) for title, content in parts if content)
    return Paper(
        f"Kế hoạch sửa đổi, bổ sung lần {version.number - 1}: {campaign.name}",
        (
            *blocks,
            *narrative(words.of("closing", **facts)),
            TextEnd(),
            committee_signature(plan, plan.signature.name or campaign.signed_by),
            recipients_on(plan, on),
            *_annex(version, found),
        ),
        draft=version.issued_at is None,
    )


def _agency(campaign) -> str:
    """Name who makes the plans of the campaign, else who appraises, else the committee."""
    holders = campaign.holders_of(Part.PLANS)
    named = Unit.objects.filter(pk__in=holders).select_related("commune").for_list().first()
    return body_name(named or agency_of(campaign))


def _printed(version: PlanVersion) -> list[Change]:
    """Return what changed since the version before, without what serves the software alone."""
    before = version.campaign.versions.get(number=version.number - 1)
    return [
        change
        for change in changes(before.plan, version.plan)
        if change.section not in OF_THE_OFFICE and change.what.rpartition(PATH)[2] not in UNPRINTED
    ]


def _sections(found: list[Change]) -> list[Block]:
    """Return the changes by section of the plan, each with what was and what holds now."""
    sections: dict[str, list[str]] = {}
    for change in found:
        sections.setdefault(change.section, []).append(_in_words(change))
    return numbered(((section, [Dashes(tuple(lines))]) for section, lines in sections.items()), NUMBER)


def _in_words(change: Change) -> str:
    """Say one change as an amending paper does: where it stands, what was, what holds now."""
    after, before = _line(change.after), _line(change.before)
    *names, last = change.what.split(PATH)
    if change.kind == ChangeKind.CHANGED:
        return f"Sửa đổi {last}{_quoted(' của', names)}: “{before}” thành “{after}”."
    verb, words = ("Bổ sung", after) if change.kind == ChangeKind.ADDED else ("Bãi bỏ", before)
    return f"{verb}{_quoted(' tại', [*names, last])}: “{words}”."


def _quoted(joint: str, names: list[str]) -> str:
    """Name the place of a change from the outermost thing inwards, or nothing for the section itself."""
    said = ", ".join(_line(name) for name in names if name)
    return f"{joint} “{said}”" if said else ""


def _line(text: str) -> str:
    """Return a text on one line, without its stop."""
    return " ".join(text.split()).rstrip(".;")


def _annex(version: PlanVersion, found: list[Change]) -> list[Block]:
    """Return the table of all changes; it says what of a section changed where any of them does."""
    named = any(change.what for change in found)
    rows = tuple(
        (
            str(place),
            change.section,
            *([begun(_line(change.what.replace(PATH, ": "))) or WHOLE[change.kind]] if named else []),
            NEW if change.kind == ChangeKind.ADDED else change.before,
            DROPPED if change.kind == ChangeKind.REMOVED else change.after,
        )
        for place, change in enumerate(found, 1)
    )
    if not rows:
        return []
    attached = (
        f"(Kèm theo Kế hoạch số {_own_number(version, version.issued_on)} của {version.campaign.commune.committee})"
    )
    columns = tuple(column for column in COLUMNS if named or column != WHAT)
    return [Annex("DANH MỤC NỘI DUNG SỬA ĐỔI, BỔ SUNG", attached, (Table(columns, rows),), landscape=True)]


def _own_number(version: PlanVersion, on: date | None) -> str:
    """Cite the amendment itself; number and date stay blank until they are given."""
    symbol = version.campaign.symbol
    if version.paper_number and on:
        return cited(version.paper_number, symbol, on)
    return f"{BLANK}/{symbol} {long_date(on) if on else f'ngày{BLANK}tháng{BLANK}năm{BLANK}'}"


class AmendmentKind(Kind):
    """Amendments, of which a draft is for the commune's staff alone, as on the pages of versions."""

    def within(self, actor):
        """Return the amendments that the actor may read."""
        rows = Kind.within(self, actor)
        return rows if actor.sees_all_units else rows.exclude(issued_at=None)


KIND = AmendmentKind(
    key=KEY,
    title="Kế hoạch sửa đổi, bổ sung",
    can=Can.SEE_CAMPAIGNS,
    model=PlanVersion,
    records=lambda: PlanVersion.objects.select_related("campaign__commune").filter(number__gt=1),
    build=build,
    campaign_of=lambda version: version.campaign,
    texts=TEXTS,
)
