"""Tờ trình của Hội đồng Thi đua - Khen thưởng về việc ban hành quyết định khen thưởng."""

from collections import Counter

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from awards.models import (
    AgendaItem,
    AwardFund,
    Ballot,
    BallotItem,
    Council,
    Decision,
    DecisionLine,
    Minutes,
    Nomination,
    ProposalLine,
    Seat,
)
from awards.services.decision_words import ORDER, frozen_words, how_many, signed_minutes, what_is_given
from awards.services.minutes_words import ratio
from awards.services.quotas import DECIDED
from communes.access import Can
from communes.models import HistoryEntry
from kit import vietnamese
from kit.vietnamese import begun_small, long_date, money, small_count
from reports.documents import fields
from reports.documents.blocks import (
    NUMBER,
    Addressees,
    Annex,
    Block,
    Column,
    Grounds,
    Paragraph,
    Points,
    Recipients,
    Signature,
    Table,
    TextEnd,
    Title,
)
from reports.documents.common import AS_ABOVE, body_letterhead, file_copy, numbered
from reports.documents.count_minutes import COUNTED, name_of
from reports.documents.kinds import Kind
from reports.documents.nominees import AD_HOC, listed, unnumbered
from reports.documents.paper import Paper
from reports.documents.wording import CommuneWords, Text

KEY, SYMBOL = "chair-submission", "TTr-HĐTĐKT"
MERIT = "đã có thành tích xuất sắc trong phong trào thi đua"
COUNCIL = {"tên Hội đồng": "Hội đồng Thi đua - Khen thưởng xã Đồng Tâm"}
TEXTS = (
    Text(
        "opening",
        "Lời mở đầu",
        "Trên cơ sở kết quả xét khen thưởng, {tên Hội đồng} kính trình Chủ tịch {tên Ủy ban} xem xét, quyết định "
        "{nội dung khen thưởng} cho {số lượng} {thành tích}, cụ thể như sau:",
        {
            **COUNCIL,
            **fields.CAMPAIGN,
            "nội dung khen thưởng": "tặng Giấy khen",
            "số lượng": "02 tập thể, 03 cá nhân",
            "thành tích": MERIT,
        },
    ),
    Text(
        "closing",
        "Lời kết",
        "{tên Hội đồng} kính trình Chủ tịch {tên Ủy ban} xem xét, quyết định.",
        {**COUNCIL, **fields.COMMITTEE},
    ),
    Text("recipients", "Nơi nhận", f"{AS_ABOVE}\nThành viên Hội đồng", hint=fields.LINES),
)
COLUMNS = (
    Column("TT", 2, "center"),
    Column("Họ và tên, tên tập thể", 8),
    Column("Chức vụ, đơn vị", 8),
    Column("Thành tích", 12),
    Column("Đề nghị tặng", 6),
    Column("Kết quả biểu quyết", 6, "center"),
    Column("Tiền thưởng", 6, "right"),
)


def build(decision: Decision) -> Paper:
    """Set the council's submission: grounds, how it voted, whom it proposes, quota and money, what is attached."""
    commune, lines = decision.commune, _lines(decision)
    told = signed_minutes(each.nomination for each in lines)
    council = told[0].session.council if told else Council.objects.valid_on(decision.drafted_on).last()
    name = council.name if council else f"Hội đồng Thi đua - Khen thưởng {commune}"
    words = CommuneWords(commune, KEY, TEXTS, {"tên Hội đồng": name, **fields.of_campaign(decision.campaign)})
    opening = words.blocks(
        "opening", noi_dung_khen_thuong=what_is_given(each.award for each in lines),
        so_luong=how_many(each.subject for each in lines),
        thanh_tich=decision.merit.strip().rstrip(".") or MERIT,
    )  # fmt: skip
    grounds = [each for each in frozen_words(decision, lines)["grounds"] if not each.startswith("Theo đề nghị")]
    parts = [
        ("Kết quả xét của Hội đồng", _considered(told, _left_over(decision, told))),
        ("Số lượng đề nghị", _numbers(decision, lines)),
        ("Kinh phí", _money(decision, lines)),
        ("Hồ sơ kèm theo", [Points(_attached(lines, told))]),
    ]
    return Paper(
        f"Tờ trình khen thưởng – {decision.title}",
        (
            body_letterhead(name, commune, SYMBOL, place=commune.place_name, year=decision.drafted_on.year),
            Title("TỜ TRÌNH", _about(decision)),
            Addressees((f"Chủ tịch {commune.committee}",)),
            Grounds(tuple(grounds)),
            *opening,
            *numbered(parts, NUMBER),
            *words.blocks("closing"),
            TextEnd(),
            _signature(council, decision),
            Recipients((*words.lines("recipients"), file_copy(council and council.standing_agency))),
            Annex(
                "Danh sách đề nghị khen thưởng",
                f"(Kèm theo Tờ trình {unnumbered(SYMBOL, decision.drafted_on.year)} của {name})",
                (_list(lines),),
                landscape=True,
            ),
        ),
        draft=True,
    )  # fmt: skip


