"""What nobody should type, and files that were whole once: each for some minutes, on SQLite, by pytest."""

import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OURS = ("DATABASE_URL", "REDIS_URL", "CELERY_BROKER_URL", "SECRET_KEY", "DEBUG", "HTTPS", "PROXIES", "MEDIA_ROOT")


def play(*, minutes: float, seed: int, examples: int) -> dict:
    """Fuzz pages for most of the time, then readers and signed papers; return what was tried and what failed."""
    found: dict = {"minutes": minutes, "seed": seed, "faults": {}}
    for name, share in (("pages", 0.6), ("files", 0.25), ("signed", 0.15)):
        with tempfile.TemporaryDirectory(prefix="emulation-drill-") as folder:
            told = Path(folder) / "told.json"
            env = {key: word for key, word in os.environ.items() if key not in OURS} | {
                "FUZZ_SEED": str(seed), "FUZZ_MINUTES": str(minutes * share), "FUZZ_EXAMPLES": str(examples),
                "FUZZ_TOLD": str(told), "STATE_DIR": folder, "PYTHONDONTWRITEBYTECODE": "1",
            }  # fmt: skip
            words = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--no-migrations", "--tb=short",
                     "-rf", "-p", "no:randomly", f"drills/fuzz_{name}.py"]  # fmt: skip
            done = subprocess.run(words, env=env, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=False)
            sys.stderr.write(done.stdout)
            found[name] = json.loads(told.read_text()) if told.exists() else {}
            failed = re.findall(r"^FAILED (.*)$", done.stdout, re.MULTILINE)
            found["faults"][name] = failed or ([f"pytest ended with {done.returncode}"] if done.returncode else [])
    return found
