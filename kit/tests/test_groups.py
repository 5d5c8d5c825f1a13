"""What is marked to stay together runs on one process, one test after the other."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

HOUSE = Path(__file__).resolve().parent.parent.parent
TESTS = """
import pytest

@pytest.mark.parametrize("number", range(8))
@pytest.mark.parametrize("group", [pytest.param(each, marks=pytest.mark.xdist_group(each)) for each in ("one", "two")])
def test_it(group, number):
    pass
"""


@pytest.mark.slow
def test_each_group_runs_on_one_process(tmp_path):
    (tmp_path / "test_groups.py").write_text(TESTS)
    options = "-v -n 2 --dist loadgroup --no-loadscope-reorder -p no:django -p no:cacheprovider -p kit.testing.groups"
    program = [sys.executable, "-m", "pytest", *options.split(), f"--rootdir={tmp_path}", str(tmp_path)]

    told = subprocess.run(program, cwd=HOUSE, capture_output=True, text=True, check=True).stdout  # noqa: S603

    ran = re.findall(r"\[(gw\d)\] .* PASSED .*\[(\w+)-\d\]@", told)
    assert len(ran) == 16
    assert {group: {worker for worker, of in ran if of == group} for group in ("one", "two")} in (
        {"one": {"gw0"}, "two": {"gw1"}}, {"one": {"gw1"}, "two": {"gw0"}}
    )  # fmt: skip
