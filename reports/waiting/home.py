"""The four groups of the home page: to do now, due soon, with others, lately done."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.utils import timezone

from communes.access import Actor
from kit.vietnamese import days_between
from reports.waiting import gathered, groups
from reports.waiting.done import lately_done
from reports.waiting.others import SOURCES as OTHERS
from reports.waiting.tasks import Group, Task

NOW, SOON = timedelta(days=3), timedelta(days=30)


@dataclass(frozen=True, slots=True)
class More:
    """How many tasks of one sort are not shown, and the page of the menu that lists them."""

    title: str
    number: int
    page: str


@dataclass(frozen=True, slots=True)
class Home:
    """What stands on the home page, and the next thing due where nothing presses."""

    now: tuple[Task, ...]
    soon: tuple[Task, ...]
    others: tuple[Task, ...]
    done: tuple[Task, ...]
    later: tuple[Task, ...]
    more: tuple[More, ...]
    more_of_others: tuple[More, ...]
    waiting: int

    @property
    def first_empty(self) -> str:
        """The name of the first group without anything in it, where the next thing due is told; "" if none is empty."""
        groups = {"now": self.now, "soon": self.soon or self.later, "others": self.others, "done": self.done}
        return next((name for name, tasks in groups.items() if not tasks), "")


def home(actor: Actor, *, at: datetime) -> Home:
    """Return the four groups of an actor at a moment, computed from the states of records."""
    today = timezone.localdate(at)
    found = groups(actor, at=at)
    tasks = [task for group in found for task in group.tasks]
    now, soon, later = divided(tasks, today)
    with_others = gathered(OTHERS, actor, at=at)
    return Home(
        now=tuple(now),
        soon=tuple(soon),
        others=tuple(task for group in with_others for task in group.tasks),
        done=tuple(lately_done(actor, at=at)),
        later=tuple(later),
        more=_more(found),
        more_of_others=_more(with_others),
        waiting=sum(group.total for group in found),
    )


def divided(tasks: list[Task], today: date) -> tuple[list[Task], list[Task], list[Task]]:
    """Part tasks into those to do now, those due within 30 days, and later ones.

    Now is what is overdue, first the longest; then what is due within three days; then what has no day of its own,
    since somebody waits for it. Later ones stand in the order of their days.
    """
    dated = sorted((task for task in tasks if task.last_day), key=lambda task: task.last_day)
    pressing = [_pressed(task, today) for task in dated if task.last_day <= today + NOW]
    rest = [task for task in dated if task.last_day > today + NOW]
    undated = [task for task in tasks if not task.last_day]
    soon = [task for task in rest if task.last_day <= today + SOON]
    return pressing + undated, soon, [task for task in rest if task.last_day > today + SOON]


def _pressed(task: Task, today: date) -> Task:
    """Say of a task how far its day is; an overdue one is told in red as well."""
    due = " – ".join(filter(None, [task.due, days_between(today, task.last_day)]))
    return replace(task, due=due, tone="danger" if task.last_day < today else task.tone)


def _more(found: list[Group]) -> tuple[More, ...]:
    """Say of which sorts there is more than is shown."""
    return tuple(
        More(group.title, group.total - len(group.tasks), group.page)
        for group in found
        if group.total > len(group.tasks)
    )
