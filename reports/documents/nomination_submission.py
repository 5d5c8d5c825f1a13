"""Tờ trình đề nghị khen thưởng của đơn vị (Nghị định 152/2025/NĐ-CP, phụ lục, mẫu 01)."""

from django.utils import timezone

from awards.models import Nomination, ReviewVote
from awards.rules.dossier import Maker, maker_of
from communes.access import Can
from kit.vietnamese import begun, long_date, small_count
from reports.documents import fields
from reports.documents.blocks import (
    Addressees,
    Block,
    Clauses,
    Column,
    Grounds,
    Recipients,
    TextEnd,
    Title,
)
from reports.documents.common import AS_ABOVE, stopped, unit_letterhead, unit_symbol, without
from reports.documents.kinds import Kind
from reports.documents.nominees import (
    award_of,
    bare_award_of,
    decider_of,
    head_of,
    made_in,
    name_of,
    part_about,
    place_of,
    rounds_of,
)
from reports.documents.paper import Paper
from reports.documents.wording import CommuneWords, Text

KEY = "nomination-submission"
FIELDS = (
    fields.CAMPAIGN
    | fields.UNIT
    | {"hình thức khen thưởng": "Giấy khen", "loại đối tượng": "cá nhân", "tên đối tượng": "Nguyễn Văn An"}
    | {"đợt khen thưởng": "khen thưởng hằng năm 2026"}
)
FORWARDED = FIELDS | {"hình thức khen thưởng": "Bằng khen", "cấp quyết định": "Chủ tịch UBND tỉnh"}
TEXTS = (
    Text(
        "grounds",
        "Căn cứ",
        "Căn cứ Luật Thi đua, khen thưởng\n"
        "Căn cứ {kế hoạch phát động} của {tên Ủy ban} về phong trào thi đua “{tên phong trào}”",
        FIELDS,
        fields.ONE_GROUND,
    ),
    Text(
        "opening",
        "Câu đề nghị",
        "{tên đơn vị} kính trình xem xét, tặng {hình thức khen thưởng} cho 01 {loại đối tượng} đã có thành tích trong "
        "phong trào thi đua “{tên phong trào}”:",
        FIELDS,
    ),
    Text(
        "opening_above",
        "Câu đề nghị khi cấp trên quyết định",
        "{tên đơn vị} kính đề nghị xem xét, trình {cấp quyết định} tặng {hình thức khen thưởng} cho 01 "
        "{loại đối tượng} đã có thành tích trong phong trào thi đua “{tên phong trào}”:",
        FORWARDED,
    ),
    Text(
        "votes",
        "Kết quả bình xét",
        "Kết quả bình xét tại đơn vị: {số tán thành}/{số phiếu} người tán thành "
        "({số dự họp}/{tổng số người} người dự họp).",
        FIELDS | {"số tán thành": "12", "số phiếu": "13", "số dự họp": "13", "tổng số người": "15"},
    ),
    Text("attached", "Câu nêu hồ sơ kèm theo", "Hồ sơ kèm theo gồm:", FIELDS),
    Text("closing", "Câu kết", "Kính trình Chủ tịch {tên Ủy ban} xem xét, quyết định.", FIELDS),
    Text(
        "closing_above",
        "Câu kết khi cấp trên quyết định",
        "Kính trình Chủ tịch {tên Ủy ban} xem xét, trình {cấp quyết định} tặng {hình thức khen thưởng}.",
        FORWARDED,
    ),
    Text("recipients", "Nơi nhận", f"{AS_ABOVE}\nLưu: VT", FIELDS, fields.LINES),
)

PLACE = "Chức vụ, đơn vị"
COLUMNS = (
    Column("TT", 1, "center"),
    Column("Họ và tên, tên tập thể", 4),
    Column(PLACE, 4),
    Column("Tóm tắt thành tích", 6),
    Column("Đề nghị tặng", 3),
)


