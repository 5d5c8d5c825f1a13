"""Danh sách tổng hợp đề nghị khen thưởng của một phong trào (không có mẫu quy định)."""

from collections import Counter, defaultdict

from awards.models import Appraisal, AwardFile, Nomination, ReviewVote
from awards.rules.kinds import Award
from campaigns.models import Campaign
from campaigns.planfile.words import RoundKind, Subject
from communes.access import Can
from communes.models import Unit
from kit.vietnamese import begun, roman, small_count
from reports.documents import fields
from reports.documents.blocks import (
    NUMBER,
    ROMAN,
    Annex,
    Block,
    Column,
    Heading,
    Note,
    Recipients,
    Signature,
    Table,
    TextEnd,
    Title,
    TwoSignatures,
)
from reports.documents.common import body_name, stopped, unit_letterhead, without_number
from reports.documents.kinds import Kind
from reports.documents.nominees import (
    AD_HOC,
    AGENCY,
    NAMES,
    agency_of,
    award_of,
    by_subject,
    name_of,
    place_of,
    signature_by_post,
    with_facts,
)
from reports.documents.paper import Paper
from reports.documents.wording import CommuneWords, Text

KEY = "nominee-list"
TEXTS = (
    Text(
        "opening",
        "Lời mở đầu",
        "Theo đề nghị của các đơn vị, {cơ quan thẩm định} tổng hợp danh sách đề nghị khen thưởng trong phong trào "
        "thi đua “{tên phong trào}” như sau:",
        {**AGENCY, **fields.CAMPAIGN},
    ),
    Text("closing", "Lời kết", "Danh sách chi tiết kèm theo.", fields.CAMPAIGN),
    Text("recipients", "Nơi nhận", "Hội đồng Thi đua - Khen thưởng\nLưu: VT, hồ sơ khen thưởng", hint=fields.LINES),
)
# What lies with the unit still, or was taken back, is proposed to nobody.
NOT_PROPOSED = ("draft", "withdrawn")
BEING_APPRAISED = ("submitted", "under_appraisal", "returned")
COUNTS = (
    Column("Đợt", 6),
    Column("Đề nghị tặng", 5),
    *(Column(name, 3, "center") for name in NAMES.values()),
    Column("Cộng", 2, "center"),
)
COLUMNS = (
    Column("TT", 1, "center"),
    Column("Họ và tên, tên tập thể", 5),
    Column("Chức vụ, đơn vị", 5),
    Column("Tóm tắt thành tích", 7),
    Column("Đề nghị tặng", 3),
    Column("Bình xét tại đơn vị", 3, "center"),
    Column("Hồ sơ", 5),
)
STATES = {"returned": "Đang bổ sung", "ineligible": "Kết luận thẩm định: không đủ điều kiện"}


def build(campaign: Campaign) -> Paper:
    """Set the list of who is proposed in a campaign: counts in front, then round by round who, for what, how voted."""
    agency = agency_of(campaign)
    name = body_name(agency)
    facts = {"cơ quan thẩm định": name, **fields.of_campaign(campaign)}
    words = CommuneWords(campaign.commune, KEY, TEXTS, facts)
    rows = sorted(with_facts(proposed(campaign)).order_by("round_id", "unit__name", "pk"), key=_in_time)
    by_round: dict[str, list[Nomination]] = defaultdict(list)
    for each in rows:
        each.campaign = campaign
        by_round[str(each.round) if each.round_id else AD_HOC].append(each)
    year = max(each.received_on for each in rows).year
    whom = ", ".join(subject.lower() for subject, _ in by_subject(rows))
    return Paper(
        f"Danh sách đề nghị khen thưởng – {campaign.name}",
        (
            without_number(unit_letterhead(agency, symbol="", year=year)),
            Title("DANH SÁCH", f"Đề nghị khen thưởng phong trào thi đua “{campaign.name}”"),
            *words.blocks("opening"),
            _counts(by_round),
            *words.blocks("closing"),
            TextEnd(),
            _signatures(campaign, agency),
            Recipients(words.lines("recipients")),
            Annex(
                f"Danh sách {whom} được đề nghị khen thưởng",
                f"(Kèm theo Danh sách tổng hợp của {name})",
                tuple(_rounds(campaign, by_round)),
                landscape=True,
            ),
        ),
        draft=any(each.status in BEING_APPRAISED for each in rows),
    )


def _signatures(campaign: Campaign, agency: Unit) -> TwoSignatures:
    """Return who made the list, the last who appraised, and who heads the agency."""
    found = Appraisal.objects.live().filter(nomination__campaign=campaign).select_related("appraiser")
    last, head = found.order_by("began_at", "pk").last(), signature_by_post(agency)
    maker = last.appraiser.full_name if last else ""
    return TwoSignatures(Signature(("NGƯỜI LẬP",), "" if maker == head.name else maker), head)


