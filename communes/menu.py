"""Entries of this app in the menu."""

from communes.access import Can
from communes.navigation import register, register_link

register("Địa phương", "Đơn vị", "communes:units", "diagram-3", Can.ENTER, 800)
register("Địa phương", "Con người", "communes:people", "people", Can.ENTER, 810)
register("Địa phương", "Sổ văn bản đi", "communes:numbers", "journal-text", Can.SEE_ALL_UNITS, 820)
register("Địa phương", "Lịch nghỉ, làm bù", "communes:days-off", "calendar-x", Can.KEEP_DAYS_OFF, 830)
register(
    "Địa phương", "Nhập từ Excel", "communes:sheets", "file-earmark-spreadsheet",
    (Can.MANAGE_PEOPLE, Can.MANAGE_COMMUNE, Can.KEEP_STANDING, Can.RECEIVE_REPORTS), 835,
    ("communes:sheet", "communes:sheet-*"),
)  # fmt: skip
register("Địa phương", "Dữ liệu cá nhân", "communes:personal-data", "person-vcard", Can.ENTER, 870)
register("Quản trị", "Tài khoản và vai trò", "communes:accounts", "person-lock", Can.MANAGE_ACCOUNTS, 900)
register("Quản trị", "Quy định đăng nhập", "communes:sign-in-policy", "shield-lock", Can.MANAGE_ACCOUNTS, 905)
register("Quản trị", "Thông tin địa phương", "communes:settings", "gear", Can.MANAGE_COMMUNE, 910)
register("Quản trị", "Lịch sử", "communes:history", "clock-history", Can.SEE_HISTORY, 920)
register("Quản trị", "Nhật ký hệ thống", "communes:audit", "shield-check", Can.SEE_AUDIT, 930)
register_link("communes.person", "Dữ liệu cá nhân", "communes:person-data", "person-vcard", Can.READ_PERSONAL_DATA)
