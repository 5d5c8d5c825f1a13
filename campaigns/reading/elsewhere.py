"""Whether a plan was written for another commune."""

import re
from collections import Counter
from itertools import takewhile

from kit.vietnamese import fold, nfc

NAMED = re.compile(r"\b(xã|phường|đặc khu|XÃ|PHƯỜNG|ĐẶC KHU)[ \t]+(?=(\w+(?:[ \t]+\w+){0,3}))")
OFTEN = 3


def other_commune(text: str, name: str) -> str:
    """Return the commune that a text speaks of, as written there, where it never names the commune `name`.

    Empty where the text names that commune, in any letters and accents, or no commune often enough to be its own.
    """
    if re.search(rf"\b{re.escape(fold(name))}\b", fold(text)):
        return ""
    said = Counter(filter(None, (_name(*found) for found in NAMED.findall(nfc(text)))))
    [(most, times)] = said.most_common(1) or [("", 0)]
    return most if times >= OFTEN else ""


def _name(kind: str, words: str) -> str:
    """Return the words with capitals that follow the kind of commune: “xã Kim Phượng”, “PHƯỜNG HÒA PHONG”."""
    named = (lambda word: word.isupper() and len(word) > 1) if kind.isupper() else (lambda word: word[0].isupper())
    return " ".join(takewhile(named, words.split())).title()
