"""Sessions of a council: agenda, presence, conflicts and written opinions."""

from collections.abc import Iterable

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone

from awards.models.councils import Council, Seat
from awards.models.nominations import Nomination
from communes.access import Can
from communes.models import Person, ScopedQuerySet
from kit.vietnamese import vn_date
from kit.workflow import Move, Tones, Workflow


class SessionQuerySet(ScopedQuerySet):
    """Sessions of the open commune's councils: for the commune's staff and the council alone."""

    commune_path = "council__commune"
    unit_path = None

    def within(self, actor):
        """Return the sessions the actor may see; members see a session once it is convened."""
        if not actor.may(Can.SEE_SESSIONS):
            return self.none()
        if actor.may(Can.RUN_COUNCIL) or actor.may(Can.KEEP_COUNCILS) or actor.may(Can.CHAIR_COUNCIL):
            return self
        return self.exclude(status="draft").exclude(status="cancelled", convened_at=None)


class Session(models.Model):
    """One meeting of a council, or one written consultation in its place.

    Roster and rules are copied when it is convened; later changes of the council do not touch it. `sittings` keeps
    what an adjourned sitting was: when it opened, who was there, why it was put off.
    """

    class Status(models.TextChoices):
        DRAFT = "draft", "Đang chuẩn bị"
        CONVENED = "convened", "Đã triệu tập"
        IN_SESSION = "in_session", "Đang họp"
        ADJOURNED = "adjourned", "Tạm hoãn"
        VOTING_DONE = "voting_done", "Đã biểu quyết xong"
        MINUTES_DRAFT = "minutes_draft", "Đang lập biên bản"
        MINUTES_SIGNED = "minutes_signed", "Đã ký biên bản"
        CLOSED = "closed", "Đã kết thúc"
        CANCELLED = "cancelled", "Đã hủy"

    class Mode(models.TextChoices):
        MEETING = "meeting", "Họp Hội đồng"
        WRITTEN = "written", "Lấy ý kiến bằng văn bản"

    council = models.ForeignKey(Council, models.PROTECT, related_name="sessions", verbose_name="Hội đồng")
    title = models.CharField("nội dung phiên họp", max_length=300)
    mode = models.CharField("hình thức", max_length=8, choices=Mode, default=Mode.MEETING)
    planned_at = models.DateTimeField("họp lúc", null=True, blank=True)
    place = models.CharField("địa điểm", max_length=200, blank=True)
    notice = models.TextField("nội dung giấy mời", blank=True)
    guests = models.TextField("khách mời (không biểu quyết)", blank=True)
    status = models.CharField("trạng thái", max_length=20, choices=Status, default=Status.DRAFT)
    rules = models.JSONField("quy tắc biểu quyết áp dụng", default=dict, blank=True)
    convened_at = models.DateTimeField("triệu tập lúc", null=True, blank=True)
    opened_at = models.DateTimeField("khai mạc lúc", null=True, blank=True)
    chaired_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="chaired_sessions", verbose_name="chủ trì"
    )
    ended_at = models.DateTimeField("kết thúc họp lúc", null=True, blank=True)
    sittings = models.JSONField("các lần họp đã tạm hoãn", default=list, blank=True)
    created_at = models.DateTimeField("lập lúc")
    created_by = models.CharField("người lập", max_length=160)

    objects = SessionQuerySet.as_scoped_manager()
    flow = Workflow(
        [
            Move("convene", "Triệu tập", ("draft",), "convened", Can.RUN_COUNCIL, guard="blockers_to_convene",
                 done="Triệu tập phiên họp", tone="primary"),
            Move("prepare_again", "Chuẩn bị lại", ("convened",), "draft", Can.RUN_COUNCIL, needs_reason=True,
                 guard="blockers_to_cancel", done="Đưa phiên họp về chuẩn bị lại"),
            Move("open", "Khai mạc", ("convened",), "in_session", Can.CHAIR_COUNCIL, guard="blockers_to_open",
                 done="Khai mạc phiên họp", tone="primary"),
            Move("adjourn", "Tạm hoãn phiên họp", ("convened", "in_session"), "adjourned", Can.CHAIR_COUNCIL,
                 needs_reason=True, guard="blockers_to_adjourn", done="Tạm hoãn phiên họp", tone="warning"),
            Move("reconvene", "Triệu tập lại", ("adjourned",), "convened", Can.RUN_COUNCIL,
                 done="Triệu tập lại phiên họp", tone="primary"),
            Move("finish_voting", "Kết thúc biểu quyết", ("in_session",), "voting_done", Can.RUN_COUNCIL,
                 guard="blockers_to_finish", done="Kết thúc biểu quyết", tone="primary"),
            Move("draft_minutes", "Lập biên bản", ("voting_done",), "minutes_draft", Can.RUN_COUNCIL,
                 done="Lập dự thảo biên bản", tone="primary"),
            Move("sign_minutes", "Chủ trì ký biên bản", ("minutes_draft",), "minutes_signed", Can.CHAIR_COUNCIL,
                 guard="blockers_to_sign", done="Chủ trì ký biên bản", tone="success"),
            Move("correct_minutes", "Lập biên bản đính chính", ("minutes_signed",), "minutes_draft",
                 Can.RUN_COUNCIL, needs_reason=True, done="Lập biên bản đính chính"),
            Move("close", "Kết thúc phiên họp", ("minutes_signed",), "closed", Can.RUN_COUNCIL,
                 done="Kết thúc phiên họp"),
            Move("cancel", "Hủy phiên họp", ("draft", "convened", "adjourned"), "cancelled", Can.CHAIR_COUNCIL,
                 needs_reason=True, guard="blockers_to_cancel", done="Hủy phiên họp", tone="danger"),
        ]
    )  # fmt: skip
    status_tone = Tones(
        draft="secondary", convened="info", in_session="primary", adjourned="warning", voting_done="primary",
        minutes_draft="info", minutes_signed="success", closed="muted", cancelled="danger",
    )  # fmt: skip

    class Meta:
        verbose_name = "phiên họp Hội đồng"
        verbose_name_plural = "phiên họp Hội đồng"
        constraints = [
            models.CheckConstraint(
                name="session_convened_has_time_and_place",
                condition=Q(status__in=["draft", "cancelled"]) | Q(planned_at__isnull=False, convened_at__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["council", "status"])]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("awards:session", args=[self.council.commune.slug, self.pk])

    @property
    def history_root(self):
        """The session itself."""
        return self

    def get_status_display(self) -> str:
        """Return the status in words; a consultation in writing does not meet."""
        return "Đang lấy ý kiến" if self.underway and self.mode == "written" else self.Status(self.status).label

    @property
    def underway(self) -> bool:
        """Whether the council is sitting."""
        return self.status == self.Status.IN_SESSION

    @property
    def day(self):
        """The local date for which it is planned."""
        return timezone.localdate(self.planned_at) if self.planned_at else None

    def other_day(self, at) -> str:
        """Say that a moment lies on another day than the one for which the meeting was convened; empty otherwise."""
        on = timezone.localdate(at) if at else None
        if on is None or self.mode == self.Mode.WRITTEN or on == self.day:
            return ""
        return f"Phiên họp triệu tập vào ngày {vn_date(self.day)}, khai mạc ngày {vn_date(on)}."

    @property
    def quorum(self) -> tuple[int, int, int]:
        """Present voting members, how many are needed, and how many there are in all."""
        return self.quorum_of(self.presence.all())

    def quorum_of(self, roster: Iterable["Attendance"]) -> tuple[int, int, int]:
        """Return the same of a roster that was read already."""
        rows = [each for each in roster if each.votes]
        if not rows:
            return 0, 0, 0
        present = sum(each.state == Attendance.State.PRESENT for each in rows)
        return present, self.rules.get("quorum_needed", len(rows)), len(rows)

    def blockers_to_convene(self) -> list[str]:
        """Say what a session lacks before it is convened."""
        lacking = []
        if not self.planned_at:
            lacking.append("Chưa ghi thời gian họp.")
        if self.mode == self.Mode.MEETING and not self.place.strip():
            lacking.append("Chưa ghi địa điểm họp.")
        if not self.agenda.filter(result="").exists():
            lacking.append("Chưa có hồ sơ nào trong chương trình.")
        if self.planned_at and not self.council.seats.held_on(self.day).filter(votes=True).exists():
            lacking.append("Hội đồng chưa có thành viên vào ngày họp.")
        return lacking

    def blockers_to_open(self) -> list[str]:
        """Say why the session cannot be opened: presence and quorum (L-05)."""
        rows = self.presence.all()
        if any(each.state == Attendance.State.EXPECTED for each in rows):
            return ["Chưa ghi đủ có mặt, vắng mặt của các thành viên."]
        present, needed, total = self.quorum
        if self.mode == self.Mode.MEETING and present < needed:
            return [f"Chưa đủ thành phần: có mặt {present:02d}/{total:02d}, cần ít nhất {needed:02d}."]
        return []

    def blockers_to_adjourn(self) -> list[str]:
        """Say why the session cannot be put off: a ballot is open."""
        return self._ballots_left("Đang có lượt biểu quyết chưa xác nhận; hãy đóng, xác nhận hoặc hủy trước.")

    def blockers_to_finish(self) -> list[str]:
        """Say why voting is not over: items without a result, ballots not confirmed."""
        left = self._ballots_left("Còn lượt biểu quyết chưa xác nhận.")
        waiting = self.agenda.filter(result="").count()
        return [*left, f"Còn {waiting:02d} hồ sơ chưa có kết quả hoặc chưa hoãn."] if waiting else left

    def _ballots_left(self, words: str) -> list[str]:
        """Return the words if a ballot is open or waits for confirmation."""
        return [words] if self.ballots.filter(status__in=["open", "closed"]).exists() else []

    def blockers_to_sign(self) -> list[str]:
        """Say why the chair cannot sign the minutes yet: the secretary signs first."""
        minutes = self.minutes.order_by("-number").first()
        if minutes is None or not minutes.conclusion.strip():
            return ["Biên bản chưa ghi kết luận."]
        return [] if minutes.secretary_signed_at else ["Thư ký chưa ký biên bản."]

    def blockers_to_cancel(self) -> list[str]:
        """Say why the session cannot be cancelled or prepared anew: the council has already dealt with something."""
        if self.agenda.exclude(result__in=["", "taken_off"]).exists():
            return ["Phiên họp đã có kết quả biểu quyết; không hủy, không chuẩn bị lại được."]
        return self._ballots_left("Đang có lượt biểu quyết chưa xác nhận; hãy xác nhận hoặc hủy trước.")


class OfSessionQuerySet(ScopedQuerySet):
    """Rows that belong to a session: for those who may see it."""

    commune_path = "session__council__commune"

    def within(self, actor):
        """Return the rows of the sessions that the actor may see."""
        return self.filter(session__in=Session.objects.within(actor))


class Attendance(models.Model):
    """One member of the roster of a session, and whether present."""

    class State(models.TextChoices):
        EXPECTED = "expected", "Chưa ghi"
        PRESENT = "present", "Có mặt"
        ABSENT = "absent", "Vắng mặt"
        WRITTEN = "written", "Vắng mặt, gửi ý kiến bằng văn bản"

    session = models.ForeignKey(Session, models.PROTECT, related_name="presence")
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="attendances")
    person = models.ForeignKey(Person, models.PROTECT, related_name="attendances")
    role = models.CharField("chức danh", max_length=12, choices=Seat.Role)
    position = models.CharField("chức vụ khi họp", max_length=160, blank=True)
    votes = models.BooleanField("có quyền biểu quyết", default=True)
    state = models.CharField("tham dự", max_length=10, choices=State, default=State.EXPECTED)
    reason = models.CharField("lý do vắng", max_length=200, blank=True)
    recorded_at = models.DateTimeField("ghi lúc", null=True, blank=True)

    objects = OfSessionQuerySet.as_scoped_manager()

    class Meta:
        verbose_name = "tham dự"
        verbose_name_plural = "tham dự"
        constraints = [models.UniqueConstraint(fields=["session", "person"], name="attendance_once_per_person")]

    def __str__(self):
        return f"{self.person}: {self.get_state_display()}"


