"""Why an act on a nomination cannot happen yet, as far as its own rows tell."""

from collections.abc import Container

from awards.rules import dossier
from awards.rules.dossier import PartState
from awards.rules.kinds import AwardBasis
from campaigns.planfile.words import Subject

NO_RESULT = "Chưa có kết quả biểu quyết được xác nhận cho hồ sơ này."


def told_by_ballot(adopted: bool) -> dict:
    """Return which nominations a confirmed ballot has judged so, their result not written yet."""
    return {
        "agenda_items__ballot_items__ballot__status__in": ["confirmed", "announced"],
        "agenda_items__ballot_items__adopted": adopted,
        "agenda_items__result": "",
    }


class NominationGuards:
    """The guards that the moves of a nomination name; each returns reasons in the user's words."""

    def typed(self, voted: bool | None = None) -> dict:
        """Say, for each paper the product makes, whether what it is made from is there.

        `voted` tells, where it is known already, whether a concluded review meeting voted on the nominee.
        """
        if voted is None:
            voted = self.review_votes.filter(review__concluded_at__isnull=False).exists()
        empty = [each.title for each in dossier.untold(Subject(self.subject), self.report)]
        return {
            dossier.Maker.ACHIEVEMENT_REPORT: (
                not empty and bool(self.citation.strip()),
                "Chưa ghi: " + ", ".join(empty) if empty else "" if self.citation else "Chưa ghi nội dung khen thưởng",
            ),
            dossier.Maker.REVIEW_MINUTES: (voted, "" if voted else "Chưa có cuộc họp bình xét đã kết luận"),
            dossier.Maker.SUBMISSION: (
                bool(self.summary.strip()), "" if self.summary.strip() else "Chưa ghi tóm tắt thành tích"
            ),
        }  # fmt: skip

    def checklist(self, *, uploaded: Container[str] | None = None, voted: bool | None = None) -> list[PartState]:
        """Return each part of the dossier with what is there (KP-05).

        A page that has loaded files and review meetings tells which parts were uploaded and whether one voted on it.
        """
        if uploaded is None:
            uploaded = set(self.files.filter(removed_at=None).values_list("part_key", flat=True)) - {""}
        return dossier.checklist(self.parts, typed=self.typed(voted), uploaded=uploaded)

    def blockers_to_submit(self, *, uploaded: Container[str] | None = None) -> list[str]:
        """Say what the dossier lacks, by name (KP-05); which parts were uploaded may be known already.

        Where neither plan nor commune lists its parts, the achievement report alone has to be told.
        """
        lacking = dossier.missing(self.checklist(uploaded=uploaded))
        if not self.parts:
            lacking += dossier.unreported(Subject(self.subject), self.report)
        if not self.citation.strip():
            lacking.append("Chưa ghi nội dung khen thưởng (in trên quyết định và giấy khen).")
        if self.basis == AwardBasis.AD_HOC and not self.deed.strip():
            lacking.append("Chưa ghi việc làm, thành tích đột xuất.")
        return lacking

    def blockers_to_enter(self) -> list[str]:
        """Say why the agency cannot hand a dossier in: for a unit's own it needs the scan of the unit's paper."""
        lacking = self.blockers_to_resubmit() if self.status == "returned" else self.blockers_to_submit()
        return lacking + self.blockers_to_write_on_behalf()

    def blockers_to_write_on_behalf(self) -> list[str]:
        """Say what the agency needs before it writes in a unit's dossier; one of its own needs nothing."""
        if self.by_agency or self.files.filter(removed_at=None, is_scan=True).exists():
            return []
        return ["Nhập hộ đơn vị: chưa đính kèm bản chụp hồ sơ giấy của đơn vị."]

    def blockers_to_resubmit(self) -> list[str]:
        """Say what a returned dossier still lacks."""
        lacking = self.blockers_to_submit()
        if not self.change_note.strip():
            lacking.append("Hồ sơ bị trả lại: hãy ghi “nội dung đã sửa”.")
        return lacking

    def blockers_to_withdraw(self) -> list[str]:
        """Say why it cannot be taken back: the vote has opened."""
        if self.status != "on_agenda":
            return []
        if self.agenda_items.filter(ballot_items__ballot__status__in=["open", "closed"]).exists():
            return ["Hội đồng đang biểu quyết hồ sơ này; không rút được nữa."]
        return []

    def _appraisal_blockers(self, verdict: str, words: str) -> list[str]:
        """Say why the appraisal cannot be concluded one way: verdicts lacking, or saying something else."""
        appraisals = [each for each in self.appraisals.all() if each.set_aside_at is None]
        given = [each for each in appraisals if each.verdict]
        if not given:
            return ["Chưa có kết luận của người thẩm định."]
        if len(given) < len(appraisals):
            return ["Người thẩm định thứ hai chưa cho kết luận."]
        if any(each.verdict != verdict for each in given):
            return [f"Không phải mọi người thẩm định đều kết luận {words}; hãy thống nhất trước khi xác nhận."]
        return []

    def blockers_to_find_eligible(self) -> list[str]:
        """Say why it cannot be found eligible yet."""
        return self._appraisal_blockers("eligible", "đủ điều kiện")

    def blockers_to_find_ineligible(self) -> list[str]:
        """Say why it cannot be found ineligible yet."""
        return self._appraisal_blockers("ineligible", "không đủ điều kiện")

    def blockers_before_council(self) -> list[str]:
        """Say why it cannot reach the council: public posting and the opinions asked for come first."""
        return [*self._posting_blockers(), *self._opinion_blockers()]

    def _posting_blockers(self) -> list[str]:
        """Say what public posting leaves open."""
        lacking = []
        posted = self.postings.filter(closed_at=None).first()
        if posted:
            lacking.append(f"Đang công khai lấy ý kiến đến hết ngày {posted.ends_on:%d/%m/%Y}.")
        if self.posting_remarks.filter(settled_at=None).exists():
            lacking.append("Còn ý kiến phản ánh trong thời gian công khai chưa được giải quyết.")
        return lacking

    def _opinion_blockers(self) -> list[str]:
        """Say whose opinion is still awaited."""
        return [f"Chờ ý kiến hiệp y của {each.body}." for each in self.opinions.filter(answer="")]

    def _result_blockers(self, adopted: bool) -> list[str]:
        """Say why a result cannot be written: it comes from a confirmed ballot, never from a hand (L-05)."""
        found = type(self)._base_manager.filter(pk=self.pk, **told_by_ballot(adopted))
        return [] if found.exists() else [NO_RESULT]

    def blockers_to_recommend(self) -> list[str]:
        """Say why the council's assent cannot be written."""
        return self._result_blockers(True)

    def blockers_to_not_recommend(self) -> list[str]:
        """Say why the council's refusal cannot be written."""
        return self._result_blockers(False)

    def blockers_to_defer(self) -> list[str]:
        """Say why it cannot be deferred: only a sitting session defers."""
        sitting = self.agenda_items.filter(session__status="in_session", result="")
        if not sitting.exists():
            return ["Hồ sơ chỉ được hoãn xét trong phiên họp đang diễn ra."]
        return self.blockers_to_withdraw()

    def blockers_to_reserve(self) -> list[str]:
        """Say why it cannot be put in reserve: its place was not ranked."""
        return [] if self.rank else ["Chưa xếp thứ tự xét."]

    def _minutes_blockers(self) -> list[str]:
        """Say why nothing can be decided: no decision without signed minutes (L-13)."""
        signed = self.agenda_items.recommending().filter(session__status__in=["minutes_signed", "closed"])
        return [] if signed.exists() else ["Biên bản họp Hội đồng về hồ sơ này chưa được ký."]

    def blockers_to_award(self) -> list[str]:
        """Say why it cannot be awarded: authority, minutes, a line in an issued decision (L-12, L-13)."""
        lacking = [] if self.decided_here else ["Chủ tịch UBND xã không có thẩm quyền; chỉ được trình cấp trên."]
        if not self.lines.filter(decision__status="issued", decision__kind="award").exists():
            lacking.append("Chưa có quyết định khen thưởng đã ban hành ghi tên.")
        return lacking + self._minutes_blockers()

    def blockers_to_forward_up(self) -> list[str]:
        """Say why it cannot be sent upward."""
        lacking = ["Chủ tịch UBND xã có thẩm quyền quyết định; không cần trình cấp trên."] if self.decided_here else []
        if not self.proposal_lines.filter(proposal__status__in=["sent", "answered"]).exists():
            lacking.append("Chưa có tờ trình cấp trên đã gửi.")
        return lacking + self._minutes_blockers()

    def blockers_to_revoke(self) -> list[str]:
        """Say why an award cannot be revoked: only a later decision revokes (L-09)."""
        revoked = self.lines.filter(decision__kind="revocation", decision__status="issued").exists()
        return [] if revoked else ["Chưa có quyết định thu hồi đã ban hành."]
