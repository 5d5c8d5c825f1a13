"""A session that has been voted on and waits for its minutes, for their tests."""

from datetime import datetime

from awards.models import Conflict, Session, WrittenOpinion
from awards.tests.factories import HERE, SESSION_AT, adopt, make_ballot, make_nomination, make_session
from communes.tests.factories import Cast

ENDED_AT = datetime(2026, 5, 14, 11, 5, tzinfo=HERE)


def make_voted(cast: Cast, campaign, council, *, chair, councillor, vice) -> Session:
    """Return a session after its voting: one adopted, one refused, one deferred, one for a higher level; one absent."""
    rows = [
        make_nomination(campaign, unit=cast.unit("economy"), status="on_agenda"),
        make_nomination(campaign, unit=cast.unit("service"), status="on_agenda"),
        make_nomination(campaign, unit=cast.unit("economy"), subject="individual", status="on_agenda"),
        make_nomination(campaign, unit=cast.unit("front"), status="on_agenda", award="bang_khen", authority="province"),
    ]
    session = make_session(
        council, rows, status="in_session", chaired_by=chair.person, guests="Hội Nông dân xã\n\nHội Phụ nữ xã"
    )
    session.presence.filter(person=vice.person).update(state="written", reason="Đi công tác")
    first, second, third, _ = session.agenda.order_by("position")
    make_ballot(session, method="hands", status="voided", void_reason="Đếm nhầm.")
    WrittenOpinion.objects.create(
        item=first, person=vice.person, choice="for", received_on=SESSION_AT.date(), recorded_by="Lý Văn Ước"
    )
    Conflict.objects.create(item=second, person=councillor.person, kind="declared", words="Có liên quan.")
    adopt(session, signed=False)
    ballot = session.ballots.get(status="confirmed")
    ballot.items.filter(item=first).update(written_for=1)
    ballot.items.filter(item=second).update(
        adopted=False, votes_for=1, votes_against=2, votes_blank=0, votes_invalid=1, words="1/4 phiếu (25%), cần 3/4"
    )
    ballot.items.filter(item=third).delete()
    session.agenda.filter(pk=second.pk).update(result="not_recommended")
    session.agenda.filter(pk=third.pk).update(result="deferred", result_reason="Cần xác minh.")
    session.agenda.filter(pk=first.pk).update(discussion="Các đồng chí nhất trí cao.")
    type(session).objects.filter(pk=session.pk).update(status="voting_done", ended_at=ENDED_AT)
    session.refresh_from_db()
    return session
