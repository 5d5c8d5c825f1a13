"""What a process that serves pages keeps out of its memory."""

import subprocess
import sys

import pytest

from kit.late import Late

HEAVY = {"weasyprint", "fontTools", "openpyxl", "docx", "pikepdf", "PIL", "pdfplumber", "reportlab", "lxml", "pyhanko",
         "segno", "boto3"}  # fmt: skip
LOADED = """
import sys
import emulation.wsgi
from django.urls import get_resolver
get_resolver().url_patterns
from django.template import engines
engines["django"].engine.template_libraries
print(*{name.partition(".")[0] for name in sys.modules})
"""


def test_a_late_function_is_called_as_the_function_is():
    assert Late("fractions:Fraction")(1, denominator=2) == Late("fractions:Fraction").load()(1, 2)


@pytest.mark.parametrize("name", ["kit.nowhere:draw", "kit.late:nothing"])
def test_a_name_of_nothing_is_an_error_when_it_is_loaded(name):
    with pytest.raises((ImportError, AttributeError)):
        Late(name).load()


def test_serving_pages_loads_nothing_that_draws_papers_or_reads_files():
    told = subprocess.run([sys.executable, "-W", "ignore", "-c", LOADED], capture_output=True, text=True, check=True)
    assert "django" in told.stdout.split()
    assert not HEAVY & set(told.stdout.split())
