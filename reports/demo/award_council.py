"""The council in the demo: its founding, the posting before it, sessions, votes, minutes, the order of a quota."""

from datetime import date, datetime, timedelta

from django.utils import timezone

from awards.models import AgendaItem, Council, Session
from awards.services import (
    agenda,
    ballots,
    councils,
    minutes,
    postings,
    presence,
    public_remarks,
    ranking,
    sessions,
)
from awards.services import funds as award_funds
from reports.demo import papers
from reports.demo.award_played import Played
from reports.demo.award_tables import CouncilFacts, Ranking, Sitting
from reports.demo.cast import Cast
from reports.demo.office_words import CONTACT, OPENED, OUTCOME, REMARK, SENDER, SETTLED
from reports.demo.timeline import after, moment

MEMBERS = {
    "chutich": "chair",
    "phochutich": "vice_chair",
    "thuky": "secretary",
    "uyvien": "member",
    "uyvien2": "member",
}


def found_council(cast: Cast, facts: CouncilFacts) -> Council:
    """Found the commune's council, seat its members, and enter the money of each year."""
    at, by = moment(facts.on, 8), cast.actor("canbo")
    council = councils.found(
        name=f"Hội đồng Thi đua - Khen thưởng {cast.commune}", decision_number=facts.number, decision_on=facts.on,
        standing_agency=cast.units[facts.agency], valid_from=facts.on, by=by, at=at,
    )  # fmt: skip
    for login, role in MEMBERS.items():
        councils.seat(council, cast.actor(login).person, role=role, valid_from=facts.on, by=by, at=at)
    for year, amount, source, on in facts.fund:
        award_funds.set_fund(cast.commune, year, amount=amount, source=source, by=by, at=moment(on, 9))
    return council


