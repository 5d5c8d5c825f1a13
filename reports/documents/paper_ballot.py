"""Phiếu biểu quyết, phiếu lấy ý kiến bằng văn bản của Hội đồng (không có mẫu quy định)."""

from collections import defaultdict

from awards.models import Ballot, BallotItem
from awards.services.ballots import sheet_of
from awards.services.minutes_words import moment_words
from communes.access import Can
from reports.documents.blocks import (
    Annex,
    Block,
    Column,
    Note,
    Paragraph,
    Signature,
    Table,
    Title,
)
from reports.documents.common import body_letterhead
from reports.documents.kinds import Kind
from reports.documents.nominees import place_of
from reports.documents.paper import Paper
from reports.documents.wording import CommuneWords, Text

KEY = "paper-ballot"
TEXTS = (
    Text(
        "guide",
        "Cách đánh dấu",
        "Mỗi hồ sơ đánh dấu X vào một trong hai ô: “Tán thành” hoặc “Không tán thành”.",
    ),
    Text(
        "validity",
        "Phiếu hợp lệ, không hợp lệ",
        "Để trống cả hai ô là không có ý kiến về hồ sơ đó. Đánh dấu cả hai ô, ghi thêm nội dung khác hoặc dùng phiếu "
        "không do Ban kiểm phiếu phát là không hợp lệ.",
    ),
    Text(
        "opinion_guide",
        "Cách ghi phiếu lấy ý kiến bằng văn bản",
        "Mỗi hồ sơ đánh dấu X vào một trong hai ô: “Tán thành” hoặc “Không tán thành”; thành viên không biểu quyết về "
        "hồ sơ của mình thì gạch bỏ dòng đó. Phiếu gửi về Thư ký Hội đồng trước {hạn gửi}.",
        {"hạn gửi": "16 giờ 30 phút, ngày 05 tháng 12 năm 2025"},
    ),
)
COLUMNS = (
    Column("TT", 2, "center"),
    Column("Họ và tên, tên tập thể", 9),
    Column("Chức vụ, đơn vị", 9),
    Column("Đề nghị tặng", 6),
    Column("Tán thành", 4, "center"),
    Column("Không tán thành", 4, "center"),
)
BY_HAND = (Ballot.Method.PAPER, Ballot.Method.WRITTEN)


def build(ballot: Ballot) -> Paper:
    """Set one sheet for the votes of a ballot, to be copied; a secret one has no room for a name.

    Nominees on whom somebody stands aside get sheets of their own, so that no line left out tells whose sheet it is
    (L-07).
    """
    session = ballot.session
    council = session.council
    words = CommuneWords(council.commune, KEY, TEXTS, at=ballot.opened_at)
    named = ballot.method == Ballot.Method.WRITTEN
    rows = list(enumerate(sheet_of(ballot), 1))
    first, *others = [rows] if named else _sheets(rows)
    guide = _named(words, session) if named else _secret(words)
    title = "PHIẾU LẤY Ý KIẾN" if named else "PHIẾU BIỂU QUYẾT"
    return Paper(
        f"{title.capitalize()} – {ballot}",
        (
            body_letterhead(council.name, council.commune),
            Title(title, f"{session.title} (lượt biểu quyết số {ballot.number})"),
            *guide,
            _table(first),
            *([Signature(("THÀNH VIÊN HỘI ĐỒNG",))] if named else [Note("Phiếu không ghi tên, không ký tên.")]),
            *(
                Annex(
                    f"{title} riêng", "(Chỉ phát cho thành viên được biểu quyết về hồ sơ này)",
                    (*guide, _table(sheet)),
                )
                for sheet in others
            ),
        ),
    )  # fmt: skip


def _secret(words: CommuneWords) -> list[Block]:
    """Return how to mark a sheet, and what makes it invalid."""
    return [*words.blocks("guide"), *words.blocks("validity")]


def _named(words: CommuneWords, session) -> list[Block]:
    """Return the room for the member's name, and how to fill the sheet and until when."""
    return [
        Paragraph("Họ và tên thành viên: …………………………………………………………"),
        Paragraph("Chức danh trong Hội đồng: ……………………………………………………"),
        *words.blocks("opinion_guide", han_gui=_due(session)),
    ]


def _due(session) -> str:
    """Return until when opinions are asked for."""
    return moment_words(session.planned_at) or "…"


def _sheets(rows: list[tuple[int, BallotItem]]) -> list[list[tuple[int, BallotItem]]]:
    """Return the rows by who stands aside on them; first those on which everybody votes."""
    found: dict[frozenset, list] = defaultdict(list)
    for number, row in rows:
        found[frozenset(row.aside_ids)].append((number, row))
    return [found[key] for key in sorted(found, key=len)]


def _table(rows: list[tuple[int, BallotItem]]) -> Table:
    """Return the nominees with two empty boxes each."""
    nominations = [(number, row.item.nomination) for number, row in rows]
    return Table(
        COLUMNS,
        tuple(
            (str(number), each.nominee, place_of(each), each.get_award_display(), "", "")
            for number, each in nominations
        ),
    )


KIND = Kind(
    key=KEY,
    title="Phiếu biểu quyết",
    can=Can.SEE_SESSIONS,
    model=Ballot,
    records=lambda: (
        Ballot.objects.select_related("session__council__commune")
        .filter(method__in=BY_HAND)
        .exclude(status=Ballot.Status.VOIDED)
    ),
    build=build,
    campaign_of=lambda ballot: None,
    confidential=True,
    texts=TEXTS,
)
