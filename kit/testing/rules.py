"""`--rules`: each rule of the plans and papers, the tests that carry it, and how they ended."""

from collections import Counter, defaultdict

import pytest

OUTCOMES = defaultdict(lambda: defaultdict(Counter))


def pytest_addoption(parser):
    """Add the switch, and the name of the file that lists the ids."""
    parser.addoption("--rules", action="store_true", help="list each rule with its tests and outcomes")
    parser.addini("rule_ids", "file with the ids of all rules, parted by spaces")


def known_ids(config) -> list[str]:
    """Return the ids of all rules in the order of the file."""
    return (config.rootpath / config.getini("rule_ids")).read_text().split()


def pytest_collection_modifyitems(config, items):
    """Write the rule ids on each test, where its report will carry them; a misspelt id is an error."""
    known = set(known_ids(config))
    for item in items:
        for rule in {rule for mark in item.iter_markers("rule") for rule in mark.args}:
            if rule not in known:
                raise pytest.UsageError(f"{item.nodeid}: no rule is called {rule}.")
            item.user_properties.append(("rule", rule))


def pytest_runtest_logreport(report):
    """Count the outcome of a test for each rule that it carries."""
    if report.when != "call" and report.outcome == "passed":
        return
    # What stays together on one process bears the name of its group behind an @.
    test = report.nodeid.partition("[")[0].partition("@")[0]
    for name, rule in report.user_properties:
        if name == "rule":
            OUTCOMES[rule][test][report.outcome] += 1


def pytest_terminal_summary(terminalreporter, config):
    """Print the rules with their tests, then those that no test carries."""
    if not config.getoption("rules"):
        return
    terminalreporter.section("rules")
    for rule in known_ids(config):
        for test, outcomes in sorted(OUTCOMES[rule].items()):
            ended = ", ".join(f"{count} {outcome}" for outcome, count in sorted(outcomes.items()))
            terminalreporter.write_line(f"{rule}  {ended:<12}  {test}")
    bare = [rule for rule in known_ids(config) if not OUTCOMES[rule]]
    terminalreporter.write_line(f"without a test: {' '.join(bare) or 'none'}")
