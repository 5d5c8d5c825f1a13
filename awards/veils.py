"""Whose history is kept from those who may not know unannounced results."""

from communes.access import Can
from communes.models.history import veil

KINDS = (
    "nomination", "unitreview", "session", "decision", "proposal", "assessment", "examination", "discipline",
    "awardfund", "posting",
)  # fmt: skip
for kind in KINDS:
    veil(f"awards.{kind}", Can.SEE_UNANNOUNCED)
