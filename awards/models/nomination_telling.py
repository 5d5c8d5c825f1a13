"""What of a nomination's result was told, and to whom: by published decisions, answers from above, ended rounds."""

from django.db import models
from django.db.models import Q

from communes.access import Can


class NominationTelling:
    """What a nomination tells a reader of its result; the lists of `for_list` have asked the database already."""

    @classmethod
    def round_told(cls) -> Q:
        """Return the condition that an award decision of the nomination's round was published; asked once for all."""
        lines = cls._meta.get_field("lines").related_model._base_manager
        told = lines.filter(about=None, decision__published_at__isnull=False, nomination__round__isnull=False)
        return Q(round__in=told.values("nomination__round"))

    @classmethod
    def answered(cls, nomination) -> models.Exists:
        """Return the condition that a higher authority's answer about a nomination was recorded."""
        cases = cls._meta.get_field("proposal_lines").related_model._base_manager
        return models.Exists(cases.filter(nomination=nomination).exclude(outcome=""))

    def _told(self, name: str, **which) -> bool:
        """Say whether a published decision has such a line about the nomination; a list has asked already."""
        known = getattr(self, name, None)
        if known is None:
            known = self.lines.filter(decision__published_at__isnull=False, **which).exists()
        return known

    def _holds(self, name: str, condition) -> bool:
        """Say whether a condition holds; a list has asked already."""
        known = getattr(self, name, None)
        return type(self)._base_manager.filter(condition, pk=self.pk).exists() if known is None else known

    def announced(self) -> bool:
        """Whether its result was told: by a published decision, by the round's end, by a higher authority's answer."""
        if self.status in ("awarded", "award_revoked"):
            return self._told("award_told", about=None)
        if self.status in self.TOLD_AT_THE_END:
            over = self.round_id is None or self.campaign.status == "closed"
            return over or self._holds("end_told", self.round_told())
        if self.status == "forwarded_up":
            return self._holds("answer_told", self.answered(self.pk))
        return self.status not in self.UNANNOUNCED

    def known_to_be_out(self) -> bool:
        """Whether everybody may know that it stands no more; an end that was not told yet frees nothing."""
        if self.status == self.Status.AWARD_REVOKED:
            return self._told("revocation_told", decision__kind="revocation")
        return self.status in self.OUT and self.announced()

    def shown_status(self, actor) -> tuple[str, str]:
        """Return (label, tone) of the status as the actor may know it: units learn results from published decisions."""
        if actor.may(Can.SEE_UNANNOUNCED):
            return self.get_status_display(), self.status_tone
        if not self.announced():
            return "Đang xem xét", "info"
        if self.status == "award_revoked" and not self._told("revocation_told", decision__kind="revocation"):
            return str(self.Status.AWARDED.label), "success"
        return self.get_status_display(), self.status_tone
