"""Entries of this app in the menu."""

from communes.access import Can
from communes.navigation import register

register("Địa phương", "Đơn vị", "communes:units", "diagram-3", Can.ENTER, 800)
register("Địa phương", "Con người", "communes:people", "people", Can.ENTER, 810)
register("Địa phương", "Sổ văn bản đi", "communes:numbers", "journal-text", Can.SEE_ALL_UNITS, 820)
register("Quản trị", "Tài khoản và vai trò", "communes:accounts", "person-lock", Can.MANAGE_ACCOUNTS, 900)
register("Quản trị", "Thông tin địa phương", "communes:settings", "gear", Can.MANAGE_COMMUNE, 910)
register("Quản trị", "Lịch sử", "communes:history", "clock-history", Can.SEE_HISTORY, 920)
