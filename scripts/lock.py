"""Write what our lists of packages pull in, each file with its digest: python -m scripts.lock [--upgrade]

`requirements.txt` and `requirements-dev.txt` stay the short lists that people edit; what is installed is named in
`requirements.lock` and `requirements-dev.lock`, for every Python and every machine that we serve. What is locked stays
as it is unless a list asks for another version; `--upgrade` takes the newest of everything that no list names.
"""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OLDEST_PYTHON = "3.11"
# The tools' list holds the product's; what is locked for the product binds them too.
LISTS = {"requirements.txt": (), "requirements-dev.txt": ("--constraints", "requirements.lock")}


def lock_of(name: str) -> str:
    """Return the file that locks a list."""
    return name.removesuffix(".txt") + ".lock"


def write(name: str, *further: str) -> None:
    """Lock one list; no address of an index stands in the result."""
    command = [sys.executable, "-m", "uv", "pip", "compile", name, "--output-file", lock_of(name), *LISTS[name]]
    kind = ["--universal", "--python-version", OLDEST_PYTHON, "--generate-hashes", "--no-emit-index-url"]
    quiet = ["--no-config", "--quiet", "--no-annotate", "--custom-compile-command", "python -m scripts.lock"]
    subprocess.run([*command, *kind, *quiet, *further], cwd=ROOT, check=True)


if __name__ == "__main__":
    if sys.argv[1:] not in ([], ["--upgrade"]):
        sys.exit("Cách dùng: python -m scripts.lock [--upgrade]")
    for each in LISTS:
        write(each, *sys.argv[1:])
