"""Decisions in the demo: drawn up, signed, issued, published, handed over, taken back; and proposals upward."""

from datetime import datetime, timedelta
from decimal import Decimal

from django.utils import timezone

from awards.models import Decision
from awards.services import amendments, certificates, decision_lines, decisions, proposals, receipts
from reports.demo import papers
from reports.demo.award_played import Played
from reports.demo.award_tables import Correcting, Revoking, Ruling, Upward
from reports.models import CertificateStock
from reports.services import certificate_stocks

STOCK = "Phôi giấy khen A4"


class Rulings(Played):
    """What the chair decides, and what goes to higher authorities."""

    def rule(self, ruling: Ruling) -> None:
        """Draw up a decision, check it, have it signed, issue and publish it."""
        made = []

        def row() -> Decision:
            return Decision.objects.select_related("campaign__commune", "commune").get(pk=made[0])

        def draft(at):
            rows = [self._get(key) for key in ruling.nominees]
            made.append(decisions.draft(self.campaign, rows, by=self.officer, at=at).pk)
            if ruling.state != "draft":
                papers.issue("chair-submission", row(), by=self.officer, clerk=self.clerk, at=at)

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
            self.timeline.at(ruling.published, lambda at: receipts.record(
                row(), receipts.payable(row()), received_on=timezone.localdate(at), by=self.officer, at=at),
                hour=15)  # fmt: skip

    def _hand_over(self, decision: Decision, at: datetime) -> None:
        """Print every certificate of a decision and hand them over."""
        if not CertificateStock.objects.filter(name=STOCK).exists():
            self._enter_stock(at)
        for line in decision.lines.order_by("position"):
            certificate = line.certificates.select_related("line__decision").get()
            certificates.record_print(certificate, stock=STOCK, by=self.clerk, at=at)
            certificate.refresh_from_db()
            certificates.hand_over(
                certificate, handed_on=timezone.localdate(at), handed_to=line.nominee_name, by=self.clerk, at=at
            )

    def _enter_stock(self, at: datetime) -> None:
        """Enter the sheet on which the commune prints, and what its printer shifts it by."""
        stock = certificate_stocks.create(
            name=STOCK, award="giay_khen", mode="full_page", preferred=True, by=self.clerk, at=at
        )
        certificate_stocks.set_offset(
            stock, printer="Máy in văn thư", dx=Decimal("0.5"), dy=Decimal("-1"), by=self.clerk, at=at
        )

    def revoke(self, wish: Revoking, at: datetime) -> None:
        """Take an award back by a decision of its own."""
        line = self._get(wish.nominee).lines.select_related("decision__campaign__commune").get(about=None)
        made = amendments.draft_revocation(line.decision, [line], reason=wish.reason, by=self.officer, at=at)
        self._amend(made, wish, "Đã đối chiếu kết luận kiểm tra.", at)

    def correct(self, wish: Correcting, at: datetime) -> None:
        """Correct by a decision of its own what another says of a nominee, and hand the new certificate over."""
        line = self._get(wish.nominee).lines.select_related("decision__campaign__commune").get(about=None)
        made = amendments.draft_correction(line.decision, [line], reason=wish.reason, by=self.officer, at=at)
        decision_lines.save_line(made.lines.get(), citation=wish.citation, by=self.officer, at=at)
        self._hand_over(self._amend(made, wish, "Đã đối chiếu báo cáo thành tích.", at), at)

    def _amend(self, made: Decision, wish: Correcting | Revoking, note: str, at: datetime) -> Decision:
        """Lead an amendment to its publication on the day that is wished; return it."""

        def row() -> Decision:
            return Decision.objects.select_related("campaign__commune", "commune").get(pk=made.pk)

        decisions.check(row(), note=note, by=self.clerk, at=at)
        decisions.send(row(), by=self.officer, at=at)
        decisions.sign(row(), by=self.chair, at=at)
        decisions.issue(row(), number=wish.number, issued_on=wish.on, by=self.clerk, at=at)
        decisions.publish(row(), by=self.officer, at=at)
        return row()

    def upward(self, wish: Upward) -> None:
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
