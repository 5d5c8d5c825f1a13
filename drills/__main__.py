"""Drills: python -m drills day|queue|sign-ins|migration|disk|slow|clock|fuzz|all – see docs/reliability.md.

Each has its own throwaway servers, prints one table, keeps its figures under var/drills and ends with 1 where
anything was lost or wrong.
"""

import argparse
import signal
import sys

from drills import clock, day, disk, fuzz, migration, queue, sign_ins, slow, telling


def _day(given) -> dict:
    return day.play(minutes=given.minutes, users=given.users, seed=given.seed, every=given.every, frozen=given.frozen)


def _sign_ins(given) -> dict:
    return sign_ins.play(times=given.times, together=given.together)


def _migration(given) -> dict:
    return migration.play(rounds=given.rounds, kills=given.kills, seed=given.seed)


def _fuzz(given) -> dict:
    databases = fuzz.DATABASES if given.database == "both" else (given.database,)
    return fuzz.play(minutes=given.minutes, seed=given.seed, examples=given.examples, databases=databases)


def _queue(given) -> dict:
    return queue.play(papers=given.papers)


def _disk(given) -> dict:
    return disk.play(minutes=given.minutes, users=given.users, seed=given.seed)


def _slow(given) -> dict:
    return slow.play(minutes=given.minutes, users=given.users, seed=given.seed, speed=given.speed)


def _clock(given) -> dict:
    return clock.play(minutes=given.minutes, users=given.users, seed=given.seed)


def _with_people(drill: argparse.ArgumentParser, *, minutes: float, users: int) -> None:
    """Let a drill be told how long how many people work, and by which chance."""
    drill.add_argument("--minutes", type=float, default=minutes)
    drill.add_argument("--users", type=int, default=users)
    drill.add_argument("--seed", type=int, default=1)


def arguments() -> argparse.ArgumentParser:
    """Return what the command understands."""
    parser = argparse.ArgumentParser(prog="python -m drills")
    drills = parser.add_subparsers(dest="drill", required=True)
    one = drills.add_parser("day", help="people at work while parts of the installation die")
    _with_people(one, minutes=10, users=30)
    one.add_argument("--every", type=float, default=12, help="seconds between two mishaps, on average")
    one.add_argument("--frozen", type=float, default=100, help="seconds for which a frozen worker stands still")
    one.set_defaults(run=_day)
    one = drills.add_parser("sign-ins", help="many at the door")
    one.add_argument("--times", type=int, default=1000)
    one.add_argument("--together", type=int, default=50)
    one.set_defaults(run=_sign_ins)
    one = drills.add_parser("migration", help="the upgrade, killed at random moments")
    one.add_argument("--rounds", type=int, default=5)
    one.add_argument("--kills", type=int, default=4)
    one.add_argument("--seed", type=int, default=1)
    one.set_defaults(run=_migration)
    one = drills.add_parser("fuzz", help="what nobody should type, and broken files")
    one.add_argument("--minutes", type=float, default=10)
    one.add_argument("--seed", type=int, default=1)
    one.add_argument("--examples", type=int, default=12, help="fillings of the forms of each address, by chance")
    databases = [*fuzz.DATABASES, "both"]
    one.add_argument("--database", choices=databases, default="both", help="both: each for half of the time")
    one.set_defaults(run=_fuzz)
    one = drills.add_parser("queue", help="thousands of papers of several communes")
    one.add_argument("--papers", type=int, default=10_000)
    one.set_defaults(run=_queue)
    one = drills.add_parser("disk", help="full disks of files and of the database; as root")
    _with_people(one, minutes=3, users=12)
    one.set_defaults(run=_disk)
    one = drills.add_parser("slow", help="slow disks of files and of the database; as root")
    _with_people(one, minutes=6, users=12)
    one.add_argument("--speed", type=int, default=30, help="operations a second of a slow disk")
    one.set_defaults(run=_slow)
    one = drills.add_parser("clock", help="a clock that is set forward and back")
    _with_people(one, minutes=6, users=12)
    one.set_defaults(run=_clock)
    every = tuple(drills.choices)
    drills.add_parser("all", help="every drill at its own length, one after the other").set_defaults(every=every)
    return parser


def _one_of_all(name: str) -> int:
    """Run a drill; one that cannot be tried on this machine says why, and counts as a fault."""
    telling.say(f"{name} …")
    try:
        return main([name])
    except SystemExit as problem:
        if isinstance(problem.code, int):
            raise
        telling.say(f"{name}: {problem.code}")
        return 1


def main(words: list[str]) -> int:
    """Run one drill; return 1 where it found a fault. Whoever ends it ends its servers as well."""

    def stop(number, frame):
        raise SystemExit(128 + number)

    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, stop)
    given = arguments().parse_args(words)
    if given.drill == "all":
        return max(map(_one_of_all, given.every))
    return telling.conclude(given.drill, given.run(given))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
