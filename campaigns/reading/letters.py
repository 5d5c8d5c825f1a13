"""Patterns over Vietnamese letters: the marked capitals and small letters do not
stand in one range of the code table."""

import re

_SMALL = "àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđ"


def pattern(words: str, flags: int = 0) -> re.Pattern:
    """Compile a pattern in whose classes «A» stands for every capital letter and «a» for every small one."""
    return re.compile(words.replace("«A»", f"A-Z{_SMALL.upper()}").replace("«a»", f"a-z{_SMALL}"), flags)
