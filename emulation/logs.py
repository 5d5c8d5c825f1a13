"""Log lines as JSON (LOG_FORMAT=json): when, who says what, within which request or job – never what people typed."""

import json
import logging
import traceback
from collections.abc import Callable, Mapping
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

# Whose words are our own, or name tasks and queues alone; of others' words only those fixed in their code are kept.
TRUSTED = {
    "emulation", "operations", "province", "reports", "awards", "campaigns", "communes", "kit", "celery", "kombu",
}  # fmt: skip
WITHHELD = "…"
# What Celery puts into its messages about a task: repeated here only where it cannot hold what people typed.
OF_TASKS = {"exc", "traceback", "args", "kwargs", "return_value"}
FRAMES = 12

# Tells the facts of the request or the job that is being worked on.
around: ContextVar[Callable[[], dict[str, Any]] | None] = ContextVar("around", default=None)


def facts_around() -> dict[str, Any]:
    """Return the facts of the present request or job, empty outside of both."""
    tell = around.get()
    return tell() if tell else {}


class JsonFormatter(logging.Formatter):
    """One line of JSON for each record; of an exception its kind and its way through the code, not its words."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        facts = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": told(record),
            "where": f"{record.module}:{record.lineno}",
            "process": record.process,
            **facts_around(),
            **getattr(record, "facts", {}),
        }
        if record.exc_info and record.exc_info[1]:
            facts["problems"] = list(_problems(record.exc_info[1]))
        return json.dumps(facts)


def told(record: logging.LogRecord) -> str:
    """Return the message of a record without what may have been typed."""
    trusted = record.name.partition(".")[0] in TRUSTED
    message = str(record.msg)
    if not record.args:
        return message if trusted else WITHHELD
    keep = _trusted if trusted else _number
    if isinstance(record.args, Mapping):
        args = {name: WITHHELD if name in OF_TASKS else keep(value) for name, value in record.args.items()}
    else:
        args = tuple(map(keep, record.args))
    try:
        return message % args
    except (KeyError, TypeError, ValueError):
        return message


def _trusted(value: Any) -> Any:
    """Return what a message of ours may hold: everything but the words of an exception."""
    return type(value).__name__ if isinstance(value, BaseException) else value


def _number(value: Any) -> Any:
    """Return what a message of somebody else may hold: numbers."""
    return value if isinstance(value, int | float) else WITHHELD


def _problems(problem: BaseException | None):
    """Yield an exception and those it came from, each with the last lines of code it passed."""
    seen = set()
    while problem is not None and id(problem) not in seen:
        seen.add(id(problem))
        frames = traceback.extract_tb(problem.__traceback__)[-FRAMES:]
        way = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
        yield {"kind": type(problem).__qualname__, "way": way}
        problem = problem.__cause__ or (None if problem.__suppress_context__ else problem.__context__)
