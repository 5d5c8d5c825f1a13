"""Biên bản kiểm phiếu của một lượt biểu quyết (NĐ 30/2020/NĐ-CP, Phụ lục III, mẫu 1.9)."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from django.core.exceptions import ValidationError

from awards.models import Attendance, Ballot, BallotItem, Choice, CountEntry, NamedVote, Seat
from awards.rules.voting import BASES, percent_words
from awards.services.ballots import sheet_of
from awards.services.minutes_words import about_words, post_held, ratio
from communes.access import Can
from kit.vietnamese import begun_small, small_count
from reports.documents import fields
from reports.documents.blocks import (
    Block,
    Column,
    Paragraph,
    Recipients,
    Signature,
    Table,
    TextEnd,
    Title,
    TwoSignatures,
)
from reports.documents.common import body_letterhead, numbered
from reports.documents.kinds import Kind
from reports.documents.nominees import listed
from reports.documents.paper import Paper
from reports.documents.review_minutes import at_the_hour
from reports.documents.wording import CommuneWords, Text

KEY = "count-minutes"
TEXTS = (
    Text(
        "opening",
        "Lời mở đầu",
        "{tên Hội đồng} biểu quyết về {số hồ sơ} hồ sơ đề nghị khen thưởng tại phiên họp {tên phiên họp} bằng cách "
        "{cách biểu quyết}, kết quả như sau:",
        {
            "tên Hội đồng": "Hội đồng Thi đua - Khen thưởng xã Đồng Tâm",
            "cách biểu quyết": "bỏ phiếu kín bằng phiếu giấy",
            "số hồ sơ": "05",
            "tên phiên họp": "xét khen thưởng năm 2025",
        },
    ),
    Text("closing", "Lời kết", "Biên bản được lập thành 02 bản và công bố trước các thành viên Hội đồng dự họp."),
    Text("recipients", "Nơi nhận", "Thành viên Hội đồng\nLưu: VT, hồ sơ Hội đồng", hint=fields.LINES),
)
COUNTED = (Ballot.Status.CLOSED, Ballot.Status.CONFIRMED, Ballot.Status.ANNOUNCED)
# What the counting gives each nominee, and what it is called where it lacks.
OUTCOME = {
    "votes_for": "số tán thành",
    "votes_against": "số không tán thành",
    "votes_blank": "số không có ý kiến",
    "votes_invalid": "số phiếu không hợp lệ",
    "base": "số làm căn cứ tính tỷ lệ",
    "needed": "số phiếu cần đạt",
    "adopted": "kết luận được hay không được tán thành",
}
SHEETS = (Ballot.Method.PAPER, Ballot.Method.SECRET)
BALLOTS = (
    Column("TT", 1, "center"),
    Column("Họ và tên, tên tập thể", 6),
    Column("Phát ra", 2, "center"),
    Column("Thu về", 2, "center"),
    Column("Hợp lệ", 2, "center"),
    Column("Không hợp lệ", 2, "center"),
)
VOTES = (
    Column("TT", 4, "center"),
    Column("Họ và tên, tên tập thể", 11),
    Column("Đề nghị tặng", 8),
    Column("Tán thành", 6, "center"),
    Column("Không tán thành", 7, "center"),
    Column("Không có ý kiến", 7, "center"),
    Column("Tỷ lệ tán thành", 11, "center"),
    Column("Kết quả", 11),
)


@dataclass(frozen=True, slots=True)
class Sheets:
    """How many ballots about one nominee were handed out, came back, were valid."""

    issued: int
    returned: int
    invalid: int

    @property
    def valid(self) -> int:
        """How many of those that came back count; a sheet left blank is valid."""
        return self.returned - self.invalid


def build(ballot: Ballot) -> Paper:
    """Set how the votes of a closed ballot were counted: sheets, votes on each nominee with their exact share, who
    signs (L-05, L-06)."""
    session, council = ballot.session, ballot.session.council
    rows = sheet_of(ballot)
    if lacking := _lacking(rows):
        raise ValidationError([f"{ballot}: chưa lập được biên bản vì kết quả kiểm phiếu chưa đủ.", *lacking])
    roster = list(session.presence.select_related("person").order_by("person__sort_key", "pk"))
    tellers = _tellers(ballot, roster)
    words = CommuneWords(council.commune, KEY, TEXTS, at=ballot.confirmed_at)
    method = ballot.get_method_display()
    opening = words.blocks(
        "opening", ten_hoi_dong=council.name, cach_bieu_quyet=begun_small(method),
        so_ho_so=small_count(len(rows)), ten_phien_hop=about_words(session.title),
    )  # fmt: skip
    parts = [
        ("Thời gian, địa điểm, thành phần", _setting(ballot, roster, tellers)),
        ("Số phiếu", _sheets(ballot, rows)),
        ("Kết quả", _results(ballot, rows)),
    ]
    sections = [(title, content) for title, content in parts if content]
    secretary = next((each.person.full_name for each in roster if each.role == Seat.Role.SECRETARY), "")
    return Paper(
        f"{name_of(ballot)} – {ballot}",
        (
            body_letterhead(council.name, council.commune),
            Title("BIÊN BẢN", _about(ballot)),
            *opening,
            *numbered(sections),
            *words.blocks("closing"),
            TextEnd(),
            *_tellers_sign(tellers),
            TwoSignatures(
                Signature(("THƯ KÝ",), secretary), Signature(("CHỦ TỌA",), str(session.chaired_by or ""))
            ),
            Recipients(words.lines("recipients")),
        ),
        draft=ballot.confirmed_at is None,
    )  # fmt: skip


def name_of(ballot: Ballot) -> str:
    """Return what the minutes are called: without sheets nothing but a result is taken down."""
    return "Biên bản kiểm phiếu" if ballot.method in SHEETS else "Biên bản ghi kết quả biểu quyết"


def _lacking(rows: list[BallotItem]) -> list[str]:
    """Say what the counting left open, nominee by nominee."""
    if not rows:
        return ["Lượt biểu quyết không có hồ sơ nào."]
    told = []
    for number, row in enumerate(rows, 1):
        if names := [words for name, words in OUTCOME.items() if getattr(row, name) is None]:
            told.append(f"Hồ sơ số {number}, {row.item.nomination.nominee}: chưa có {', '.join(names)}.")
    return told


def _about(ballot: Ballot) -> str:
    """Return what was counted, of which ballot, at which session."""
    what = name_of(ballot).removeprefix("Biên bản ").capitalize()
    return f"{what} lượt {ballot.number}, phiên họp {about_words(ballot.session.title)}"


def _tellers(ballot: Ballot, roster: list[Attendance]) -> list[tuple[str, str]]:
    """Return who counted by hand, each with the position held at the session."""
    positions = {each.person_id: post_held(each.position, each.get_role_display()) for each in roster}
    rows = CountEntry.objects.filter(ballot_item__ballot=ballot).order_by("counter__sort_key", "counter_id")
    found = dict(rows.values_list("counter_id", "counter__full_name"))
    return [(name, positions.get(person, "")) for person, name in found.items()]


def _setting(ballot: Ballot, roster: list[Attendance], tellers: list[tuple[str, str]]) -> list[Block]:
    """Return when and where the vote was held, who was there, who counted."""
    session = ballot.session
    place = f" Địa điểm: {session.place}." if session.place else ""
    there = [each for each in roster if each.votes]
    states = [each.state for each in there]
    told = {"present": "có mặt", "absent": "vắng mặt", "written": "gửi ý kiến bằng văn bản"}
    counts = [f"{words}: {small_count(states.count(each))}" for each, words in told.items() if each in states]
    blocks: list[Block] = [
        Paragraph(f"Thời gian: từ {_span(ballot)}.{place}"),
        Paragraph(f"Tổng số thành viên Hội đồng có quyền biểu quyết: {'; '.join([small_count(len(there)), *counts])}."),
    ]
    if ballot.method == Ballot.Method.SECRET:
        told = "Thành viên bỏ phiếu trên máy; phiếu được cộng một lần khi đóng bỏ phiếu, không ai xem được trước đó."
        return [*blocks, Paragraph(told)]
    if not tellers:
        return blocks
    who = "Ban kiểm phiếu" if ballot.method == Ballot.Method.PAPER else "Người đếm"
    named = tuple(f"Đồng chí {name}{f', {position}' if position else ''}" for name, position in tellers)
    if len(named) == 1:
        return [*blocks, Paragraph(f"{who}: {begun_small(named[0])}.")]
    return [*blocks, Paragraph(f"{who} gồm:"), listed(named)]


def _span(ballot: Ballot) -> str:
    """Write from when until when was voted; one day is named once."""
    begun, ended = at_the_hour(ballot.opened_at), at_the_hour(ballot.closed_at)
    (begun_hour, begun_day), (_, ended_day) = begun.split(", "), ended.split(", ")
    return f"{begun_hour if begun_day == ended_day else begun} đến {ended}"


def _count(ballot: Ballot, row: BallotItem, voters: set[int]) -> Sheets:
    """Return the sheets about one nominee; opinions in writing are none."""
    return Sheets(
        issued=len(voters - row.aside_ids), returned=row.count.cast - row.written, invalid=row.votes_invalid
    )  # fmt: skip


def _sheets(ballot: Ballot, rows: list[BallotItem]) -> list[Block]:
    """Return how many sheets were handed out, came back, were valid; nominee by nominee where that differs."""
    if ballot.method not in SHEETS:
        return []
    voters = set(ballot.voters.values_list("person_id", flat=True))
    counts = [_count(ballot, row, voters) for row in rows]
    if len(set(counts)) == 1:
        one = counts[0]
        told = (
            f"Số phiếu phát ra: {small_count(one.issued)}", f"Số phiếu thu về: {small_count(one.returned)}",
            f"Số phiếu hợp lệ: {small_count(one.valid)}", f"Số phiếu không hợp lệ: {small_count(one.invalid)}",
        )  # fmt: skip
        return [listed(f"{line} phiếu" for line in told)]
    lines = tuple(
        (str(number), row.item.nomination.nominee,
         *map(small_count, (each.issued, each.returned, each.valid, each.invalid)))
        for number, (row, each) in enumerate(zip(rows, counts, strict=True), 1)
    )  # fmt: skip
    return [Table(BALLOTS, lines)]


def _results(ballot: Ballot, rows: list[BallotItem]) -> list[Block]:
    """Return the votes on each nominee, what they are measured against, who stood aside, which came in writing."""
    lines = tuple(
        (str(number), row.item.nomination.nominee, row.item.nomination.get_award_display(),
         *map(small_count, (row.votes_for, row.votes_against, row.votes_blank)), _share(row),
         f"{'Được tán thành' if row.adopted else 'Không được tán thành'} (cần {ratio(row.needed, row.base)})")
        for number, row in enumerate(rows, 1)
    )  # fmt: skip
    remarks = [*_bases(rows), *_written(rows), *_aside(rows), *_named(ballot, rows)]
    return [Table(VOTES, lines), listed(remarks)]


def _share(row: BallotItem) -> str:
    """Return the share in favour, exactly and in percent: 04/05 (80%)."""
    if not row.base:
        return "–"
    return f"{ratio(row.votes_for, row.base)} ({percent_words(Fraction(row.votes_for, row.base))})"


def _bases(rows: list[BallotItem]) -> list[str]:
    """Say what the votes were measured against, on which nominees where that differs (L-05)."""
    found: dict[str, list[str]] = defaultdict(list)
    for number, row in enumerate(rows, 1):
        found[BASES[row.voting_rule.denominator]].append(str(number))
    if len(found) == 1:
        return [f"Tỷ lệ tính trên {base}" for base in found]
    return [f"Tỷ lệ của hồ sơ số {', '.join(numbers)} tính trên {base}" for base, numbers in found.items()]


def _written(rows: list[BallotItem]) -> list[str]:
    """Say which of the votes came in writing from absent members (L-06); of a secret ballot only how many."""
    told = [(str(number), _split(row)) for number, row in enumerate(rows, 1) if row.written]
    return _together(told, "Kết quả{of} đã gồm ý kiến bằng văn bản của thành viên vắng mặt: {what}", len(rows))


def _split(row: BallotItem) -> str:
    """Say how the written opinions on a nominee fell; those of a secret ballot are only counted (L-07)."""
    if row.ballot.secret:
        return f"{small_count(row.written)} ý kiến"
    return (
        f"tán thành {small_count(row.written_for)}, không tán thành {small_count(row.written_against)}, "
        f"không có ý kiến {small_count(row.written_blank)}"
    )


def _together(told: Iterable[tuple[str, str]], sentence: str, every: int) -> list[str]:
    """Say the same about several nominees once; of all of them without their numbers."""
    found: dict[str, list[str]] = defaultdict(list)
    for number, what in told:
        found[what].append(number)
    return [
        sentence.format(of="" if len(numbers) == every else f" của hồ sơ số {', '.join(numbers)}", what=what)
        for what, numbers in found.items()
    ]


def _aside(rows: list[BallotItem]) -> list[str]:
    """Say who stood aside on which nominee, and why (L-07)."""
    return [f"Hồ sơ số {number}: {each['words']}" for number, row in enumerate(rows, 1) for each in row.aside]


def _named(ballot: Ballot, rows: list[BallotItem]) -> list[str]:
    """Say who voted what, where votes were given by name."""
    if ballot.method != Ballot.Method.NAMED:
        return []
    votes = NamedVote.objects.filter(ballot_item__ballot=ballot).order_by("person__sort_key", "person_id")
    found: dict[int, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for row, choice, name in votes.values_list("ballot_item_id", "choice", "person__full_name"):
        found[row][choice].append(name)
    told = []
    for number, row in enumerate(rows, 1):
        groups = [f"{each.label.lower()}: {', '.join(found[row.pk][each])}" for each in Choice if found[row.pk][each]]
        told.append((str(number), "; ".join(groups)))
    return _together(told, "Ý kiến từng thành viên{of}: {what}", len(rows))


def _tellers_sign(tellers: list[tuple[str, str]]) -> list[Block]:
    """Return the room in which the two tellers sign; one who counted hands signs as secretary."""
    if len(tellers) < 2:
        return []
    first, second = (Signature(("NGƯỜI KIỂM PHIẾU",), name) for name, _ in tellers[:2])
    return [TwoSignatures(first, second)]


KIND = Kind(
    key=KEY,
    title="Biên bản kiểm phiếu",
    can=Can.SEE_SESSIONS,
    model=Ballot,
    records=lambda: Ballot.objects.select_related("session__council__commune", "session__chaired_by").filter(
        status__in=COUNTED
    ),
    build=build,
    campaign_of=lambda ballot: None,
    confidential=True,
    texts=TEXTS,
)