def build(nomination: Nomination) -> Paper:
    """Set a unit's proposal in words: grounds, the nominee in a table, the review's votes, what is attached.

    What the commune's chair does not decide, the chair is asked to forward (L-12).
    """
    unit, commune = nomination.unit, nomination.commune
    words, vote = _words(nomination), _vote(nomination)
    above = "" if nomination.decided_here else "_above"
    row = ("1", name_of(nomination), place_of(nomination), nomination.summary, begun(award_of(nomination)))
    attached = Clauses(tuple(map(stopped, _attached(nomination, vote))))
    return Paper(
        f"Tờ trình đề nghị khen thưởng – {nomination.nominee}",
        (
            unit_letterhead(unit, symbol=unit_symbol("TTr", unit), year=made_in(nomination)),
            Title("TỜ TRÌNH", f"Đề nghị tặng {award_of(nomination)} ({rounds_of([nomination])})"),
            Addressees((f"Chủ tịch {commune.committee}", f"Hội đồng Thi đua - Khen thưởng {commune}")),
            Grounds(words.lines("grounds")),
            *words.blocks(f"opening{above}"),
            without(PLACE, COLUMNS, (row,)),
            *_votes(vote, words),
            *words.blocks("attached"),
            attached,
            *words.blocks(f"closing{above}"),
            TextEnd(),
            head_of(nomination),
            Recipients(words.lines("recipients")),
        ),
        draft=nomination.status == Nomination.Status.DRAFT,
    )


def _words(nomination: Nomination) -> CommuneWords:
    """Return the commune's words with the facts of a dossier; laws are cited without number."""
    facts = fields.of_campaign(nomination.campaign) | fields.of_unit(nomination.unit)
    facts |= {
        "hình thức khen thưởng": bare_award_of(nomination),
        "cấp quyết định": decider_of(nomination),
        "loại đối tượng": str(nomination.get_subject_display()).lower(),
        "tên đối tượng": name_of(nomination),
        "đợt khen thưởng": rounds_of([nomination]),
    }
    return CommuneWords(nomination.commune, KEY, TEXTS, facts, at=nomination.submitted_at)


def _vote(nomination: Nomination) -> ReviewVote | None:
    """Return how the unit's last concluded review voted."""
    found = nomination.review_votes.filter(review__concluded_at__isnull=False).select_related("review")
    return found.order_by("review__concluded_at", "pk").last()


def _votes(vote: ReviewVote | None, words: CommuneWords) -> tuple[Block, ...]:
    """Return the outcome of the unit's review, where one was held."""
    if vote is None:
        return ()
    cast = vote.votes_for + vote.votes_against + vote.votes_blank
    return words.blocks(
        "votes", so_tan_thanh=small_count(vote.votes_for), so_phieu=small_count(cast),
        so_du_hop=small_count(vote.review.members_present), tong_so_nguoi=small_count(vote.review.members_total),
    )  # fmt: skip


def _attached(nomination: Nomination, vote: ReviewVote | None) -> list[str]:
    """Return the papers that go with the submission: the plan's list, or what is there; the minutes by their day."""
    held = f" {long_date(timezone.localdate(vote.review.held_at))}" if vote else ""
    parts = [(maker_of(part), part_about(part.title, [nomination.subject]).rstrip(" .;")) for part in nomination.parts]
    told = [
        f"{title}{held if maker == Maker.REVIEW_MINUTES else ''}" for maker, title in parts if maker != Maker.SUBMISSION
    ]
    if Maker.ACHIEVEMENT_REPORT not in dict(parts):
        told.append("Báo cáo thành tích")
    if vote and Maker.REVIEW_MINUTES not in dict(parts):
        told.append(f"Biên bản họp bình xét{held}")
    return told


KIND = Kind(
    key=KEY,
    title="Tờ trình đề nghị khen thưởng",
    can=Can.SEE_NOMINATIONS,
    model=Nomination,
    records=lambda: Nomination.objects.select_related(
        "campaign__commune",
        "commune",
        "unit__commune",
        "person__unit__commune",
        "collective__commune",
        "round",
        "plan_version",
    ),
    build=build,
    campaign_of=lambda nomination: nomination.campaign,
    unit_of=lambda nomination: nomination.unit,
    confidential=True,
    texts=TEXTS,
)