def proposed(campaign: Campaign):
    """Return the nominations of a campaign that the units have handed in and not taken back."""
    return campaign.nominations.exclude(status__in=NOT_PROPOSED)


def _in_time(nomination: Nomination) -> tuple[bool, bool, int]:
    """Return where a nomination's round stands: year by year, then the final one, deeds at any time last."""
    found = nomination.round
    if found is None or found.kind == RoundKind.AD_HOC:
        return True, True, 0
    return False, not found.year, found.year or 0


def _counts(by_round: dict[str, list[Nomination]]) -> Table:
    """Return how many of each kind are proposed, by round and award, and in all."""
    lines, totals = [], Counter()
    for title, found in by_round.items():
        for award in Award:
            counts = Counter(Subject(each.subject) for each in found if each.award == award)
            if counts:
                totals += counts
                lines.append((title, award.label, *_cells(counts)))
    lines.append(("Tổng số", "", *_cells(totals)))
    return Table(COUNTS, tuple(lines), bold_rows=(len(lines) - 1,))


def _cells(counts: Counter) -> list[str]:
    """Return the counts of a line; a dash where there is none."""
    return [small_count(number) if number else "–" for number in (*(counts[each] for each in NAMES), counts.total())]


def _rounds(campaign: Campaign, by_round: dict[str, list[Nomination]]) -> list[Block]:
    """Return the rounds, each with its collectives, persons and households."""
    votes, uploaded = _votes(campaign), _uploaded(campaign)
    blocks: list[Block] = []
    for place, (title, found) in enumerate(by_round.items(), 1):
        blocks.append(Heading(ROMAN, f"{roman(place)}.", title))
        for number, (name, group) in enumerate(by_subject(found), 1):
            lines = tuple(
                (str(line), name_of(each), place_of(each), each.summary, begun(award_of(each)),
                 votes.get(each.pk, "–"), _completeness(each, uploaded[each.pk], voted=each.pk in votes))
                for line, each in enumerate(group, 1)
            )  # fmt: skip
            blocks += [Heading(NUMBER, f"{number}.", name), Table(COLUMNS, lines)]
    return [*blocks, Note("Bình xét tại đơn vị: số người tán thành trên số người biểu quyết.")]


def _votes(campaign: Campaign) -> dict[int, str]:
    """Return, by nomination, how its unit's last review voted: 06/07."""
    rows = ReviewVote.objects.filter(nomination__campaign=campaign, review__concluded_at__isnull=False)
    return {
        each.nomination_id: f"{small_count(each.votes_for)}/"
        f"{small_count(each.votes_for + each.votes_against + each.votes_blank)}"
        for each in rows.order_by("review__concluded_at", "pk")
    }


def _uploaded(campaign: Campaign) -> dict[int, set[str]]:
    """Return, by nomination, which parts of its dossier were uploaded."""
    rows = AwardFile.objects.filter(nomination__campaign=campaign, removed_at=None).exclude(part_key="")
    found: dict[int, set[str]] = defaultdict(set)
    for nomination, part in rows.values_list("nomination_id", "part_key"):
        found[nomination].add(part)
    return found


def _completeness(nomination: Nomination, uploaded: set[str], *, voted: bool) -> str:
    """Say whether the dossier is complete, what it lacks by name (KP-05), and whether it came late."""
    parts = nomination.checklist(uploaded=uploaded, voted=voted)
    lacking = [each.part.title for each in parts if each.state != "done"]
    told = f"Thiếu: {'; '.join(lacking)}" if lacking else f"Đủ {small_count(len(parts))} thành phần"
    if not parts:
        told = "Thành phần hồ sơ: kế hoạch không quy định"
    rest = ["Nộp trễ hạn" if nomination.late else "", STATES.get(nomination.status, "")]
    return " ".join(stopped(each) for each in (told, *rest) if each)


def _with_nominees():
    """Return the campaigns in which somebody was proposed."""
    found = Nomination.objects.exclude(status__in=NOT_PROPOSED).values("campaign")
    return Campaign.objects.select_related("commune").filter(pk__in=found)


KIND = Kind(
    key=KEY,
    title="Danh sách đề nghị khen thưởng",
    can=Can.SEE_UNANNOUNCED,
    model=Campaign,
    records=_with_nominees,
    build=build,
    campaign_of=lambda campaign: campaign,
    confidential=True,
    texts=TEXTS,
)
