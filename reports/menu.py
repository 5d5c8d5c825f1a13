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
register(
    "Địa phương",
    "Lời văn văn bản",
    "reports:wordings",
    "chat-square-quote",
    (Can.MANAGE_COMMUNE, Can.PLAN_CAMPAIGNS),
    870,
)
register(
    "Công việc",
    "Công văn, giấy mời, thông báo",
    "reports:letters",
    "envelope-paper",
    Can.SEE_ALL_UNITS,
    690,
    pages=("reports:letter", "reports:letter-edit"),
)
register(
    "Công việc",
    "Công văn đến đơn vị",
    "reports:letters-received",
    "envelope-paper",
    Can.REPORT_RESULTS,
    690,
)
