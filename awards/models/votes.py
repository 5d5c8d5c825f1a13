"""Votes of a ballot: who has voted and, apart from it, what lies in the box; named votes; what counters found.

How the two are kept apart is told in `awards.models.ballots`.
"""

from django.db import models

from awards.models.ballots import Ballot, BallotItem, Choice, OfBallotQuerySet
from communes.models import Person, ScopedQuerySet


class Voter(models.Model):
    """Somebody who may vote in a ballot, and whether that was done; never when, never what."""

    ballot = models.ForeignKey(Ballot, models.PROTECT, related_name="voters")
    person = models.ForeignKey(Person, models.PROTECT, related_name="ballots")
    voted = models.BooleanField("đã bỏ phiếu", default=False)

    objects = OfBallotQuerySet.as_scoped_manager()

    class Meta:
        verbose_name = "người bỏ phiếu"
        verbose_name_plural = "người bỏ phiếu"
        constraints = [models.UniqueConstraint(fields=["ballot", "person"], name="voter_once_per_ballot")]

    def __str__(self):
        return str(self.person)


class OfBallotItemQuerySet(ScopedQuerySet):
    """Rows that belong to an item of a ballot."""

    commune_path = "ballot_item__ballot__session__council__commune"
    unit_path = None


class BoxCount(models.Model):
    """How often one choice was made in a secret ballot; emptied into the totals at closing."""

    ballot_item = models.ForeignKey(BallotItem, models.PROTECT, related_name="box")
    choice = models.CharField(max_length=8, choices=Choice)
    count = models.PositiveSmallIntegerField(default=0)

    objects = OfBallotItemQuerySet.as_scoped_manager()

    class Meta:
        verbose_name = "hòm phiếu"
        verbose_name_plural = "hòm phiếu"
        constraints = [models.UniqueConstraint(fields=["ballot_item", "choice"], name="box_counts_each_choice_once")]

    def __str__(self):
        return "Hòm phiếu"


class NamedVote(models.Model):
    """Who voted what, in a ballot that is not secret."""

    ballot_item = models.ForeignKey(BallotItem, models.PROTECT, related_name="named_votes")
    person = models.ForeignKey(Person, models.PROTECT, related_name="named_votes")
    choice = models.CharField("ý kiến", max_length=8, choices=Choice)
    at = models.DateTimeField("lúc")

    objects = OfBallotItemQuerySet.as_scoped_manager()

    class Meta:
        verbose_name = "phiếu ghi tên"
        verbose_name_plural = "phiếu ghi tên"
        constraints = [models.UniqueConstraint(fields=["ballot_item", "person"], name="named_vote_once")]

    def __str__(self):
        return f"{self.person}: {self.get_choice_display()}"


class CountEntry(models.Model):
    """What one counter found for one nominee: hands raised, or paper ballots counted without seeing the other's."""

    ballot_item = models.ForeignKey(BallotItem, models.PROTECT, related_name="counts")
    counter = models.ForeignKey(Person, models.PROTECT, related_name="counted", verbose_name="người đếm")
    votes_for = models.PositiveSmallIntegerField("tán thành")
    votes_against = models.PositiveSmallIntegerField("không tán thành")
    votes_blank = models.PositiveSmallIntegerField("không có ý kiến", default=0)
    votes_invalid = models.PositiveSmallIntegerField("không hợp lệ", default=0)
    entered_at = models.DateTimeField("nhập lúc")

    objects = OfBallotItemQuerySet.as_scoped_manager()

    class Meta:
        verbose_name = "kết quả đếm"
        verbose_name_plural = "kết quả đếm"
        constraints = [models.UniqueConstraint(fields=["ballot_item", "counter"], name="one_count_per_counter")]

    def __str__(self):
        return f"{self.ballot_item}: {self.figures}"

    @property
    def figures(self) -> tuple[int, int, int, int]:
        """The four numbers."""
        return self.votes_for, self.votes_against, self.votes_blank, self.votes_invalid