class AgendaItemQuerySet(OfSessionQuerySet):
    """Items of agendas."""

    def recommending(self):
        """Return, of each nomination, the last item on which the council recommended it (L-13)."""
        recommended = self.filter(result="recommended")
        later = AgendaItem._base_manager.filter(result="recommended", nomination=OuterRef("nomination"))
        return recommended.exclude(Exists(later.filter(pk__gt=OuterRef("pk"))))


class AgendaItem(models.Model):
    """One nomination on the agenda of a session, and what came of it."""

    class Result(models.TextChoices):
        RECOMMENDED = "recommended", "Tán thành"
        NOT_RECOMMENDED = "not_recommended", "Không tán thành"
        DEFERRED = "deferred", "Hoãn xét"
        TAKEN_OFF = "taken_off", "Đưa ra khỏi chương trình"

    session = models.ForeignKey(Session, models.PROTECT, related_name="agenda")
    nomination = models.ForeignKey(Nomination, models.PROTECT, related_name="agenda_items")
    position = models.PositiveSmallIntegerField("thứ tự")
    discussion = models.TextField("ý kiến thảo luận", blank=True)
    result = models.CharField("kết quả", max_length=16, choices=Result, blank=True)
    result_reason = models.TextField("lý do", blank=True)

    objects = AgendaItemQuerySet.as_scoped_manager()
    result_tone = Tones("result", recommended="success", not_recommended="warning", deferred="info")

    class Meta:
        verbose_name = "nội dung chương trình"
        verbose_name_plural = "nội dung chương trình"
        constraints = [
            models.UniqueConstraint(
                fields=["session", "nomination"], condition=~Q(result="deferred"), name="nomination_once_per_agenda"
            ),
            models.UniqueConstraint(
                fields=["nomination"], condition=Q(result=""), name="nomination_on_one_open_agenda"
            ),
            models.CheckConstraint(
                name="deferred_item_has_reason", condition=~Q(result="deferred") | ~Q(result_reason="")
            ),
        ]

    def __str__(self):
        return f"{self.position}. {self.nomination}"

    def get_absolute_url(self):
        return reverse("awards:session-item", args=[self.session.council.commune.slug, self.pk])

    @property
    def history_root(self):
        """The session whose history this belongs to."""
        return self.session


