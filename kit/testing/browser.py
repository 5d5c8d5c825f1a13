"""The browser of the journeys: the system's Chromium, without a sandbox and without calls of its own."""

import os
import shutil

import pytest

FLAGS = [
    "--no-sandbox",
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-extensions",
    "--disable-sync",
    # Without the spare process that Chromium keeps ready for a next page, a page costs a fifth less.
    "--disable-features=Translate,OptimizationHints,MediaRouter,AutofillServerCommunication,SpareRendererForSitePerProcess",
    "--no-first-run",
    "--metrics-recording-only",
]


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    """Launch the installed Chromium; CHROMIUM names another one."""
    # Playwright keeps an event loop running in the thread where the journeys also ask the database.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    found = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    return {**browser_type_launch_args, "executable_path": found, "args": FLAGS}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args):
    """Read as an office does: Vietnamese, the country's time, a small office screen."""
    return {
        **browser_context_args,
        "locale": "vi-VN",
        "timezone_id": "Asia/Ho_Chi_Minh",
        "viewport": {"width": 1366, "height": 768},
    }


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    """Let what needs the browser come last: its event loop stays in the process, where other tests expect none."""
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)
