"""What each public page would show today, and what is missing before it is opened."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from awards.models import Posting
from awards.services import public_remarks
from campaigns.models import Exemplar
from communes.models import Commune, PublicPage
from kit.vietnamese import small_count
from reports.services import public_reading

Key = PublicPage.Key
SHOWS = {
    Key.PLANS: "Tên, số, ngày, thời gian, thời hạn, tiêu chuẩn và toàn văn nội dung của kế hoạch đã ban hành; tệp PDF "
    "nếu đã tạo từ bản ban hành.",
    Key.AWARDS: "Danh sách kèm theo các quyết định đã công bố: tên, đơn vị, hình thức, thành tích. Không có năm sinh, "
    "giới tính, tiền thưởng.",
    Key.EXEMPLARS: "Điển hình đã tuyên truyền và đã có đồng ý đăng công khai, kèm ảnh.",
    Key.POSTINGS: "Danh sách đề nghị trong thời gian công khai: tên, đơn vị, hình thức đề nghị; người dân gửi ý kiến "
    "tại trang. Không có nội dung hồ sơ.",
}


@dataclass(frozen=True, slots=True)
class Point:
    """One line of a readiness list: whether it is in order, in words."""

    ok: bool
    text: str


def points(key: str, commune: Commune, at: datetime) -> list[Point]:
    """Return what a page would show at a moment, and what it would leave out."""
    return CHECKS[Key(key)](commune, at)


def _plans(commune: Commune, at: datetime) -> list[Point]:
    """Count the issued plans, and those without a PDF."""
    found = list(public_reading.issued_plans().prefetch_related("versions"))
    papers = public_reading.plan_papers(found)
    bare = [each.name for each in found if each.pk not in papers]
    listed = [_count(len(found), "kế hoạch đã ban hành")]
    return listed + [Point(ok=False, text=f"Chưa có tệp PDF của bản đã ban hành: {name}.") for name in bare[:5]]


def _awards(commune: Commune, at: datetime) -> list[Point]:
    """Count the published decisions."""
    return [_count(public_reading.published_decisions(commune).count(), "quyết định đã công bố")]


def _exemplars(commune: Commune, at: datetime) -> list[Point]:
    """Count the exemplars that may be told, and those made known without consent."""
    open_count = Exemplar.objects.open_to_public().count()
    silent = Exemplar.objects.told().filter(consented_on=None).count()
    listed = [_count(open_count, "điển hình đã có đồng ý đăng công khai")]
    if silent:
        text = f"{small_count(silent)} điển hình đã tuyên truyền nhưng chưa ghi đồng ý: không hiện trên trang."
        listed.append(Point(ok=False, text=text))
    return listed


def _postings(commune: Commune, at: datetime) -> list[Point]:
    """Count the lists that hang today, and the remarks nobody has settled."""
    listed = [_count(public_remarks.running(at).count(), "danh sách đang trong thời gian công khai")]
    waiting = Posting.objects.filter(remarks__settled_at=None, remarks__from_public=True).distinct().count()
    if waiting:
        text = f"{small_count(waiting)} đợt công khai có ý kiến của người dân chưa giải quyết."
        listed.append(Point(ok=False, text=text))
    return listed


def _count(number: int, noun: str) -> Point:
    """Say how many there are to show."""
    return Point(bool(number), f"Có {small_count(number)} {noun}." if number else f"Chưa có {noun}; trang sẽ trống.")


CHECKS: dict[str, Callable[[Commune, datetime], list[Point]]] = {
    Key.PLANS: _plans,
    Key.AWARDS: _awards,
    Key.EXEMPLARS: _exemplars,
    Key.POSTINGS: _postings,
}
