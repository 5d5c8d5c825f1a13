"""What sessions and ballots wait for, and whom, in the words of the lists that name them."""

from datetime import date

from django.db.models import Exists, OuterRef, QuerySet

from awards.models import AgendaItem, Ballot, Minutes, Session

SESSION = {
    Session.Status.DRAFT: "Chờ thư ký triệu tập",
    Session.Status.CONVENED: "Chờ chủ trì khai mạc",
    Session.Status.ADJOURNED: "Chờ thư ký triệu tập lại",
    Session.Status.VOTING_DONE: "Chờ thư ký lập biên bản",
    Session.Status.MINUTES_DRAFT: "Chờ thư ký hoàn thiện và ký biên bản",
    Session.Status.MINUTES_SIGNED: "Chờ thư ký kết thúc phiên họp",
}
BALLOT = {
    Ballot.Status.PREPARED: "Chờ thư ký mở bỏ phiếu",
    Ballot.Status.CLOSED: "Chờ chủ trì xác nhận kết quả",
    Ballot.Status.CONFIRMED: "Chờ chủ trì công bố",
}
COUNTED_BY_HAND = {
    Ballot.Method.HANDS: "Chờ thư ký ghi số người giơ tay",
    Ballot.Method.PAPER: "Chờ hai người kiểm phiếu nhập kết quả",
}


def with_facts(sessions: QuerySet) -> QuerySet:
    """Add to sessions what `of_session` asks beyond their status."""
    mine = {"session": OuterRef("pk")}
    ballots = Ballot.objects.filter(**mine)
    signed = Minutes.objects.filter(**mine, secretary_signed_at__isnull=False, chair_signed_at=None)
    return sessions.annotate(
        ballot_open=Exists(ballots.filter(status=Ballot.Status.OPEN)),
        ballot_closed=Exists(ballots.filter(status=Ballot.Status.CLOSED)),
        ballot_confirmed=Exists(ballots.filter(status=Ballot.Status.CONFIRMED)),
        items_left=Exists(AgendaItem.objects.filter(**mine, result="")),
        secretary_signed=Exists(signed),
    )


def of_session(session: Session, *, on: date) -> str:
    """Say what a session that was read `with_facts` waits for; nothing once it has ended."""
    if session.status == Session.Status.IN_SESSION:
        return _of_sitting(session)
    if session.status == Session.Status.MINUTES_DRAFT and session.secretary_signed:
        return "Chờ chủ trì ký biên bản"
    if session.status == Session.Status.CONVENED and session.mode == Session.Mode.WRITTEN:
        return "Chờ chủ trì bắt đầu lấy ý kiến"
    if session.status == Session.Status.CONVENED and session.day > on:
        return "Chờ đến ngày họp"
    return SESSION.get(session.status, "")


def _of_sitting(session: Session) -> str:
    """Say what a sitting session waits for."""
    if session.ballot_closed:
        return BALLOT[Ballot.Status.CLOSED]
    meets = session.mode == Session.Mode.MEETING
    if session.ballot_open:
        return "Đang biểu quyết" if meets else "Đang lấy ý kiến"
    if session.ballot_confirmed:
        return BALLOT[Ballot.Status.CONFIRMED]
    if session.items_left:
        return "Chờ biểu quyết hồ sơ" if meets else "Chờ thư ký bắt đầu nhận ý kiến"
    return f"Chờ thư ký kết thúc {'biểu quyết' if meets else 'lấy ý kiến'}"


def of_ballot(ballot: Ballot, *, voted: int, voters: int) -> str:
    """Say what a ballot waits for, given how many of its voters have voted; nothing once it was announced or voided."""
    if ballot.status != Ballot.Status.OPEN:
        return BALLOT.get(ballot.status, "")
    if ballot.method in COUNTED_BY_HAND:
        return COUNTED_BY_HAND[ballot.method]
    if ballot.on_screen and voted == voters:
        return "Chờ thư ký đóng bỏ phiếu"
    return "Chờ các thành viên bỏ phiếu" if ballot.on_screen else "Chờ các thành viên gửi ý kiến"
