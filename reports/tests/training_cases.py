"""A learner's walk through every lesson of a training ground, each act by the character whose part it is."""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from django.apps import apps
from django.utils import timezone
from django_scopes import scope

from awards.models import Decision, Nomination, Session
from awards.rules.eligibility import leaf_nodes
from awards.services import (
    agenda,
    appraisals,
    ballots,
    certificates,
    decisions,
    minutes,
    nominations,
    presence,
    sessions,
    writing,
)
from campaigns.models import AwardRound, Campaign, Obligation, Target
from campaigns.services import plans, unit_reports
from campaigns.services.unit_reports import LineInput
from communes.access import Actor
from communes.models import Commune, Person, Role, ScopedQuerySet, User
from communes.services import training as grounds
from reports.models import SECTIONS, Summary
from reports.services import summaries, training

APPS = ("communes", "campaigns", "awards", "reports")


def played_by(user: User, ground: Commune) -> Person | None:
    """Return whom a user plays in a ground."""
    with scope(commune=ground):
        return Person.objects.filter(user=user).select_related("unit").first()


def rows_of(commune: Commune) -> dict[str, list[dict]]:
    """Return every row of a commune, model by model, as it stands; with them every account."""
    found = {"communes.user": list(User.objects.order_by("pk").values())}
    with scope(commune=commune):
        for app in APPS:
            for model in apps.get_app_config(app).get_models():
                if isinstance(model.objects.all(), ScopedQuerySet):
                    found[model._meta.label_lower] = list(model.objects.order_by("pk").values())
    return found


@dataclass
class Learner:
    """Somebody of the real commune who plays one character of the open ground after the other."""

    real: Actor
    ground: Commune
    at: object

    @classmethod
    def of(cls, real: Actor, at) -> "Learner":
        """Open the ground of the commune and return who learns in it."""
        return cls(real, training.open_(by=real, at=at), at)

    def plays(self, role: Role, number: int = 0) -> Actor:
        """Take the part of the first who holds a role, or of a later one; return who acts now."""
        everybody = grounds.characters(self.ground, at=self.at)
        held = [each for each in everybody if any(one.role == role for one in each.roles)]
        grounds.play(self.ground, held[number].pk, by=self.real, at=self.at)
        return Actor.of_user(self.real.user, self.ground, on=timezone.localdate(self.at))


def report(learner: Learner) -> None:
    """Hand in the report of the unit that the first head leads, have it received and accepted."""
    at, head = learner.at, learner.plays(Role.UNIT_HEAD)

    def row():
        rows = Obligation.objects.select_related("campaign__commune", "unit", "deadline")
        return rows.get(unit__in=head.unit_ids)

    given = {"percent": {"value": Decimal(97)}, "yes_no": {"yes": True}, "number": {"value": Decimal(25)}}
    lines = [LineInput(target_id=each.pk, **given[each.kind]) for each in Target.objects.all()]
    words = {"overview": "Đơn vị làm đủ.", "missing_reason": "Tập huấn, không có minh chứng."}
    unit_reports.save(row(), revision=row().revision, lines=lines, **words, by=head, at=at)
    unit_reports.submit(row(), by=head, at=at)
    officer = learner.plays(Role.OFFICER)
    unit_reports.receive(row(), by=officer, at=at)
    unit_reports.accept(row(), by=officer, at=at)


def nominate(learner: Learner) -> Nomination:
    """Nominate the unit of the first head and find it eligible."""
    at, head = learner.at, learner.plays(Role.UNIT_HEAD)
    unit = head.memberships[0].unit
    made = nominations.create(
        Campaign.objects.select_related("commune").get(), unit=unit, subject="collective", collective=unit,
        award="giay_khen", authority="commune", round=_round(), by=head, at=at,
    )  # fmt: skip

    def row():
        return Nomination.objects.select_related("campaign__commune", "commune", "unit", "collective", "round").get(
            pk=made.pk
        )

    words = {"profile": "Đơn vị tập huấn.", "achievement": "Làm đủ chỉ tiêu.", "campaign_result": "Trồng 25 cây."}
    writing.save(
        row(), revision=row().revision, summary="Làm đủ các chỉ tiêu.", citation="Đã tập huấn xong các bài",
        report=words, by=head, at=at,
    )  # fmt: skip
    writing.judge_self(row(), {path: ("met", "Đạt.") for path, _ in leaf_nodes(row().rule)}, by=head, at=at)
    nominations.submit(row(), by=head, at=at)
    officer = learner.plays(Role.OFFICER)
    appraisal = appraisals.take(row(), by=officer, at=at)
    verdicts = {path: ("met", "Có minh chứng.") for path, _ in leaf_nodes(row().rule)}
    appraisals.judge(appraisal, verdicts, by=officer, at=at)
    appraisals.give(appraisal, "eligible", note="Hồ sơ đầy đủ.", by=officer, at=at)
    appraisals.confirm(row(), by=officer, at=at)
    return row()


