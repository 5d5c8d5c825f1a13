"""What this app keeps about people, and what it tells about one of them."""

from collections.abc import Iterator

from django.db.models import Q

from awards.models import Decision, DecisionLine, Nomination
from communes.access import Actor, Can
from communes.holdings import ARCHIVE_LAW
from communes.models import Person
from communes.personal_data import Holding, Part, Row, register
from reports.documents.registry import KINDS, title_of
from reports.models import CalendarLink, Document, Mailing, Notice


def _notices(person: Person, actor: Actor) -> Iterator[Row]:
    for each in Notice.objects.filter(person=person).order_by("-pk").iterator():
        yield Row(each.text, each.state[0], each.at)


def _mailings(person: Person, actor: Actor) -> Iterator[Row]:
    for each in Mailing.objects.filter(person=person).defer("body").order_by("-pk").iterator():
        yield Row(each.subject, f"{each.address}, {each.get_status_display().lower()}", each.day)


def _links(person: Person, actor: Actor) -> Iterator[Row]:
    if person.user:
        for each in CalendarLink.objects.filter(user=person.user).order_by("-pk"):
            yield Row("Đường dẫn lịch", "Đã thu hồi" if each.revoked_at else "Đang dùng", each.made_at)


def _asked_for(person: Person, actor: Actor) -> Iterator[Row]:
    if person.user:
        yield from _papers(Document.objects.within(actor).filter(requested_by=person.user))


def _naming(person: Person, actor: Actor) -> Iterator[Row]:
    """Yield the papers about the person's dossiers, and the decisions that name the person."""
    dossiers = Nomination.objects.within(actor).filter(person=person)
    lines = DecisionLine.objects.within(actor).filter(nomination__person=person)
    about = {Nomination: dossiers.values("pk"), Decision: lines.values("decision")}
    of_kind = Q(pk=None)
    for model, keys in about.items():
        kinds = [key for key, kind in KINDS.items() if kind.model is model]
        of_kind |= Q(kind__in=kinds, subject_id__in=keys)
    yield from _papers(Document.objects.within(actor).filter(of_kind))


def _papers(rows) -> Iterator[Row]:
    """Yield papers, the latest first."""
    for each in rows.only("kind", "title", "requested_at").order_by("-pk").iterator():
        yield Row(title_of(each.kind), each.title, each.requested_at)


register(
    Part("Thông báo nhắc việc", _notices, Can.SEND_REMINDERS, own=True),
    Part("Thư nhắc việc đã gửi", _mailings, Can.SEND_REMINDERS, own=True),
    Part("Đường dẫn lịch", _links, Can.MANAGE_ACCOUNTS, own=True),
    Part("Văn bản đã yêu cầu lập", _asked_for, Can.MAKE_PAPERS, own=True),
    Part("Văn bản về hồ sơ của người này", _naming, Can.SEE_UNANNOUNCED),
    Holding(
        "Thông báo nhắc việc", ("reports.Notice.*", "reports.Reminder.*"), "Nhắc việc đến hạn.",
        "Công việc của địa phương", "Xóa thông báo đã đọc hoặc đã qua.", sweep="notices", doubtful=True,
    ),
    Holding(
        "Thư nhắc việc", ("reports.Mailing.*",), "Gửi lời nhắc tới thư điện tử của người có việc.",
        "Công việc của địa phương", "Xóa cả thư và địa chỉ nhận.", sweep="mailings", doubtful=True,
    ),
    Holding(
        "Đường dẫn lịch", ("reports.CalendarLink.*",), "Cho ứng dụng lịch của chính người đó đọc các ngày đến hạn.",
        "Theo yêu cầu của chính người đó", "Xóa đường dẫn đã thu hồi.", sweep="calendar-links", doubtful=True,
    ),
    Holding(
        "Văn bản, thư, tổng kết",
        ("reports.Document.*", "reports.Letter.*", "reports.SignedPaper.*", "reports.Summary.*",
         "communes.RegisteredNumber.*"),
        "Lập, ban hành, lưu văn bản; có thể nêu tên người.", ARCHIVE_LAW, "Không xóa: là hồ sơ, tài liệu lưu trữ.",
        term="Theo thời hạn bảo quản của từng loại văn bản", doubtful=True,
    ),
    Holding(
        "Tên người thực hiện ghi trên hồ sơ", ("*.*.*_by", "*.*.signer*", "*.*.sender"),
        "Biết ai đã lập, sửa, ký, xác nhận.", "Quy chế làm việc của địa phương", "Giữ nguyên cùng hồ sơ.",
        term="Cùng với hồ sơ", doubtful=True,
    ),
)  # fmt: skip
