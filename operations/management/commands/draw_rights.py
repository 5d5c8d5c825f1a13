"""Draw the matrix of rights for docs/rights.md."""

from communes.access import GRANTS, Can
from communes.models import Role
from kit.addresses import addresses
from kit.drawn import DrawingCommand
from operations.rights import OUTSIDE, REACHES, table

PLACE = "docs/rights.md"
HEAD = """# Rights

Who may do what, address by address. What is written down by hand stands in `operations/rights.txt` and
`communes/access.py`; `python manage.py draw_rights` writes this page anew, and a test says when it is out of date.
A new address fails the tests until it stands in the table. The walk of the tests (`emulation/tests/test_house.py`)
asks every address below a commune as every role and compares the answer with this page.

## What is answered

| Who asks | GET of a page or file | POST of an act | GET of an act |
|---|---|---|---|
| nobody who is signed in | 302 to the sign-in page | 302 to the sign-in page | 302 to the sign-in page |
| somebody without a role in this commune, or with one in another commune alone | 404 | 404 | 404 |
| a role without the capability | 403 | 403 | 405 |
| a role with it, whose reach ends before the record | 404 or 403 | 404 or 403 | 405 |
| a role with it that reaches the record | 200, 302 | 302; 200, 422 with the reasons | 405 |

## Who holds what
"""


def page() -> str:
    """Return the whole page."""
    roles = list(Role)
    lines = [HEAD, f"| Capability | {' | '.join(str(role.label) for role in roles)} |", f"|---|{'---|' * len(roles)}"]
    for can in Can:
        lines.append(f"| {can.value} | {' | '.join('●' if can in GRANTS[role] else '' for role in roles)} |")
    lines += ["", "## How far an address reaches", "", "| Reach | Meaning |", "|---|---|"]
    lines += [f"| {name} | {words} |" for name, words in (REACHES | OUTSIDE).items()]
    lines += ["", "## Addresses", "", "| Address | Takes | One of | Reach |", "|---|---|---|---|"]
    known = table()
    return "\n".join([*lines, *(_line(each, known) for each in sorted(addresses(), key=lambda each: each.route)), ""])


def _line(address, known) -> str:
    """Return one row of the table of addresses."""
    right = known[address.name]
    takes = ", ".join(each for each in address.methods if each != "HEAD") or "GET, POST"
    needs, besides = (", ".join(sorted(can.value for can in each)) for each in (right.needs, right.besides))
    needs += f"; and of {besides}" if besides else ""
    return f"| `/{address.route}` | {takes} | {needs} | {right.reach} |"


class Command(DrawingCommand):
    """`draw_rights`, or `draw_rights --check` to hear whether the page is out of date."""

    help = f"Write {PLACE} from the table of rights."
    place = PLACE
    draw = staticmethod(page)
