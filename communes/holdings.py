"""What this app keeps about people, and what it tells about one of them."""

from collections.abc import Iterator

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.db.models import Q
from django.utils import timezone

from communes.access import Actor, Can
from communes.models import HistoryEntry, Membership, Person, SheetReading, UserSession
from communes.personal_data import Holding, Part, Row, register
from kit.vietnamese import vn_date

LAW = "Luật Bảo vệ dữ liệu cá nhân số 91/2025/QH15"
AWARD_LAW = "Luật Thi đua, khen thưởng số 06/2022/QH15"
ARCHIVE_LAW = "Luật Lưu trữ số 33/2024/QH15"
STEPS = {
    Authenticator.Type.TOTP: "Ứng dụng tạo mã", Authenticator.Type.WEBAUTHN: "Khóa đăng nhập",
    Authenticator.Type.RECOVERY_CODES: "Mã dự phòng",
}  # fmt: skip


def _identity(person: Person, actor: Actor) -> Iterator[Row]:
    for name in ("full_name", "gender", "birth_year", "category", "position", "unit", "joined_on", "left_on"):
        value = getattr(person, f"get_{name}_display", lambda name=name: getattr(person, name))()
        if value:
            label = str(Person._meta.get_field(name).verbose_name)
            yield Row(label[0].upper() + label[1:], vn_date(value) if name.endswith("_on") else str(value))


def _roles(person: Person, actor: Actor) -> Iterator[Row]:
    for held in Membership.objects.filter(person=person).select_related("unit").order_by("-starts_on", "-pk"):
        until = f"đến hết {vn_date(held.ends_on)}" if held.ends_on else ""
        yield Row(
            held.get_role_display(), ", ".join(filter(None, [held.unit and held.unit.name, until])), held.starts_on
        )


def _account(person: Person, actor: Actor) -> Iterator[Row]:
    user = person.user
    if user is None:
        return
    yield Row("Tên đăng nhập", user.username, user.date_joined)
    if user.email:
        yield Row("Thư điện tử", user.email)
    yield Row("Tình trạng", "Đang mở" if user.is_active else "Đang khóa")
    yield Row("Mật khẩu", "Chỉ giữ mã băm, không ai đọc lại được")
    if user.last_login:
        yield Row("Đăng nhập gần nhất", when=user.last_login)
    if user.single_sign_on:
        yield Row("Tên trên hệ thống của tỉnh", user.single_sign_on)
    for linked in SocialAccount.objects.filter(user=user).order_by("pk"):
        yield Row("Liên kết đăng nhập một lần", linked.uid, linked.date_joined)
    for step in user.authenticator_set.order_by("pk"):
        yield Row("Xác thực hai bước", STEPS.get(step.type, "Khác"), step.created_at)


def _sessions(person: Person, actor: Actor) -> Iterator[Row]:
    if person.user:
        for each in UserSession.objects.open_of(person.user, at=timezone.now()):
            yield Row(each.browser or "Trình duyệt không rõ", each.address, each.started_at)


def _sheets(person: Person, actor: Actor) -> Iterator[Row]:
    if person.user:
        rows = SheetReading.objects.within(actor).for_list().filter(uploader=person.user).order_by("-pk")
        for reading in rows.iterator():
            yield Row(reading.title, reading.name, reading.uploaded_at)


def _acts(person: Person, actor: Actor) -> Iterator[Row]:
    if person.user:
        lines = HistoryEntry.objects.within(actor).acts().filter(user=person.user).order_by("-pk")
        for line in lines.iterator():
            yield Row(line.label, line.record_title, line.at)


def _lines_about(person: Person, actor: Actor) -> Iterator[Row]:
    about = {"record_type": person._meta.label_lower, "record_id": person.pk}
    under = {"root_type": person._meta.label_lower, "root_id": person.pk}
    for line in HistoryEntry.objects.within(actor).acts().filter(Q(**about) | Q(**under)).order_by("-pk").iterator():
        yield Row(line.label, f"Người thực hiện: {line.actor_name}", line.at)


register(
    Part("Thông tin cá nhân", _identity, own=True),
    Part("Vai trò", _roles, own=True),
    Part("Tài khoản", _account, Can.MANAGE_ACCOUNTS, own=True),
    Part("Phiên đang mở", _sessions, Can.MANAGE_ACCOUNTS, own=True),
    Part("Bảng Excel đã gửi vào", _sheets, own=True),
    Part("Việc đã làm, ghi trong lịch sử", _acts, Can.SEE_HISTORY, own=True),
    Part("Lịch sử về người này", _lines_about, Can.SEE_HISTORY, own=True),
    Holding(
        "Danh sách con người",
        ("communes.Person.*", "communes.SearchEntry.*"),
        "Biết ai làm việc ở đâu, ai được đề nghị, được khen thưởng.",
        f"{AWARD_LAW}; {LAW}",
        "Xóa năm sinh, giới tính sau khi thôi công tác; người không hồ sơ nào nêu tên thì xóa cả tên.",
        sweep="people", doubtful=True,
    ),
    Holding(
        "Năm sinh, giới tính trong danh sách con người",
        ("communes.Person.birth_year", "communes.Person.gender"),
        "Thống kê tỷ lệ nữ; phân biệt người trùng tên.",
        f"{AWARD_LAW}; {LAW}",
        "Xóa sau khi thôi công tác; quyết định và sổ khen thưởng giữ nguyên điều đã ghi.",
        sweep="details", doubtful=True,
    ),
    Holding(
        "Vai trò", ("communes.Membership.*",), "Biết ai được làm gì, từ ngày nào đến ngày nào.",
        "Quy chế làm việc của địa phương", "Giữ nguyên để đối chiếu lịch sử.", term="Cùng với lịch sử", doubtful=True,
    ),
    Holding(
        "Tài khoản",
        ("communes.User.*", "account.EmailAddress.*", "account.EmailConfirmation.*", "mfa.Authenticator.*",
         "socialaccount.SocialAccount.*", "socialaccount.SocialToken.*"),
        "Đăng nhập; mật khẩu chỉ giữ mã băm.",
        "Quy định về an toàn hệ thống thông tin theo cấp độ", "Xóa mọi thông tin, giữ một dòng không tên cho lịch sử.",
        sweep="accounts", doubtful=True,
    ),
    Holding(
        "Phiên làm việc", ("communes.UserSession.*", "sessions.Session.*"),
        "Biết tài khoản đang đăng nhập ở đâu: địa chỉ mạng, trình duyệt, giờ dùng.",
        "Quy định về an toàn hệ thống thông tin theo cấp độ", "Tự xóa mỗi đêm.", term="12 giờ từ lúc đăng nhập",
    ),
    Holding(
        "Bảng Excel đã gửi vào", ("communes.SheetReading.*",), "Đối chiếu điều đã nhập với tệp gửi vào.",
        "Công việc của địa phương", "Xóa các dòng và tệp; giữ tên tệp, mã băm, kết quả.", sweep="sheets", doubtful=True,
    ),
    Holding(
        "Lịch sử, nhật ký",
        ("communes.HistoryEntry.*",),
        "Biết ai đã làm, đã xem gì, lúc nào; phục vụ thanh tra, kiểm tra.",
        "Quy định về an toàn hệ thống thông tin theo cấp độ",
        "Không xóa, không sửa được; xem trang Nhật ký hệ thống.", term="Không thời hạn", doubtful=True,
    ),
)  # fmt: skip
