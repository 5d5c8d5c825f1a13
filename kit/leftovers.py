"""A folder that goes with its process, however that ends.

A worker's child ends without a last word, and one that is killed has none: what it would remove itself stays for ever.
So a folder is held by a lock for as long as its process or a child of it lives, and whoever makes the next one removes
those that nobody holds.
"""

import fcntl
import os
from contextlib import suppress
from pathlib import Path
from shutil import rmtree
from tempfile import gettempdir, mkdtemp


def folder_of_process(prefix: str) -> Path:
    """Return a new empty folder of this process, among those whose names begin alike; remove the abandoned ones."""
    for each in Path(gettempdir()).glob(f"{prefix}*"):
        _remove_abandoned(each)
    while True:
        folder = Path(mkdtemp(prefix=prefix))
        # Before it is held somebody else may take it for abandoned.
        with suppress(FileNotFoundError):
            held = os.open(folder, os.O_RDONLY)
            # Where nothing can be held (NFS), nothing is taken for abandoned either.
            with suppress(OSError):
                fcntl.flock(held, fcntl.LOCK_EX)
            if folder.exists():
                return folder
            os.close(held)


def _remove_abandoned(folder: Path) -> None:
    """Remove a folder, unless it is held or somebody else's."""
    with suppress(OSError):
        place = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
        try:
            fcntl.flock(place, fcntl.LOCK_EX | fcntl.LOCK_NB)
            rmtree(folder)
        finally:
            os.close(place)
