"""This app's entry in the menu."""

from communes.access import Can
from communes.navigation import register

register("Quản trị", "Sao lưu", "operations:backups", "database-check", Can.MANAGE_COMMUNE, 960)
