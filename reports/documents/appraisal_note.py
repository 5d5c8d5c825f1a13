"""Phiếu thẩm định hồ sơ đề nghị khen thưởng (không có mẫu quy định)."""

from django.utils import timezone

from awards.models import Appraisal, Exemption, Nomination
from awards.rules.eligibility import Outcome
from awards.services import appraisal_notes
from awards.services.appraisal_notes import STATES, Note, state_words
from communes.access import Actor, Can
from kit.vietnamese import begun, begun_small, vn_date
from reports.documents import fields
from reports.documents.blocks import (
    Block,
    Column,
    Dashes,
    Paragraph,
    Recipients,
    Signature,
    Table,
    TextEnd,
    Title,
    TwoSignatures,
)
from reports.documents.common import numbered, stopped, unit_letterhead, unit_symbol
from reports.documents.kinds import Kind
from reports.documents.nominees import agency_of, award_of, decider_of, name_of, part_about, place_of, rounds_of
from reports.documents.paper import Paper
from reports.documents.wording import CommuneWords, Text

KEY = "appraisal-note"
FIELDS = {"tên phong trào": fields.CAMPAIGN["tên phong trào"], **fields.COMMITTEE, **fields.UNIT} | {
    "tên đối tượng": "Nguyễn Văn An",
    "hình thức khen thưởng": "Giấy khen",
}
TEXTS = (
    Text(
        "no_parts",
        "Khi kế hoạch không nêu thành phần hồ sơ",
        "Kế hoạch không quy định thành phần hồ sơ.",
        FIELDS,
    ),
    Text(
        "no_standards",
        "Khi kế hoạch không nêu tiêu chuẩn",
        "Kế hoạch không quy định tiêu chuẩn khen thưởng.",
        FIELDS,
    ),
    Text("none", "Mục không có nội dung", "Không có.", FIELDS),
    Text(
        "recipients",
        "Nơi nhận",
        "Hội đồng Thi đua - Khen thưởng\nLưu: VT, hồ sơ khen thưởng",
        FIELDS,
        fields.LINES,
    ),
)

CRITERIA = (
    Column("TT", 1, "center"),
    Column("Tiêu chuẩn", 6),
    Column("Mục", 2, "center"),
    Column("Thực tế", 5),
    Column("Đánh giá", 2, "center"),
)
CONDITIONS = (
    Column("TT", 1, "center"),
    Column("Điều kiện chung", 4),
    Column("Kết quả kiểm tra", 8),
    Column("Đánh giá", 2, "center"),
)


def build(nomination: Nomination) -> Paper:
    """Set an appraisal in words: completeness, criteria, conditions, exceptions, history, opinions, verdicts."""
    note = appraisal_notes.note(nomination, by=Actor.of_product(nomination.commune), at=timezone.now())
    agency = agency_of(nomination.campaign)
    words = _words(nomination)
    place = place_of(nomination)
    facts = [
        f"Đối tượng đề nghị: {name_of(nomination)}" + (f" ({place})." if place else "."),
        f"Đề nghị tặng: {award_of(nomination)}; cấp quyết định: {decider_of(nomination)}.",
        f"Phong trào: “{nomination.campaign.name}”; {rounds_of([nomination])}.",
        f"Ngày tiếp nhận: {vn_date(nomination.received_on)}" + (" (trễ hạn)." if nomination.late else "."),
    ]
    parts = [
        ("Hồ sơ", [*map(Paragraph, facts), *_completeness(note, words)]),
        ("Tiêu chuẩn khen thưởng", _criteria(note.criteria, words)),
        ("Điều kiện chung", [_conditions(note.checks)]),
        ("Trường hợp ngoại lệ", _listed(map(_exception, note.exceptions))),
        ("Khen thưởng đã nhận", _listed(f"{each.title} – {each.decision}" for each in note.history)),
        ("Ý kiến của cơ quan, tổ chức, cá nhân", _opinions(note)),
        ("Kết luận", [Paragraph(note.sentence), *_verdicts(note)]),
    ]  # fmt: skip
    return Paper(
        f"Phiếu thẩm định – {nomination.nominee}",
        (
            unit_letterhead(agency, symbol=unit_symbol("PTĐ", agency), year=_year(note)),
            Title("PHIẾU THẨM ĐỊNH", f"Hồ sơ đề nghị tặng {award_of(nomination)} ({rounds_of([nomination])})"),
            *numbered((title, content or words.blocks("none")) for title, content in parts),
            TextEnd(),
            _signatures(note.verdicts),
            Recipients(words.lines("recipients")),
        ),
        draft=not any(each.confirmed_at for each in note.verdicts),
    )


def _words(nomination: Nomination) -> CommuneWords:
    """Return the commune's words with the facts of a dossier."""
    facts = fields.of_campaign(nomination.campaign) | fields.of_unit(nomination.unit)
    facts |= {"tên đối tượng": name_of(nomination), "hình thức khen thưởng": award_of(nomination)}
    return CommuneWords(nomination.commune, KEY, TEXTS, facts)


