"""Lists of who and where: people, units, accounts, the register of numbers, history."""

from communes import throttle
from communes.access import Can
from communes.forms.days_off import WEEKDAYS
from communes.views import accounts, days_off, history, people, places, registers, sheets
from kit.sheets import Kind
from reports.exports.base import Column, ExportList, always, at, display, narrowed, register


def _account_lines(asked, rows) -> list[dict]:
    """Add to accounts the roles held today and how they stand."""
    waiting = throttle.waiting([person.user.username for person in rows])
    return [
        {"person": person, "roles": _roles(person), "state": _state(person.user, waiting)} for person in rows
    ]  # fmt: skip


def _roles(person) -> str:
    """Return the roles held today in words."""
    said = (f"{held.get_role_display()} ({held.unit.name})" if held.unit else held.get_role_display()
            for held in person.roles_today)  # fmt: skip
    return "; ".join(map(str, said)) or "Không"


def _state(user, waiting) -> str:
    """Return how an account stands, as its page says it."""
    if not user.is_active:
        return "Đang khóa"
    return "Tạm chặn vì nhập sai nhiều lần" if user.username in waiting else "Đang mở"


def _account(person) -> str:
    """Return whether a person has an account."""
    if person.user is None:
        return "Chưa có"
    return "Có" if person.user.is_active else "Đang khóa"


def _changes(line) -> str:
    """Return what an act changed."""
    changes = line.facts.get("changes") or ()
    triples = (each for each in changes if isinstance(each, list) and len(each) == 3)
    return "\n".join(f"{name}: {old or '(trống)'} → {new or '(trống)'}" for name, old, new in triples)


def _weekday(row) -> str:
    """Return the day of the week of a day off."""
    return WEEKDAYS[row.day.weekday()].capitalize()


def _days(asked):
    """Find the days of the year asked for."""
    return narrowed(days_off.listed(asked), f"Năm {days_off.year_asked(asked)}")


ACTS = always(
    Column("Lúc", at("at"), Kind.DATETIME),
    Column("Người thực hiện", at("actor_name")),
    Column("Với tư cách", at("acting_as")),
    Column("Việc", at("label")),
    Column("Thay đổi", _changes),
    Column("Hồ sơ", at("record_title")),
    Column("Đơn vị", at("unit.name")),
    Column("Lý do", at("reason")),
)

register(
    ExportList(
        "people", "Con người", (Can.ENTER,),
        lambda asked: narrowed(people.listed(asked)),
        always(
            Column("Họ và tên", at("full_name")),
            Column("Giới tính", display("gender")),
            Column("Năm sinh", at("birth_year"), Kind.YEAR),
            Column("Chức vụ", at("position")),
            Column("Đơn vị", at("unit.name")),
            Column("Nhóm", display("category")),
            Column("Công tác từ ngày", at("joined_on"), Kind.DATE),
            Column("Thôi công tác ngày", at("left_on"), Kind.DATE),
            Column("Tài khoản", _account),
        ),
    ),
    ExportList(
        "units", "Đơn vị", (Can.ENTER,),
        lambda asked: narrowed(places.listed(asked)),
        always(
            Column("Tên", at("name")),
            Column("Tên gọi tắt", at("short_name")),
            Column("Loại", display("kind")),
            Column("Trực thuộc", at("parent.name")),
            Column("Từ ngày", at("valid_from"), Kind.DATE),
            Column("Đến hết ngày", at("valid_to"), Kind.DATE),
        ),
    ),
    ExportList(
        "numbers", "Sổ văn bản đi", (Can.SEE_ALL_UNITS,),
        lambda asked: narrowed(registers.listed(asked)),
        always(
            Column("Số, ký hiệu", str),
            Column("Ngày văn bản", at("dated"), Kind.DATE),
            Column("Trích yếu", at("told")),
            Column("Người cấp số", at("taken_by")),
            Column("Cấp lúc", at("taken_at"), Kind.DATETIME),
        ),
    ),
    ExportList(
        "accounts", "Tài khoản và vai trò", (Can.MANAGE_ACCOUNTS,),
        lambda asked: narrowed(accounts.listed(asked)),
        always(
            Column("Họ và tên", at("person.full_name")),
            Column("Tên đăng nhập", at("person.user.username")),
            Column("Đơn vị", at("person.unit.name")),
            Column("Vai trò hiện nay", at("roles")),
            Column("Tình trạng", at("state")),
            Column("Đăng nhập gần nhất", at("person.user.last_login"), Kind.DATETIME),
        ),
        lines=_account_lines,
    ),
    ExportList(
        "history", "Lịch sử", (Can.SEE_HISTORY,),
        lambda asked: narrowed(history.listed(asked)),
        ACTS,
    ),
    ExportList(
        "days-off", "Lịch nghỉ, làm bù", (Can.KEEP_DAYS_OFF,), _days,
        always(
            Column("Thứ", _weekday),
            Column("Ngày", at("day"), Kind.DATE),
            Column("Loại", display("kind")),
            Column("Tên gọi", at("name")),
            Column("Căn cứ", at("source")),
            Column("Người xác nhận", at("confirmed_by")),
            Column("Xác nhận lúc", at("confirmed_at"), Kind.DATETIME),
        ),
    ),
    ExportList(
        "sheets", "Bảng Excel đã gửi vào", sheets.READERS,
        lambda asked: narrowed(sheets.listed(asked)),
        always(
            Column("Nội dung", at("title")),
            Column("Tệp", at("name")),
            Column("Đơn vị", at("unit.name")),
            Column("Tải lên lúc", at("uploaded_at"), Kind.DATETIME),
            Column("Người tải lên", at("uploaded_by")),
            Column("Trạng thái", display("status")),
            Column("Xử lý lúc", at("settled_at"), Kind.DATETIME),
            Column("Người xử lý", at("settled_by")),
        ),
    ),
)  # fmt: skip
