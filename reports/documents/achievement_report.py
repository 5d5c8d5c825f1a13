"""Báo cáo thành tích đề nghị khen thưởng (tập thể, cá nhân, hộ gia đình; Nghị định 152/2025/NĐ-CP, phụ lục)."""

from collections.abc import Iterable

from awards.models import Assessment, Nomination
from awards.rules.dossier import SECTIONS
from awards.services.awards_received import PastAward, award_history
from campaigns.planfile.words import Subject
from communes.access import Actor, Can
from communes.models import Person, Unit
from kit.vietnamese import begun_small, fold, long_date, vn_date
from reports.documents import fields
from reports.documents.base import Run
from reports.documents.blocks import (
    Block,
    Column,
    Dashes,
    Letterhead,
    Paragraph,
    Recipients,
    Signature,
    Table,
    TextEnd,
    Title,
    TwoSignatures,
    narrative,
)
from reports.documents.common import (
    HEAD,
    appointed_head,
    body_name,
    numbered,
    posts_in,
    unit_letterhead,
    unit_symbol,
    without_number,
)
from reports.documents.kinds import Kind
from reports.documents.nominees import award_of, head_of, made_in, name_of
from reports.documents.paper import Paper
from reports.documents.wording import CommuneWords, Text

KEY = "achievement-report"
NOMINEE = {"tên được đề nghị": "Phòng Kinh tế", "hình thức": "Giấy khen", **fields.CAMPAIGN}
TEXTS = (
    Text(
        "lead",
        "Lời mở đầu",
        "Căn cứ kết quả thực hiện phong trào thi đua “{tên phong trào}”, {tên được đề nghị} báo cáo thành tích đề "
        "nghị tặng {hình thức} như sau:",
        NOMINEE,
    ),
    Text(
        "closing",
        "Lời kết",
        "Trên đây là báo cáo thành tích của {tên được đề nghị}, kính đề nghị các cấp xem xét, khen thưởng.",
        NOMINEE,
    ),
)
INITIATIVE_COLUMNS = (
    Column("TT", 1, "center"),
    Column("Sáng kiến, giải pháp", 6),
    Column("Nơi công nhận", 3),
    Column("Số, ngày quyết định", 3, "center"),
    Column("Phạm vi", 2, "center"),
)
AWARD_COLUMNS = (
    Column("Năm", 2, "center"),
    Column("Danh hiệu, hình thức khen thưởng", 5),
    Column("Số, ngày quyết định; cơ quan quyết định", 8),
)
RATING_COLUMNS = (
    Column("Năm", 2, "center"),
    Column("Mức hoàn thành nhiệm vụ", 6),
    Column("Văn bản đánh giá", 7),
)
RATINGS = "Kết quả đánh giá, xếp loại hằng năm"
NOTHING = ("khong co", "khong")
# What the forms ask beyond the records, and the words by which a typed profile shows that it says so already.
OF_A_PERSON = (
    ("Quê quán", ("que quan", "nguyen quan")),
    ("Nơi ở hiện nay", ("noi o", "cu tru", "thuong tru", "tru quan")),
    ("Trình độ chuyên môn, nghiệp vụ", ("trinh do",)),
)
OF_A_HOUSEHOLD = (
    ("Nơi ở", ("noi o", "cu tru", "thuong tru", "dia chi")),
    ("Số người trong hộ", ("so nguoi", "nhan khau", "thanh vien")),
    ("Nghề nghiệp chính", ("nghe", "san xuat", "kinh doanh")),
)
OF_A_COLLECTIVE = (
    ("Địa chỉ, điện thoại", ("dia chi", "tru so", "dien thoai")),
    ("Số người, cơ cấu tổ chức", ("nguoi", "can bo", "vien chuc", "hoi vien")),
    ("Chức năng, nhiệm vụ chính", ("chuc nang", "nhiem vu")),
)


def build(nomination: Nomination) -> Paper:
    """Set a nominee's achievements in words, section by section as they were typed once."""
    called = _called(nomination)
    told = {
        "tên được đề nghị": called,
        "hình thức": award_of(nomination),
        **fields.of_campaign(nomination.campaign),
    }
    words = CommuneWords(nomination.commune, KEY, TEXTS, told, at=nomination.submitted_at)
    sections = [(section.title, _content(nomination, section.key)) for section in SECTIONS[Subject(nomination.subject)]]
    filled = [(title, content) for title, content in sections if content]
    return Paper(
        f"Báo cáo thành tích – {nomination.nominee}",
        (
            _letterhead(nomination),
            Title("BÁO CÁO THÀNH TÍCH", f"Đề nghị tặng {award_of(nomination)} cho {called}"),
            *words.blocks("lead"),
            *numbered(filled),
            *words.blocks("closing"),
            TextEnd(),
            *_signatures(nomination),
        ),
        draft=nomination.status == Nomination.Status.DRAFT,
    )


