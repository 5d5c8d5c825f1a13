"""What this app keeps about people, and what it tells about one of them."""

from collections.abc import Iterator

from campaigns.models import Difficulty, Exemplar, Registration
from communes.access import Actor
from communes.holdings import ARCHIVE_LAW, AWARD_LAW, LAW
from communes.models import Person
from communes.personal_data import Holding, Part, Row, register


def _registrations(person: Person, actor: Actor) -> Iterator[Row]:
    rows = Registration.objects.within(actor).filter(person=person).select_related("campaign").order_by("-pk")
    for each in rows:
        yield Row(each.aim, each.campaign.name, each.registered_at)


def _exemplars(person: Person, actor: Actor) -> Iterator[Row]:
    rows = Exemplar.objects.within(actor).filter(person=person).order_by("-pk")
    for each in rows:
        yield Row(each.title, f"{each.get_kind_display()}, {each.get_status_display().lower()}", each.found_at)
        if each.consented_on:
            yield Row("Đồng ý đăng công khai", each.consented_by, each.consented_on)


def _difficulties(person: Person, actor: Actor) -> Iterator[Row]:
    for each in Difficulty.objects.within(actor).filter(owner=person).order_by("-pk"):
        yield Row(each.title, f"Được giao phụ trách, {each.get_status_display().lower()}", each.raised_at)


register(
    Part("Đăng ký thi đua", _registrations, own=True),
    Part("Điển hình, gương người tốt", _exemplars, own=True),
    Part("Vướng mắc được giao phụ trách", _difficulties, own=True),
    Holding(
        "Đăng ký thi đua", ("campaigns.Registration.*",), "Biết ai đăng ký phấn đấu đạt gì.", AWARD_LAW,
        "Giữ cùng hồ sơ phong trào.", term="Theo thời hạn bảo quản hồ sơ thi đua", doubtful=True,
    ),
    Holding(
        "Điển hình, gương người tốt",
        ("campaigns.Exemplar.*", "campaigns.ExemplarPicture.*", "campaigns.Adoption.*"),
        "Phát hiện, tuyên truyền, nhân rộng điển hình; chỉ đăng công khai khi người được nêu đồng ý.",
        f"{AWARD_LAW}; sự đồng ý của người được nêu ({LAW})", "Rút khỏi trang công khai ngay khi rút lại đồng ý.",
        term="Theo thời hạn bảo quản hồ sơ thi đua", doubtful=True,
    ),
    Holding(
        "Báo cáo, kế hoạch, kiểm tra và tệp minh chứng",
        ("campaigns.Evidence.*", "campaigns.ReportLine.*", "campaigns.ReportVersion.*", "campaigns.Obligation.*",
         "campaigns.Difficulty.*", "campaigns.Inspection.*", "campaigns.Finding.*", "campaigns.UnitPlan.*",
         "campaigns.PeakDrive.*", "campaigns.PlanReading.*", "campaigns.PlanVersion.*", "campaigns.UploadCheck.*"),
        "Báo cáo kết quả; có thể nêu tên, có hình người.", f"{AWARD_LAW}; {ARCHIVE_LAW}",
        "Xóa tệp minh chứng, giữ tên tệp và mã băm; lời báo cáo là hồ sơ lưu trữ.", sweep="evidence", doubtful=True,
    ),
    Holding(
        "Tệp minh chứng đã bỏ", ("campaigns.Evidence.file",), "Khôi phục khi bỏ nhầm.", "Công việc của địa phương",
        "Xóa tệp, giữ tên tệp và mã băm.", sweep="removed-evidence", doubtful=True,
    ),
)  # fmt: skip