class OfAgendaItemQuerySet(ScopedQuerySet):
    """Rows that belong to an item of an agenda: for those who may see its session."""

    commune_path = "item__session__council__commune"

    def within(self, actor):
        """Return the rows of the sessions that the actor may see."""
        return self.filter(item__session__in=Session.objects.within(actor))


class Conflict(models.Model):
    """Why a member stands aside, or is close, on one item (L-07)."""

    class Kind(models.TextChoices):
        OWN_CASE = "own_case", "Là người được đề nghị"
        OWN_UNIT = "own_unit", "Là thủ trưởng đơn vị được đề nghị"
        DECLARED = "declared", "Tự khai báo có liên quan"

    item = models.ForeignKey(AgendaItem, models.CASCADE, related_name="conflicts")
    person = models.ForeignKey(Person, models.PROTECT, related_name="conflicts")
    kind = models.CharField("loại", max_length=10, choices=Kind)
    abstains = models.BooleanField("không biểu quyết", default=True)
    words = models.CharField("ghi chú", max_length=300, blank=True)

    objects = OfAgendaItemQuerySet.as_scoped_manager()

    class Meta:
        verbose_name = "xung đột lợi ích"
        verbose_name_plural = "xung đột lợi ích"
        constraints = [models.UniqueConstraint(fields=["item", "person"], name="conflict_once_per_item_and_person")]

    def __str__(self):
        return f"{self.person}: {self.get_kind_display()}"

    @property
    def history_root(self):
        """The session whose history this belongs to."""
        return self.item.session