def _called(nomination: Nomination) -> str:
    """Return the nominee as a sentence names it."""
    name = name_of(nomination)
    if nomination.subject == Subject.HOUSEHOLD:
        return begun_small(name)
    if nomination.subject == Subject.INDIVIDUAL:
        honorific = {Person.Gender.MALE: "ông ", Person.Gender.FEMALE: "bà "}
        return f"{honorific.get(nomination.person.gender, '')}{name}"
    return name


def _letterhead(nomination: Nomination) -> Letterhead:
    """Return the unit's letterhead; what a person or household reports bears no number."""
    unit = nomination.unit
    if nomination.subject == Subject.COLLECTIVE:
        return unit_letterhead(unit, symbol=unit_symbol("BC", unit), year=made_in(nomination))
    return without_number(unit_letterhead(unit, symbol="", year=made_in(nomination)))


def _content(nomination: Nomination, key: str) -> list[Block]:
    """Return one section: the words typed, and what the records hold on it."""
    words = str(nomination.report.get(key, ""))
    typed = list(narrative(words))
    match key:
        case "profile":
            return [Dashes(tuple(_facts(nomination))), *typed]
        case "achievement":
            return [*_deed(nomination), *typed]
        case "initiatives":
            return [*narrative(_without_titles(nomination, words)), *_initiatives(nomination)]
        case "earlier_awards":
            return _earlier_awards(nomination, words)
        case _:
            return typed


def _facts(nomination: Nomination) -> Iterable[str]:
    """Yield what identifies the nominee, with room for the pen where the records hold nothing."""
    typed = fold(str(nomination.report.get("profile", "")))
    if nomination.subject == Subject.COLLECTIVE:
        yield f"Tên đơn vị: {name_of(nomination)}."
        yield from _blanks(OF_A_COLLECTIVE, typed)
        return
    person = nomination.person
    gender = person.get_gender_display() if person.gender else "………"
    if nomination.subject == Subject.HOUSEHOLD:
        yield f"Họ và tên chủ hộ: {person.full_name}. Giới tính: {gender}."
        yield f"Năm sinh: {person.birth_year or '………'}."
        yield from _blanks(OF_A_HOUSEHOLD, typed)
        return
    yield f"Họ và tên: {person.full_name}. Giới tính: {gender}."
    if "ngay sinh" in typed or "sinh ngay" in typed:
        yield f"Năm sinh: {person.birth_year or '………'}."
    else:
        yield f"Ngày, tháng, năm sinh: ……/……/{person.birth_year or '………'}."
    yield from _blanks(OF_A_PERSON, typed)
    yield f"Chức vụ: {person.position}." if person.position else _dotted("Chức vụ")
    yield f"Đơn vị công tác: {body_name(person.unit or nomination.unit)}."


def _blanks(asked: Iterable[tuple[str, tuple[str, ...]]], typed: str) -> Iterable[str]:
    """Yield a dotted line for each thing that the typed profile does not speak of."""
    return (_dotted(title) for title, marks in asked if not any(mark in typed for mark in marks))


def _dotted(title: str) -> str:
    """Return a title with dots after it, about to the end of the line."""
    return f"{title}: {'…' * (26 - len(title) // 2)}"


def _deed(nomination: Nomination) -> list[Block]:
    """Return the deed for which an award outside the rounds is proposed."""
    if not nomination.deed:
        return []
    done = f", ngày {vn_date(nomination.deed_on)}" if nomination.deed_on else ""
    return [Paragraph((Run(f"Việc làm, thành tích đột xuất{done}: ", bold=True), Run(nomination.deed)))]


def _without_titles(nomination: Nomination, words: str) -> str:
    """Return what was typed on initiatives without the lines that only name one of the table."""
    told = {_bare(each.title) for each in nomination.initiatives.all()}
    return "\n".join(line for line in words.split("\n") if _bare(line) not in told)


def _bare(line: str) -> str:
    """Return a line for comparing: without marks, the dash before it and the stop after it."""
    return fold(line).strip(" -–+.;,")


def _initiatives(nomination: Nomination) -> list[Block]:
    """Return the table of the initiatives that the nomination rests on (L-08)."""
    rows = tuple(
        (
            str(place),
            each.title,
            each.recognised_by or "chưa công nhận",
            f"{each.decision_number} ngày {vn_date(each.decision_on)}" if each.decision_on else "",
            each.get_scope_display(),
        )
        for place, each in enumerate(nomination.initiatives.order_by("pk"), 1)
    )
    return [Table(INITIATIVE_COLUMNS, rows)] if rows else []


