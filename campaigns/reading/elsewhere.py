"""Whether a plan was written for another commune."""

import re
from collections import Counter

from kit.vietnamese import fold, nfc

# "Ủy ban nhân dân xã Kim Phượng", "UBND PHƯỜNG HÒA PHONG": the kind of commune and the words with capitals after it.
CAPITALS = "A-ZĐÀ-ỴẠẢẤẦẨẪẬẮẰẲẴẶẸẺẼẾỀỂỄỆỈỊỌỎỐỒỔỖỘỚỜỞỠỢỤỦỨỪỬỮỰỲỶỸĂƠƯĨŨ"
NAMED = re.compile(
    rf"\b(?:xã|phường|đặc khu)[ \t]+([{CAPITALS}]\w*(?:[ \t]+[{CAPITALS}]\w*){{0,3}})"
    rf"|\b(?:XÃ|PHƯỜNG|ĐẶC KHU)[ \t]+([{CAPITALS}]{{2,}}(?:[ \t]+[{CAPITALS}]{{2,}}){{0,3}})"
)
OFTEN = 3


def other_commune(text: str, name: str) -> str:
    """Return the commune that a text speaks of, as written there, where it never names the commune `name`.

    Empty where the text names that commune, in any letters and accents, or no commune often enough to be its own.
    """
    if re.search(rf"\b{re.escape(fold(name))}\b", fold(text)):
        return ""
    said = Counter((first or second).title() for first, second in NAMED.findall(nfc(text)))
    [(most, times)] = said.most_common(1) or [("", 0)]
    return most if times >= OFTEN else ""
