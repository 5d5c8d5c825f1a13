"""This app's entries in the menu."""

from communes.access import Can
from communes.navigation import register

register("Công việc", "Việc của tôi", "reports:home", "house", Can.ENTER, 10)
register("Công việc", "Văn bản", "reports:documents", "file-earmark-text", Can.ENTER, 700)
register(
    "Khen thưởng",
    "Phôi giấy khen",
    "reports:certificate-stocks",
    "file-earmark-ruled",
    Can.KEEP_CERTIFICATES,
    275,
)
