"""Whose history is kept from those who may not know unannounced results: papers with a history of their own, lists."""

from communes.access import Can
from communes.models.history import veil

veil("reports.document", Can.SEE_UNANNOUNCED)
veil("reports.confidentiallist", Can.SEE_UNANNOUNCED)
