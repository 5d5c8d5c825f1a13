"""What the reports keep: papers, the summaries behind them, and the words a commune gives them."""

from reports.models.calendar_links import CalendarLink
from reports.models.certificates import CertificateStock, PrinterOffset
from reports.models.documents import Document
from reports.models.letters import Letter, LetterUnit
from reports.models.mailings import Mailing
from reports.models.notices import Notice
from reports.models.reminders import Reminder, ReminderTerms
from reports.models.signed_papers import SignedPaper
from reports.models.summaries import SECTIONS, Summary
from reports.models.wording import Wording

__all__ = [
    "SECTIONS", "CalendarLink", "CertificateStock", "Document", "Letter", "LetterUnit", "Mailing", "Notice",
    "PrinterOffset", "Reminder", "ReminderTerms", "SignedPaper", "Summary", "Wording",
]  # fmt: skip
