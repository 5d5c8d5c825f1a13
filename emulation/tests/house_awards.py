"""One record of each kind of awards, and the addresses in which its key stands."""

from datetime import date
from functools import cached_property

from awards.models import (
    Appraisal,
    Assessment,
    Conflict,
    Discipline,
    DossierRule,
    EarlierAward,
    Examination,
    Initiative,
    Judgement,
    Minutes,
    Opinion,
    Posting,
    PostingRemark,
    Proposal,
    UnitReview,
    VotingRule,
)
from awards.services import certificates, files
from awards.services.minutes import figures as minutes_of
from awards.tests.factories import (
    SUBMITTED_AT,
    adopt,
    load_law,
    make_award_campaign,
    make_ballot,
    make_council,
    make_decision,
    make_nomination,
    make_session,
)
from campaigns.tests.factories import make_upload
from reports.tests.cases import AT

TODAY = date(2026, 5, 14)
KEPT = {"recorded_at": AT, "recorded_by": "Nguyễn Thị Hạnh"}


class AwardsWorld:
    """Records of awards in the commune of a cast, each made when first asked for."""

    @cached_property
    def contest(self):
        """A campaign with an award round."""
        load_law()
        return make_award_campaign(self.cast)

    def _nominated(self, status: str, **facts):
        """Return a nomination of one of Phòng Kinh tế's people at a status."""
        return make_nomination(self.contest, unit=self.unit, subject="individual", status=status, **facts)

    @cached_property
    def nomination(self):
        """A dossier being written, for the unit itself."""
        return make_nomination(self.contest, unit=self.unit)

    @cached_property
    def dossier(self):
        """A dossier that was handed in once."""
        dossier = self._nominated("submitted")
        dossier.versions.create(number=1, content={}, submitted_at=SUBMITTED_AT, submitted_by="Phạm Văn Dũng")
        return dossier

    @cached_property
    def appraisal(self):
        """An appraisal that was begun."""
        nomination = self._nominated("under_appraisal")
        person = self.cast.actor("officer").person
        return Appraisal.objects.create(nomination=nomination, appraiser=person, began_at=AT)

    @cached_property
    def appraised(self):
        """A dossier under appraisal, with the unit's own judgement."""
        nomination = self.appraisal.nomination
        Judgement.objects.create(nomination=nomination, path="ca-nhan/noi-bat", by="Phạm Văn Dũng", at=AT)
        return nomination

    @cached_property
    def run(self):
        """A kept evaluation."""
        return self.appraised.runs.create(
            stage="submission", state="unknown", sentence="Chưa kết luận được.", tree={}, checks=[], at=AT, by="An"
        )

    @cached_property
    def reserved(self):
        """A nomination in reserve."""
        return self._nominated("reserve", rank=2)

    @cached_property
    def dossier_file(self):
        """A file of a dossier being written."""
        return files.attach(self.nomination, make_upload("tờ trình.pdf"), part_key="to-trinh", **self.who)

    @cached_property
    def review(self):
        """A review meeting that is not concluded."""
        return UnitReview.objects.create(
            campaign=self.contest, unit=self.unit, held_at=SUBMITTED_AT, place="Phòng họp", chaired_by="Phạm Văn Dũng",
            secretary="Vũ Thị Én", members_total=5, members_present=5, recorded_by="Vũ Thị Én",
        )  # fmt: skip

    @cached_property
    def assessment(self):
        """A provisional rating."""
        return Assessment.objects.create(
            commune=self.cast.commune, unit=self.unit, kind="rating", year=2026, level="Hoàn thành tốt",
            provisional=True, **KEPT,
        )  # fmt: skip

    @cached_property
    def discipline(self):
        """A disciplinary measure."""
        return Discipline.objects.create(
            commune=self.cast.commune, person=self.person, unit=self.unit, kind="reprimand", decided_on=TODAY,
            document="QĐ 3", **KEPT,
        )  # fmt: skip

    @cached_property
    def examination(self):
        """A matter under examination."""
        return Examination.objects.create(
            commune=self.cast.commune, unit=self.unit, kind="complaint", since=TODAY, source="Đơn", **KEPT
        )

    @cached_property
    def earlier_award(self):
        """An award of earlier years."""
        return EarlierAward.objects.create(
            commune=self.cast.commune, unit=self.unit, title="Giấy khen", authority="Chủ tịch UBND xã",
            decision_number="4/QĐ-UBND", decision_on=date(2024, 12, 20), **KEPT,
        )  # fmt: skip

    @cached_property
    def dossier_rule(self):
        """The commune's own list of parts."""
        return DossierRule.objects.create(
            commune=self.cast.commune, award="giay_khen", valid_from=date(2025, 1, 1), source="Quyết định của tỉnh",
            parts=[{"key": "to-trinh", "title": "Tờ trình", "made_here": True}],
        )  # fmt: skip

    @cached_property
    def initiative(self):
        """An initiative that waits for recognition."""
        return Initiative.objects.create(
            commune=self.cast.commune, unit=self.unit, title="Phiếu hẹn điện tử", applied_on=date(2026, 2, 1), **KEPT
        )

    @cached_property
    def posting(self):
        """A list that is posted."""
        posting = Posting.objects.create(
            commune=self.cast.commune, campaign=self.contest, starts_on=TODAY, ends_on=TODAY, place="Trụ sở",
            posted_by="An",
        )  # fmt: skip
        posting.nominations.add(self._nominated("eligible"))
        return posting

    @cached_property
    def posting_remark(self):
        """What somebody said about a nominee."""
        return PostingRemark.objects.create(
            posting=self.posting, nomination=self.posting.nominations.get(), received_on=TODAY, sender="Một người dân",
            text="Đề nghị xem lại.",
        )  # fmt: skip

    @cached_property
    def opinion(self):
        """A question to another body."""
        return Opinion.objects.create(nomination=self.appraised, body="Công an xã", asked_on=TODAY, recorded_by="An")

    @cached_property
    def council(self):
        """The council."""
        return make_council(self.cast)

    @cached_property
    def seat(self):
        """A seat of the council."""
        return self.council.seats.get(person=self.cast.actor("councillor").person)

    @cached_property
    def voting_rule(self):
        """A rule of the commune's own, not confirmed."""
        return VotingRule.objects.create(
            commune=self.cast.commune, quorum="2/3", threshold="1/2", strict=True, valid_from=date(2026, 1, 1),
            source="Quy chế",
        )  # fmt: skip

    @cached_property
    def session(self):
        """A sitting session with one item."""
        return make_session(self.council, [self._nominated("on_agenda")], status="in_session")

    @cached_property
    def agenda_item(self):
        """An item of the agenda."""
        return self.session.agenda.get()

    @cached_property
    def conflict(self):
        """A declared conflict."""
        person = self.cast.actor("councillor").person
        return Conflict.objects.create(item=self.agenda_item, person=person, kind="declared")

    @cached_property
    def minutes(self):
        """Minutes being written."""
        session = make_session(self.council, status="minutes_draft", title="Phiên hai")
        return Minutes.objects.create(
            session=session, conclusion="Nhất trí.", secretary=self.cast.actor("secretary").person,
            figures=minutes_of(session),
        )  # fmt: skip

    @cached_property
    def signed_minutes(self):
        """Minutes that both have signed."""
        session = make_session(self.council, status="minutes_signed", title="Phiên đã ký")
        return Minutes.objects.create(
            session=session, conclusion="Nhất trí.", figures=minutes_of(session), secretary_signed_at=AT,
            chair_signed_at=AT,
        )  # fmt: skip

    @cached_property
    def paper_ballot(self):
        """An open ballot on paper."""
        session = make_session(
            self.council, [self._nominated("on_agenda")], status="in_session", title="Phiên phiếu giấy"
        )
        return make_ballot(session, status="open", method="paper")

    @cached_property
    def ballot(self):
        """An open secret ballot."""
        return make_ballot(self.session, status="open")

    @cached_property
    def decision(self):
        """A draft decision over a recommended nomination with signed minutes."""
        recommended = self._nominated("on_agenda")
        adopt(make_session(self.council, [recommended], status="in_session", title="Phiên ba"))
        recommended.refresh_from_db()
        return make_decision(self.contest, [recommended])

    @cached_property
    def decision_line(self):
        """A line of the draft."""
        return self.decision.lines.get()

    @cached_property
    def published(self):
        """A published decision."""
        return make_decision(self.contest, [self._nominated("awarded")], status="published")

    @cached_property
    def book_line(self):
        """A line of the award book."""
        return self.published.lines.get()

    @cached_property
    def honoured(self):
        """The person of that line."""
        return self.book_line.nomination.person

    @cached_property
    def certificate(self):
        """A registered certificate."""
        return certificates.register(self.book_line, **self.who)

    @cached_property
    def proposal(self):
        """A proposal upward in draft."""
        proposal = Proposal.objects.create(
            commune=self.cast.commune, campaign=self.contest, authority="province", to_body="UBND tỉnh",
            title="Về việc đề nghị tặng Bằng khen", drafted_at=AT, drafted_by="An",
        )  # fmt: skip
        proposal.lines.create(
            nomination=self._nominated("recommended", award="bang_khen", authority="province", quota_key="")
        )
        return proposal

    @cached_property
    def proposal_line(self):
        """A case of that proposal."""
        return self.proposal.lines.get()


