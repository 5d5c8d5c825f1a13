"""Whose history is kept from those who may not know unannounced results."""

from communes.access import Can
from communes.models.history import veil

for kind in ("nomination", "unitreview", "session", "decision", "proposal", "assessment", "examination", "discipline"):
    veil(f"awards.{kind}", Can.SEE_UNANNOUNCED)
