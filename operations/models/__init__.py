"""What is known of the backups of this installation."""

from operations.models.backups import LATE, Backup

__all__ = ["LATE", "Backup"]