def _about(decision: Decision) -> str:
    """Return what is asked for; the decision itself bears the title without the asking."""
    asked = begun_small(decision.title.removeprefix("Về việc ").strip())
    return f"Về việc {asked if asked.startswith('đề nghị') else f'đề nghị {asked}'}"


def _lines(decision: Decision) -> list[DecisionLine]:
    """Return the lines of a decision in their order, with their nominations."""
    told = ("nomination__round", "nomination__campaign", "nomination__collective", "nomination__person", "about")
    return list(decision.lines.select_related(*told).order_by("position"))


def _considered(told: list[Minutes], left_over: list[Nomination]) -> list[Block]:
    """Return which sessions recommended the nominees, how many members took part, by which minutes (L-13), and whom
    the plan's number leaves over."""
    if not told:
        return [Paragraph("Chưa có biên bản họp Hội đồng đã ký.")]
    remarks = ["Kết quả biểu quyết từng trường hợp ghi tại danh sách kèm theo"]
    if left_over:
        named = "; ".join(f"{each.nominee} ({each.get_award_display()}, xếp thứ {each.rank})" for each in left_over)
        remarks.append(
            f"{small_count(len(left_over))} trường hợp được Hội đồng tán thành nhưng vượt số lượng kế hoạch quy định; "
            f"xếp thứ tự, đưa vào danh sách dự bị: {named}"
        )
    return [listed([*map(_session, told), *remarks])]


def _left_over(decision: Decision, told: list[Minutes]) -> list[Nomination]:
    """Return whom the council recommended in these sessions and the plan's number left in reserve (KP-04), as it was
    when the decision was issued."""
    items = AgendaItem.objects.filter(session__in=[each.session_id for each in told], result="recommended")
    rows = decision.campaign.nominations.filter(pk__in=items.values("nomination"), rank__isnull=False)
    rows = rows.exclude(pk__in=decision.lines.values("nomination")).select_related("person", "collective")
    rows = sorted(rows.order_by("round", "rank", "pk"), key=lambda each: ORDER.index(each.subject))
    if decision.issued_at is None:
        return [each for each in rows if each.status == Nomination.Status.RESERVE]
    moves = HistoryEntry.objects.filter(
        record_type=Nomination._meta.label_lower, record_id__in=[each.pk for each in rows],
        at__lt=decision.issued_at,
    ).exclude(to_status="")  # fmt: skip
    stood = dict(moves.order_by("pk").values_list("record_id", "to_status"))
    return [each for each in rows if stood.get(each.pk) == Nomination.Status.RESERVE]


def _session(minutes: Minutes) -> str:
    """Say when a session was held, how many took part, and what its minutes are."""
    session = minutes.session
    held_on = timezone.localdate(session.opened_at or session.planned_at or minutes.chair_signed_at)
    states = list(session.presence.filter(votes=True).values_list("state", flat=True))
    there, written = states.count("present"), states.count("written")
    opinions = f", {small_count(written)} thành viên gửi ý kiến bằng văn bản" if written else ""
    consulted = session.mode == session.Mode.WRITTEN
    part = f"{small_count(there)}/{small_count(len(states))} thành viên có mặt{opinions}"
    if consulted:
        part = f"{small_count(written)}/{small_count(len(states))} thành viên trả lời bằng văn bản"
    number = f" số {minutes.paper_number}" if minutes.paper_number else ""
    kind = "Lấy ý kiến bằng văn bản" if consulted else "Phiên họp"
    return f"{kind} {long_date(held_on)}: {part}; Biên bản{number}"


def _numbers(decision: Decision, lines: list[DecisionLine]) -> list[Block]:
    """Return, for each quota, what the plan allows, how many were decided before, how many are proposed now (KP-04)."""
    campaign = decision.campaign
    own = {each.nomination_id for each in lines}
    stated = {each.key: {quota.key: quota for quota in each.quotas} for each in campaign.plan.rounds}
    proposed: Counter[tuple] = Counter()
    for each in lines:
        found = each.nomination.round
        known = each.nomination.quota_key if found and each.nomination.quota_key in stated.get(found.key, ()) else None
        proposed[found, known] += 1
    told = []
    for (found, key), number in proposed.items():
        if found is None:
            told.append(f"{AD_HOC}: đề nghị {small_count(number)}")
            continue
        before = _decided_before(decision, here=key is None).filter(round=found).exclude(pk__in=own)
        words = "kế hoạch không quy định số lượng, áp dụng thẩm quyền của Chủ tịch"
        if key is not None:
            before = before.filter(quota_key=key)
            quota = stated[found.key][key].words.rstrip(" .")
            words = f"kế hoạch quy định “{quota}”" if quota else "kế hoạch có quy định số lượng"
        done = small_count(before.count())
        told.append(f"{found}: {words}; đã quyết định {done}; đề nghị lần này {small_count(number)}")
    return [Paragraph(f"Đề nghị khen thưởng {how_many(each.subject for each in lines)}:"), listed(told)]


