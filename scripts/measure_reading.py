"""Measure how well plans are read: python -m scripts.measure_reading FOLDER [TEXTS] [--why].

FOLDER holds one YAML file for each plan with what a careful clerk understands; the text lies beside it (or in TEXTS)
under the same name as .txt. Words may be given by their beginning or by the number of the line on which they begin.
Of what gold asks for, “flagged” is not understood but shown to a person, “silent” is wrong or missing unnoticed; of
what a reading says beyond gold, “asked” is shown to a person as doubtful and “extra” is not.
"""

import sys
from collections import defaultdict
from pathlib import Path

import yaml

from scripts.reading_gold import Measure, Tally


def measured(folder: Path, texts: Path | None = None) -> dict[str, Tally]:
    """Return what became of the gold items of every plan of a folder, by field."""
    tallies: dict[str, Tally] = defaultdict(Tally)
    for path in sorted(folder.glob("*.yaml")):
        gold = yaml.safe_load(path.read_text(encoding="utf-8"))
        text = ((texts or folder) / f"{path.stem}.txt").read_text(encoding="utf-8")
        Measure(path.stem[:14], text, gold, tallies).run()
    return tallies


def main(arguments: list[str]) -> None:
    """Read every plan of a folder and print one row for each field."""
    folders = [Path(each) for each in arguments if not each.startswith("--")]
    texts = folders[1] if len(folders) > 1 else None
    tallies = measured(folders[0], texts)
    print(_row("field", "gold", "right", "flagged", "silent", "extra", "asked", "precision", "recall"))
    total = Tally()
    for name, tally in tallies.items():
        print(_told(name, tally))
        for kind in ("right", "flagged", "silent", "extra", "asked"):
            setattr(total, kind, getattr(total, kind) + getattr(tally, kind))
    print(_told("all", total))
    if "--why" in arguments:
        for name, tally in tallies.items():
            for why in tally.why:
                print(f"{name}: {why}")


def _row(name: str, *cells: object) -> str:
    """Return a line of the table."""
    return f"{name:<18}" + "".join(f"{cell:>10}" for cell in cells)


def _told(name: str, tally: Tally) -> str:
    """Return the line of one field."""
    gold = tally.right + tally.flagged + tally.silent
    found = tally.right + tally.extra
    shares = share(tally.right, found), share(tally.right, gold)
    return _row(name, gold, tally.right, tally.flagged, tally.silent, tally.extra, tally.asked, *shares)


def share(part: int, whole: int) -> str:
    """Return a share in per cent."""
    return f"{100 * part / whole:.0f} %" if whole else "–"


if __name__ == "__main__":
    main(sys.argv[1:])
