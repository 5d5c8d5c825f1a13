"""Icons: one file that browsers keep, and the small words by which a page draws from it.

`python -m kit.icons` draws the file anew from the package, with every icon that templates and code name.
"""

import re
from functools import cache, lru_cache
from pathlib import Path

import js_lib_bootstrap_icons
from django.template import TemplateSyntaxError
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import mark_safe

HOUSE = Path(__file__).resolve().parent.parent
ICONS = Path(js_lib_bootstrap_icons.__file__).parent / "static" / "bootstrap-icons"
SHEET = "img/icons.svg"
_NAME = re.compile(r"[a-z0-9-]+")
_QUOTED = re.compile(r"""["']([a-z0-9-]+)["']""")
_IN_TEMPLATES = re.compile(r"""\bicon(?:_name)?(?:=|\s+)["']([a-z0-9-]+)["']""")
_IN_CODE = re.compile(r"icon|navigation")
_DRAWING = re.compile(r"<svg[^>]*>(.*)</svg>", re.DOTALL)
_SYMBOL = re.compile(r'<symbol id="([a-z0-9-]+)"')
_BETWEEN = re.compile(r"\s*\n\s*")


def is_drawn(name: str) -> bool:
    """Say whether the package has an icon of that name; its own sheet of all two thousand is none."""
    return bool(_NAME.fullmatch(name)) and name != ICONS.name and (ICONS / f"{name}.svg").is_file()


def named() -> list[str]:
    """Return the icons that templates name, and what may be one in the code that speaks of icons or the menu."""
    found = {name for file in (HOUSE / "templates").rglob("*.html") for name in _IN_TEMPLATES.findall(file.read_text())}
    for folder in HOUSE.iterdir():
        if not (folder / "__init__.py").is_file():
            continue
        for file in folder.rglob("*.py"):
            words = "" if "tests" in file.parts else file.read_text()
            found |= set(_QUOTED.findall(words)) if _IN_CODE.search(words) else set()
    return sorted(name for name in found if is_drawn(name))


def sheet(names) -> str:
    """Return the file that holds icons, one symbol each."""
    inside = {name: _BETWEEN.sub("", _DRAWING.search((ICONS / f"{name}.svg").read_text())[1]) for name in names}
    symbols = "".join(f'<symbol id="{name}" viewBox="0 0 16 16">{one}</symbol>\n' for name, one in inside.items())
    return f'<svg xmlns="http://www.w3.org/2000/svg">\n{symbols}</svg>\n'


@cache
def _on_sheet() -> frozenset[str]:
    """Return the names of the icons that the sheet holds."""
    return frozenset(_SYMBOL.findall((HOUSE / "static" / SHEET).read_text()))


@lru_cache(maxsize=512)
def drawn(name: str) -> str:
    """Return an icon as a page shows it, hidden from screen readers; one that the sheet lacks is drawn in place."""
    if not is_drawn(name):
        raise TemplateSyntaxError(f"There is no icon {name!r}.")
    if name in _on_sheet():
        return format_html('<svg aria-hidden="true"><use href="{}#{}"/></svg>', static(SHEET), name)
    whole = (ICONS / f"{name}.svg").read_text().strip()
    return mark_safe(whole.replace("<svg ", '<svg aria-hidden="true" focusable="false" ', 1))  # noqa: S308 - of the package


if __name__ == "__main__":
    (HOUSE / "static" / SHEET).write_text(sheet(named()))
