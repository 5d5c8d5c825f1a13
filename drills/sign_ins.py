"""Many people at the door: one after the other, all at once, and those who guess."""

import random
import tempfile
import threading
import time
from pathlib import Path
from statistics import median, quantiles

from drills import telling
from drills.browser import Broken, Browser, Page
from drills.machine import Machine

HEADS = 45
GUESSES = 5
WAIT = "Đăng nhập sai quá nhiều lần."
WRONG = "Tên đăng nhập hoặc mật khẩu không đúng."


def play(*, times: int, together: int) -> dict:
    """Let so many sign in one after the other, then so many at once, then somebody guess; return what was found."""
    with tempfile.TemporaryDirectory(prefix="emulation-drill-") as name:
        # One reverse proxy, as on a server: everybody comes from an address of their own.
        machine = Machine(Path(name), extra={"PROXIES": "1"})
        try:
            machine.start()
            ground = telling.read(machine.run("drills.ground", str(HEADS), "1", "4", "1", "1"))
            machine.start_web()
            return _play(machine, ground, times, together)
        finally:
            machine.stop()


def _play(machine: Machine, ground: dict, times: int, together: int) -> dict:
    names = [name for part in ground["people"].values() for name in part]
    faults: list[str] = []
    spent = [_sign_in(machine, names[n % len(names)], ground["password"], n, faults) for n in range(times)]
    at_once: list[float] = []

    def arrive(number: int) -> None:
        name = names[number % len(names)]
        at_once.append(_sign_in(machine, name, ground["password"], times + number, faults))

    threads = [threading.Thread(target=arrive, args=(number,)) for number in range(together)]
    started = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    until_all = time.perf_counter() - started
    [(sessions,)] = machine.ask("SELECT count(*) FROM communes_usersession WHERE user_id IS NOT NULL")
    if sessions != times + together:
        faults.append(f"{sessions} sessions of {times + together}")
    return {
        "one after the other": _figures(spent),
        "at once": _figures(at_once) | {"all within s": round(until_all, 1)},
        "faults": {"sign-ins": faults, "guessing": guess(machine, names[0], ground["password"])},
    }


def _figures(spent: list[float]) -> dict:
    cut = quantiles(spent, n=20) if len(spent) > 1 else [0]
    return {"sign-ins": len(spent), "median s": round(median(spent), 2), "95 of 100 within s": round(cut[-1], 2),
            "slowest s": round(max(spent), 2)}  # fmt: skip


def door(machine: Machine, name: str, password: str, number: int) -> Page:
    """Come to the door with a new browser from the address of a number; return the page behind it."""
    browser = Browser(machine.web_ports, random.Random(number))  # noqa: S311
    address = f"10.{number // 65536 % 256}.{number // 256 % 256}.{number % 256}"
    browser.session.headers["X-Forwarded-For"] = address
    page = browser.get("/tai-khoan/login/")
    form = next(each for each in page.tree.forms if "password" in each.fields)
    return browser.send(page, form, {"login": name, "password": password})


def _sign_in(machine: Machine, name: str, password: str, number: int, faults: list[str]) -> float:
    started = time.perf_counter()
    try:
        page = door(machine, name, password, number)
        if "/login/" in page.path:
            faults.append(f"{name}: {page.status} {page.path}")
    except Broken as problem:
        faults.append(f"{name}: {problem}")
    return time.perf_counter() - started


def guess(machine: Machine, name: str, password: str) -> list[str]:
    """Guess from many addresses at once; return what was answered otherwise than it ought to be."""
    pages: list[Page] = []
    threads = [
        threading.Thread(target=lambda number=number: pages.append(door(machine, name, "nham-roi-nham", number)))
        for number in range(100_000, 100_000 + 4 * GUESSES)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    answered = [WRONG in page.words for page in pages].count(True)
    problems = [] if answered <= GUESSES else [f"{answered} guesses were compared with the password"]
    if WAIT not in door(machine, name, password, 200_000).words:
        problems.append("the right password was taken while the account was closed")
    return problems
