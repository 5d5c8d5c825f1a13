"""The Word file of every kind, opened and printed by LibreOffice: the same words on as many pages as our PDF."""

import shutil
import subprocess
from collections import Counter

import pytest

from reports.rendering import layout
from reports.tests.every_kind import PAPERS, printed, sample, worded
from reports.tests.measuring import Measured, bare
from reports.tests.test_every_kind_words import between, pdf_text

pytestmark = [
    pytest.mark.once,
    pytest.mark.slow,
    pytest.mark.django_db,
    pytest.mark.usefixtures("every_paper"),
    pytest.mark.xdist_group("papers"),
]

VARIANTS = ("usual", "longest")
SECONDS = 600


@pytest.fixture(scope="module")
def converted(every_paper, tmp_path_factory):
    """Every Word file as LibreOffice prints it, all by one process with a profile of its own."""
    folder = tmp_path_factory.mktemp("word")
    for key in PAPERS:
        for variant in VARIANTS:
            (folder / f"{key}.{variant}.docx").write_bytes(worded(key, variant))
    office = shutil.which("soffice")
    assert office, "LibreOffice is not installed: apt install libreoffice-writer-nogui"
    subprocess.run(
        [office, "--headless", f"-env:UserInstallation=file://{folder}/profile", "--convert-to", "pdf", "--outdir",
         str(folder), *map(str, sorted(folder.glob("*.docx")))],
        check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=SECONDS,
    )  # fmt: skip
    return folder


@pytest.mark.parametrize("key", PAPERS)
def test_libreoffice_prints_as_many_pages_give_or_take_one(key, converted):
    theirs = Measured((converted / f"{key}.usual.pdf").read_bytes())

    assert abs(len(theirs.pages) - len(printed(key, "usual").pages)) <= 1


@pytest.mark.parametrize("key", PAPERS)
def test_libreoffice_prints_the_same_words_in_the_same_order(key, converted):
    text = pdf_text(Measured((converted / f"{key}.usual.pdf").read_bytes()))

    between(sample(key, "usual"), text)


@pytest.mark.parametrize("key", PAPERS)
def test_libreoffice_loses_no_letter_of_the_longest_words(key, converted):
    text = pdf_text(Measured((converted / f"{key}.longest.pdf").read_bytes()))

    assert Counter(bare("".join(layout.paper_words(sample(key, "longest"))))) - Counter(text) == Counter()
