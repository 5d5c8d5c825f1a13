"""Draw every status table of the product for docs/states.md."""

from django.apps import apps

from communes.access import GRANTS
from communes.models import UNIT_ROLES, Role
from kit.drawn import DrawingCommand
from kit.vietnamese import begun
from kit.workflow import Move, Workflow

PLACE = "docs/states.md"
HEAD = """# States

Every status in the product moves by a table that its model holds (`flow`, see `kit/workflow.py`). Pages, services,
tests and this page read the same tables. `python manage.py draw_states` writes this page anew; a test says when it
is out of date.

*Who* names the roles that hold the capability. *Own unit* asks for a role in the record's unit. *Duty* names the
part in the campaign whose holder alone may act, where the plan gives it to a unit.
"""
BY_ITSELF = "the product itself"


def models_with_flow() -> list:
    """Return the models whose status a table moves."""
    return [model for model in apps.get_models() if isinstance(getattr(model, "flow", None), Workflow)]


def page() -> str:
    """Return the whole page."""
    return "\n".join([HEAD, *(_section(model) for model in models_with_flow())])


def _section(model) -> str:
    """Return the diagram and the table of one model."""
    title = model._meta.verbose_name
    return "\n".join(
        [
            f"## {begun(title)} (`{model._meta.label}`)",
            "",
            "```mermaid",
            *_diagram(model),
            "```",
            "",
            "| From | Act | To | Who | Reason | Guard |",
            "|---|---|---|---|---|---|",
            *[_line(model, move) for move in model.flow.moves],
            "",
        ]
    )


def _diagram(model) -> list[str]:
    """Return the lines of a mermaid state diagram; a status that no move leaves is an end."""
    choices = model.Status.choices
    labels = [f'    state "{label}" as {value}' for value, label in choices]
    field = model._meta.get_field(model.flow.field_name)
    arrows = [f"    {source} --> {move.target}: {move.label}" for move in model.flow.moves for source in move.sources]
    ends = [f"    {value} --> [*]" for value, _ in choices if not model.flow.moves_from(value)]
    return ["stateDiagram-v2", *labels, f"    [*] --> {field.default}", *arrows, *ends]


def _line(model, move: Move) -> str:
    """Return one row of the table."""
    labels = dict(model.Status.choices)
    sources = ", ".join(labels[source] for source in move.sources)
    guard = ""
    if move.guard:
        guard = getattr(model, move.guard).__doc__.split("\n")[0].rstrip(".")
    needs_reason = "yes" if move.needs_reason else ""
    who = _who(move) if move.who else getattr(model, "moved_by", BY_ITSELF)
    return f"| {sources} | {move.label} | {labels[move.target]} | {who} | {needs_reason} | {guard} |"


def _who(move: Move) -> str:
    """Say who may make a move."""
    roles = [str(role.label) for role in Role if move.who in GRANTS[role] and (not move.own_unit or role in UNIT_ROLES)]
    limits = (["own unit"] if move.own_unit else []) + ([f"duty: {move.part.label}"] if move.part else [])
    return ", ".join(roles) + (f" ({'; '.join(limits)})" if limits else "")


class Command(DrawingCommand):
    """`draw_states`, or `draw_states --check` to hear whether the page is out of date."""

    help = f"Write {PLACE} from the tables of the models."
    place = PLACE
    draw = staticmethod(page)
