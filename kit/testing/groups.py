"""Tests that stay together on one process: `xdist_group` for a pytest newer than pytest-xdist 3.8 knows.

That one tells who hands the tests out of a group by a suffix of their names, and writes it where pytest before 9.2 kept
these: nothing is grouped then (pytest-dev/pytest-xdist issue 1386).
"""

import pytest
from _pytest.nodeid import NodeId


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config, items):
    """Write the group on the name of each test that has one, where tests are handed out by group."""
    if not getattr(config.option, "loadgroup", False):
        return
    for item in items:
        mark = item.get_closest_marker("xdist_group")
        if mark and not item.nodeid.endswith(f"@{mark.args[0]}"):
            item._id = NodeId.parse(f"{item.nodeid}@{mark.args[0]}")