def _year(note: Note) -> int:
    """Return the year in which the note is made: of the last verdict, before it of the day the dossier came in."""
    given = [timezone.localdate(each.given_at) for each in note.verdicts]
    return max(given, default=note.nomination.received_on).year


def _exception(each: Exemption) -> str:
    """Say from what a leader excepted the dossier, for which conflict and why."""
    only = f", chỉ đối với: {each.granted_for.rstrip('.')}" if each.granted_for else ""
    return f"{each.title}{only}: {each.reason} (người cho phép: {each.leader_name})"


def _listed(items) -> list[Block]:
    """Return a list, or nothing."""
    found = tuple(map(stopped, items))
    return [Dashes(found)] if found else []


def _completeness(note, words: CommuneWords) -> list[Block]:
    """Return which papers are there."""
    told = [
        f"{part_about(each.part.title, [note.nomination.subject])}: {'đã có' if each.state == 'done' else 'chưa có'}"
        for each in note.completeness
    ]
    left = [f"Số lượng khen thưởng: {_left(note.quota_left)}"] if note.quota_left else []
    return _listed([*(told or words.lines("no_parts")), *left])


def _left(words: str) -> str:
    """Return what a quota still allows, behind the words “Số lượng khen thưởng”."""
    return begun_small(words).removesuffix(" số lượng")


def _criteria(criteria: list[Outcome], words: CommuneWords) -> list[Block]:
    """Return each single standard with what was found."""
    if not criteria:
        return list(words.blocks("no_standards"))
    rows = tuple(
        (str(place), each.text, each.clause, _found(each), state_words(each)) for place, each in enumerate(criteria, 1)
    )
    return [Table(CRITERIA, rows)]


def _found(outcome: Outcome) -> str:
    """Say what was found for a standard, who judged, and whether it is provisional."""
    found = outcome.found
    if found is None:
        return ""
    evidence = ", ".join(each for each in found.evidence if each not in found.found)
    told = "; ".join(filter(None, [found.found.strip().rstrip("."), evidence]))
    judged = f" ({found.judged_by})" if found.judged_by else ""
    provisional = " (tạm tính)" if found.provisional and "tạm tính" not in told else ""
    return _cell(f"{told}{judged}{provisional}".strip())


def _cell(words: str) -> str:
    """Return a cell as a sentence: a capital first, a stop last."""
    return begun(stopped(words)) if words else ""


def _conditions(checks) -> Table:
    """Return each general condition."""
    rows = tuple(
        (str(place), each.title, _cell(each.words), STATES[each.state]) for place, each in enumerate(checks, 1)
    )
    return Table(CONDITIONS, rows)


def _opinions(note) -> list[Block]:
    """Return what other bodies answered and what the public said."""
    asked = [
        f"{each.body}: {each.get_answer_display() or 'chưa trả lời'}" + (f" – {each.text}" if each.text else "")
        for each in note.opinions
    ]
    public = [f"Phản ánh của {each.sender}: {each.settlement or 'đang xem xét'}" for each in note.remarks]
    return _listed([*asked, *public])


def _verdicts(note) -> list[Block]:
    """Return who concluded what, where they differ, and what must be remarked."""
    told = [
        f"{each.appraiser.full_name}: {each.get_verdict_display().lower()}" + (f". {each.note}" if each.note else "")
        for each in note.verdicts
    ]
    return _listed([*(told or [note.pending.rstrip(".")]), *note.remarkable])


def _signatures(verdicts: list[Appraisal]) -> Block:
    """Return who appraised and who confirmed; one signature where the same person did both."""
    names = [each.appraiser.full_name for each in verdicts]
    appraiser = ", ".join(name.replace(" ", "\u00a0") for name in names) if len(names) > 1 else "".join(names)
    confirmed = next((each.confirmed_by for each in verdicts if each.confirmed_at), "")
    if any(each.confirmed_alone for each in verdicts):
        return Signature(("NGƯỜI THẨM ĐỊNH", "VÀ XÁC NHẬN"), confirmed)
    return TwoSignatures(
        Signature(("NGƯỜI THẨM ĐỊNH",), appraiser), Signature(("NGƯỜI XÁC NHẬN",), confirmed)
    )  # fmt: skip


KIND = Kind(
    key=KEY,
    title="Phiếu thẩm định",
    can=Can.SEE_UNANNOUNCED,
    model=Nomination,
    records=lambda: Nomination.objects.select_related(
        "campaign__commune",
        "commune",
        "unit__commune",
        "person__unit__commune",
        "collective__commune",
        "round",
        "plan_version",
    ).exclude(status__in=["draft", "submitted", "withdrawn"]),
    build=build,
    campaign_of=lambda nomination: nomination.campaign,
    confidential=True,
    texts=TEXTS,
)