def _round() -> AwardRound:
    return AwardRound.objects.get()


def sit(learner: Learner, nomination: Nomination) -> None:
    """Hold the council's session about a nomination, every member voting in secret, up to the signed minutes."""
    at, secretary = learner.at, learner.plays(Role.COUNCIL_SECRETARY)
    council = secretary.person.seats.get().council
    made = sessions.create(
        council, title="Họp xét khen thưởng", planned_at=at, place="Phòng họp", by=secretary, at=at
    )  # fmt: skip

    def row():
        return Session.objects.select_related("council__commune").get(pk=made.pk)

    agenda.place(row(), nomination, by=secretary, at=at)
    sessions.convene(row(), by=secretary, at=at)
    here = {seat.person_id: ("present", "") for seat in council.seats.all()}
    presence.record_presence(row(), here, by=secretary, at=at)
    sessions.open_session(row(), by=learner.plays(Role.COUNCIL_CHAIR), at=at)
    secretary = learner.plays(Role.COUNCIL_SECRETARY)
    ballot = ballots.prepare(row(), list(row().agenda.all()), method="secret", by=secretary, at=at)
    ballots.open_ballot(ballot, by=secretary, at=at)
    for role, number in (
        (Role.COUNCIL_CHAIR, 0), (Role.COUNCIL_VICE, 0), (Role.COUNCIL_SECRETARY, 0), (Role.COUNCIL_MEMBER, 0),
        (Role.COUNCIL_MEMBER, 1),
    ):  # fmt: skip
        ballots.cast(ballot, {each.pk: "for" for each in ballot.items.all()}, by=learner.plays(role, number), at=at)
    ballots.close(ballot, by=learner.plays(Role.COUNCIL_SECRETARY), at=at)
    chair = learner.plays(Role.COUNCIL_CHAIR)
    ballots.confirm(ballot, by=chair, at=at)
    ballots.announce(ballot, by=chair, at=at)
    secretary = learner.plays(Role.COUNCIL_SECRETARY)
    sessions.finish_voting(row(), by=secretary, at=at)
    written = minutes.draft(row(), by=secretary, at=at)
    minutes.sign_as_secretary(written, by=secretary, at=at)
    written.refresh_from_db()
    minutes.sign_as_chair(written, by=learner.plays(Role.COUNCIL_CHAIR), at=at + timedelta(minutes=1))


def decide(learner: Learner, nomination: Nomination) -> Decision:
    """Draw up the decision, have it checked by another character, signed, issued under number 1 and published."""
    at, officer = learner.at, learner.plays(Role.OFFICER)
    nomination.refresh_from_db()
    campaign = Campaign.objects.select_related("commune").get()
    made = decisions.draft(campaign, [nomination], by=officer, at=at)

    def row():
        return Decision.objects.select_related("campaign__commune", "commune").get(pk=made.pk)

    decisions.check(row(), note="Đã đối chiếu.", by=learner.plays(Role.CLERK), at=at)
    decisions.send(row(), by=learner.plays(Role.OFFICER), at=at)
    decisions.sign(row(), by=learner.plays(Role.LEADER), at=at)
    clerk = learner.plays(Role.CLERK)
    decisions.issue(row(), number=1, issued_on=timezone.localdate(at), by=clerk, at=at)
    decisions.publish(row(), by=learner.plays(Role.OFFICER), at=at)
    for line in row().lines.all():
        certificate = line.certificates.select_related("line__decision").get()
        certificates.record_print(certificate, stock="Giấy trắng A4", by=learner.plays(Role.CLERK), at=at)
    return row()


def sum_up(learner: Learner) -> Summary:
    """Sum the campaign up and issue the report under number 1."""
    at, officer = learner.at, learner.plays(Role.OFFICER)
    campaign = Campaign.objects.select_related("commune").get()
    plans.start_summary(campaign, by=officer, at=at)
    made = summaries.start(campaign, by=officer, at=at)

    def row():
        return Summary.objects.select_related("campaign__commune").get(pk=made.pk)

    filled = {key: row().sections.get(key) or "Nội dung tập huấn." for key in SECTIONS}
    summaries.save(row(), sections=filled, revision=row().revision, by=officer, at=at)
    summaries.submit(row(), by=officer, at=at)
    summaries.approve(row(), by=learner.plays(Role.LEADER), at=at)
    summaries.issue(row(), number=1, issued_on=timezone.localdate(at), by=learner.plays(Role.CLERK), at=at)
    return row()


def walk(learner: Learner) -> Decision:
    """Do every lesson; return the decision."""
    with scope(commune=learner.ground):
        report(learner)
        nomination = nominate(learner)
        sit(learner, nomination)
        decision = decide(learner, nomination)
        sum_up(learner)
    return decision