class Sittings(Played):
    """What comes before the council, and what the council makes of it."""

    def post(self, first: date, last: date) -> None:
        """Post the nominees in public and close the posting when nobody objects any more."""
        looked_in = self.cast.place.slug in OPENED

        def begin(at):
            rows = [self._get(key) for key in self._made if self._get(key).status == "eligible"]
            self._posting = postings.post(
                self.campaign, rows, starts_on=first, ends_on=last, place="Trụ sở UBND xã và trang thông tin điện tử",
                by=self.officer, at=at,
            )  # fmt: skip
            papers.issue("posting-notice", self._posting, by=self.officer, clerk=self.clerk, at=at)

        def hear(at):
            about = self._posting.nominations.order_by("pk")[0]
            public_remarks.receive(self._posting, about, sender=SENDER, contact=CONTACT, text=REMARK, at=at)

        def settle(at):
            remark = self._posting.remarks.select_related("nomination__campaign", "nomination__commune").get()
            postings.settle_remark(remark, settlement=SETTLED, by=self.officer, at=at)

        self.timeline.at(first, begin, hour=14)
        if looked_in:
            self.timeline.at(first, hear, hour=16)
            self.timeline.at(last, settle, hour=16)
        outcome = OUTCOME if looked_in else "Không có ý kiến phản ánh."
        self.timeline.at(after(last, 1), lambda at: postings.close_posting(
            self._posting, outcome=outcome, by=self.officer, at=at), hour=7)  # fmt: skip

    def sit(self, sitting: Sitting) -> None:
        """Convene a session, hold it, vote, write and sign its minutes."""
        made = []

        def row() -> Session:
            return Session.objects.select_related("council__commune").get(pk=made[0])

        def convene(at):
            council = Council.objects.order_by("-valid_from")[0]
            session = sessions.create(
                council, title=sitting.title, planned_at=moment(sitting.on, 8), place=sitting.place, by=self.secretary,
                at=at,
            )  # fmt: skip
            made.append(session.pk)
            for key in sitting.nominees:
                agenda.place(row(), self._get(key), by=self.secretary, at=at)
            sessions.convene(row(), by=self.secretary, at=at)
            papers.issue("council-notice", row(), by=self.secretary, clerk=self.clerk, at=at)
            if sitting.state == "convened" and sitting.on_paper:
                items = [self._item(row(), key) for key in sitting.on_paper]
                ballots.prepare(row(), items, method="paper", by=self.secretary, at=at)

        self.timeline.at(sitting.convened, convene, hour=15)
        if sitting.state == "convened":
            return
        self.timeline.at(sitting.on, lambda at: self._meet(sitting, row, at), hour=8)
        self.timeline.at(sitting.on, lambda at: self._minute(row, at), hour=11)

    def _meet(self, sitting: Sitting, row, at: datetime) -> None:
        """Record who is there, open, defer what is deferred, vote on the rest, confirm and announce."""
        states = {
            self.cast.actor(login).person.pk: sitting.away.get(login, ("present", "")) for login in MEMBERS
        }  # fmt: skip
        for login, choice in sitting.opinions.items():
            for item in row().agenda.select_related("session__council__commune", "nomination"):
                presence.record_opinion(
                    item, self.cast.actor(login).person, choice=choice, text="Nhất trí với hồ sơ thẩm định.",
                    received_on=timezone.localdate(at), by=self.secretary, at=at,
                )  # fmt: skip
        presence.record_presence(row(), states, by=self.secretary, at=at)
        sessions.open_session(row(), by=self.chair, at=at)
        for key, reason in sitting.deferred.items():
            agenda.defer(self._item(row(), key), reason=reason, by=self.chair, at=at)
        items = list(row().agenda.filter(result="").order_by("position"))
        on_paper = {self._made[key] for key in sitting.on_paper}
        self._vote(sitting, row(), [each for each in items if each.nomination_id not in on_paper], sitting.method, at)
        later = at + timedelta(minutes=40)
        self._vote(sitting, row(), [each for each in items if each.nomination_id in on_paper], "paper", later)
        sessions.finish_voting(row(), by=self.secretary, at=at + timedelta(hours=2))

    def _item(self, session: Session, key: str) -> AgendaItem:
        """Return the item of a nomination on a session's agenda."""
        rows = AgendaItem.objects.select_related("session__council__commune", "nomination__campaign__commune")
        return rows.get(session=session, nomination=self._made[key])

    def _vote(self, sitting: Sitting, session: Session, items: list[AgendaItem], method: str, at: datetime) -> None:
        """Vote on the items in one ballot, by one way; on nothing, not at all."""
        if not items:
            return
        ballot = ballots.prepare(session, items, method=method, by=self.secretary, at=at)
        ballots.open_ballot(ballot, by=self.secretary, at=at)
        keys = {pk: key for key, pk in self._made.items()}
        wishes = {each.key: each for each in self.awards.nominees}
        rows = {each.pk: wishes[keys[each.item.nomination_id]] for each in ballot.items.select_related("item")}
        here = [login for login in MEMBERS if sitting.away.get(login, ("present", ""))[0] == "present"]
        if method in ("secret", "named"):
            for place, login in enumerate(reversed(here)):
                choices = {pk: "against" if place < wish.against else "for" for pk, wish in rows.items()}
                ballots.cast(ballot, choices, by=self.cast.actor(login), at=at + timedelta(minutes=place))
        else:
            figures = {pk: (len(here) - wish.against, wish.against, 0, 0) for pk, wish in rows.items()}
            tellers = [self.secretary] if method == "hands" else [self.secretary, self.cast.actor("uyvien")]
            for teller in tellers:
                ballots.enter_counts(ballot, teller.person, figures, by=teller, at=at)
        ballots.close(ballot, by=self.secretary, at=at + timedelta(minutes=30))
        ballots.confirm(ballot, by=self.chair, at=at + timedelta(minutes=35))
        ballots.announce(ballot, by=self.chair, at=at + timedelta(minutes=36))

    def _minute(self, row, at: datetime) -> None:
        """Write, sign and close the minutes."""
        written = minutes.draft(row(), by=self.secretary, at=at)
        minutes.sign_as_secretary(written, by=self.secretary, at=at)
        written.refresh_from_db()
        minutes.sign_as_chair(written, by=self.chair, at=at + timedelta(minutes=10))
        sessions.close(row(), by=self.secretary, at=at + timedelta(minutes=20))

    def rank(self, wish: Ranking, at: datetime) -> None:
        """Settle the order of a quota: the first within the places, the others in reserve."""
        campaign = self.campaign
        rounds = campaign.rounds.filter(key=wish.round)
        award_round = (rounds.filter(year=wish.year) if wish.year else rounds).get()
        ranking.settle(
            campaign, award_round, ranking.quota_of(campaign, award_round, wish.quota), by=self.secretary, at=at
        )
