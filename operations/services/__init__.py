"""Every write to backups, and what reads and fills whole databases."""
