"""What the reports keep: papers, the summaries behind them, and the words a commune gives them."""

from reports.models.certificates import CertificateStock, PrinterOffset
from reports.models.documents import Document
from reports.models.letters import Letter, LetterUnit
from reports.models.summaries import SECTIONS, Summary
from reports.models.wording import Wording

__all__ = ["SECTIONS", "CertificateStock", "Document", "Letter", "LetterUnit", "PrinterOffset", "Summary", "Wording"]