RECORDS = {
    "contest": """awards:nomination-new awards:reviews awards:review-new awards:thresholds awards:threshold-set
        awards:posting-create awards:campaign-awards awards:ranking awards:ranking-settle awards:ranking-choose
        awards:decision-draft awards:proposal-create""",
    "nomination": """awards:nomination awards:nomination-section awards:nomination-save awards:nomination-files
        awards:nomination-check awards:nomination-submit awards:nomination-withdraw awards:nomination-initiatives
        awards:initiative-claim awards:initiative-release awards:eligibility""",
    "dossier": """awards:nomination-version awards:nomination-take awards:nomination-submitted
        awards:nomination-recall awards:nomination-appeal""",
    "appraised": """awards:appraise awards:nomination-return awards:nomination-find-eligible
        awards:nomination-find-ineligible awards:nomination-reappraise awards:nomination-second
        awards:nomination-exempt awards:opinion-ask awards:eligibility-run awards:ranking-priorities""",
    "reserved": "awards:ranking-promote awards:nomination-not-award",
    "appraisal": "awards:appraisal-release",
    "run": "awards:eligibility-kept",
    "opinion": "awards:opinion-answer",
    "dossier_file": "awards:file awards:file-remove",
    "review": "awards:review awards:review-edit awards:review-votes awards:review-conclude awards:review-reopen",
    "person": "awards:standing-person",
    "honoured": "awards:book-person",
    "unit": "awards:standing-unit awards:book-unit",
    "assessment": "awards:assessment-edit awards:assessment-official awards:assessment-clear",
    "discipline": "awards:discipline-edit",
    "examination": "awards:examination-clear",
    "earlier_award": "awards:earlier-award-edit",
    "dossier_rule": "awards:dossier-rule-confirm",
    "initiative": """awards:initiative awards:initiative-edit awards:initiative-recognise
        awards:initiative-refuse""",
    "posting": "awards:posting awards:posting-edit awards:posting-close awards:posting-remark",
    "posting_remark": "awards:posting-remark-settle",
    "council": "awards:council awards:council-edit awards:council-seat",
    "seat": "awards:seat-end",
    "voting_rule": "awards:voting-rule-confirm",
    "session": """awards:session awards:session-edit awards:session-notice awards:session-presence
        awards:session-convene awards:session-prepare-again awards:session-open awards:session-adjourn
        awards:session-reconvene awards:session-finish-voting awards:session-close awards:session-cancel
        awards:session-agenda awards:session-draft-minutes awards:ballot-prepare awards:session-projector
        awards:session-projector-now""",
    "agenda_item": """awards:session-item awards:session-item-move awards:session-item-take-off
        awards:session-item-defer awards:session-item-note awards:session-item-declare
        awards:session-item-opinion""",
    "conflict": "awards:conflict-withdraw",
    "minutes": """awards:minutes awards:minutes-edit awards:minutes-save awards:minutes-sign-secretary
        awards:minutes-sign-chair awards:minutes-unsign awards:minutes-scan""",
    "signed_minutes": "awards:minutes-correct",
    "ballot": """awards:ballot awards:ballot-progress awards:ballot-vote awards:ballot-open awards:ballot-close
        awards:ballot-confirm awards:ballot-announce awards:ballot-void""",
    "paper_ballot": "awards:ballot-count",
    "decision": """awards:decision awards:decision-edit awards:decision-add awards:decision-refresh
        awards:decision-check awards:decision-reopen awards:decision-send awards:decision-sign
        awards:decision-return awards:decision-issue awards:decision-publish awards:decision-cancel
        awards:decision-attach""",
    "decision_line": """awards:decision-line-edit awards:decision-line-up awards:decision-line-down
        awards:decision-line-drop""",
    "published": "awards:decision-correct awards:decision-revoke awards:decision-receipts",
    "book_line": "awards:book-line",
    "certificate": "awards:certificate awards:certificate-replace",
    "proposal": """awards:proposal awards:proposal-edit awards:proposal-add awards:proposal-send
        awards:proposal-answer awards:proposal-cancel awards:proposal-attach""",
    "proposal_line": "awards:proposal-drop awards:proposal-outcome",
}
OTHERS = {
    "awards:fund-set": {"year": 2026},
    "awards:nomination-section": {"section": "achievement"},
    "awards:nomination-save": {"section": "achievement"},
    "awards:nomination-version": {"number": 1},
    "awards:ranking": {"round_pk": lambda world: world.contest.rounds.get().pk},
    "awards:ranking-settle": {"round_pk": lambda world: world.contest.rounds.get().pk},
    "awards:ranking-choose": {"round_pk": lambda world: world.contest.rounds.get().pk},
}
