"""Plugins for pytest: the test environment, the browser, the list of rules."""
