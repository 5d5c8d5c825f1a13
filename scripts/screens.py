"""Take the pictures of docs/screens from a running product with its demo: python -m scripts.screens [ADDRESS]."""

import os
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

OUT = Path(__file__).resolve().parent.parent / "docs" / "screens"
DESKTOP, PHONE = {"width": 1366, "height": 768}, {"width": 390, "height": 844}
CHROMIUM = ["--no-sandbox", "--disable-background-networking", "--disable-gpu"]
# name, window, role, link texts or addresses to follow from the commune's home page
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
]
FIRST = {
    "first campaign": "main table tbody a",
    "first summary": "main table tbody a",
    "first report": "main table tbody a",
}


def sign_ins(slug: str) -> dict[str, tuple[str, str]]:
    """Return user name and password by role, as the demo lists them."""
    command = [sys.executable, "manage.py", "demo", "--accounts"]
    listed = subprocess.run(command, capture_output=True, text=True, check=True, cwd=OUT.parent.parent)
    rows = [line.split("\t") for line in listed.stdout.splitlines() if line.startswith(slug)]
    return {role: (user, password) for _, role, user, password in reversed(rows)}


def main(address: str, slug: str) -> None:
    """Sign in once for each picture and take it."""
    OUT.mkdir(parents=True, exist_ok=True)
    accounts = sign_ins(slug)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"), args=CHROMIUM
        )
        page = browser.new_page(viewport=DESKTOP)
        page.goto(f"{address}/tai-khoan/login/")
        page.screenshot(path=OUT / "login.png")
        for name, window, role, way in SHOTS:
            page = browser.new_context(viewport=window, locale="vi-VN").new_page()
            page.goto(f"{address}/tai-khoan/login/")
            user, password = accounts[role]
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
                    page.locator(".tabs").get_by_role("link", name=step, exact=True).click()
                page.wait_for_load_state()
            page.screenshot(path=OUT / f"{name}.png")
            page.context.close()
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8000", "dong-tam")
