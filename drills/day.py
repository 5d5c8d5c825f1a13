"""A working day with bad luck: people work over HTTP while parts of the installation die; then books are compared."""

import contextlib
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path
from statistics import median, quantiles

from drills import judging, telling
from drills.browser import Broken
from drills.ledger import REFUSED, TAKEN, UNKNOWN, Ledger
from drills.machine import Machine
from drills.mischief import Mischief
from drills.offices import at_work, everybody

GRACE = 30
# A day of so many minutes sees every act at least once.
LONG = 5
CALM = 420
PAUSE = 2.5


def crew(users: int) -> dict[str, int]:
    """Return how many hold which part: of thirty one officer, two clerks, seven members; the rest are heads."""
    clerks, members = max(1, users // 15), max(1, users // 4)
    return {"head": max(1, users - 1 - clerks - members), "clerk": clerks, "member": members}


def play(*, minutes: float, users: int, seed: int, every: float, frozen: float) -> dict:
    """Play one day; return what was told, what broke, and what the judge found."""
    with tempfile.TemporaryDirectory(prefix="emulation-drill-") as name:
        machine = Machine(Path(name))
        try:
            telling.say(f"something breaks every {every:g} s …")
            mischief = Mischief(machine, seed, every=every, frozen=frozen)
            return course(machine, mischief, minutes=minutes, users=users, seed=seed)
        finally:
            machine.stop()


def course(machine: Machine, mischief, *, minutes: float, users: int, seed: int) -> dict:
    """Let people work on a machine while a mischief runs; wait for calm, and compare the books."""
    telling.say("PostgreSQL, Redis, tables, a commune …")
    machine.start()
    parts = crew(users)
    ballots, decisions = max(2, int(minutes * 2)), max(2, int(minutes * 2))
    numbers = (parts["head"], parts["clerk"], parts["member"], ballots, decisions)
    ground = telling.read(machine.run("drills.ground", *map(str, numbers)))
    machine.start_programs()
    ledger = Ledger()
    people = everybody(ground, machine.web_ports, ledger, seed)
    telling.say(f"{len(people)} people work for {minutes:g} minutes …")
    until = time.monotonic() + minutes * 60
    luck = threading.Thread(target=mischief.run, args=(until,), daemon=True)
    threads = at_work(people, until, PAUSE)
    luck.start()
    for thread in [*threads, luck]:
        thread.join()
    began_calm = time.monotonic()
    left = calm(machine)
    settle(people)
    ledger.write(machine.folder / "ledger.json")
    judged = telling.read(machine.run("drills.judge", str(machine.folder / "ledger.json")))
    odd = judging.in_calm([each for one in people for each in one.browser.odd], mischief.moments, grace=GRACE)
    judged["faults"] |= {
        "answers in calm moments": [f"{status} at {path}" for _, status, path in odd],
        "pages that were not as expected": [each for one in people for each in one.unforeseen],
        "jobs that did not end": [f"{left} papers"] if left else [],
        "acts that never came to pass": [
            what for what, each in told(ledger).items() if minutes >= LONG and not each[TAKEN]
        ],
    }
    spent = [took for one in people for _, took in one.browser.spent]
    return {
        "minutes": minutes, "users": users, "seed": seed,
        "answers": {"all": len(spent), "median s": round(median(spent), 3), "95 of 100 within s": slow(spent),
                    "without an answer": sum(one.browser.broken for one in people),
                    "5xx": sum(status >= 500 for one in people for _, status, _ in one.browser.odd)},
        "told": told(ledger),
        "mischief": dict(mischief.done),
        "starts": {name: part.starts for name, part in machine.parts.items()},
        "calm after s": round(time.monotonic() - began_calm),
        **judged,
        "ledger": ledger.lines,
    }  # fmt: skip


def slow(spent: list[float]) -> float:
    """Return within which time 95 of 100 answers came."""
    return round(quantiles(spent, n=20)[-1], 3) if len(spent) > 1 else 0


def told(ledger: Ledger) -> dict[str, dict[str, int]]:
    """Count the answers by act."""
    found: dict[str, Counter] = {}
    for line in ledger.lines:
        found.setdefault(line["what"], Counter())[line["outcome"]] += 1
    return {what: {each: found[what][each] for each in (TAKEN, REFUSED, UNKNOWN)} for what in sorted(found)}


def calm(machine: Machine) -> int:
    """Wait until every paper has ended; return how many had not when patience ran out."""
    deadline, left = time.monotonic() + CALM, 1
    while left and time.monotonic() < deadline:
        time.sleep(2)
        if machine.database_answers():
            [(left,)] = machine.ask("SELECT count(*) FROM reports_document WHERE status IN ('queued', 'running')")
    return left


def settle(people: list) -> None:
    """Let members look once more at the ballots of which they do not know whether their vote was taken."""
    for one in people:
        if not hasattr(one, "left"):
            continue
        for ballot in [each for each in one.left if each in one.sure]:
            with contextlib.suppress(Broken):
                one.vote(ballot)
