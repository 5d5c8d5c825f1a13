"""Ask whether a weakness is known in a locked package: python -m scripts.audit

Ends with 1 where one is known. Where nobody answers in time, as on a machine without the internet, it says that nothing
could be checked, and ends with 0: silence is told as silence, never as safety. The tool that asks lives outside
`.venv`: what it brings along would change how the tests read workbooks.
"""

import contextlib
import json
import re
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from packaging.requirements import Requirement

from scripts.processes import end, spawn

TOOL = "pip-audit==2.10.1"
LOCK = Path(__file__).resolve().parent.parent / "requirements-dev.lock"
RUN = [
    *(sys.executable, "-m", "uv", "tool", "run", "--no-config", "--quiet", "--from", TOOL, "pip-audit"),
    *("--disable-pip", "--require-hashes", "--format", "json", "--progress-spinner", "off", "--timeout", "5"),
]
SECONDS = 20
AT_ONCE = 4
ENTRY = re.compile(r"^[A-Za-z0-9].*(?:\n    .*)*", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Finding:
    """A known weakness: package, its version, the advisory, the versions that mend it."""

    package: str
    version: str
    advisory: str
    mended_in: tuple[str, ...]


def portions(lock: str, number: int) -> list[str]:
    """Return the entries of a lock in so many files, to be asked about side by side."""
    entries = ENTRY.findall(lock)
    return ["\n".join(entries[place::number]) + "\n" for place in range(number) if entries[place::number]]


def wanted_here(lock: str) -> int:
    """Return how many packages of a lock this machine may need; the tool passes over those of other systems."""
    lines = (entry.partition("\n")[0].rstrip(" \\") for entry in ENTRY.findall(lock))
    markers = (Requirement(line).marker for line in lines)
    return sum(marker is None or marker.evaluate() for marker in markers)


def read(answers: list[dict]) -> tuple[list[Finding], int]:
    """Return the weaknesses in the answers, and how many packages were looked up."""
    packages = [each for answer in answers for each in answer["dependencies"]]
    looked_up = [each for each in packages if "skip_reason" not in each]
    found = [
        Finding(each["name"], each["version"], weakness["id"], tuple(weakness["fix_versions"]))
        for each in looked_up
        for weakness in each["vulns"]
    ]
    return found, len(looked_up)


def ask(lock: str, seconds: float = SECONDS) -> list[dict]:
    """Return what pip-audit answers about each portion of a lock; nothing for one that fails or comes too late."""
    until = time.monotonic() + seconds
    answers = []
    with tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as started:
        children = []
        for number, words in enumerate(portions(lock, AT_ONCE)):
            portion = Path(folder, f"{number}.txt")
            portion.write_text(words)
            command = [*RUN, "--requirement", str(portion)]
            children.append(spawn(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True))
            started.callback(end, children[-1], patience=1)
        for child in children:
            with contextlib.suppress(subprocess.TimeoutExpired, json.JSONDecodeError):
                answers.append(json.loads(child.communicate(timeout=max(0, until - time.monotonic()))[0]))
    return answers


def told(answers: list[dict], number: int) -> tuple[str, int]:
    """Say what the answers about so many locked packages mean, and with what to end."""
    found, looked_up = read(answers)
    if found:
        lines = [
            f"  {each.package} {each.version}: {each.advisory}, đã vá ở {', '.join(each.mended_in) or '(chưa có)'}"
            for each in found
        ]
        return "\n".join(["Thư viện có lỗ hổng đã công bố:", *lines]), 1
    if not looked_up:
        return f"Lỗ hổng của thư viện: không kiểm tra được (không nguồn nào cho biết trong {SECONDS} giây).", 0
    unknown = number - looked_up
    rest = f"; {unknown} thư viện không kiểm tra được" if unknown else ""
    return f"Không có lỗ hổng đã công bố trong {looked_up} thư viện{rest}.", 0


if __name__ == "__main__":
    lock = LOCK.read_text()
    words, code = told(ask(lock), wanted_here(lock))
    print(words)
    sys.exit(code)
