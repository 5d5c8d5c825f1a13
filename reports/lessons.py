"""The lessons of a training ground, from a unit's report to the summary; what is done is read from its records."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from django.db.models import Exists, QuerySet

from awards.models import Ballot, Certificate, Decision, Minutes, Nomination, Session
from campaigns.models import Campaign, Obligation
from communes.access import Actor
from communes.addresses import here
from communes.models import Commune, Person, Role, User
from reports.models import Summary

UNDECIDED = ("draft", "withdrawn", "submitted", "under_appraisal", "returned")
UNSENT = ("draft", "withdrawn")
BEFORE_SESSION = ("draft", "cancelled", "convened", "adjourned")
NOT_DONE, DOING, DONE = "Chưa làm", "Đang làm", "Đã làm"
TONES = {NOT_DONE: "muted", DOING: "info", DONE: "success"}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a step is done: a page, about the newest record of a kind where it needs one."""

    page: str
    about: Callable[[], QuerySet] | None = None
    otherwise: str = ""

    def url(self, actor: Actor) -> str:
        """Return the address; that of the other page while there is no record."""
        if self.about is None:
            return here(actor, self.page)
        newest = self.about().order_by("-pk").values_list("pk", flat=True).first()
        return here(actor, self.page, newest) if newest else here(actor, self.otherwise)


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do: in words, by whom, where, and the records that show it was done."""

    words: str
    role: Role
    place: Place
    done: Callable[[], QuerySet]


@dataclass(frozen=True, slots=True)
class Lesson:
    """A lesson: its title, why it matters in one sentence, its steps in order."""

    title: str
    what: str
    steps: tuple[Step, ...]


def _session() -> Place:
    return Place("awards:session", lambda: Session.objects.exclude(status="cancelled"), "awards:sessions")


def _decision() -> Place:
    return Place("awards:decision", lambda: Decision.objects.exclude(status="cancelled"), "awards:decisions")


def _campaign(page: str) -> Place:
    return Place(page, lambda: Campaign.objects.exclude(status="draft"), "campaigns:campaigns")


def _issued(*more: str) -> Callable[[], QuerySet]:
    return lambda: Decision.objects.filter(status__in=(*Decision.OUT, *more))


LESSONS = (
    Lesson(
        "Lập và nộp báo cáo của đơn vị",
        "Đơn vị ghi kết quả từng chỉ tiêu của kế hoạch rồi nộp về cơ quan thường trực trước hạn.",
        (
            Step("Mở báo cáo của đơn vị, ghi kết quả, kiểm tra rồi nộp.", Role.UNIT_HEAD, Place("campaigns:my-reports"),
                 lambda: Obligation.objects.exclude(status__in=("not_started", "draft", "waived"))),
        ),
    ),
    Lesson(
        "Tiếp nhận và duyệt báo cáo",
        "Cơ quan thường trực nhận báo cáo, đối chiếu, trả lại nếu thiếu và duyệt khi đủ.",
        (
            Step("Tiếp nhận báo cáo đã nộp.", Role.OFFICER, _campaign("campaigns:reports"),
                 lambda: Obligation.objects.filter(status__in=("received", "returned", "accepted"))),
            Step("Duyệt báo cáo: số liệu được đưa vào tổng hợp.", Role.OFFICER, _campaign("campaigns:reports"),
                 lambda: Obligation.objects.filter(status="accepted")),
        ),
    ),
    Lesson(
        "Đề nghị khen thưởng",
        "Đơn vị lập hồ sơ cho tập thể hoặc cá nhân tiêu biểu, tự kiểm tra thành phần hồ sơ rồi nộp.",
        (
            Step("Lập hồ sơ đề nghị, ghi thành tích, nộp hồ sơ.", Role.UNIT_HEAD, Place("awards:nominations"),
                 lambda: Nomination.objects.exclude(status__in=UNSENT)),
        ),
    ),
    Lesson(
        "Thẩm định hồ sơ",
        "Cơ quan thường trực xét từng tiêu chuẩn, ghi kết luận và xác nhận đủ hay không đủ điều kiện.",
        (
            Step("Nhận hồ sơ, kết luận từng tiêu chuẩn, xác nhận.", Role.OFFICER, Place("awards:appraisals"),
                 lambda: Nomination.objects.exclude(status__in=UNDECIDED)),
        ),
    ),
    Lesson(
        "Họp Hội đồng và bỏ phiếu",
        "Thư ký chuẩn bị, Chủ tịch Hội đồng điều hành, thành viên biểu quyết; kết quả ghi vào biên bản có hai chữ ký.",
        (
            Step("Lập phiên họp, đưa hồ sơ vào chương trình, triệu tập, ghi thành viên có mặt.", Role.COUNCIL_SECRETARY,
                 _session(), lambda: Session.objects.exclude(status__in=("draft", "cancelled"))),
            Step("Khai mạc phiên họp.", Role.COUNCIL_CHAIR, _session(),
                 lambda: Session.objects.exclude(status__in=BEFORE_SESSION)),
            Step("Lập lượt biểu quyết và mở bỏ phiếu.", Role.COUNCIL_SECRETARY, _session(),
                 lambda: Ballot.objects.exclude(status__in=("prepared", "voided"))),
            Step("Bỏ phiếu: đóng vai từng thành viên có mặt; bỏ phiếu giấy thì hai người nhập kết quả kiểm phiếu.",
                 Role.COUNCIL_MEMBER, _session(),
                 lambda: Ballot.objects.filter(status__in=("closed", "confirmed", "announced"))),
            Step("Xác nhận và công bố kết quả biểu quyết.", Role.COUNCIL_CHAIR, _session(),
                 lambda: Ballot.objects.filter(status__in=("confirmed", "announced"))),
            Step("Kết thúc biểu quyết, lập biên bản, Thư ký ký.", Role.COUNCIL_SECRETARY, _session(),
                 lambda: Minutes.objects.exclude(secretary_signed_at=None)),
            Step("Chủ trì ký biên bản.", Role.COUNCIL_CHAIR, _session(),
                 lambda: Minutes.objects.exclude(chair_signed_at=None)),
        ),
    ),
    Lesson(
        "Quyết định khen thưởng",
        "Dự thảo do một người soạn, người thứ hai kiểm tra, lãnh đạo ký, văn thư cấp số; sau đó mới công bố.",
        (
            Step("Soạn dự thảo quyết định từ kết quả của Hội đồng.", Role.OFFICER, Place("awards:decisions"),
                 lambda: Decision.objects.exclude(status="cancelled")),
            Step("Kiểm tra dự thảo, với tư cách người thứ hai.", Role.CLERK, _decision(),
                 _issued("checked", "awaiting_signature")),
            Step("Trình ký.", Role.OFFICER, _decision(), _issued("awaiting_signature")),
            Step("Ký quyết định.", Role.LEADER, _decision(), lambda: Decision.objects.exclude(signed_at=None)),
            Step("Cấp số, ban hành quyết định.", Role.CLERK, _decision(), _issued()),
            Step("Công bố quyết định.", Role.OFFICER, _decision(), lambda: Decision.objects.exclude(published_at=None)),
        ),
    ),
    Lesson(
        "In giấy khen",
        "Giấy khen lấy lời văn từ quyết định; trên giấy in ra ở đây có chữ TẬP HUẤN.",
        (
            Step("Mở giấy khen trong sổ: “In giấy khen” tạo tệp để in; in xong thì “Ghi đã in”.", Role.CLERK,
                 Place("awards:certificates"),
                 lambda: Certificate.objects.filter(status__in=("printed", "handed_over"))),
        ),
    ),
    Lesson(
        "Tổng kết phong trào",
        "Số liệu của báo cáo tổng kết lấy từ hồ sơ; người viết bổ sung nhận xét, lãnh đạo duyệt, văn thư ban hành.",
        (
            Step("Chuyển phong trào sang tổng kết, lập báo cáo, trình duyệt.", Role.OFFICER,
                 _campaign("campaigns:campaign"), lambda: Summary.objects.exclude(status__in=("draft", "cancelled"))),
            Step("Duyệt báo cáo tổng kết.", Role.LEADER, _campaign("reports:summaries"),
                 lambda: Summary.objects.exclude(status__in=("draft", "in_review", "cancelled"))),
            Step("Cấp số, ban hành báo cáo tổng kết.", Role.CLERK, _campaign("reports:summaries"),
                 lambda: Summary.objects.filter(status__in=("issued", "superseded"))),
        ),
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ShownStep:
    """A step as the page shows it: done or not, and the next one to do with the role, the person and the address."""

    words: str
    role: str
    done: bool
    person: Person | None = None
    url: str = ""


@dataclass(frozen=True, slots=True)
class ShownLesson:
    """A lesson as the page shows it."""

    number: int
    title: str
    what: str
    state: str
    steps: tuple[ShownStep, ...]
    current: bool = False

    @property
    def heading(self) -> str:
        """The title with its number."""
        return f"Bài {self.number}. {self.title}"

    @property
    def tone(self) -> str:
        """How the state is coloured."""
        return TONES[self.state]

    @property
    def next_step(self) -> ShownStep | None:
        """What is to be done next."""
        return next((step for step in self.steps if not step.done), None)


def done_in(ground: Commune) -> list[list[bool]]:
    """Return for each step of each lesson whether records of a ground, whose scope is open, show it as done."""
    asked = {
        f"step_{number}_{place}": Exists(step.done().values("pk"))
        for number, lesson in enumerate(LESSONS)
        for place, step in enumerate(lesson.steps)
    }
    found = Commune.objects.filter(pk=ground.pk).annotate(**asked).values(*asked).get()
    return [[found[f"step_{number}_{place}"] for place, _ in enumerate(each.steps)] for number, each in
            enumerate(LESSONS)]  # fmt: skip


def shown(actor: Actor, characters: list[Person]) -> list[ShownLesson]:
    """Return the lessons as they stand in the actor's ground; the first step left open leads to where it is done."""
    told = done_in(actor.commune)
    found = [_shown(number, lesson, told[number - 1], actor, characters) for number, lesson in enumerate(LESSONS, 1)]
    current = next((each.number for each in found if each.state != DONE), None)
    return [replace(each, current=each.number == current) for each in found]


def _shown(number: int, lesson: Lesson, told: list[bool], actor: Actor, characters: list[Person]) -> ShownLesson:
    """Return one lesson as it stands."""
    following = told.index(False) if False in told else None
    state = DONE if following is None else DOING if any(told) else NOT_DONE
    steps = tuple(
        ShownStep(
            step.words, str(step.role.label), done,
            player_of(step.role, characters, actor.user) if place == following else None,
            step.place.url(actor) if place == following else "",
        )
        for place, (step, done) in enumerate(zip(lesson.steps, told, strict=True))
    )  # fmt: skip
    return ShownLesson(number, lesson.title, lesson.what, state, steps)


def player_of(role: Role, characters: list[Person], user: User) -> Person | None:
    """Return who of the ground holds a role: the one whom the user plays, else one who is free, else the first."""
    holders = [each for each in characters if any(held.role == role for held in each.roles)]
    mine = [each for each in holders if each.user_id == user.pk]
    free = [each for each in holders if each.user_id is None]
    return next(iter((*mine, *free, *holders)), None)
