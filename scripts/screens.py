"""Take the pictures of docs/screens from a running product with its demo: python -m scripts.screens [ADDRESS NAME]."""

import os
import subprocess
import sys
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

OUT = Path(__file__).resolve().parent.parent / "docs" / "screens"
DESKTOP, PHONE = {"width": 1366, "height": 768}, {"width": 390, "height": 844}
CHROMIUM = ["--no-sandbox", "--disable-background-networking", "--disable-gpu"]
# name, window, role, link texts or addresses to follow from the home page of the commune, which is COMMUNE or the first
# word of the role where that has a dot
COMMUNE = "dong-tam"
SHOTS = [
    ("home-officer", DESKTOP, "officer", []),
    ("campaigns", DESKTOP, "officer", ["campaigns/"]),
    ("campaign", DESKTOP, "officer", ["campaigns/?status=closed", "first campaign"]),
    ("plan", DESKTOP, "officer", ["campaigns/?status=closed", "first campaign", "Kế hoạch"]),
    ("tracker", DESKTOP, "officer", ["campaigns/?status=closed", "first campaign", "Theo dõi"]),
    (
        "summary",
        DESKTOP,
        "officer",
        ["campaigns/?status=closed", "first campaign", "Sơ kết, tổng kết", "first summary"],
    ),  # fmt: skip
    ("home-leader", PHONE, "leader", []),
    ("home-unit-phone", PHONE, "unit_head", []),
    ("report-phone", PHONE, "unit_head", ["my-reports/", "first report"]),
    ("nomination", DESKTOP, "kim-phuong.officer", ["nominations/?status=awarded", "first row"]),
    ("nomination-phone", PHONE, "dai-son.unit_head", ["nominations/?status=returned", "first row"]),
    ("appraise", DESKTOP, "dai-son.officer", ["appraisals/", "first to appraise"]),
    ("award-board", DESKTOP, "hoa-phong.officer", ["award-board/"]),
    ("session", DESKTOP, "kim-phuong.council_secretary", ["sessions/", "first row"]),
    ("ballot", DESKTOP, "kim-phuong.council_secretary", ["sessions/", "first row", "first ballot"]),
    ("decision", DESKTOP, "kim-phuong.officer", ["decisions/", "first row"]),
    ("award-book", DESKTOP, "kim-phuong.officer", ["award-book/"]),
    ("certificates", DESKTOP, "kim-phuong.clerk", ["certificates/"]),
    ("stock-layout", DESKTOP, "kim-phuong.clerk", ["certificate-stocks/", "first row", "Chỉnh vị trí"]),
]
FIRST = {
    "first campaign": "main table tbody a",
    "first summary": "main table tbody a",
    "first report": "main table tbody a",
    "first row": "main table tbody th a",
    "first to appraise": "main table tbody th a",
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


def main(address: str, names: list[str]) -> None:
    """Sign in once for each picture (all, or those named) and take it."""
    OUT.mkdir(parents=True, exist_ok=True)
    accounts = sign_ins()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"), args=CHROMIUM
        )
        if not names or "login" in names:
            page = browser.new_page(viewport=DESKTOP)
            page.goto(f"{address}/tai-khoan/login/")
            take(page, "login")
        for name, window, who, way in SHOTS:
            if names and name not in names:
                continue
            slug, _, role = who.rpartition(".")
            slug = slug or COMMUNE
            page = browser.new_context(viewport=window, locale="vi-VN").new_page()
            page.goto(f"{address}/tai-khoan/login/")
            user, password = accounts[slug, role]
            page.get_by_label("Tên đăng nhập").fill(user)
            page.get_by_label("Mật khẩu").fill(password)
            page.get_by_label("Mật khẩu").press("Enter")
            page.wait_for_url(f"{address}/{slug}/")
            for step in way:
                if "/" in step:
                    page.goto(f"{address}/{slug}/{step}")
                elif step in FIRST:
                    page.locator(FIRST[step]).first.click()
                else:
                    page.get_by_role("link", name=step, exact=True).first.click()
                page.wait_for_load_state()
            take(page, name)
            page.context.close()
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8000", sys.argv[2:])
