"""Take the pictures of docs/papers from the demo's records, first pages only: python -m scripts.paper_pictures [KEY…]

Uses the database of the settings, filled by `manage.py demo`; names the kinds of which it holds no record.
"""

import json
import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "emulation.settings")
django.setup()

from django.core.exceptions import ValidationError  # noqa: E402
from django_scopes import scope  # noqa: E402
from PIL import Image  # noqa: E402

from communes.models import Commune  # noqa: E402
from reports.documents.kinds import Kind  # noqa: E402
from reports.documents.registry import KINDS  # noqa: E402
from reports.producers import PRODUCERS  # noqa: E402
from reports.rendering.failing import PaperFailed  # noqa: E402

OUT = Path(__file__).resolve().parent.parent / "docs" / "papers"
DOTS_PER_INCH, SHADES, MOST_BYTES = 50, 8, 40_000
RECORDS = 6


def contents(kind: Kind) -> list[dict]:
    """Return what papers of a kind would say, those that are no drafts and say most first."""
    found = []
    for commune in Commune.objects.order_by("slug"):
        with scope(commune=commune):
            for record in kind.records().order_by("-pk")[:RECORDS]:
                try:
                    found.append(kind.build(record).to_json())
                except ValidationError:
                    continue
    return sorted(found, key=lambda content: (bool(content.get("draft")), -len(json.dumps(content))))


def take(kind: Kind, folder: Path) -> Path | None:
    """Make one paper of a kind and keep its first page as a small picture; nothing where none can be made."""
    for content in contents(kind):
        try:
            PRODUCERS[kind.form](content, lambda format: folder / format, lambda percent: None)
        except PaperFailed:
            continue
        command = ["pdftoppm", "-r", str(DOTS_PER_INCH), "-f", "1", "-l", "1", "-singlefile", "-png"]
        subprocess.run([*command, str(folder / "pdf"), str(folder / "page")], check=True)
        picture = OUT / f"{kind.key}.png"
        for shades in (SHADES, SHADES // 2):
            colours = Image.open(folder / "page.png").convert("RGB").quantize(shades, dither=Image.Dither.NONE)
            colours.save(picture, optimize=True)
            if picture.stat().st_size <= MOST_BYTES:
                return picture
        raise SystemExit(f"{picture} has more than {MOST_BYTES} bytes.")
    return None


def main(keys: list[str]) -> int:
    """Take the pictures of these kinds, or of all; return 1 where one is lacking."""
    OUT.mkdir(parents=True, exist_ok=True)
    lacking = []
    for key in keys or KINDS:
        with TemporaryDirectory() as folder:
            picture = take(KINDS[key], Path(folder))
        if picture is None:
            lacking.append(key)
        else:
            sys.stdout.write(f"{picture.relative_to(OUT.parent.parent)}  {picture.stat().st_size} bytes\n")
    sys.stderr.writelines(f"{key}: the database holds no record of which it can be made\n" for key in lacking)
    return 1 if lacking else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
