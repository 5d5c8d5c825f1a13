"""Whose history is kept from those who may not know unannounced results: papers that keep a history of their own."""

from communes.access import Can
from communes.models.history import veil

veil("reports.document", Can.SEE_UNANNOUNCED)