def _decided_before(decision: Decision, *, here: bool):
    """Return the campaign's nominations that were decided before, `here` alone or sent upward as well: of an issued
    decision as they stood on its day."""
    found = decision.campaign.nominations
    if decision.issued_at is None:
        return found.filter(status="awarded") if here else found.filter(status__in=DECIDED)
    given = Q(pk__in=_standing_before(decision).values("nomination"))
    on = decision.issued_on
    refused = ProposalLine.objects.filter(outcome__in=("refused", "returned"), outcome_on__lte=on).values("pk")
    sent = ProposalLine.objects.sent().filter(proposal__sent_on__lte=on).exclude(pk__in=refused)
    return found.filter(given if here else given | Q(pk__in=sent.values("nomination")))


def _standing_before(decision: Decision):
    """Return the lines that gave awards before an issued decision and were not revoked before it (L-09)."""
    earlier = DecisionLine.objects.filter(decision__issued_at__lt=decision.issued_at)
    revoked = earlier.filter(about=OuterRef("pk"), decision__kind=Decision.Kind.REVOCATION)
    return earlier.filter(about=None).exclude(Exists(revoked))


def _money(decision: Decision, lines: list[DecisionLine]) -> list[Block]:
    """Return what the prizes cost, and the fund of the year before and after them (DS-09)."""
    total = sum(each.prize for each in lines)
    year = (decision.issued_on or decision.drafted_on).year
    told = [f"Tiền thưởng theo quy định: {money(total)}"]
    fund = AwardFund.objects.filter(commune=decision.commune, year=year).first()
    if fund is None or fund.amount is None:
        return [listed([*told, f"Quỹ thi đua, khen thưởng năm {year}: chưa ghi dự toán"])]
    paid = DecisionLine.objects.paid() if decision.issued_at is None else _standing_before(decision)
    paid = paid.filter(decision__commune=decision.commune).in_year(year)
    spent = paid.exclude(decision=decision).total()
    left = fund.amount - spent - total
    told += [
        f"Quỹ thi đua, khen thưởng năm {year}: {money(fund.amount)}; đã chi theo các quyết định trước: {money(spent)}",
        f"Còn lại sau lần khen thưởng này: {money(left)}" if left >= 0 else f"Quỹ còn thiếu: {money(-left)}",
    ]
    return [listed(told)]


def _attached(lines: list[DecisionLine], told: list[Minutes]) -> tuple[str, ...]:
    """Return what is submitted together with this paper."""
    ballots = Ballot.objects.filter(session__in=[each.session_id for each in told], status__in=COUNTED)
    found = [
        "Dự thảo Quyết định khen thưởng và danh sách kèm theo",
        *(f"Biên bản họp Hội đồng{f' số {each.paper_number}' if each.paper_number else ''}" for each in told),
        *dict.fromkeys(name_of(each) for each in ballots.order_by("session_id", "number")),
        f"Phiếu thẩm định và hồ sơ đề nghị của đơn vị ({small_count(len(lines))} bộ)",
    ]
    return vietnamese.listed(found)


def _list(lines: list[DecisionLine]) -> Table:
    """Return whom the council proposes, for what, with the votes and the prize; the money summed up."""
    votes = _votes(lines)
    rows = [
        (str(each.position), each.nominee_name, each.nominee_place, each.citation, each.get_award_display(),
         votes.get(each.nomination_id, "–"), money(each.prize) if each.prize else "–")
        for each in lines
    ]  # fmt: skip
    rows.append(("", "Cộng", "", "", "", "", money(sum(each.prize for each in lines))))
    return Table(COLUMNS, tuple(rows), bold_rows=(len(rows) - 1,))


def _votes(lines: list[DecisionLine]) -> dict[int, str]:
    """Return, by nomination, the votes on which the council recommended it: 04/05."""
    items = AgendaItem.objects.filter(nomination__in=[each.nomination_id for each in lines]).recommending()
    rows = BallotItem.objects.filter(item__in=items, adopted=True, ballot__status__in=["confirmed", "announced"])
    found = rows.values_list("item__nomination_id", "votes_for", "base")
    return {nomination: ratio(votes_for, base) for nomination, votes_for, base in found}


def _signature(council: Council | None, decision: Decision) -> Signature:
    """Return the signature of a vice-chair with the office held: who decides does not submit to himself (N-09)."""
    lines = ("TM. HỘI ĐỒNG", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")
    if council is None:
        return Signature(lines)
    vice = council.seats.held_on(decision.drafted_on).filter(role=Seat.Role.VICE_CHAIR).select_related("person")
    seat = vice.order_by("pk").first()
    return Signature((*lines, seat.person.position), seat.person.full_name) if seat else Signature(lines)


KIND = Kind(
    key=KEY,
    title="Tờ trình ban hành quyết định khen thưởng",
    can=Can.SEE_UNANNOUNCED,
    model=Decision,
    records=lambda: (
        Decision.objects.select_related("campaign__commune", "commune")
        .filter(kind=Decision.Kind.AWARD)
        .exclude(status=Decision.Status.CANCELLED)
    ),
    build=build,
    campaign_of=lambda decision: decision.campaign,
    confidential=True,
    symbol=SYMBOL,
    texts=TEXTS,
)
