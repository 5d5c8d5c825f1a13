"""A campaign's awards, played through the services that the pages use: from the nomination to the award book."""

from datetime import date, datetime, timedelta
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils import timezone

from awards.models import AgendaItem, Assessment, Council, Decision, Nomination, Session
from awards.rules.dossier import SECTIONS, Maker, maker_of
from awards.rules.eligibility import leaf_nodes
from awards.services import (
    agenda,
    amendments,
    appraisals,
    ballots,
    certificates,
    councils,
    decisions,
    endings,
    files,
    initiatives,
    local_rules,
    minutes,
    nominations,
    postings,
    presence,
    proposals,
    ranking,
    reviews,
    sessions,
    standing,
    writing,
)
from awards.services import funds as award_funds
from awards.services.eligibility import claim_initiative
from campaigns.models import AwardRound, Campaign
from campaigns.planfile.schema import Node
from campaigns.planfile.words import LeafKind, Subject
from campaigns.services import plans
from communes.access import Actor
from communes.models import Person
from reports.demo.award_tables import Awards, CouncilFacts, Nominee, Ranking, Revoking, Ruling, Sitting, Upward
from reports.demo.cast import Cast
from reports.demo.files import page
from reports.demo.timeline import Timeline, after, moment

MEMBERS = {
    "chutich": "chair",
    "phochutich": "vice_chair",
    "thuky": "secretary",
    "uyvien": "member",
    "uyvien2": "member",
}
PLACE = "Phòng họp UBND xã"
RATED = "Thông báo kết quả đánh giá, xếp loại chất lượng năm {year}"


def found_council(cast: Cast, facts: CouncilFacts) -> Council:
    """Found the commune's council, seat its members, and enter the money of each year."""
    at, by = moment(facts.on, 8), cast.actor("canbo")
    council = councils.found(
        name=f"Hội đồng Thi đua - Khen thưởng {cast.commune}", decision_number=facts.number, decision_on=facts.on,
        standing_agency=cast.units[facts.agency], valid_from=facts.on, by=by, at=at,
    )  # fmt: skip
    for login, role in MEMBERS.items():
        councils.seat(council, cast.actor(login).person, role=role, valid_from=facts.on, by=by, at=at)
    for year, amount, source in facts.fund:
        award_funds.set_fund(cast.commune, year, amount=amount, source=source, by=by, at=at)
    return council


def known(**facts) -> bool:
    """Say whether a yearly result is on record already."""
    return Assessment.objects.filter(**facts).exists()


