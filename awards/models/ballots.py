"""Ballots: what is voted on, who may vote and has voted, and – apart from it – what was voted.

Of a secret ballot no row joins a person with a choice: `Voter` knows that somebody voted, `BoxCount` how often each
choice was made. Neither keeps a time, an order or a key of the other; every vote touches all counts of its ballot
alike, so that not even the database's own row versions tell the last choice. Counts leave the box at closing.
"""

from django.db import models
from django.db.models import Q
from django.urls import reverse

from awards.models.sessions import AgendaItem, Session
from communes.access import Can
from communes.models import Person, ScopedQuerySet
from kit.workflow import Move, Workflow


class Choice(models.TextChoices):
    """What a member can say about one nominee."""

    FOR = "for", "Tán thành"
    AGAINST = "against", "Không tán thành"
    BLANK = "blank", "Không có ý kiến"


class OfSessionQuerySet(ScopedQuerySet):
    """Ballots of the open commune's councils."""

    commune_path = "session__council__commune"
    unit_path = None


class Ballot(models.Model):
    """One vote on one or more items of an agenda."""

    class Status(models.TextChoices):
        PREPARED = "prepared", "Chưa mở"
        OPEN = "open", "Đang bỏ phiếu"
        CLOSED = "closed", "Đã đóng"
        CONFIRMED = "confirmed", "Đã xác nhận"
        ANNOUNCED = "announced", "Đã công bố"
        VOIDED = "voided", "Đã hủy"

    class Method(models.TextChoices):
        SECRET = "secret", "Bỏ phiếu kín trên máy"
        PAPER = "paper", "Bỏ phiếu kín bằng phiếu giấy"
        HANDS = "hands", "Giơ tay"
        NAMED = "named", "Biểu quyết ghi tên"
        WRITTEN = "written", "Lấy ý kiến bằng văn bản"

    SECRET_METHODS = ("secret", "paper")

    session = models.ForeignKey(Session, models.PROTECT, related_name="ballots")
    number = models.PositiveSmallIntegerField("lượt")
    method = models.CharField("cách biểu quyết", max_length=8, choices=Method)
    status = models.CharField("trạng thái", max_length=10, choices=Status, default=Status.PREPARED)
    replaces = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="replaced_by", verbose_name="thay cho lượt"
    )
    opened_at = models.DateTimeField("mở lúc", null=True, blank=True)
    closed_at = models.DateTimeField("đóng lúc", null=True, blank=True)
    confirmed_at = models.DateTimeField("xác nhận lúc", null=True, blank=True)
    confirmed_by = models.CharField("người xác nhận", max_length=160, blank=True)
    announced_at = models.DateTimeField("công bố lúc", null=True, blank=True)
    void_reason = models.TextField("lý do hủy", blank=True)

    objects = OfSessionQuerySet.as_scoped_manager()
    flow = Workflow(
        [
            Move("open", "Mở bỏ phiếu", ("prepared",), "open", Can.RUN_COUNCIL, guard="blockers_to_open",
                 done="Mở bỏ phiếu", tone="primary"),
            Move("close", "Đóng bỏ phiếu", ("open",), "closed", Can.RUN_COUNCIL, guard="blockers_to_close",
                 done="Đóng bỏ phiếu", tone="primary"),
            Move("confirm", "Xác nhận kết quả", ("closed",), "confirmed", Can.CHAIR_COUNCIL,
                 done="Xác nhận kết quả biểu quyết", tone="success"),
            Move("announce", "Công bố tại phiên họp", ("confirmed",), "announced", Can.CHAIR_COUNCIL,
                 done="Công bố kết quả tại phiên họp", tone="primary"),
            Move("void", "Hủy lượt biểu quyết", ("prepared", "open", "closed"), "voided", Can.CHAIR_COUNCIL,
                 needs_reason=True, done="Hủy lượt biểu quyết", tone="danger"),
        ]
    )  # fmt: skip

    class Meta:
        verbose_name = "lượt biểu quyết"
        verbose_name_plural = "lượt biểu quyết"
        constraints = [
            models.UniqueConstraint(fields=["session", "number"], name="ballot_number_once_per_session"),
            models.CheckConstraint(name="voided_ballot_has_reason", condition=~Q(status="voided") | ~Q(void_reason="")),
            models.CheckConstraint(
                name="ballot_beyond_open_was_opened",
                condition=Q(status__in=["prepared", "voided"]) | Q(opened_at__isnull=False),
            ),
        ]

    def __str__(self):
        return f"Lượt {self.number} – {self.session}"

    def get_absolute_url(self):
        return reverse("awards:ballot", args=[self.session.council.commune.slug, self.pk])

    @property
    def history_root(self):
        """The session whose history this belongs to."""
        return self.session

    @property
    def status_tone(self) -> str:
        """How the status is coloured."""
        return {"prepared": "secondary", "open": "primary", "closed": "info", "confirmed": "success",
                "announced": "success", "voided": "danger"}[self.status]  # fmt: skip

    @property
    def secret(self) -> bool:
        """Whether choices must never be joined with people."""
        return self.method in self.SECRET_METHODS

    @property
    def counted(self) -> bool:
        """Whether totals exist and may be shown to who runs the session."""
        return self.status in ("closed", "confirmed", "announced")

    def blockers_to_open(self) -> list[str]:
        """Return the list of obstacles before opening; the service enforces the same list."""
        lacking = []
        if not self.session.underway:
            lacking.append("Phiên họp chưa khai mạc hoặc đã kết thúc.")
        present, needed, total = self.session.presence.quorum()
        if self.session.mode == Session.Mode.MEETING and present < needed:
            lacking.append(f"Chưa đủ thành phần: có mặt {present:02d}/{total:02d}, cần ít nhất {needed:02d}.")
        if self.session.ballots.filter(status="open").exclude(pk=self.pk).exists():
            lacking.append("Đang có lượt bỏ phiếu khác mở.")
        items = list(self.items.select_related("item__nomination"))
        if not items:
            lacking.append("Lượt biểu quyết chưa có hồ sơ nào.")
        lacking += [
            f"{each.item.nomination}: quy tắc biểu quyết yêu cầu bỏ phiếu kín."
            for each in items
            if each.rule.get("method") == "secret" and not self.secret
        ]
        lacking += [
            f"{each.item.nomination}: đã có kết quả." for each in items if each.item.result
        ]  # fmt: skip
        return lacking

    def blockers_to_close(self) -> list[str]:
        """Say why it cannot be closed: counts by hand not entered, or two tellers who differ."""
        if self.method == self.Method.HANDS:
            wanted, words = 1, "Chưa ghi số người giơ tay cho mọi hồ sơ."
        elif self.method == self.Method.PAPER:
            wanted, words = 2, "Hai người kiểm phiếu chưa nhập đủ kết quả của mình."
        else:
            return []
        entries: dict[int, set] = {each.pk: set() for each in self.items.all()}
        seen: dict[int, int] = dict.fromkeys(entries, 0)
        for each in CountEntry.objects.filter(ballot_item__ballot=self):
            entries[each.ballot_item_id].add(each.figures)
            seen[each.ballot_item_id] += 1
        if any(number < wanted for number in seen.values()):
            return [words]
        if any(len(figures) > 1 for figures in entries.values()):
            return ["Hai người kiểm phiếu nhập khác nhau; hãy kiểm lại phiếu và sửa."]
        return []


