"""What is known of the backups of this installation."""

from operations.models.backups import Backup

__all__ = ["Backup"]
