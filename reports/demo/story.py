"""A campaign's year, played through the services that the pages use."""

from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

from campaigns.models import Campaign
from campaigns.planfile.schema import AudienceGroup, Item, PlanDocument, Statement
from campaigns.planfile.words import CampaignKind, DeadlineKind, Paper, ReviewKind, Subject
from campaigns.services import (
    deadlines,
    difficulties,
    drives,
    indicators,
    inspections,
    participants,
    plans,
    registrations,
    unit_plans,
    unit_targets,
)
from communes.models import Person, Unit
from communes.services import places
from reports.demo.awarding import Awarding
from reports.demo.cast import Cast
from reports.demo.letters import Letters
from reports.demo.papers import make
from reports.demo.reporting import Reporting
from reports.demo.tables import Amendment, Drive, Goal, NextPlan, Review, Trouble, Visit, Work, Year
from reports.demo.timeline import Timeline, after
from reports.services import summaries

PERSON_AIM = "Cá nhân tiêu biểu trong phong trào, hoàn thành xuất sắc nhiệm vụ"


class Story:
    """One campaign from the draft of its plan to where the demo leaves it."""

    def __init__(self, cast: Cast, campaign: Campaign, year: Year):
        """Know the people, the campaign and its data."""
        self.cast, self.year = cast, year
        self.campaign = Campaign.objects.select_related("commune").get(pk=campaign.pk)
        self.timeline = Timeline()
        self.tracker = cast.actor(cast.place.tracker)
        self.planner = cast.actor(cast.place.planner)
        self.leader = cast.actor("lanhdao")

    def play(self) -> Campaign:
        """Issue the plan, then do everything that the year holds, in the order of its dates."""
        self._issue()
        for work in self.year.work:
            self._prepare(work)
        for drive in self.year.drives:
            self._drive(drive)
        reporting = Reporting(self.cast, self.campaign, self.year, self.timeline)
        for work in self.year.work:
            reporting.schedule(work)
        for visit in self.year.visits:
            self._visit(visit)
        for trouble in self.year.troubles:
            self._trouble(trouble)
        for review in self.year.reviews:
            self._review(review)
        self._dates()
        Letters(self.cast, self.campaign, self.year, self.timeline).schedule()
        if self.year.awards:
            Awarding(self.cast, self.campaign, self.year.awards, self.timeline).schedule()
        self.timeline.play()
        return self.campaign

    def _fresh(self) -> Campaign:
        """Return the campaign as it stands."""
        self.campaign = Campaign.objects.select_related("commune").get(pk=self.campaign.pk)
        return self.campaign

    def _issue(self) -> None:
        """Lead the plan through review to its issue, and settle doubts about its text."""
        year, timeline = self.year, Timeline()
        first = year.issued - timedelta(days=7)
        timeline.at(first, lambda at: plans.submit(self.campaign, by=self.planner, at=at))
        if year.returned_for:
            timeline.at(after(first, 1), lambda at: plans.send_back(
                self.campaign, reason=year.returned_for, by=self.leader, at=at))  # fmt: skip
            timeline.at(after(first, 2), lambda at: plans.submit(self.campaign, by=self.planner, at=at))
        for code, words in year.settled.items():
            timeline.at(after(first, 3), lambda at, code=code, words=words: self._settle(code, words, at))
        timeline.at(year.issued, lambda at: plans.approve(self.campaign, by=self.leader, at=at), hour=8)
        timeline.at(year.issued, lambda at: plans.issue(
            self.campaign, number=year.number, issued_on=year.issued, signed_by=year.signed_by,
            by=self.cast.actor("vanthu"), at=at), hour=10)  # fmt: skip
        timeline.play()
        self._fresh()

    def _settle(self, code: str, words: str, at: datetime) -> None:
        """Settle every open doubt of one kind."""
        for remark in self.campaign.remarks.filter(code=code, settled_at=None):
            plans.settle_remark(remark, settlement=words, by=self.leader, at=at)

    def _dates(self) -> None:
        """Enter new names, who joins later, the agency's date, amendment, indices, the summing-up and the end."""
        year = self.year
        for body in self.cast.place.bodies:
            if body.renamed:
                name, on = body.renamed
                self.timeline.at(on, lambda at, unit=self.cast.units[body.key], name=name: places.change_unit(
                    unit, name=name, by=self.cast.actor("quantri"), at=at))  # fmt: skip
        for unit, on in year.joining:
            self.timeline.at(on, lambda at, unit=unit: participants.join(
                self._fresh(), self.cast.units[unit], by=self.tracker, at=at), hour=7)  # fmt: skip
        if year.report_day:
            last_day, on, reason = year.report_day
            self.timeline.at(on, lambda at: deadlines.set_date(
                self.campaign.deadlines.get(paper=Paper.UNIT_REPORT), last_day=last_day, reason=reason,
                by=self.tracker, at=at))  # fmt: skip
        if year.amendment:
            self.timeline.at(year.amendment.on, lambda at: self._amend(year.amendment, at))
        for index in year.indices:
            self.timeline.at(index.on, lambda at, index=index: indicators.set_value(
                self.campaign.indicators.select_related("campaign__commune").get(key=index.key), year=index.year,
                value=Decimal(index.value) if index.value else None, rank=index.rank, source=index.source,
                by=self.tracker, at=at))  # fmt: skip
        if year.summing_up:
            self.timeline.at(
                year.summing_up, lambda at: plans.start_summary(self._fresh(), by=self.tracker, at=at), hour=7
            )
        if year.closed:
            self.timeline.at(year.closed, lambda at: plans.close(self._fresh(), by=self.leader, at=at), hour=16)

    def _amend(self, amendment: Amendment, at: datetime) -> None:
        """Issue a new version of the plan with what joins it."""
        campaign = self._fresh()
        plans.start_amendment(campaign, by=self.planner, at=at)
        campaign = self._fresh()
        plans.redraft(campaign, _amended(campaign.plan, amendment), by=self.planner, at=at)
        campaign = self._fresh()
        plans.amend(campaign, reason=amendment.reason, issued_on=amendment.on, number=amendment.number,
                    by=self.leader, at=at)  # fmt: skip
        self._fresh()

    def _item(self, key: str):
        """Return a content item by its key."""
        return next(item for area in self.campaign.areas.all() for item in area.items.all() if item.key == key)

    def _prepare(self, work: Work) -> None:
        """Enter the unit's registration and its own plan with targets."""
        first = after(self.year.issued, 4)
        if work.aim:
            self.timeline.at(first, lambda at: self._register(work, at), hour=14)
        if work.plan:
            self.timeline.at(work.plan.on, lambda at: self._plan(work, at), hour=15)

    def _register(self, work: Work, at: datetime) -> None:
        """Register what the unit and, in an office, one of its people will strive for."""
        unit, by = self.cast.units[work.unit], self.cast.head(work.unit)
        registrations.register(self.campaign, unit, aim=work.aim, by=by, at=at)
        if unit.kind in (Unit.Kind.OFFICE, Unit.Kind.SERVICE):
            person = self.cast.worker(work.unit)
            registrations.register(self.campaign, unit, aim=PERSON_AIM, person=person, by=by, at=at)

    def _plan(self, work: Work, at: datetime) -> None:
        """Draft and adopt the unit's own plan."""
        unit, by, words = self.cast.units[work.unit], self.cast.head(work.unit), work.plan
        plan = unit_plans.start(self.campaign, unit, by=by, at=at)
        unit_plans.save(
            plan, revision=plan.revision, by=by, at=at, purpose=words.purpose, measures=words.measures,
            audience=f"Tập thể và cá nhân thuộc {unit}.", merged_with=words.merged,
            assignment=words.assignment or "Người đứng đầu phụ trách chung; mỗi chỉ tiêu giao một người theo dõi.",
        )  # fmt: skip
        for key, (goal, *_) in work.targets.items():
            target = self.year.goals[key]
            unit_targets.add(self.campaign, unit, self._item(target.item), by=by, at=at, **self._facts(target, goal))
        unit_plans.adopt(plan, number=words.number, adopted_on=words.on, by=by, at=at)

    def _facts(self, target: Goal, goal) -> dict:
        """Return what a unit's target asks for."""
        facts = {"text": target.text, "kind": target.kind, "comparator": target.comparator}
        if target.kind == "grade":
            scale = self.campaign.plan.scale(target.label)
            return {**facts, "scale": list(scale.levels), "grade": goal}
        if target.kind in ("number", "percent"):
            return {**facts, "value": Decimal(str(goal)), "unit_label": target.label}
        return facts

    def _drive(self, drive: Drive) -> None:
        """Enter a unit's peak drive."""
        unit, by = self.cast.units[drive.unit], self.cast.head(drive.unit)

        def row():
            return self.campaign.drives.select_related("campaign__commune", "unit").get(name=drive.name)

        def draft(at):
            made = drives.draft(self.campaign, unit, name=drive.name, starts_on=drive.starts, ends_on=drive.ends,
                                content=drive.content, by=by, at=at)  # fmt: skip
            for item, text, kind, goal, label, _ in drive.targets:
                facts = self._facts(Goal(item, text, kind, label), goal)
                unit_targets.add(self.campaign, unit, self._item(item), drive=made, by=by, at=at, **facts)

        def end(at):
            drives.note_result(row(), result=drive.result, by=by, at=at)
            drives.end(row(), by=by, at=at)

        self.timeline.at(drive.starts - timedelta(days=3), draft)
        self.timeline.at(drive.starts, lambda at: drives.launch(row(), by=by, at=at), hour=8)
        if drive.result:
            self.timeline.at(drive.ends, end, hour=16)

    def _visit(self, visit: Visit) -> None:
        """Enter an inspection."""
        unit, by = self.cast.units[visit.unit], self.cast.actor("kiemtra")
        team = f"{by.name} - Trưởng đoàn\n{self.tracker.name} - Thành viên"

        def row():
            rows = self.campaign.inspections.select_related("campaign__commune", "unit")
            return rows.get(unit=unit, inspected_on=visit.on)

        def held(at):
            for item, verdict, found, recommendation, days, _ in visit.findings:
                inspections.record_finding(
                    row(), self._item(item), found=found, verdict=verdict, recommendation=recommendation,
                    due_on=visit.on + timedelta(days=days) if recommendation else None, by=by, at=at,
                )  # fmt: skip

        def concluded(at):
            inspections.change(row(), kind=visit.kind, inspected_on=visit.on, team=team, decision=visit.decision,
                               conclusion=visit.conclusion, by=by, at=at)  # fmt: skip
            inspections.conclude(row(), by=by, at=at)

        ahead = 14 if visit.state == "planned" else 1 if visit.kind == "unannounced" else 7
        planned = visit.on - timedelta(days=ahead)
        self.timeline.at(planned, lambda at: inspections.plan(
            self.campaign, unit, kind=visit.kind, inspected_on=visit.on, team=team, decision=visit.decision,
            by=by, at=at))  # fmt: skip
        if visit.state == "concluded":
            self.timeline.at(visit.on, held, hour=10)
            self.timeline.at(after(visit.on, 1), concluded)
        for item, _, _, _, _, done in visit.findings:
            if done:
                self.timeline.at(done, lambda at, item=item, done=done: inspections.mark_done(
                    row().findings.select_related("inspection__campaign", "item").get(item__key=item), done_on=done,
                    by=by, at=at), hour=16)  # fmt: skip

    def _trouble(self, trouble: Trouble) -> None:
        """Enter a difficulty on its way."""
        head = self.cast.head(trouble.unit)

        def row():
            return self.campaign.difficulties.select_related("campaign__commune", "unit").get(title=trouble.title)

        self.timeline.at(trouble.on, lambda at: difficulties.report(
            self.campaign, self.cast.units[trouble.unit], title=trouble.title, text=trouble.text, by=head,
            at=at))  # fmt: skip
        if trouble.state == "raised":
            return
        self.timeline.at(after(trouble.on, 1), lambda at: difficulties.take(row(), by=self.tracker, at=at))
        if trouble.state in ("forwarded", "decided", "closed"):
            self.timeline.at(after(trouble.on, 2), lambda at: difficulties.forward(row(), by=self.tracker, at=at))
        if trouble.state == "answered":
            self.timeline.at(after(trouble.on, 3), lambda at: difficulties.answer(
                row(), trouble.answer, by=self.tracker, at=at))  # fmt: skip
        if trouble.state in ("decided", "closed"):
            self.timeline.at(after(trouble.on, 5), lambda at: difficulties.decide(
                row(), trouble.answer, by=self.leader, at=at))  # fmt: skip
        if trouble.state == "closed":
            self.timeline.at(after(trouble.on, 12), lambda at: difficulties.close(row(), by=head, at=at))

    def _review(self, review: Review) -> None:
        """Enter a summary from its draft to the official paper."""

        def row():
            rows = self.campaign.summaries.select_related("campaign__commune")
            return rows.get(kind=review.kind, year=review.year)

        def write(at):
            summaries.start(self._fresh(), kind=review.kind, year=review.year, by=self.tracker, at=at)
            summaries.save(row(), sections=review.sections, revision=0, by=self.tracker, at=at)

        def issue(at):
            summary = row()
            summaries.issue(summary, number=review.number, issued_on=review.issued, signed_by=self.year.signed_by,
                            by=self.cast.actor("vanthu"), at=at)  # fmt: skip
            make(summary.document, at=at)

        self.timeline.at(review.started, write, hour=8)
        self.timeline.at(review.started, lambda at: summaries.submit(row(), by=self.tracker, at=at), hour=9)
        self.timeline.at(review.issued, lambda at: summaries.approve(row(), by=self.leader, at=at), hour=11)
        self.timeline.at(review.issued, issue, hour=14)


