"""This app's entries in the menu."""

from communes.access import Can
from communes.navigation import register, register_counter, register_link
from reports.waiting.counts import by_page

register("Công việc", "Việc của tôi", "reports:home", "house", Can.ENTER, 10)
register("Công việc", "Toàn cảnh", "reports:glance", "graph-up-arrow", Can.SEE_ALL_UNITS, 22)
register("Công việc", "Lịch năm", "reports:calendar", "calendar3", Can.ENTER, 25)
register_counter(by_page)
register("Công việc", "Thông báo", "reports:notices", "bell", Can.ENTER, 15)
register(
    "Công việc", "Nhắc việc", "reports:reminders", "alarm", Can.SEND_REMINDERS, 680, pages=("reports:reminder-text",)
)
register("Công việc", "Hộp thư đi", "reports:mailings", "send", Can.SEND_REMINDERS, 685)
register(
    "Quản trị", "Cách nhắc việc", "reports:reminder-terms", "sliders", (Can.MANAGE_COMMUNE, Can.SEND_REMINDERS), 912
)
register("Công việc", "Văn bản", "reports:documents", "file-earmark-text", Can.ENTER, 700)
register("Công việc", "Hướng dẫn", "reports:guides", "question-circle", Can.ENTER, 710)
register("Công việc", "Bàn giao công việc", "reports:handover", "arrow-left-right", Can.HAND_OVER, 705)
register_link("communes.person", "Bàn giao công việc", "reports:handover-of", "arrow-left-right", Can.HAND_OVER)
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
register(
    "Quản trị",
    "Trang công khai",
    "reports:public-pages",
    "globe2",
    Can.OPEN_PUBLIC_PAGES,
    915,
)
register("Công việc", "Tập huấn", "reports:training", "mortarboard", Can.ENTER, 715)
