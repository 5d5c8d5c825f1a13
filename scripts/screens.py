"""Take the pictures of docs/screens from a running product with its demo: python -m scripts.screens [ADDRESS NAME…].

Each page is taken as the office sees it (1366 × 768) and on a phone (390 × 844, `NAME-phone.png`);
`docs/screens/README.md` lists them.
"""

import os
import subprocess
import sys
from itertools import groupby
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

OUT = Path(__file__).resolve().parent.parent / "docs" / "screens"
SIZES = {"": {"width": 1366, "height": 768}, "-phone": {"width": 390, "height": 844}}
CHROMIUM = ["--no-sandbox", "--disable-background-networking", "--disable-gpu"]
# name, what it shows, role, link texts or addresses to follow from the home of the commune, which is COMMUNE or the
# first word of the role where that has a dot (a province: tinh/…); nobody signs in for a role of ""
COMMUNE = "dong-tam"
CLOSED = ["campaigns/?status=closed", "first campaign"]
SHOTS = [
    ("login", "signing in", "", ["/tai-khoan/login/"]),
    ("home-officer", "what waits for the officer", "officer", []),
    ("home-leader", "what waits for the leader", "leader", []),
    ("home-unit", "what waits for the head of a unit", "unit_head", []),
    ("glance", "campaigns at a glance, with charts", "leader", ["glance/"]),
    ("calendar", "the year's dates", "officer", ["calendar/"]),
    ("search", "one box finds everything", "officer", ["search/?q=dia+chinh"]),
    ("notices", "what somebody was told", "unit_head", ["notices/"]),
    ("campaigns", "the campaigns", "officer", ["campaigns/"]),
    ("campaign", "a campaign", "officer", CLOSED),
    ("plan", "its plan, with doubts and silences", "officer", [*CLOSED, "Kế hoạch"]),
    ("tracker", "who owes what", "officer", [*CLOSED, "Theo dõi"]),
    ("plan-readings", "plans read from Word and PDF", "hoa-phong.officer", ["campaigns/readings/"]),
    ("plan-reading", "a plan beside its source lines", "hoa-phong.officer", ["campaigns/readings/", "first row"]),
    ("my-unit", "what a unit owes", "unit_head", ["my-unit/"]),
    ("report", "a unit's report", "unit_head", ["my-reports/", "first report"]),
    ("summary", "the year-end summary", "officer", [*CLOSED, "Sơ kết, tổng kết", "first summary"]),
    ("bulletin", "exemplars to follow", "officer", ["bulletin/"]),
    ("reminders", "reminders, planned and sent", "officer", ["reminders/"]),
    ("mailings", "letters before they leave", "officer", ["mailings/"]),
    ("letters", "official letters", "officer", ["letters/"]),
    ("papers", "papers made", "officer", ["papers/"]),
    ("nominations", "the nominations", "kim-phuong.officer", ["nominations/"]),
    ("nomination", "a nomination, its result told", "kim-phuong.officer", ["nominations/?status=awarded", "first row"]),
    ("nomination-returned", "a dossier to mend", "dai-son.unit_head", ["nominations/?status=returned", "first row"]),
    ("appraise", "appraising a dossier", "dai-son.officer", ["appraisals/", "first row"]),
    ("award-board", "quotas and the fund", "hoa-phong.officer", ["award-board/"]),
    ("sessions", "sessions of the council", "kim-phuong.council_secretary", ["sessions/"]),
    ("session", "a council session", "kim-phuong.council_secretary", ["sessions/", "first row"]),
    ("ballot", "a ballot's result", "kim-phuong.council_secretary", ["sessions/", "first row", "first ballot"]),
    ("decisions", "the decisions", "kim-phuong.officer", ["decisions/"]),
    ("decision", "a decision", "kim-phuong.officer", ["decisions/", "first row"]),
    ("award-book", "the award book", "kim-phuong.officer", ["award-book/"]),
    ("certificates", "the register of certificates", "kim-phuong.clerk", ["certificates/"]),
    ("stock-layout", "where each line of a certificate stands", "kim-phuong.clerk",
     ["certificate-stocks/", "first row", "Chỉnh vị trí"]),
    ("standing", "ratings and grades", "dai-son.officer", ["standing/"]),
    ("initiatives", "initiatives", "dai-son.officer", ["initiatives/"]),
    ("units", "the units", "administrator", ["units/"]),
    ("people", "the people", "administrator", ["people/"]),
    ("accounts", "accounts and roles", "administrator", ["accounts/"]),
    ("sheets", "people, units and awards from Excel", "officer", ["sheets/"]),
    ("history", "who did what", "administrator", ["history/"]),
    ("audit", "the chain of history, and what was looked at", "administrator", ["audit/"]),
    ("sign-in-policy", "who needs a second step", "administrator", ["sign-in-policy/"]),
    ("sessions-own", "where somebody is signed in", "officer", ["/tai-khoan/phien/"]),
    ("backups", "the last archives", "administrator", ["backups/"]),
    ("personal-data", "what is kept of people, why, how long", "administrator", ["personal-data/"]),
    ("my-data", "what is kept of oneself", "unit_head", ["personal-data/mine/"]),
    ("retention", "what has outlived its term", "administrator", ["personal-data/retention/"]),
    ("days-off", "days off", "officer", ["days-off/"]),
    ("public-pages", "what the commune shows in public", "officer", ["public-pages/"]),
    ("public", "the public page", "", ["/dong-tam/cong-khai/"]),
    ("guide", "the guide of a role", "unit_head", ["help/unit_head/"]),
    ("handover", "handing work over", "officer", ["handover/"]),
    ("training", "the training ground", "officer", ["training/"]),
    ("province", "a province and its communes", "tinh/mau.province_administrator", []),
    ("province-communes", "the communes of a province", "tinh/mau.province_administrator", ["dia-phuong/"]),
    ("province-papers", "papers sent upward", "tinh/mau.province_administrator", ["van-ban/"]),
    ("province-sign-in-policy", "who of a province needs a second step", "tinh/mau.province_administrator",
     ["quy-dinh-dang-nhap/"]),
    ("province-roll-up", "the year of a province in figures", "tinh/mau.province_administrator", ["tong-hop/"]),
]  # fmt: skip
FIRST = {
    "first campaign": "main table tbody a",
    "first summary": "main table tbody a",
    "first report": "main table tbody a",
    "first row": "main table tbody th a",
    "first ballot": "#ballots tbody th a",
}