def plan_ahead(cast: Cast, campaign: Campaign, wish: NextPlan) -> None:
    """Draft the plan of a campaign to come and leave it with the leader or the clerk."""
    timeline, planner = Timeline(), cast.actor(cast.place.planner)
    made = []

    def draft(at):
        if wish.years:
            made.append(plans.clone(campaign, years=wish.years, by=planner, at=at))
        else:
            made.append(plans.draft(cut(campaign.plan, wish), by=planner, at=at))

    timeline.at(wish.on, draft)
    timeline.at(after(wish.on, 1), lambda at: plans.submit(made[0], by=planner, at=at), hour=10)
    if wish.state == Campaign.Status.APPROVED:
        timeline.at(after(wish.on, 2), lambda at: plans.approve(made[0], by=cast.actor("lanhdao"), at=at), hour=15)
    timeline.play()


def _amended(plan: PlanDocument, amendment: Amendment) -> PlanDocument:
    """Return a plan with what joins it."""
    if amendment.households:
        joining = AudienceGroup(
            text=amendment.households, subject=Subject.HOUSEHOLD, unit_kinds=(Unit.Kind.RESIDENTIAL.value,),
            categories=(Person.Category.RESIDENT.value,), clause=plan.audience[-1].clause,
        )  # fmt: skip
        plan = replace(plan, audience=(*plan.audience, joining))
    if not amendment.area:
        added = Statement(text=amendment.text, clause=plan.requirements[-1].clause)
        return replace(plan, requirements=(*plan.requirements, added))
    areas = []
    for area in plan.content:
        if area.key == amendment.area:
            item = Item(key=amendment.key, number=amendment.item_number, text=amendment.text, clause=area.clause)
            area = replace(area, items=(*area.items, item))
        areas.append(area)
    return replace(plan, content=tuple(areas))


def cut(plan: PlanDocument, wish: NextPlan) -> PlanDocument:
    """Return a short campaign on one content area of a plan, without award rounds."""
    facts = replace(
        plan.facts, key=wish.key, name=wish.name, abstract=f"Phát động đợt thi đua “{wish.name}”",
        kind=CampaignKind.BURST, starts_on=wish.starts, ends_on=wish.ends, dated=None, term_words="", term_clause="",
        lead="", closing="",
    )  # fmt: skip
    owed = tuple(
        replace(each, kind=DeadlineKind.END_OF_CAMPAIGN, on=None, day=None, month=None, words="")
        for each in plan.deadlines
        if each.paper == Paper.UNIT_REPORT
    )
    return replace(
        plan, facts=facts, content=tuple(area for area in plan.content if area.key == wish.area), deadlines=owed,
        rounds=(), remarks=(), indicators=(), principles=(), priorities=(), dossier=(),
        reviews=tuple(each for each in plan.reviews if each.kind == ReviewKind.FINAL),
        routes=tuple(each for each in plan.routes if each.paper == Paper.UNIT_REPORT),
    )  # fmt: skip