class Awarding:
    """The awards of one campaign, entered into its timeline."""

    def __init__(self, cast: Cast, campaign: Campaign, awards: Awards, timeline: Timeline):
        """Know the people, the campaign and what is to happen."""
        self.cast, self.awards, self.timeline = cast, awards, timeline
        self._campaign_pk = campaign.pk
        self.officer, self.secretary = cast.actor(cast.place.tracker), cast.actor("thuky")
        self.chair, self.clerk = cast.actor("chutich"), cast.actor("vanthu")
        self._made: dict[str, int] = {}
        self._wish = {each.key: each for each in awards.nominees}

    @property
    def campaign(self) -> Campaign:
        """The campaign as it stands."""
        return Campaign.objects.select_related("commune").get(pk=self._campaign_pk)

    def schedule(self) -> None:
        """Enter everything that happens, each act on its day."""
        for subject, key, value in self.awards.thresholds:
            self.timeline.at(self.awards.appraised - timedelta(days=12), lambda at, s=subject, k=key, v=value: (
                local_rules.set_threshold(self.campaign, subject=s, leaf_key=k, value=Decimal(v), by=self.officer,
                                          source="Thông báo của cơ quan thường trực Hội đồng", at=at)))  # fmt: skip
        for about, reading, words in self.awards.readings:
            self.timeline.at(self.awards.appraised - timedelta(days=12), lambda at, a=about, r=reading, w=words: (
                plans.settle_remark(self.campaign.remarks.get(about=a, settled_at=None), settlement=w, reading=r,
                                    by=self.chair, at=at)))  # fmt: skip
        for wish in self.awards.nominees:
            self._nominate(wish)
        if self.awards.posted:
            self._post(*self.awards.posted)
        for sitting in self.awards.sittings:
            self._sit(sitting)
        for wish in self.awards.rankings:
            self.timeline.at(wish.on, lambda at, wish=wish: self._rank(wish, at), hour=15)
        for ruling in self.awards.rulings:
            self._rule(ruling)
        for wish in self.awards.upward:
            self._upward(wish)
        for wish in self.awards.revokings:
            self.timeline.at(wish.on, lambda at, wish=wish: self._revoke(wish, at), hour=15)
        for key, on, reason in self.awards.not_awarded:
            self.timeline.at(on, lambda at, key=key, reason=reason: endings.not_award(
                self._get(key), reason=reason, by=self.chair, at=at), hour=16)  # fmt: skip

    def _get(self, key: str) -> Nomination:
        """Return a nomination as it stands."""
        rows = Nomination.objects.select_related(
            "campaign__commune", "commune", "round", "unit", "person", "collective"
        )
        return rows.get(pk=self._made[key])

    def _unit_actor(self, wish: Nominee) -> Actor:
        """Return who acts for the unit: its head."""
        return self.cast.head(wish.unit)

    def _round(self, wish: Nominee) -> AwardRound | None:
        """Return the round that a nomination belongs to."""
        if wish.deed:
            return None
        rounds = self.campaign.rounds.filter(key=wish.round) if wish.round else self.campaign.rounds.all()
        return (rounds.filter(year=wish.year) if wish.year else rounds).order_by("pk")[0]

    def _person(self, wish: Nominee) -> Person | None:
        """Return the nominee, where it is a person."""
        if wish.subject == Subject.COLLECTIVE:
            return None
        return self._unit_actor(wish).person if wish.who == "head" else self.cast.worker(wish.unit)

    def _nominate(self, wish: Nominee) -> None:
        """Enter one nomination up to its appraisal."""
        started = wish.on - timedelta(days=3)
        self.timeline.at(started, lambda at: self._write(wish, at), hour=14)
        if wish.ending == "draft":
            return
        if wish.ending == "refused":
            self.timeline.at(wish.on, lambda at: self._refused(wish, at), hour=10)
            return
        self.timeline.at(wish.on, lambda at: nominations.submit(
            self._get(wish.key), by=self._unit_actor(wish), at=at), hour=10)  # fmt: skip
        if wish.ending == "recalled":
            self.timeline.at(wish.on, lambda at: nominations.recall(
                self._get(wish.key), by=self._unit_actor(wish), at=at), hour=15)  # fmt: skip
        if wish.ending == "withdrawn":
            self.timeline.at(after(wish.on, 1), lambda at: nominations.withdraw(
                self._get(wish.key), reason="Đơn vị thống nhất chỉ đề nghị 01 trường hợp.", by=self._unit_actor(wish),
                at=at))  # fmt: skip
        if wish.ending in ("recalled", "withdrawn", "submitted"):
            return
        if wish.ending in ("returned", "given_up", "mended"):
            self.timeline.at(wish.on, lambda at: self._return(wish, at), hour=13)
            if wish.ending == "given_up":
                self.timeline.at(after(wish.on, 5), lambda at: nominations.withdraw(
                    self._get(wish.key), reason="Chưa đủ số liệu để bổ sung kịp đợt xét.", by=self._unit_actor(wish),
                    at=at))  # fmt: skip
            if wish.ending in ("returned", "given_up"):
                return
            self.timeline.at(wish.on, lambda at: self._mend(wish, at), hour=16)
        day = min(after(wish.on, 3), self.awards.appraised) if wish.deed else self.awards.appraised
        self.timeline.at(day, lambda at: self._appraise(wish, at), hour=9)

    def _refused(self, wish: Nominee, at: datetime) -> None:
        """Try to hand in what the rules refuse: it stays a draft that names the reason."""
        try:
            nominations.submit(self._get(wish.key), by=self._unit_actor(wish), at=at)
        except ValidationError:
            return
        raise AssertionError(f"{wish.key} was not refused.")

    def _write(self, wish: Nominee, at: datetime) -> None:
        """Write a dossier: records, review meeting, report, self-judgement, the parts that are uploaded."""
        unit, by, person = self.cast.units[wish.unit], self._unit_actor(wish), self._person(wish)
        made = nominations.create(
            self.campaign, unit=unit, subject=wish.subject, person=person,
            collective=None if person else unit, award=wish.award, authority=wish.authority,
            round=self._round(wish), basis="ad_hoc" if wish.deed else "campaign", deed=wish.deed,
            deed_on=wish.deed_on, by=by, at=at,
        )  # fmt: skip
        self._made[wish.key] = made.pk
        self._records(wish, made, at)
        if wish.ending != "draft":
            self._review(wish, at)
        nomination = self._get(wish.key)
        explained = "Đơn vị đã khắc phục, đề nghị Hội đồng xem xét." if wish.failing or wish.lacking else ""
        writing.save(
            nomination, revision=nomination.revision, by=by, at=at, summary=wish.summary, citation=wish.citation,
            report=self._report(wish, nomination), direct_worker=wish.direct, women_share=wish.women_share,
            explanation=explained,
        )  # fmt: skip
        if nomination.rule:
            claims = {path: ("met", "Đơn vị tự đánh giá đạt.") for path, node in self._judged(nomination)}
            writing.judge_self(self._get(wish.key), claims, by=by, at=at)
        for part in nomination.parts:
            if maker_of(part) == Maker.UPLOAD:
                scan = page(f"{part.title}.pdf", f"{part.title}: {nomination.nominee}")
                files.attach(self._get(wish.key), scan, part_key=part.key, by=by, at=at)

    def _judged(self, nomination: Nomination) -> list[tuple[str, Node]]:
        """Return the criteria that people judge."""
        return [(path, node) for path, node in leaf_nodes(nomination.rule) if node.leaf == LeafKind.JUDGEMENT]

    def _report(self, wish: Nominee, nomination: Nomination) -> dict[str, str]:
        """Return the sections of the achievement report."""
        unit = self.cast.units[wish.unit]
        people = Person.objects.filter(unit=unit).count()
        words = {
            "profile": f"{unit} có {people:02d} người, thực hiện chức năng, nhiệm vụ được UBND xã giao."
            if wish.subject == Subject.COLLECTIVE
            else f"{nomination.nominee}, {nomination.nominee_place}, công tác ổn định, được tập thể tín nhiệm.",
            "achievement": f"- {wish.summary}\n- Hoàn thành các chỉ tiêu được giao, không để hồ sơ quá hạn kéo dài.",
            "campaign_result": f"- {wish.summary}\n- Tham gia đầy đủ các nội dung của phong trào thi đua.",
            "initiatives": "\n".join(f"- {each}" for each in wish.initiatives),
            "earlier_awards": "Không có.",
        }
        keys = {section.key for section in SECTIONS[Subject(wish.subject)]}
        return {key: text for key, text in words.items() if key in keys}

    def _review(self, wish: Nominee, at: datetime) -> None:
        """Hold the unit's review meeting about its nominee."""
        unit, by = self.cast.units[wish.unit], self._unit_actor(wish)
        total = max(Person.objects.filter(unit=unit).count(), 3)
        review = reviews.hold(
            self.campaign, unit, held_at=at - timedelta(hours=5), ended_at=at - timedelta(hours=4), place=str(unit),
            chaired_by=by.name, secretary=self.cast.worker(wish.unit).full_name, members_total=total,
            members_present=total, discussion="Các thành viên nhất trí với thành tích đã nêu.", by=by, at=at,
        )  # fmt: skip
        reviews.vote(review, self._get(wish.key), votes_for=total, by=by, at=at)
        reviews.conclude(
            review,
            conclusion="Cuộc họp nhất trí đề nghị Hội đồng xét khen thưởng.",
            by=by,
            at=at + timedelta(minutes=1),
        )

    def _records(self, wish: Nominee, nomination: Nomination, at: datetime) -> None:
        """Enter the records that the computed criteria read, unless the nominee lacks them."""
        for _, node in leaf_nodes(nomination.rule) if nomination.rule else ():
            if node.key not in wish.lacking:
                self._record(wish, nomination, node, at)
        if not nomination.rule:
            for title in wish.initiatives:
                self._initiative(wish, nomination, title, at)

    def _record(self, wish: Nominee, nomination: Nomination, node: Node, at: datetime) -> None:
        """Enter what one computed criterion reads."""
        who = {"person": nomination.person} if nomination.person else {"unit": nomination.collective}
        year, by = nomination.year, self.officer
        if node.leaf in (LeafKind.RATING, LeafKind.GRADE):
            facts = {"kind": str(node.leaf), "measure": "" if node.leaf == LeafKind.RATING else node.of}
            if not known(year=year, **facts, **who):
                standing.record_assessment(
                    year=year, level=node.grade, provisional=wish.provisional, document=RATED.format(year=year),
                    by=by, at=at, **facts, **who,
                )  # fmt: skip
        elif node.leaf == LeafKind.RANK and not node.change:
            for of_year, position in ((year - 1, 8), (year, 2)):
                if not known(year=of_year, kind="rank", measure=node.of, **who):
                    standing.record_assessment(
                        kind="rank", measure=node.of, year=of_year, position=position,
                        document=f"Bảng xếp hạng năm {of_year}", by=by, at=at, **who,
                    )  # fmt: skip
        elif node.leaf == LeafKind.YEARS:
            for of_year in range(timezone.localdate(at).year - 2, timezone.localdate(at).year + 1):
                if not known(year=of_year, kind="year", measure=node.of, **who):
                    standing.record_assessment(
                        kind="year", measure=node.of, year=of_year, document="Hồ sơ theo dõi thi đua", by=by, at=at,
                        **who,
                    )  # fmt: skip
        elif node.leaf == LeafKind.COUNT:
            for title in wish.initiatives:
                self._initiative(wish, nomination, title, at)

    def _initiative(self, wish: Nominee, nomination: Nomination, title: str, at: datetime) -> None:
        """Register an initiative, have it recognised, and claim it for the nomination."""
        first = max(nomination.campaign.starts_on, date(nomination.year, 1, 1))
        made = initiatives.record_initiative(
            unit=self.cast.units[wish.unit], title=title, applied_on=first + timedelta(days=20),
            person=nomination.person, effect="Rút ngắn thời gian giải quyết, người dân không phải đi lại nhiều lần.",
            by=self._unit_actor(wish), at=at,
        )  # fmt: skip
        initiatives.recognise(
            made, recognised_by=f"Chủ tịch {self.cast.commune.committee}", decision_number=f"{made.pk + 40}/QĐ-UBND",
            decision_on=first + timedelta(days=60), by=self.officer, at=at,
        )  # fmt: skip
        made.refresh_from_db()
        claim_initiative(self._get(wish.key), made, by=self._unit_actor(wish), at=at)

    def _return(self, wish: Nominee, at: datetime) -> None:
        """Take a dossier and send it back for what it lacks."""
        appraisals.take(self._get(wish.key), by=self.officer, at=at)
        appraisals.return_(
            self._get(wish.key), reason="Báo cáo thành tích chưa có số liệu so với năm trước.",
            items=["Bổ sung số liệu so sánh với năm trước."], due_on=after(timezone.localdate(at), 3),
            by=self.officer, at=at,
        )  # fmt: skip

    def _mend(self, wish: Nominee, at: datetime) -> None:
        """Complete a returned dossier and hand it in again."""
        nomination, by = self._get(wish.key), self._unit_actor(wish)
        added = f"{nomination.report['achievement']}\n- So với năm trước, tỷ lệ đúng hạn tăng 2,1 điểm phần trăm."
        writing.save(
            nomination, revision=nomination.revision, report={"achievement": added},
            change_note="Đã bổ sung số liệu so sánh với năm trước.", by=by, at=at,
        )  # fmt: skip
        nominations.resubmit(self._get(wish.key), by=by, at=at)

    def _appraise(self, wish: Nominee, at: datetime) -> None:
        """Appraise a dossier: a verdict on each criterion, the whole, and its confirmation."""
        nomination = self._get(wish.key)
        appraisal = appraisals.take(nomination, by=self.officer, at=at)
        nomination = self._get(wish.key)
        if nomination.rule:
            verdicts = {
                path: ("unmet", "Chưa có minh chứng.")
                if node.key in wish.failing
                else ("met", "Có minh chứng phù hợp.")
                for path, node in self._judged(nomination)
            }
            appraisals.judge(appraisal, verdicts, by=self.officer, at=at)
        verdict = "ineligible" if wish.ending == "ineligible" else "eligible"
        appraisals.give(appraisal, verdict, note=wish.note or "Hồ sơ đầy đủ, đúng tuyến trình.", by=self.officer, at=at)
        appraisals.confirm(self._get(wish.key), by=self.officer, at=at)

    def _post(self, first: date, last: date) -> None:
        """Post the nominees in public and close the posting when nobody objected."""

        def begin(at):
            rows = [self._get(key) for key in self._made if self._get(key).status == "eligible"]
            self._posting = postings.post(
                self.campaign, rows, starts_on=first, ends_on=last, place="Trụ sở UBND xã và trang thông tin điện tử",
                by=self.officer, at=at,
            )  # fmt: skip

        self.timeline.at(first, begin, hour=14)
        self.timeline.at(after(last, 1), lambda at: postings.close_posting(
            self._posting, outcome="Không có ý kiến phản ánh.", by=self.officer, at=at), hour=7)  # fmt: skip

    def _sit(self, sitting: Sitting) -> None:
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
        if items:
            self._vote(sitting, row(), items, at)
        sessions.finish_voting(row(), by=self.secretary, at=at + timedelta(hours=2))

    def _item(self, session: Session, key: str) -> AgendaItem:
        """Return the item of a nomination on a session's agenda."""
        rows = AgendaItem.objects.select_related("session__council__commune", "nomination__campaign__commune")
        return rows.get(session=session, nomination=self._made[key])

    def _vote(self, sitting: Sitting, session: Session, items: list[AgendaItem], at: datetime) -> None:
        """Vote on the items in one ballot, by the way that the session chose."""
        ballot = ballots.prepare(session, items, method=sitting.method, by=self.secretary, at=at)
        ballots.open_ballot(ballot, by=self.secretary, at=at)
        keys = {pk: key for key, pk in self._made.items()}
        rows = {each.pk: self._wish[keys[each.item.nomination_id]] for each in ballot.items.select_related("item")}
        here = [login for login in MEMBERS if sitting.away.get(login, ("present", ""))[0] == "present"]
        if sitting.method in ("secret", "named"):
            for place, login in enumerate(reversed(here)):
                choices = {pk: "against" if place < wish.against else "for" for pk, wish in rows.items()}
                ballots.cast(ballot, choices, by=self.cast.actor(login), at=at + timedelta(minutes=place))
        else:
            figures = {pk: (len(here) - wish.against, wish.against, 0, 0) for pk, wish in rows.items()}
            tellers = [self.secretary] if sitting.method == "hands" else [self.secretary, self.cast.actor("uyvien")]
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

    def _rank(self, wish: Ranking, at: datetime) -> None:
        """Settle the order of a quota: the first within the places, the others in reserve."""
        campaign = self.campaign
        rounds = campaign.rounds.filter(key=wish.round)
        award_round = (rounds.filter(year=wish.year) if wish.year else rounds).get()
        ranking.settle(
            campaign, award_round, ranking.quota_of(campaign, award_round, wish.quota), by=self.secretary, at=at
        )

    def _rule(self, ruling: Ruling) -> None:
        """Draw up a decision, check it, have it signed, issue and publish it."""
        made = []

        def row() -> Decision:
            return Decision.objects.select_related("campaign__commune", "commune").get(pk=made[0])

        def draft(at):
            rows = [self._get(key) for key in ruling.nominees]
            made.append(decisions.draft(self.campaign, rows, by=self.officer, at=at).pk)

        def lead(at):
            checked = "Đã đối chiếu họ tên, số lượng, lịch sử khen thưởng và căn cứ."
            decisions.check(row(), note=checked, by=self.clerk, at=at)
            decisions.send(row(), by=self.officer, at=at + timedelta(minutes=20))
            decisions.sign(row(), by=self.chair, at=at + timedelta(minutes=60))

        self.timeline.at(ruling.drafted, draft, hour=8)
        if ruling.state == "draft":
            return
        self.timeline.at(ruling.issued, lead, hour=9)
        self.timeline.at(ruling.issued, lambda at: decisions.issue(
            row(), number=ruling.number, issued_on=ruling.issued, by=self.clerk, at=at), hour=11)  # fmt: skip
        if ruling.state == "published":
            self.timeline.at(ruling.published, lambda at: decisions.publish(row(), by=self.officer, at=at), hour=13)
            self.timeline.at(ruling.published, lambda at: self._hand_over(row(), at), hour=14)

    def _hand_over(self, decision: Decision, at: datetime) -> None:
        """Print every certificate of a decision and hand them over."""
        for line in decision.lines.order_by("position"):
            certificate = line.certificates.select_related("line__decision").get()
            certificates.record_print(certificate, stock="Phôi giấy khen A4", by=self.clerk, at=at)
            certificate.refresh_from_db()
            certificates.hand_over(
                certificate, handed_on=timezone.localdate(at), handed_to=line.nominee_name, by=self.clerk, at=at
            )

    def _revoke(self, wish: Revoking, at: datetime) -> None:
        """Take an award back by a decision of its own."""
        line = self._get(wish.nominee).lines.select_related("decision__campaign__commune").get(about=None)
        made = amendments.draft_revocation(line.decision, [line], reason=wish.reason, by=self.officer, at=at)

        def row() -> Decision:
            return Decision.objects.select_related("campaign__commune", "commune").get(pk=made.pk)

        decisions.check(row(), note="Đã đối chiếu kết luận kiểm tra.", by=self.clerk, at=at)
        decisions.send(row(), by=self.officer, at=at)
        decisions.sign(row(), by=self.chair, at=at)
        decisions.issue(row(), number=wish.number, issued_on=wish.on, by=self.clerk, at=at)
        decisions.publish(row(), by=self.officer, at=at)

    def _upward(self, wish: Upward) -> None:
        """Propose to a higher authority, and enter what came of it."""
        made = []

        def send(at):
            rows = [self._get(key) for key in wish.nominees]
            proposal = proposals.draft(
                self.campaign, rows, wish.authority, wish.to, reason="Hội đồng đã xét, thống nhất đề nghị.",
                by=self.officer, at=at,
            )  # fmt: skip
            made.append(proposal)
            proposals.send(
                proposal, number=wish.number, sent_on=wish.on, signer_name=self.chair.name, by=self.clerk, at=at
            )

        def answer(at):
            proposal = type(made[0]).objects.select_related("campaign__commune", "commune").get(pk=made[0].pk)
            for line in proposals.lines_of(proposal):
                proposals.record_outcome(
                    line, outcome=wish.outcome, outcome_on=wish.outcome_on, outcome_number=wish.outcome_number,
                    by=self.officer, at=at,
                )  # fmt: skip
            proposals.answer(proposal, by=self.officer, at=at)

        self.timeline.at(wish.on, send, hour=16)
        if wish.outcome:
            self.timeline.at(wish.outcome_on, answer, hour=16)