def sign_ins() -> dict[tuple[str, str], tuple[str, str]]:
    """Return user name and password by commune and role, as the demo lists them."""
    command = [sys.executable, "manage.py", "demo", "--accounts"]
    listed = subprocess.run(command, capture_output=True, text=True, check=True, cwd=OUT.parent.parent)
    rows = [line.split("\t") for line in listed.stdout.splitlines()]
    return {(slug, role): (user, password) for slug, role, user, password in reversed(rows)}


def take(page: Page, name: str) -> None:
    """Keep what the window shows, in as few colours as a page needs."""
    path = OUT / f"{name}.png"
    page.screenshot(path=path)
    with Image.open(path) as picture:
        few = picture.convert("RGB").quantize(128, dither=Image.Dither.NONE)
    few.save(path, optimize=True)


def sign_in(browser: Browser, address: str, who: str, window: dict, account: tuple[str, str]) -> Page:
    """Return a page on which somebody has signed in."""
    page = browser.new_context(viewport=window, locale="vi-VN").new_page()
    if who:
        page.goto(f"{address}/tai-khoan/login/")
        page.get_by_label("Tên đăng nhập").fill(account[0])
        page.get_by_label("Mật khẩu").fill(account[1])
        page.get_by_label("Mật khẩu").press("Enter")
        page.wait_for_url(lambda url: "/tai-khoan/" not in url)
    return page


def follow(page: Page, address: str, slug: str, way: list[str]) -> None:
    """Go from the commune's home along links and addresses."""
    if not way or not way[0].startswith("/"):
        page.goto(f"{address}/{slug}/")
    for step in way:
        if step.startswith("/"):
            page.goto(f"{address}{step}")
        elif "/" in step:
            page.goto(f"{address}/{slug}/{step}")
        elif step in FIRST:
            page.locator(FIRST[step]).first.click()
        else:
            page.get_by_role("link", name=step, exact=True).first.click()
        page.wait_for_load_state()


def main(address: str, names: list[str]) -> None:
    """Take the pictures (all, or those named) at both sizes, and list all of them."""
    OUT.mkdir(parents=True, exist_ok=True)
    accounts = sign_ins()
    wanted = sorted((shot for shot in SHOTS if not names or shot[0] in names), key=lambda shot: shot[2])
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"), args=CHROMIUM
        )
        for who, shots in groupby(wanted, key=lambda shot: shot[2]):
            slug, _, role = who.rpartition(".")
            slug, several = slug or COMMUNE, list(shots)
            for suffix, window in SIZES.items():
                page = sign_in(browser, address, who, window, accounts.get((slug, role), ("", "")))
                for name, _, _, way in several:
                    follow(page, address, slug, way)
                    take(page, f"{name}{suffix}")
                page.context.close()
        browser.close()
    rows = [f"| ![{words}]({name}.png) | ![{words}, phone]({name}-phone.png) |" for name, words, _, _ in SHOTS]
    listed = ["# Screens", "", "Made by `python -m scripts.screens` from the demo.", "", "| 1366 × 768 | 390 × 844 |"]
    (OUT / "README.md").write_text("\n".join([*listed, "|---|---|", *rows, ""]))


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8000", sys.argv[2:])
