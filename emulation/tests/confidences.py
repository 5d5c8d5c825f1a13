"""A commune full of secrets: results that nobody has announced yet, made through the services that the pages use."""

import json
from pathlib import Path

from django.conf import settings

from awards.models import (
    AgendaItem,
    Attendance,
    AwardFile,
    Ballot,
    BallotItem,
    BoxCount,
    Certificate,
    Decision,
    DecisionLine,
    EligibilityRun,
    Initiative,
    Minutes,
    Nomination,
    Posting,
    Proposal,
    ProposalLine,
    Session,
    UnitReview,
    Voter,
)
from awards.services import (
    agenda,
    amendments,
    ballots,
    certificates,
    decisions,
    eligibility,
    endings,
    files,
    funds,
    minutes,
    postings,
    proposals,
    ranking,
    sessions,
)
from awards.tests.decision_cases import through
from awards.tests.factories import (
    ISSUED_ON,
    SESSION_AT,
    SUBMITTED_AT,
    load_law,
    make_award_campaign,
    make_council,
    make_decision,
    make_nomination,
)
from awards.tests.standing_cases import appraise, assess, examine, make_initiative
from campaigns.models import AwardRound, Campaign
from campaigns.tests.factories import make_upload
from communes.access import Actor
from communes.models import Person, Unit
from communes.tests.factories import PEOPLE, Cast, make_person
from emulation.tests.house import World
from reports.documents.registry import KINDS
from reports.models import Document
from reports.services import documents, summaries

# What becomes of one person of each unit, with the person's given name.
FATES = {
    "eligible": "Bưởi", "ineligible": "Cam", "on_agenda": "Chanh", "recommended": "Đào", "not_recommended": "Hồng",
    "deferred": "Mận", "reserve": "Nhãn", "awarded": "Ổi", "forwarded_up": "Vải", "not_awarded": "Xoài",
}  # fmt: skip
# The first names of the nominees of each unit; nobody else in the commune bears them.
FAMILIES = {"economy": "Kha Thị", "service": "Quàng Văn"}
BEFORE_COUNCIL = ("eligible", "ineligible")
VOTED = ("recommended", "not_recommended", "reserve", "awarded", "forwarded_up", "not_awarded")
PROVINCE = {"award": "bang_khen", "authority": "province", "quota_key": ""}
# What some are proposed for once more, in a draft that knows of the first dossier.
SECOND = {
    "not_recommended": {"award": "chien_si_thi_dua_co_so", "quota_key": ""},
    "not_awarded": {"award": "chien_si_thi_dua_co_so", "quota_key": ""},
    "awarded": {"basis": "ad_hoc"},
}
EVERYBODY_VOTES = ("chair", "vice", "secretary", "councillor")

# Words that stand in nothing but what was not announced.
TITLES = ("Phiên kín thứ nhất", "Phiên kín thứ hai", "Trích yếu kín", "Bảng tin kín", "Công an kín")
REASONS = ("Hoãn vì cớ kín", "Không khen vì cớ kín", "Thu hồi vì cớ kín", "Đính chính vì cớ kín", "Đơn thư kín")
SAID = ("Lời khen sửa kín", "Bàn kín về hồ sơ", "Kết luận kín của Hội đồng", "Thành tích kín tại Điều 1", "tep-kin")
NUMBERS = ("61/QĐ-UBND", "62/QĐ-UBND", "63/QĐ-UBND", "71/TTr-UBND")
VOTES = ("4/4 phiếu", "3/4 phiếu", "1/4 phiếu", "phiếu tán thành", "Xếp thứ")
RESULTS = ("Đưa ra Hội đồng", "Hội đồng tán thành", "Hội đồng không tán thành", "Hoãn xét", "Dự bị",
           "Đã trình cấp trên", "Không khen thưởng")  # fmt: skip
SECRETS = (*TITLES, *REASONS, *SAID, *NUMBERS, *VOTES, *RESULTS)


