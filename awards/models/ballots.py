"""Ballots: what is voted on, who may vote and has voted, and – apart from it – what was voted.

Of a secret ballot no row joins a person with a choice. `Voter` knows that somebody voted, never when or what. There is
no row for a single vote: `BoxCount` holds, for each nominee and choice, how often it was chosen; its rows are made when
the ballot opens, so that neither their keys nor their order come from voters. A vote adds to them by one UPDATE that
rewrites every count of the ballot, most of them with what they were: the database's own versions of the rows are alike
whatever was chosen. The line of history that a vote leaves says who and when and nothing else. At closing the counts
become totals of `BallotItem`, the rows of the box are deleted and every row of `Voter` is rewritten, all in one
transaction, so that nothing left in the tables is as old as one person's vote.

What the tables hold is therefore the same whoever chose what. Two limits remain, and are told: totals speak for
themselves where all, or all but one, agree (`rules.voting.reveals_itself`); and whoever reads the server's disk while
the ballot is open – its log, or copies taken before and after a vote – stands outside what a table can promise.
"""

from django.db import models
from django.db.models import Q
from django.urls import reverse

from awards.models.councils import kept_rule
from awards.models.sessions import AgendaItem, Session, WrittenOpinion
from awards.rules import voting
from communes.access import Can
from communes.models import ScopedQuerySet
from kit.vietnamese import small_count
from kit.workflow import Move, Tones, Workflow

START_ANEW = "không đủ thì hủy lượt này và biểu quyết lại."


class Choice(models.TextChoices):
    """What a member can say about one nominee."""

    FOR = "for", "Tán thành"
    AGAINST = "against", "Không tán thành"
    BLANK = "blank", "Không có ý kiến"


