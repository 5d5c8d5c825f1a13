"""What is kept about one person, as a workbook."""

from datetime import datetime
from io import BytesIO

from django.utils import timezone

from communes.access import Actor
from communes.models import Person
from communes.personal_data import told
from kit.sheets import Heading, write
from kit.vietnamese import vn_datetime

HEADINGS = tuple(map(Heading, ("Phần", "Nội dung", "Chi tiết", "Ngày, giờ")))
TRAINING = "Khu tập huấn: số liệu không có thật."


def workbook(person: Person, *, by: Actor, at: datetime) -> bytes:
    """Return every part about a person as the actor may know it, a closed one with the reason."""
    made = BytesIO()
    write(
        made,
        name="Dữ liệu cá nhân",
        title=f"DỮ LIỆU CÁ NHÂN CỦA {person.full_name.upper()}",
        author=by.commune.committee,
        head=[
            TRAINING if by.commune.is_training else str(by.commune),
            f"Lập lúc {vn_datetime(timezone.localtime(at))}, người lập: {by.name}",
        ],
        headings=HEADINGS,
        rows=_rows(person, by),
        made_at=at,
    )
    return made.getvalue()


def _rows(person: Person, by: Actor):
    """Yield the lines of the workbook."""
    for part in told(person, by):
        if part.closed or not part.rows:
            yield part.title, part.closed or "Không có", "", ""
        for row in part.rows:
            yield part.title, row.what, row.told, row.when_words
