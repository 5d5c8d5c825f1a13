"""What a handover pack is: sections of lines, each with where the thing lies, since or until when, and its page."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Model, OuterRef, QuerySet, Subquery
from django.utils import timezone

from communes.models import HistoryEntry, Person
from kit.vietnamese import small_count, vn_date

MOST = 20


@dataclass(frozen=True, slots=True)
class Line:
    """One thing: what, where it lies or in whose hands, since or until when, its page; `act` hands it over."""

    what: str
    where: str = ""
    when: str = ""
    url: str = ""
    act: str = ""
    act_url: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """Lines of one sort under the headings of their columns, how many there are in all, and the page that has all."""

    key: str
    title: str
    heads: tuple[str, str, str]
    lines: tuple[Line, ...]
    total: int
    url: str = ""
    place: str = ""
    hint: str = ""
    empty: str = "Không có."

    @property
    def acts(self) -> bool:
        """Whether a line says by which act it is handed over."""
        return any(line.act for line in self.lines)

    @property
    def cut(self) -> str:
        """How many more there are and where; nothing where all are shown."""
        more = self.total - len(self.lines)
        return f"Còn {small_count(more)} dòng nữa, xem ở “{self.place}”." if more > 0 and self.place else ""


@dataclass(frozen=True, slots=True)
class Month:
    """What falls due in one month, in the order of the days, and how many dates found no room."""

    title: str
    lines: tuple[tuple[str, str, str], ...]
    more: int

    @property
    def cut(self) -> str:
        """How many more there are and where; nothing where all are shown."""
        return f"Còn {small_count(self.more)} ngày nữa, xem ở “Lịch năm”." if self.more else ""


@dataclass(frozen=True, slots=True)
class Pack:
    """What is handed over: of a person as one reader may know it, on a day."""

    person: Person
    state: str
    on: date
    own: Section
    sections: tuple[Section, ...]
    months: tuple[Month, ...]

    @property
    def busy(self) -> list[Month]:
        """The months in which something falls due."""
        return [month for month in self.months if month.lines]

    @property
    def quiet(self) -> str:
        """The months in which nothing falls due, in words; nothing where each has something."""
        free = [month.title.removeprefix("Tháng ") for month in self.months if not month.lines]
        return f"Chưa có thời hạn nào trong các tháng: {', '.join(free)}." if free else ""


def shown(rows: QuerySet, line: Callable[[Model], Line], most: int = MOST) -> tuple[tuple[Line, ...], int]:
    """Return the first lines of some rows and how many rows there are, always by two queries."""
    total = rows.count()
    return tuple(line(row) for row in rows[:most]), total


def arrived(rows: QuerySet) -> QuerySet:
    """Note on each row as `moved_at` when it last came to the status in which it is."""
    steps = HistoryEntry.objects.filter(
        record_type=rows.model._meta.label_lower, record_id=OuterRef("pk"), to_status=OuterRef("status")
    )
    return rows.annotate(moved_at=Subquery(steps.order_by("-pk").values("at")[:1]))


def day_of(moment: datetime | None) -> str:
    """Write the local day of a moment; nothing where it is not known."""
    return vn_date(timezone.localdate(moment)) if moment else ""
