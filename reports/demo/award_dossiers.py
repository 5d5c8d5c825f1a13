"""Dossiers in the demo: written by units, handed in, sent back, mended, withdrawn, appraised."""

from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.utils import timezone

from awards.models import Appraisal, Nomination, UnitReview
from awards.rules.dossier import SECTIONS, Maker, maker_of
from awards.rules.eligibility import leaf_nodes
from awards.services import appraisals, files, nominations, reviews, writing
from campaigns.models import AwardRound
from campaigns.planfile.schema import Node
from campaigns.planfile.words import LeafKind, Subject
from communes.access import Actor
from communes.models import Person
from reports.demo.award_played import Played
from reports.demo.award_records import Records
from reports.demo.award_tables import Nominee
from reports.demo.files import page
from reports.demo.timeline import after, before

TAKING_PART = {
    "collective": (
        "- Phân công người phụ trách từng nội dung, kiểm điểm tiến độ hằng tháng.\n"
        "- Thực hiện đủ những việc đã đăng ký khi phát động phong trào."
    ),
    "individual": (
        "- Thực hiện đủ những việc đã đăng ký khi phát động phong trào.\n"
        "- Kết quả của cá nhân góp vào chỉ tiêu chung của {unit}."
    ),
    "household": "- Làm trước những việc phong trào kêu gọi, cùng {unit} vận động các hộ khác tham gia.",
}


class Dossiers(Played):
    """Each nomination, from its first words to its verdict."""

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
        if wish.subject == Subject.HOUSEHOLD:
            return self.cast.resident(wish.unit)
        return self._unit_actor(wish).person if wish.who == "head" else self.cast.worker(wish.unit)

    def nominate(self, wish: Nominee) -> None:
        """Enter one nomination up to its appraisal."""
        started = before(wish.on, 3)
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
        Records(self).enter(wish, made, at)
        if wish.ending != "draft":
            self._review(wish, at)
        nomination = self._get(wish.key)
        known = wish.lacking or (wish.failing and wish.ending != "differing")
        explained = "Đơn vị đã khắc phục, đề nghị Hội đồng xem xét." if known else ""
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
        profile = (
            f"{unit} có {people:02d} người, thực hiện chức năng, nhiệm vụ được UBND xã giao."
            if wish.subject == Subject.COLLECTIVE
            else f"{nomination.nominee}, {nomination.nominee_place}, công tác ổn định, được tập thể tín nhiệm."
        )
        words = {
            "profile": wish.profile or profile,
            "achievement": f"- {wish.summary}\n- {wish.merits}",
            "campaign_result": TAKING_PART[wish.subject].format(unit=unit),
            "initiatives": "\n".join(f"- {each}" for each in wish.initiatives),
            "earlier_awards": "Không có.",
        }
        keys = {section.key for section in SECTIONS[Subject(wish.subject)]}
        return {key: text for key, text in words.items() if key in keys}

    def _review(self, wish: Nominee, at: datetime) -> None:
        """Hold the unit's review meeting about its nominee."""
        unit, by = self.cast.units[wish.unit], self._unit_actor(wish)
        total = max(Person.objects.filter(unit=unit).count(), 3)
        chair, secretary = self.cast.meeting(wish.unit, self._person(wish))
        held_today = UnitReview.objects.filter(unit=unit, held_at__date=timezone.localdate(at)).count()
        held_at = at - timedelta(hours=6) + held_today * timedelta(hours=1)
        review = reviews.hold(
            self.campaign, unit, held_at=held_at, ended_at=held_at + timedelta(minutes=45), place=str(unit),
            chaired_by=chair.full_name, secretary=secretary.full_name, members_total=total,
            members_present=total, discussion="Các thành viên nhất trí với thành tích đã nêu.", by=by, at=at,
        )  # fmt: skip
        reviews.vote(review, self._get(wish.key), votes_for=total, by=by, at=at)
        reviews.conclude(
            review,
            conclusion="Cuộc họp nhất trí đề nghị Hội đồng xét khen thưởng.",
            by=by,
            at=at + timedelta(minutes=1),
        )

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
        """Appraise a dossier: a verdict on each criterion, the whole, and its confirmation.

        Where the commune has a second officer, that one confirms, or appraises too and comes to another conclusion.
        """
        differing = wish.ending == "differing"
        appraisal = appraisals.take(self._get(wish.key), by=self.officer, at=at)
        self._conclude(wish, appraisal, () if differing else wish.failing, self.officer, at)
        if differing:
            later = at + timedelta(hours=2)
            second = appraisals.ask_second(self._get(wish.key), self.second.person, by=self.officer, at=later)
            self._conclude(wish, second, wish.failing, self.second, later + timedelta(hours=3))
            return
        appraisals.confirm(self._get(wish.key), by=self.second or self.officer, at=at)

    def _conclude(self, wish: Nominee, appraisal: Appraisal, failing: tuple[str, ...], by: Actor, at: datetime) -> None:
        """Judge the criteria and the whole as one appraiser."""
        nomination = self._get(wish.key)
        if nomination.rule:
            verdicts = {
                path: ("unmet", "Chưa có minh chứng.") if node.key in failing else ("met", "Có minh chứng phù hợp.")
                for path, node in self._judged(nomination)
            }
            appraisals.judge(appraisal, verdicts, by=by, at=at)
        against = wish.ending == "ineligible" or (wish.ending == "differing" and failing)
        verdict = "ineligible" if against else "eligible"
        note = wish.note if verdict == "ineligible" else ""
        appraisals.give(appraisal, verdict, note=note or "Hồ sơ đầy đủ, đúng tuyến trình.", by=by, at=at)