class OfBallotQuerySet(ScopedQuerySet):
    """Rows that belong to a ballot."""

    commune_path = "ballot__session__council__commune"
    unit_path = None


class BallotItem(models.Model):
    """One nominee on a ballot: the rule it is voted by, and the totals once the ballot is closed."""

    ballot = models.ForeignKey(Ballot, models.PROTECT, related_name="items")
    item = models.ForeignKey(AgendaItem, models.PROTECT, related_name="ballot_items")
    rule = models.JSONField("quy tắc biểu quyết", default=dict)
    base = models.PositiveSmallIntegerField("mẫu số", null=True, blank=True)
    needed = models.PositiveSmallIntegerField("số phiếu cần", null=True, blank=True)
    votes_for = models.PositiveSmallIntegerField("tán thành", null=True, blank=True)
    votes_against = models.PositiveSmallIntegerField("không tán thành", null=True, blank=True)
    votes_blank = models.PositiveSmallIntegerField("không có ý kiến", null=True, blank=True)
    votes_invalid = models.PositiveSmallIntegerField("không hợp lệ", null=True, blank=True)
    written_for = models.PositiveSmallIntegerField("trong đó tán thành bằng văn bản", default=0)
    written_against = models.PositiveSmallIntegerField("trong đó không tán thành bằng văn bản", default=0)
    written_blank = models.PositiveSmallIntegerField("trong đó không có ý kiến bằng văn bản", default=0)
    adopted = models.BooleanField("được tán thành", null=True, blank=True)
    words = models.CharField("kết quả bằng lời", max_length=200, blank=True)

    objects = OfBallotQuerySet.as_scoped_manager()

    class Meta:
        verbose_name = "hồ sơ trong lượt biểu quyết"
        verbose_name_plural = "hồ sơ trong lượt biểu quyết"
        constraints = [models.UniqueConstraint(fields=["ballot", "item"], name="item_once_per_ballot")]

    def __str__(self):
        return str(self.item)


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