class Confidences:
    """Two campaigns of xã Đồng Tâm: one whose results nobody was told, one whose published results were changed."""

    def __init__(self, cast: Cast, now):
        load_law()
        self.cast, self.now = cast, now
        for part in PEOPLE:
            cast.actor(part)
        self.act = {"by": Actor.of_product(cast.commune), "at": now}
        self.secretary, self.chair = ({"by": cast.actor(part), "at": now} for part in ("secretary", "chair"))
        self.officer, self.clerk = ({"by": cast.actor(part), "at": now} for part in ("officer", "clerk"))
        self.contest = make_award_campaign(cast, quota=6)
        self.council = make_council(cast)
        self.nominations = {(unit, fate): self._nominate(unit, fate) for fate in FATES for unit in FAMILIES}
        self._second_dossiers()
        self._change_what_was_published()
        self._first_session()
        self._decide()
        self.session = self._open_session()
        self._papers()
        self.world = World(cast)

    def of(self, *fates: str) -> list[Nomination]:
        """Return the nominations that met some fates, as they stand now."""
        keys = [row.pk for (_, fate), row in self.nominations.items() if fate in fates]
        return list(Nomination.objects.filter(pk__in=keys).order_by("pk"))

    def _nominate(self, unit: str, fate: str) -> Nomination:
        """Propose a person, proven and found eligible, in words of their own."""
        person = make_person(
            self.cast.commune, f"{FAMILIES[unit]} {FATES[fate]}", unit=self.cast.unit(unit), position="Chuyên viên"
        )
        made = make_nomination(
            self.contest, unit=self.cast.unit(unit), subject="individual", person=person,
            status="ineligible" if fate == "ineligible" else "eligible",
            citation=f"Lời khen dành cho {person}", summary=f"Việc làm của {person}",
            **(PROVINCE if fate == "forwarded_up" else {}),
        )  # fmt: skip
        assess(made, "rating", 2026, level="Hoàn thành xuất sắc")
        appraise(made, self.cast.actor("officer").person, "met")
        return made

    def _second_dossiers(self) -> None:
        """Let some rest on an initiative and be proposed once more; let a complaint about some be examined."""
        for (unit, fate), first in self.nominations.items():
            facts = {"unit": self.cast.unit(unit), "subject": "individual", "person": first.person}
            if fate in SECOND:
                make_initiative(first, title=f"Sáng kiến của {first.person}", folded="sang kien")
                make_nomination(self.contest, **SECOND[fate], **facts)
            if fate == "eligible":
                examine(first, ISSUED_ON, source="Đơn thư kín")
                eligibility.run(first, "submission", **self.act)

    def _sit(self, title: str, rows: list[Nomination]) -> Session:
        """Let the council meet over some dossiers, everybody present."""
        session = sessions.create(
            self.council, title=title, planned_at=SESSION_AT, place="Hội trường", **self.secretary
        )
        for row in rows:
            sessions.place(session, row, **self.secretary)
        sessions.convene(session, **self.secretary)
        people = session.presence.values_list("person_id", flat=True)
        sessions.record_presence(session, dict.fromkeys(people, ("present", "")), **self.secretary)
        sessions.open_session(session, **self.chair)
        return session

    def _items(self, session: Session, *fates: str) -> list[AgendaItem]:
        """Return the items of an agenda about those who meet some fates."""
        rows = AgendaItem.objects.select_related("session__council__commune", "nomination__campaign__commune")
        return list(rows.filter(session=session, nomination__in=self.of(*fates)).order_by("position"))

    def _first_session(self) -> None:
        """Defer two, vote on the others in secret, confirm, sign the minutes."""
        session = self._sit("Phiên kín thứ nhất", self.of("deferred", *VOTED))
        for item in self._items(session, "deferred"):
            agenda.note(item, discussion="Bàn kín về hồ sơ", **self.secretary)
            agenda.defer(item, reason="Hoãn vì cớ kín", **self.chair)
        ballot = ballots.prepare(session, self._items(session, *VOTED), "secret", **self.secretary)
        ballots.open_ballot(ballot, **self.secretary)
        against = {"reserve": 1, "not_recommended": 3}
        fates = {row.pk: fate for (_, fate), row in self.nominations.items()}
        rows = {row.pk: against.get(fates[row.item.nomination_id], 0) for row in ballot.items.select_related("item")}
        for place, part in enumerate(EVERYBODY_VOTES):
            choices = {key: "against" if place < number else "for" for key, number in rows.items()}
            ballots.cast(ballot, choices, by=self.cast.actor(part), at=self.now)
        ballots.close(ballot, **self.secretary)
        ballots.confirm(ballot, **self.chair)
        ballots.announce(ballot, **self.chair)
        sessions.finish_voting(session, **self.secretary)
        written = minutes.draft(session, **self.secretary)
        minutes.save(written, revision=0, conclusion="Kết luận kín của Hội đồng", **self.secretary)
        written.refresh_from_db()
        minutes.sign_as_secretary(written, **self.secretary)
        minutes.sign_as_chair(Minutes.objects.get(pk=written.pk), **self.chair)

    def _decide(self) -> None:
        """Rank, end two, send two upward, issue a decision on two; publish nothing."""
        award_round = self.contest.rounds.get()
        quota = ranking.quota_of(self.contest, award_round, "ca-nhan")
        ranking.settle(self.contest, award_round, quota, **self.secretary)
        for row in self.of("not_awarded"):
            endings.not_award(row, reason="Không khen vì cớ kín", by=self.cast.actor("leader"), at=self.now)
        self.proposal = proposals.draft(
            self.contest, self.of("forwarded_up"), "province", "Chủ tịch UBND tỉnh", title="Trích yếu kín trình tỉnh",
            **self.officer,
        )  # fmt: skip
        proposals.send(self.proposal, number=71, sent_on=ISSUED_ON, signer_name="Đặng Hữu Phúc", **self.clerk)
        self.decision = decisions.draft(self.contest, self.of("awarded"), **self.officer)
        decisions.save(
            self.decision, title="Trích yếu kín của quyết định", grounds=self.decision.grounds,
            merit="Thành tích kín tại Điều 1", **self.officer,
        )  # fmt: skip
        self._issue(self.decision, 61)

    def _issue(self, decision: Decision, number: int) -> None:
        """Lead a draft to its number, and not to its publication."""
        through(Decision.objects.get(pk=decision.pk), self.cast, self.now, number=number)

    def _change_what_was_published(self) -> None:
        """Revoke one published award of the earlier campaign, correct another; publish neither decision."""
        self.past = make_award_campaign(self.cast, key="khen-thuong-cu", quota=3)
        rows = [
            make_nomination(
                self.past, unit=self.cast.unit(unit), subject="individual", status="awarded",
                person=make_person(self.cast.commune, name, unit=self.cast.unit(unit)), citation="Lời khen đã công bố",
            )
            for unit, name in (("economy", "Lường Thị Sim"), ("economy", "Lường Thị Trám"), ("service", "Lò Văn Bưởi"))
        ]  # fmt: skip
        self.published = make_decision(self.contest, rows, status="published", number=31)
        for line in self.published.lines.order_by("position"):
            certificates.register(line, **self.act)
        self.revoked, corrected = rows[1], rows[2]
        changes = (
            (62, amendments.draft_revocation, self.revoked, "Thu hồi vì cớ kín"),
            (63, amendments.draft_correction, corrected, "Đính chính vì cớ kín"),
        )
        for number, draft, nomination, reason in changes:
            line = self.published.lines.get(nomination=nomination)
            made = draft(Decision.objects.get(pk=self.published.pk), [line], reason=reason, **self.officer)
            made.lines.update(citation="Lời khen sửa kín")
            self._issue(made, number)

    def _open_session(self) -> Session:
        """Let three of four vote in a secret ballot that stays open."""
        session = self._sit("Phiên kín thứ hai", self.of("on_agenda"))
        ballot = ballots.prepare(session, self._items(session, "on_agenda"), "secret", **self.secretary)
        ballots.open_ballot(ballot, **self.secretary)
        for part in EVERYBODY_VOTES[:3]:
            ballots.cast(ballot, dict.fromkeys(ballot.items.values_list("pk", flat=True), "for"),
                         by=self.cast.actor(part), at=self.now)  # fmt: skip
        return session

    def _papers(self) -> None:
        """Have every kind of paper made, attach files, post a list, ask another body, draft a summary."""
        for unit in FAMILIES:
            review = UnitReview.objects.create(
                campaign=self.contest, unit=self.cast.unit(unit), held_at=SUBMITTED_AT, place="Phòng họp",
                chaired_by="Chủ trì", secretary="Thư ký", members_total=7, members_present=7, recorded_by="Thư ký",
                conclusion="Nhất trí đề nghị.", concluded_at=SUBMITTED_AT,
            )  # fmt: skip
            for row in self.of("awarded", "not_recommended"):
                if row.unit_id == review.unit_id:
                    review.votes.create(nomination=row, votes_for=7)
        for owner in (self.decision, self.session, self.proposal):
            files.attach(type(owner).objects.get(pk=owner.pk), make_upload(f"tep-kin-{owner.pk}.pdf"), **self.act)
        postings.post(self.contest, self.of("eligible"), starts_on=ISSUED_ON, ends_on=ISSUED_ON, place="Bảng tin kín",
                      **self.act)  # fmt: skip
        posting = Posting.objects.get()
        postings.add_remark(posting, self.of("eligible")[0], sender="Người phản ánh kín", text="Đơn thư kín",
                            received_on=ISSUED_ON, **self.act)  # fmt: skip
        postings.ask_opinion(self.of("eligible"), body="Công an kín", asked_on=ISSUED_ON, **self.act)
        funds.set_fund(self.cast.commune, 2026, amount=90_000_000, source="Quyết định giao dự toán", **self.act)
        self.summary = summaries.start(self.contest, kind="interim", **self.act)
        told = {row.pk for row in self.of("awarded", "not_recommended", "deferred")}
        for kind in KINDS.values():
            for record in kind.records():
                if not isinstance(record, Nomination) or record.pk in told:
                    self._make(documents.request(kind, record, **self.act))

    def _make(self, document: Document) -> None:
        """Finish a paper: its files hold its words."""
        for name in ("pdf", "docx"):
            path = Path(settings.MEDIA_ROOT) / f"{document.pk}.{name}"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(json.dumps(document.content, ensure_ascii=False))
            document.files[name] = {"path": path.name, "size": path.stat().st_size, "sha256": "0" * 64}
        document.status = Document.Status.READY
        document.save()

    def unsay(self) -> None:
        """Take back all that the council and the chair made of the dossiers, as if they lay on the agenda still.

        Numbers that were given stay: the register shows that a paper has one, not what it says.
        """
        untold = Decision.objects.filter(published_at=None)
        for rows in (
            AwardFile.objects.filter(nomination=None),
            Document.objects.filter(unit=None, confidential=True),
            Certificate.objects.filter(line__decision__in=untold),
            DecisionLine.objects.filter(decision__in=untold),
            untold,
            ProposalLine.objects.all(),
            Proposal.objects.all(),
            BoxCount.objects.all(),
            Voter.objects.all(),
            BallotItem.objects.all(),
            Ballot.objects.all(),
            Minutes.objects.all(),
            AgendaItem.objects.all(),
            Attendance.objects.all(),
            Session.objects.all(),
            EligibilityRun.objects.filter(stage__in=("council", "decision")),
        ):
            rows.delete()
        DecisionLine.objects.update(standing=DecisionLine.Standing.IN_FORCE)
        Decision.objects.update(status=Decision.Status.PUBLISHED)
        Nomination.objects.filter(pk=self.revoked.pk).update(status="awarded")
        untold_rows = Nomination.objects.filter(pk__in=[row.pk for row in self.of(*set(FATES) - set(BEFORE_COUNCIL))])
        untold_rows.update(status="on_agenda", rank=None, rank_steps=[], verdict="", provisional=False)
        for row in self.of("not_awarded"):
            Initiative.objects.filter(person=row.person).update(used_in=row)

    def rows_of_the_vote(self, model, _unit: str) -> list:
        """Return the rows that have to do with the open ballot."""
        items = self.session.agenda.order_by("pk")
        told = {
            Campaign: [self.contest],
            AwardRound: self.contest.rounds.all(),
            Session: [self.session],
            AgendaItem: items,
            Ballot: self.session.ballots.order_by("pk"),
            Nomination: [each.nomination for each in items],
            Document: Document.objects.filter(kind="council-notice", subject_id=self.session.pk),
        }
        return list(told.get(model, ()))

    def rows(self, model, unit: str) -> list:
        """Return the rows of a model that are worth looking at for a unit: all of its own, some of the other's."""
        found = model.objects.order_by("pk")
        if model is Campaign:
            return [self.contest]
        if model is Nomination:
            shown = self.of(*FATES) + [self.revoked, *found.filter(status="draft")]
            others = {row.pk for row in self.of("awarded", "not_recommended")}
            return [row for row in shown if row.unit_id == self.cast.unit(unit).pk or row.pk in others]
        if model is Person:
            told = ("awarded", "not_awarded")
            return [self.revoked.person, *(self.nominations[each, fate].person for each in FAMILIES for fate in told)]
        if model is Unit:
            return [self.cast.unit(each) for each in FAMILIES]
        if model is Document:
            return list({(row.kind, row.unit_id): row for row in found}.values())
        return list(found[:4])

    def exchange_choices(self) -> None:
        """Let everybody who voted in the open ballot have chosen the opposite."""
        counts = dict(BoxCount.objects.values_list("choice", "count"))
        for choice, other in (("for", "against"), ("against", "for")):
            BoxCount.objects.filter(choice=choice).update(count=counts[other])

    def open_anew(self) -> Ballot:
        """Void the open ballot and open another in its place."""
        ballots.void(self.session.ballots.get(), reason="Bỏ phiếu lại", **self.chair)
        ballot = ballots.prepare(self.session, self._items(self.session, "on_agenda"), "secret", **self.secretary)
        ballots.open_ballot(ballot, **self.secretary)
        return ballot

    def vote(self, ballot: Ballot, choices: dict[str, str]) -> None:
        """Lead an open ballot to its result: {part of the cast: choice}."""
        ballot = Ballot.objects.get(pk=ballot.pk)
        for part, choice in choices.items():
            sheet = dict.fromkeys(ballot.items.values_list("pk", flat=True), choice)
            ballots.cast(ballot, sheet, by=self.cast.actor(part), at=self.now)
        ballots.close(ballot, **self.secretary)
        ballots.confirm(ballot, **self.chair)

    def publish(self) -> None:
        """Publish the decision on the two who are awarded."""
        decisions.publish(Decision.objects.get(pk=self.decision.pk), **self.officer)