class BallotQuerySet(ScopedQuerySet):
    """Ballots of the open commune's councils: for those who may see the session."""

    commune_path = "session__council__commune"
    unit_path = None

    def within(self, actor):
        """Return the ballots of the sessions that the actor may see."""
        return self.filter(session__in=Session.objects.within(actor))

    def for_page(self):
        """Return ballots with the session and the commune that their pages name."""
        return self.select_related("session__council__commune", "replaces")


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
    ON_SCREEN = ("secret", "named")
    LIVE = ("prepared", "open", "closed")

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

    objects = BallotQuerySet.as_scoped_manager()
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
    status_tone = Tones(
        prepared="secondary", open="primary", closed="info", confirmed="success", announced="success",
        voided="danger",
    )  # fmt: skip

    class Meta:
        verbose_name = "lượt biểu quyết"
        verbose_name_plural = "lượt biểu quyết"
        constraints = [
            models.UniqueConstraint(fields=["session", "number"], name="ballot_number_once_per_session"),
            models.UniqueConstraint(
                fields=["session"],
                condition=Q(status="open"),
                name="one_open_ballot_per_session",
            ),
            models.CheckConstraint(name="voided_ballot_has_reason", condition=~Q(status="voided") | ~Q(void_reason="")),
            models.CheckConstraint(
                name="ballot_beyond_open_was_opened",
                condition=Q(status__in=["prepared", "voided"]) | Q(opened_at__isnull=False),
            ),
            models.CheckConstraint(
                name="ballot_is_counted_when_closed",
                condition=Q(status__in=["closed", "confirmed", "announced"], closed_at__isnull=False)
                | Q(status__in=["prepared", "open"], closed_at=None)
                | Q(status="voided"),
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
    def secret(self) -> bool:
        """Whether choices must never be joined with people."""
        return self.method in self.SECRET_METHODS

    @property
    def on_screen(self) -> bool:
        """Whether members vote on their own screens."""
        return self.method in self.ON_SCREEN

    @property
    def counted(self) -> bool:
        """Whether totals exist: nobody knows any before the ballot is closed."""
        return self.closed_at is not None

    def answered(self) -> int:
        """Return how many voters have voted; in a written consultation, how many have sent an opinion."""
        if self.method != self.Method.WRITTEN:
            return self.voters.filter(voted=True).count()
        said = WrittenOpinion.objects.counting().filter(item__ballot_items__ballot=self)
        return said.filter(person__ballots__ballot=self).values("person").distinct().count()

    def get_status_display(self) -> str:
        """Return the status in words; opinions in writing are no ballot papers."""
        consulted = self.method == self.Method.WRITTEN and self.status == self.Status.OPEN
        return "Đang nhận ý kiến" if consulted else self.Status(self.status).label

    def blockers_to_open(self) -> list[str]:
        """Return the list of obstacles before opening; the service enforces the same list (L-05)."""
        lacking = []
        if not self.session.underway:
            lacking.append("Phiên họp chưa khai mạc hoặc đã kết thúc.")
        items = list(self.items.order_by("item__position").select_related("item__nomination__collective"))
        present, needed, total = self._quorum(items)
        if self.session.mode == Session.Mode.MEETING and present < needed:
            have = f"{small_count(present)}/{small_count(total)}"
            lacking.append(f"Chưa đủ thành phần: có mặt {have}, cần ít nhất {small_count(needed)}.")
        lacking += self._method_blockers()
        if self.session.ballots.filter(status="open").exclude(pk=self.pk).exists():
            lacking.append("Đang có lượt bỏ phiếu khác mở.")
        if not items:
            lacking.append("Lượt biểu quyết chưa có hồ sơ nào.")
        elsewhere = BallotItem.objects.filter(ballot__session=self.session_id, ballot__status__in=["open", "closed"])
        busy = set(elsewhere.exclude(ballot=self).values_list("item_id", flat=True))
        for each in items:
            lacking += [f"{each.item.nomination}: {words}" for words in self._item_blockers(each, busy)]
        return lacking

    def _quorum(self, items: list["BallotItem"]) -> tuple[int, int, int]:
        """Return (present, needed, total): needed by the session, or by an award on the ballot that asks for more."""
        present, needed, total = self.session.quorum
        asked = (voting.quorum_needed(kept_rule(each.rule), total) for each in items if each.rule)
        return present, max([needed, *asked]), total

    def _method_blockers(self) -> list[str]:
        """Say why this session cannot vote in this way: the room's ways without a room, members without an account."""
        consulted = self.session.mode == Session.Mode.WRITTEN
        if consulted and self.method in (self.Method.HANDS, self.Method.PAPER):
            return [f"Lấy ý kiến không họp thì không thực hiện được cách “{self.get_method_display()}”."]
        if not consulted and self.method == self.Method.WRITTEN:
            return ["Phiên họp trực tiếp thì không biểu quyết bằng cách lấy ý kiến bằng văn bản."]
        if not self.on_screen:
            return []
        unable = [each.person.full_name for each in self.electorate() if each.person.user_id is None]
        if not unable or self.session.council.commune.is_training:
            return []
        return [f"Chưa có tài khoản để bỏ phiếu trên máy: {', '.join(unable)}."]

    def electorate(self) -> list:
        """Return the roster's voting members who are present; all of them where there is no meeting."""
        rows = self.session.presence.filter(votes=True).select_related("person").order_by("person__sort_key", "pk")
        if self.session.mode == Session.Mode.MEETING:
            rows = rows.filter(state="present")
        return list(rows)

    def _item_blockers(self, row: "BallotItem", busy: set[int]) -> list[str]:
        """Say why one nominee cannot be voted on in this ballot; `busy` are the items voted on in another."""
        lacking = []
        if row.rule.get("method") == "secret" and not self.secret:
            lacking.append("quy tắc biểu quyết yêu cầu bỏ phiếu kín.")
        if row.rule.get("method") == "open" and self.secret:
            lacking.append("quy tắc biểu quyết yêu cầu biểu quyết công khai.")
        if row.item.result in ("recommended", "not_recommended"):
            lacking.append("đã có kết quả.")
        elif row.item.result or row.item.nomination.status != "on_agenda":
            lacking.append("không còn trong chương trình; chủ trì hủy lượt này, thư ký chuẩn bị lượt mới.")
        if row.item_id in busy:
            lacking.append("đang được biểu quyết ở lượt khác.")
        return lacking

    def blockers_to_close(self) -> list[str]:
        """Say why it cannot be closed: hands not counted, tellers who differ, fewer votes than the quorum (L-05)."""
        if self.method == self.Method.HANDS:
            return [] if self.tellings()[0] else ["Chưa ghi số người giơ tay cho mọi hồ sơ."]
        if self.method != self.Method.PAPER:
            return self._too_few_answers()
        both, agree = self.tellings()
        if not both:
            return ["Chưa đủ hai người kiểm phiếu nhập kết quả của mình."]
        if not agree:
            return ["Hai người kiểm phiếu nhập khác nhau; hãy cùng kiểm lại phiếu và sửa."]
        return self._too_few_papers()

    def _too_few_answers(self) -> list[str]:
        """Say that fewer have voted than the quorum; where so many stand aside, that not all the others have."""
        _, needed, total = self._quorum(list(self.items.all()))
        if self.session.mode == Session.Mode.WRITTEN:
            done = self.answered()
            have = f"{small_count(done)}/{small_count(total)}"
            return [f"Mới có {have} thành viên trả lời, cần ít nhất {small_count(needed)}."] if done < needed else []
        voted = list(self.voters.values_list("voted", flat=True))
        least = min(needed, len(voted))
        have = f"{small_count(sum(voted))}/{small_count(len(voted))}"
        told = f"Mới có {have} người bỏ phiếu, cần ít nhất {small_count(least)}; {START_ANEW}"
        return [told] if sum(voted) < least else []

    def _too_few_papers(self) -> list[str]:
        """Name the nominees on whom fewer papers came back than the quorum; how many came is not told (L-05)."""
        items = list(self.items.select_related("item").prefetch_related("counts").order_by("item__position"))
        _, needed, _ = self._quorum(items)
        voters, lacking = set(self.voters.values_list("person_id", flat=True)), []
        for number, row in enumerate(items, 1):
            least = min(needed, len(voters - row.aside_ids))
            if sum(row.counts.all()[0].figures) < least:
                lacking.append(f"Hồ sơ {number}: số phiếu thu về chưa đủ {small_count(least)} phiếu; {START_ANEW}")
        return lacking

    def tellings(self) -> tuple[bool, bool]:
        """Return whether every nominee has the counts that this method needs, and whether these are the same."""
        wanted = 2 if self.method == self.Method.PAPER else 1
        found = [[each.figures for each in row.counts.all()] for row in self.items.prefetch_related("counts")]
        complete = bool(found) and all(len(figures) == wanted for figures in found)
        return complete, complete and all(len(set(figures)) == 1 for figures in found)


class OfBallotQuerySet(ScopedQuerySet):
    """Rows that belong to a ballot."""

    commune_path = "ballot__session__council__commune"
    unit_path = None


class BallotItem(models.Model):
    """One nominee on a ballot: the rule it is voted by, and the totals once the ballot is closed.

    `aside` keeps who of the voters does not vote on it, as found when the ballot opened: `[{"person": id, "words": …}]`
    (L-07). Totals hold the written opinions that counted; these are also told apart (L-06).
    """

    ballot = models.ForeignKey(Ballot, models.PROTECT, related_name="items")
    item = models.ForeignKey(AgendaItem, models.PROTECT, related_name="ballot_items")
    rule = models.JSONField("quy tắc biểu quyết", default=dict)
    aside = models.JSONField("không biểu quyết", default=list, blank=True)
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

    @property
    def aside_ids(self) -> set[int]:
        """Who does not vote on this nominee."""
        return {each["person"] for each in self.aside}

    @property
    def voting_rule(self) -> voting.Rule:
        """The rule as the counting knows it."""
        return kept_rule(self.rule)

    @property
    def count(self) -> voting.Count:
        """The totals; only of a counted ballot."""
        return voting.Count(self.votes_for, self.votes_against, self.votes_blank, self.votes_invalid)

    @property
    def written(self) -> int:
        """How many written opinions the totals hold."""
        return self.written_for + self.written_against + self.written_blank
