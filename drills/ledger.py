"""What people were told: every act with its answer – taken, refused, or no answer at all."""

import json
import threading
import time
from pathlib import Path

TAKEN, REFUSED, UNKNOWN = "taken", "refused", "unknown"


class Ledger:
    """The one book of a drill, in the order in which answers came."""

    def __init__(self):
        self.lines: list[dict] = []
        self._lock = threading.Lock()

    def note(self, who: str, what: str, about, outcome: str, **facts) -> None:
        """Write one line."""
        with self._lock:
            line = {"who": who, "what": what, "about": about, "outcome": outcome, **facts}
            self.lines.append({"at": time.monotonic(), **line})

    def write(self, path: Path) -> None:
        """Keep the book as a file."""
        path.write_text(json.dumps(self.lines, ensure_ascii=False, indent=1), encoding="utf-8")
