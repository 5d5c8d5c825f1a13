"""The pages of awards in the menu."""
