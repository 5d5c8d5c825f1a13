"""What is kept from those who may not know unannounced results: the history of papers and lists, titles of papers.

The letters of reminders are for those who send them: whom the council asks is not for everybody.
"""

from communes.access import Can
from communes.models.history import veil
from communes.services.registers import told_with
from reports.services.unveiling import numbers_before

veil("reports.document", Can.SEE_UNANNOUNCED)
veil("reports.confidentiallist", Can.SEE_UNANNOUNCED)
veil("reports.mailing", Can.SEND_REMINDERS)
told_with(numbers_before)
