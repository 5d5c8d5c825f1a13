"""Pure rules of keeping an installation alive."""
