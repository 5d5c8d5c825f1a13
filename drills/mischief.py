"""What goes wrong in a day: at random moments, the same for the same seed, something dies, stops or forgets."""

import contextlib
import random
import threading
import time
from collections import Counter
from collections.abc import Callable

import psycopg2
from redis import RedisError

from drills.machine import Machine

FROZEN = 100
BOTH_BEATS = 25


class Mischief:
    """The bad luck of a day; `done` counts what happened, `moments` says when it began and when its end was due."""

    def __init__(self, machine: Machine, seed: int, *, every: float, frozen: float = FROZEN):
        self.machine, self.every, self.frozen = machine, every, frozen
        self.chance = random.Random(f"{seed} mischief")  # noqa: S311
        self.done: Counter[str] = Counter()
        self.moments: list[tuple[float, float, str]] = []
        self.later: list[tuple[float, Callable[[], None]]] = []
        self.kinds: dict[str, tuple[int, Callable[[], float]]] = {
            "web server killed": (4, lambda: self._kill(self._one("web"))),
            "web process killed": (5, lambda: self._kill_child(self._one("web"))),
            "worker killed": (4, lambda: self._kill(self._one("worker"))),
            "worker's child killed": (4, lambda: self._kill_child(self._one("worker"))),
            "beat killed": (2, lambda: self._kill("beat")),
            "Redis killed": (3, lambda: self._kill("redis")),
            "Redis emptied": (3, self._flush),
            "PostgreSQL killed": (3, lambda: self._kill("postgres")),
            "a session of PostgreSQL killed": (2, lambda: self._kill_child("postgres")),
            "connections ended by PostgreSQL": (4, self._terminate),
            "two beats at once": (1, self._second_beat),
            "worker frozen": (1, self._freeze),
            "reminders of the night rung five times": (2, self._remind),
        }

    def run(self, until: float) -> None:
        """Do mischief until a moment; whatever was to be undone is undone at the end."""
        ended = threading.Event()
        while time.monotonic() < until:
            name = self.chance.choices(list(self.kinds), [weight for weight, _ in self.kinds.values()])[0]
            began = time.monotonic()
            with contextlib.suppress(psycopg2.Error, RedisError, KeyError):
                lasts = self.kinds[name][1]()
                self.done[name] += 1
                self.moments.append((began, began + lasts, name))
            rest = min(time.monotonic() + self.chance.expovariate(1 / self.every), until)
            while time.monotonic() < rest:
                self._undo(time.monotonic())
                ended.wait(0.2)
        self._undo(float("inf"))

    def _undo(self, moment: float) -> None:
        for each in [each for each in self.later if each[0] <= moment]:
            self.later.remove(each)
            each[1]()

    def _one(self, begins: str) -> str:
        return self.chance.choice([name for name in self.machine.parts if name.startswith(begins)])

    def _away(self) -> float:
        return self.chance.uniform(0.2, 5)

    def _kill(self, name: str) -> float:
        away = self._away()
        self.machine.kill(name, away=away)
        return away

    def _kill_child(self, name: str) -> float:
        self.machine.kill_child(name, self.chance.choice)
        return 1

    def _flush(self) -> float:
        self.machine.redis().flushall()
        return 0

    def _terminate(self) -> float:
        self.machine.ask(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()"
            " AND pid <> pg_backend_pid() AND random() < 0.5"
        )
        return 0

    def _second_beat(self) -> float:
        name = f"beat-{time.monotonic_ns()}"
        self.machine.start_beat(name)
        self.later.append((time.monotonic() + BOTH_BEATS, lambda: self.machine.retire(name)))
        return BOTH_BEATS

    def _freeze(self) -> float:
        if any(what == "worker frozen" and ends > time.monotonic() for _, ends, what in self.moments):
            raise KeyError("one at a time")
        go_on = self.machine.freeze(self._one("worker"))
        self.later.append((time.monotonic() + self.frozen, go_on))
        return self.frozen

    def _remind(self) -> float:
        self.machine.send("reports.alarms.remind", 5)
        return 0
