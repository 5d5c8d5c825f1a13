"""The desk of a person: what waits there, and what the desk waits for, as far as a reader may know."""

from datetime import date, datetime

from communes.access import Actor, Can
from communes.addresses import here
from communes.models import Membership, Person
from kit.vietnamese import small_count
from reports.handover.shape import Line, Section
from reports.waiting import SOURCES, Group, campaigns, council, decisions, field_work, gathered, letters, offices
from reports.waiting.others import SOURCES as OTHERS
from reports.waiting.tasks import Source

ISSUING = (Can.APPROVE_CAMPAIGNS, Can.ISSUE_PAPERS, Can.DECIDE_AWARDS)
# What waits for a signature or a number; a person's own desk does not tell it twice.
PAPERS = tuple(
    source for source in (*campaigns.SOURCES, *letters.SOURCES, *decisions.SOURCES, *offices.SOURCES)
    if source.can in ISSUING
)  # fmt: skip
# A vote is nobody's to hand over.
WORK = tuple(source for source in SOURCES if source not in (*council.VOTING, *PAPERS))
# What everybody may know who sees all units.
OF_CAMPAIGNS = {source.can for source in (*campaigns.SOURCES, *field_work.SOURCES)}
OPEN = {
    *campaigns.SOURCES, *letters.SOURCES, *field_work.SOURCES,
    *(source for source in (*offices.SOURCES, *OTHERS) if source.can == Can.MANAGE_ACCOUNTS),
    *(source for source in OTHERS if source.can in OF_CAMPAIGNS),
}  # fmt: skip
TASKS = ("Việc", "Về, chờ ai", "Ngày")


def desk_of(person: Person, on: date) -> Actor | None:
    """Return a person with the roles held on a day, or those held last; None for who has no account or had no role."""
    if person.user_id is None:
        return None
    rows = Membership.objects.filter(person=person).select_related("unit").order_by("pk")
    held = list(rows.valid_on(on))
    ends = [each for each in rows if each.ends_on or person.left_on] if not held else []
    last = max((each.ends_on or person.left_on for each in ends), default=None)
    held = held or [each for each in ends if (each.ends_on or person.left_on) == last]
    return Actor(person.user, person.commune, person, tuple(held)) if held else None


def may_read(reader: Actor, desk: Actor, source: Source) -> bool:
    """Say whether a reader may know what waits on a desk: the own, what is open, else by unannounced results.

    What a unit is still writing is its own and the agency's affair.
    """
    if reader.person == desk.person:
        return True
    if source.can in (Can.NOMINATE, Can.APPRAISE) and not reader.may(Can.APPRAISE):
        return False
    return source in OPEN or reader.may(Can.SEE_UNANNOUNCED)


def open_work(reader: Actor, desk: Actor | None, at: datetime) -> Section:
    """Return what waits on the desk."""
    return _of_desk("open", "Việc đang mở", WORK, reader, desk, at, "Không có việc nào đang chờ.")


def awaited(reader: Actor, desk: Actor | None, at: datetime) -> Section:
    """Return what the desk waits for."""
    return _of_desk("awaited", "Đang chờ người khác", OTHERS, reader, desk, at, "Không chờ việc của ai.")


def papers(reader: Actor, at: datetime) -> Section:
    """Return the papers that wait for approval, a signature or a number, whoever gives it."""
    known = tuple(source for source in PAPERS if source in OPEN or reader.may(Can.SEE_UNANNOUNCED))
    found = gathered(known, Actor.of_product(reader.commune), at=at)
    return _section("papers", "Văn bản chờ duyệt, chờ ký, chờ số", reader, found, "Không có văn bản nào đang chờ.")


def _of_desk(
    key: str, title: str, sources: tuple[Source, ...], reader: Actor, desk: Actor | None, at: datetime, empty: str
) -> Section:
    """Return the tasks of a desk that a reader may know."""
    if desk is None:
        return Section(key, title, TASKS, (), 0, empty="Người này chưa có tài khoản hoặc chưa giữ vai trò nào.")
    known = tuple(source for source in sources if may_read(reader, desk, source))
    return _section(key, title, reader, gathered(known, desk, at=at), empty)


def _section(key: str, title: str, reader: Actor, groups: list[Group], empty: str) -> Section:
    """Return the tasks of groups as lines, the groups that are cut named with their pages."""
    lines = []
    for group in groups:
        lines += [Line(task.title, task.about, task.due, task.url) for task in group.tasks]
        if more := group.total - len(group.tasks):
            url = here(reader, group.page) if group.page else ""
            lines.append(Line(f"{group.title}: còn {small_count(more)} việc nữa", url=url))
    return Section(key, title, TASKS, tuple(lines), sum(group.total for group in groups), empty=empty)