class WrittenOpinionQuerySet(OfAgendaItemQuerySet):
    """Written opinions of members."""

    def counting(self):
        """Return the opinions that count: of voting members recorded as absent in writing, who do not stand aside."""
        mine = {"person": OuterRef("person")}
        written = Attendance.objects.filter(session=OuterRef("item__session"), state="written", votes=True, **mine)
        aside = Conflict.objects.filter(item=OuterRef("item"), abstains=True, **mine)
        return self.filter(Exists(written)).exclude(Exists(aside))


class WrittenOpinion(models.Model):
    """The written opinion of an absent member on one item; it counts and stands in the minutes (L-06)."""

    class Choice(models.TextChoices):
        FOR = "for", "Tán thành"
        AGAINST = "against", "Không tán thành"
        BLANK = "blank", "Không có ý kiến"

    item = models.ForeignKey(AgendaItem, models.PROTECT, related_name="written_opinions")
    person = models.ForeignKey(Person, models.PROTECT, related_name="written_opinions")
    choice = models.CharField("ý kiến", max_length=8, choices=Choice)
    text = models.TextField("nội dung", blank=True)
    received_on = models.DateField("nhận ngày")
    recorded_by = models.CharField("người ghi", max_length=160)

    objects = WrittenOpinionQuerySet.as_scoped_manager()

    class Meta:
        verbose_name = "ý kiến bằng văn bản"
        verbose_name_plural = "ý kiến bằng văn bản"
        constraints = [models.UniqueConstraint(fields=["item", "person"], name="written_opinion_once")]

    def __str__(self):
        return f"{self.person}: {self.get_choice_display()}"

    @property
    def history_root(self):
        """The session whose history this belongs to."""
        return self.item.session
