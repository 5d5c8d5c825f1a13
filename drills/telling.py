"""What a drill says: one line on its way, a table at the end, and a file under var/drills."""

import json
import os
import platform
import sys
import time
from collections.abc import Iterator
from pathlib import Path

KEPT = Path(__file__).resolve().parent.parent / "var" / "drills"


def say(words: str) -> None:
    """Tell the person at the terminal how far it is."""
    sys.stderr.write(f"{time.strftime('%H:%M:%S')} {words}\n")


def read(answer: str) -> dict:
    """Return the JSON in the last line that a program wrote."""
    return json.loads(answer.strip().splitlines()[-1])


def conclude(name: str, found: dict) -> int:
    """Print what a drill found, keep it as a file; return 1 where something was lost or wrong."""
    load = [round(each, 1) for each in os.getloadavg()]
    found |= {"drill": name, "at": time.strftime("%Y-%m-%d %H:%M"), "load": load, "cores": os.cpu_count(),
              "python": platform.python_version()}  # fmt: skip
    KEPT.mkdir(parents=True, exist_ok=True)
    path = KEPT / f"{name}-{time.strftime('%Y%m%d-%H%M%S')}.json"
    path.write_text(json.dumps(found, ensure_ascii=False, indent=1), encoding="utf-8")
    sys.stdout.write("\n".join(table(found)) + f"\n\n{path}\n")
    return int(any(found.get("faults", {}).values()))


def table(found: dict) -> Iterator[str]:
    """Set what was found as one table: a line for each figure, the faults last."""
    yield "| what | figures |"
    yield "|---|---|"
    for name, figures in found.items():
        if name in ("ledger", "faults"):
            continue
        if isinstance(figures, dict):
            for each, value in figures.items():
                words = ", ".join(f"{key} {n}" for key, n in value.items()) if isinstance(value, dict) else value
                yield f"| {name}: {each} | {words} |"
        else:
            yield f"| {name} | {figures} |"
    for name, faults in found.get("faults", {}).items():
        yield f"| FAULTS: {name} | {len(faults)}{': ' if faults else ''}{'; '.join(map(str, faults[:5]))} |"
