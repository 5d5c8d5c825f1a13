"""How the votes of a council become a result: quorum, base, threshold, conflicts, tellers (L-05, L-06, L-07)."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from math import ceil, floor

from kit.vietnamese import small_count, vn_number

TOTAL, PRESENT = "total", "present"
WRITTEN = "written"
# What votes are measured against, in words (L-05).
BASES = {TOTAL: "tổng số thành viên Hội đồng", PRESENT: "số thành viên có mặt được biểu quyết"}
SECRECY_LIMIT = (
    "Phiếu kín không ghi ai chọn gì. Nhưng khi tất cả, hoặc tất cả trừ một người, chọn như nhau "
    "thì chính kết quả cho biết lựa chọn của từng người."
)


@dataclass(frozen=True, slots=True)
class Rule:
    """What a council's vote on one award needs; `strict` asks for more than the threshold, not just for it.

    The base is all members, or those present who may vote, whether or not they did; `method` is how votes are given,
    "written" for a consultation without a meeting.
    """

    quorum: Fraction
    threshold: Fraction
    strict: bool = False
    denominator: str = TOTAL
    method: str = ""
    head_votes_on_unit: bool = False
    written_counts: bool = True


@dataclass(frozen=True, slots=True)
class Presence:
    """How many members a council has, how many are present, how many absent ones sent a written opinion."""

    total: int
    present: int
    written: int = 0


@dataclass(frozen=True, slots=True)
class Count:
    """Votes for, against, blank and invalid."""

    for_: int = 0
    against: int = 0
    blank: int = 0
    invalid: int = 0

    def __post_init__(self):
        if min(self.for_, self.against, self.blank, self.invalid) < 0:
            raise ValueError("Số phiếu không thể âm.")

    def __add__(self, other: "Count") -> "Count":
        return Count(
            self.for_ + other.for_,
            self.against + other.against,
            self.blank + other.blank,
            self.invalid + other.invalid,
        )

    @property
    def cast(self) -> int:
        """How many votes were given, valid or not."""
        return self.for_ + self.against + self.blank + self.invalid


@dataclass(frozen=True, slots=True)
class Result:
    """The outcome of one vote with its base, the votes needed, the exact share in favour, and all that in words."""

    adopted: bool
    base: int
    needed: int
    share: Fraction
    words: str


@dataclass(frozen=True, slots=True)
class Seat:
    """A member of the council as far as conflicts go: who, from which unit, head of which units."""

    person_id: int
    unit_id: int | None
    heads: frozenset[int] = frozenset()
    name: str = ""


def percent_words(share: Fraction) -> str:
    """Write a share as 88,89%; for reading only, never for deciding."""
    exact = Decimal(share.numerator * 100) / Decimal(share.denominator)
    return f"{vn_number(exact.quantize(Decimal('0.01'), ROUND_HALF_UP))}%"


def quorum_needed(rule: Rule, total: int) -> int:
    """Return how many members have to take part: the smallest number that reaches the quorum, one at least."""
    return max(1, ceil(rule.quorum * total))


def taking_part(rule: Rule, presence: Presence) -> int:
    """Return how many members count for the quorum: those present; without a meeting, those who answered."""
    return presence.present + (presence.written if rule.method == WRITTEN else 0)


def has_quorum(rule: Rule, presence: Presence) -> bool:
    """Say whether enough members take part; a written opinion makes a vote, not a presence (L-05, L-06)."""
    return taking_part(rule, presence) >= quorum_needed(rule, presence.total)


def quorum_words(rule: Rule, presence: Presence) -> str:
    """Say how many members take part, how many are needed, and how many written opinions came."""
    part = "Trả lời" if rule.method == WRITTEN else "Có mặt"
    state = "đủ thành phần" if has_quorum(rule, presence) else "chưa đủ thành phần"
    words = (
        f"{part} {small_count(taking_part(rule, presence))}/{small_count(presence.total)} thành viên, "
        f"cần ít nhất {small_count(quorum_needed(rule, presence.total))}: {state}"
    )
    if presence.written and rule.method != WRITTEN:
        words += f"; {small_count(presence.written)} thành viên vắng mặt gửi ý kiến bằng văn bản"
    return f"{words}."


def needed(rule: Rule, base: int) -> int:
    """Return how many votes carry, in exact fractions: 80% of 9 is 8, more than half of 8 is 5 (L-05)."""
    share = rule.threshold * base
    return max(1, floor(share) + 1 if rule.strict else ceil(share))


def base_of(rule: Rule, *, total: int, present: int, written: int = 0) -> int:
    """Return the number that votes are measured against (L-05); written opinions join the present (L-06).

    `present` and `written` count members who may vote on the matter.
    """
    if rule.denominator == TOTAL:
        return total
    return present + (written if rule.written_counts else 0)


def result(rule: Rule, count: Count, *, total: int, present: int, written: int = 0) -> Result:
    """Return the outcome of a vote; `count` already holds the written opinions that count (L-05, L-06)."""
    if count.cast > min(total, present + (written if rule.written_counts else 0)):
        raise ValueError("Số phiếu nhiều hơn số thành viên được biểu quyết.")
    base = base_of(rule, total=total, present=present, written=written)
    votes = needed(rule, base)
    share = Fraction(count.for_, base) if base else Fraction(0)
    words = f"{count.for_}/{base} phiếu ({percent_words(share)}), cần {votes}/{base}"
    return Result(count.for_ >= votes, base, votes, share, words)


def excluded(seat: Seat, *, nominee_person_id: int | None, nominee_unit_id: int | None, rule: Rule) -> str | None:
    """Return why a member does not vote on a nominee: the own person, or the collective that he or she heads (L-07).

    A person stands before the unit: where a person is nominated, the unit's head votes.
    """
    who = f"Đồng chí {seat.name}".strip() if seat.name else "Thành viên"
    if nominee_person_id is not None:
        if seat.person_id == nominee_person_id:
            return f"{who} là người được đề nghị khen thưởng, không biểu quyết về chính mình."
        return None
    if nominee_unit_id in seat.heads and not rule.head_votes_on_unit:
        return f"{who} đứng đầu tập thể được đề nghị khen thưởng; theo quy chế của Hội đồng thì không biểu quyết."
    return None


def tellers_agree(counts: Mapping[str, Count]) -> str | None:
    """Return what stands against a paper count: fewer than two tellers, or tellers who counted differently."""
    if len(counts) < 2:
        return "Cần hai người kiểm phiếu nhập kết quả độc lập."
    labels = {"for_": "tán thành", "against": "không tán thành", "blank": "không có ý kiến", "invalid": "không hợp lệ"}
    differing = [
        f"{labels[each.name]} "
        + ", ".join(f"{getattr(count, each.name)} ({teller})" for teller, count in counts.items())
        for each in fields(Count)
        if len({getattr(count, each.name) for count in counts.values()}) > 1
    ]
    return f"Người kiểm phiếu ghi khác nhau: {'; '.join(differing)}." if differing else None


def reveals_itself(count: Count, voters: int) -> str | None:
    """Say when a secret result tells who chose what: all, or all but one, of those who voted chose the same."""
    most = max(count.for_, count.against, count.blank, count.invalid)
    if not voters:
        return None
    if most == voters:
        return "Mọi người chọn như nhau nên kết quả tự cho biết lựa chọn của từng người."
    if most == voters - 1:
        return "Chỉ một người chọn khác nên người ấy biết lựa chọn của mọi người còn lại."
    return None