def _earlier_awards(nomination: Nomination, words: str) -> list[Block]:
    """Return the awards as typed and as recorded, then the ratings; “Không có” is said in full."""
    awards, ratings = _awards(nomination), _ratings(nomination)
    if _bare(words) in NOTHING and nomination.subject == Subject.INDIVIDUAL:
        words = "Không bị kỷ luật." if awards else "Chưa được khen thưởng; không bị kỷ luật."
    elif _bare(words) in NOTHING and awards:
        words = ""
    return [*narrative(words), *awards, *ratings] or [Dashes((_dotted("Danh hiệu, hình thức đã nhận"),))]


def _awards(nomination: Nomination) -> list[Block]:
    """Return the awards that everybody may know from the award book and the records."""
    told = award_history(nomination, Actor.of_public(nomination.commune))
    handed_in = nomination.received_on
    awards = [each for each in told if each.in_force and (handed_in is None or each.on <= handed_in)]
    return [Table(AWARD_COLUMNS, tuple(map(_award_row, reversed(awards))))] if awards else []


def _ratings(nomination: Nomination) -> list[Block]:
    """Return the yearly ratings that the records hold."""
    ratings = Assessment.objects.of_subject(person=nomination.person, unit=nomination.collective).filter(
        kind=Assessment.Kind.RATING
    )
    rows = tuple(
        (str(each.year), f"{each.level}{' (tạm tính)' if each.provisional else ''}", each.document)
        for each in ratings.order_by("year", "pk")
    )
    return [Table(RATING_COLUMNS, rows, caption=RATINGS)] if rows else []


def _award_row(award: PastAward) -> tuple[str, str, str]:
    """Return one award received: its year, what it is, the decision and who made it."""
    number = award.decision.partition(" ngày ")[0]
    return str(award.on.year), award.title, f"{number} {long_date(award.on)} của {award.authority}"


def _signatures(nomination: Nomination) -> list[Block]:
    """Return who signs: the head for a collective; else the one honoured, confirmed by the unit and the proposer.

    Nobody confirms the own achievements: those of the unit's head are confirmed by the committee above the unit.
    """
    if nomination.subject == Subject.COLLECTIVE:
        recipients = Recipients((nomination.commune.committee, "Lưu: VT, hồ sơ khen thưởng"))
        return [head_of(nomination), recipients]
    person = nomination.person
    household = nomination.subject == Subject.HOUSEHOLD
    lines = ("ĐẠI DIỆN", "HỘ GIA ĐÌNH") if household else ("NGƯỜI BÁO CÁO", "THÀNH TÍCH")
    own, head = Signature(lines, person.full_name), head_of(nomination)
    if _heads(person, nomination.unit) or _signs(person, nomination.unit, head.name):
        above = Signature(("XÁC NHẬN CỦA", "ỦY BAN NHÂN DÂN", str(nomination.commune).upper()))
        return [TwoSignatures(above, own)]
    confirms = "XÁC NHẬN CỦA" if head.lines == (HEAD,) else "XÁC NHẬN CỦA ĐƠN VỊ"
    return [
        TwoSignatures(Signature((confirms, *head.lines), head.name), own),
        TwoSignatures(Signature(("XÁC NHẬN CỦA", "CẤP TRÌNH KHEN THƯỞNG"), ""), Signature((), "")),
    ]


def _signs(person: Person, unit: Unit, name: str) -> bool:
    """Say whether the name under a unit's papers is that of one of its people, and of nobody else there."""
    bearers = set(unit.people.filter(full_name=name).values_list("pk", flat=True))
    return bearers == {person.pk}


def _heads(person: Person, unit: Unit) -> bool:
    """Say whether a person heads a unit, by the post held or by appointment."""
    by_post = person.unit_id == unit.pk and False in posts_in(unit, person.position)
    return by_post or appointed_head(unit) == person


KIND = Kind(
    key=KEY,
    title="Báo cáo thành tích",
    can=Can.SEE_NOMINATIONS,
    model=Nomination,
    records=lambda: Nomination.objects.select_related(
        "campaign__commune", "commune", "unit__commune", "person__unit__commune", "collective__commune", "round"
    ),
    build=build,
    campaign_of=lambda nomination: nomination.campaign,
    unit_of=lambda nomination: nomination.unit,
    confidential=True,
    texts=TEXTS,
)
