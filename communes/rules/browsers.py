"""What a browser calls itself, in the words that people use for it."""

import re

UNKNOWN = "Trình duyệt không rõ"
# The first that is found counts: most browsers also bear the names of those that they want to be taken for.
NAMES = (
    (r"coc_coc_browser/|CocCoc/", "Cốc Cốc"),
    (r"Edg(e|A|iOS)?/", "Edge"),
    (r"OPR/|Opera", "Opera"),
    (r"SamsungBrowser/", "Samsung Internet"),
    (r"Firefox/|FxiOS/", "Firefox"),
    (r"Chrome/|CriOS/|Chromium/", "Chrome"),
    (r"Version/[\d.]+ .*Safari/", "Safari"),
)
SYSTEMS = (
    (r"Windows", "Windows"),
    (r"iPhone", "iPhone"),
    (r"iPad", "iPad"),
    (r"Android", "Android"),
    (r"Mac OS X|Macintosh", "máy Mac"),
    (r"CrOS", "Chromebook"),
    (r"Linux|X11", "Linux"),
)


def in_words(agent: str) -> str:
    """Return a User-Agent as “Chrome trên Windows”; what is not known is left out."""
    name = next((words for signs, words in NAMES if re.search(signs, agent)), UNKNOWN)
    system = next((words for signs, words in SYSTEMS if re.search(signs, agent)), "")
    return f"{name} trên {system}" if system else name
