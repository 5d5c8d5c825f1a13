"""What is installed is named with its digest, and no secret lies in the tree."""

import re
import subprocess
from importlib.metadata import distribution

import pytest
from django.conf import settings
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from scripts import audit
from scripts.lock import LISTS, lock_of

ENTRY = re.compile(r"^(?P<name>[a-z0-9][a-z0-9.-]*)==(?P<version>[^ ]+)(?: ; .+?)? \\$")
DIGEST = re.compile(r"^    --hash=sha256:[0-9a-f]{64}(?: \\)?$")
# What a key, a token or a password looks like when somebody leaves it behind; read by `git grep`, which is quick.
SECRETS = (
    "-----BEGIN ([A-Z]+ )?PRIVATE KEY-----|AGE-SECRET-KEY-1[0-9A-Z]{50}|AKIA[0-9A-Z]{16}|gh[pousr]_[A-Za-z0-9]{30}"
    "|github_pat_[A-Za-z0-9_]{30}|glpat-[A-Za-z0-9_-]{18}|xox[abprs]-[A-Za-z0-9-]{10}|AIza[A-Za-z0-9_-]{35}"
    "|pypi-[A-Za-z0-9_-]{40}|://[^/ :@'\"{}<>$]+:[^/ :@'\"{}<>$]{12,}@"
)
SECRET_FILES = re.compile(
    r"(?:^|/)(?:\.env(?:\..+)?|secret_key|demo_password|id_(?:rsa|ed25519|ecdsa)|.+\.(?:pem|key|p12|pfx|jks))$"
)


def listed(name: str) -> dict[str, str]:
    """Return the versions that a short list pins, those of the lists it takes in among them."""
    found = {}
    for line in (settings.BASE_DIR / name).read_text().splitlines():
        if line.startswith("-r "):
            found |= listed(line[3:])
        elif line and not line.startswith("#"):
            asked = Requirement(line)
            found[canonicalize_name(asked.name)] = str(asked.specifier)
    return found


def locked(name: str) -> dict[str, tuple[str, frozenset[str]]]:
    """Return the version and the digests of each package in a lock; no other kind of line may stand there."""
    found, package = {}, ""
    for line in (settings.BASE_DIR / lock_of(name)).read_text().splitlines():
        if entry := ENTRY.match(line):
            package = entry["name"]
            found[package] = (f"=={entry['version']}", frozenset())
        elif DIGEST.match(line):
            version, digests = found[package]
            found[package] = (version, digests | {line.strip()[:-2].strip() if line.endswith("\\") else line.strip()})
        else:
            assert line.startswith("#"), line
    return found


@pytest.mark.parametrize("name", LISTS)
def test_every_list_is_locked_as_it_stands(name):
    found = locked(name)

    assert {package: found.get(package, ("not locked",))[0] for package in listed(name)} == listed(name)
    assert [package for package, (_, digests) in found.items() if not digests] == []


def test_the_tools_bring_no_other_version_of_what_the_product_runs_on():
    product, tools = (locked(name) for name in LISTS)

    assert {package: tools.get(package) for package in product} == product


@pytest.mark.parametrize("name", LISTS)
def test_whatever_a_locked_package_needs_is_locked_too(name):
    found = locked(name)
    missing = []
    for package in found:
        for words in _needs(package):
            need = Requirement(words)
            wanted = need.marker is None or need.marker.evaluate({"extra": ""})
            if wanted and canonicalize_name(need.name) not in found:
                missing.append((package, words))

    assert missing == []


def _needs(package: str) -> list[str]:
    """Return what a package says that it needs; nothing for one that this machine does not have."""
    try:
        return distribution(package).requires or []
    except ModuleNotFoundError:
        return []


def answer(name: str, **more) -> dict:
    """Return what the audit's tool says of a package."""
    return {"name": name, "version": "1.0", **more}


@pytest.mark.parametrize(
    ("packages", "number", "said", "code"),
    [
        ([], 1, "không kiểm tra được", 0),
        ([answer("a", skip_reason="?")], 1, "không kiểm tra được", 0),
        ([answer("a", vulns=[])], 1, "Không có lỗ hổng đã công bố trong 1 thư viện.", 0),
        ([answer("a", vulns=[]), answer("b", skip_reason="?")], 2, "1 thư viện; 1 thư viện không kiểm tra được", 0),
        ([answer("a", vulns=[])], 4, "1 thư viện; 3 thư viện không kiểm tra được", 0),
        ([answer("a", vulns=[{"id": "CVE-1", "fix_versions": ["1.1"]}])], 1, "a 1.0: CVE-1, đã vá ở 1.1", 1),
    ],
    ids=["silent", "unknown", "safe", "partly", "one portion silent", "weak"],
)
def test_an_audit_fails_for_a_known_weakness_and_calls_silence_by_its_name(packages, number, said, code):
    words, ended = audit.told([{"dependencies": packages}], number)

    assert (said in words, ended) == (True, code)


def test_an_audit_expects_no_answer_about_packages_of_other_systems():
    lock = audit.LOCK.read_text()

    other = audit.wanted_here("colorama==0.4.6 ; sys_platform == 'none' \\\n    --hash=sha256:1\n")

    assert other == 0 < audit.wanted_here(lock) <= len(locked("requirements-dev.txt"))


def test_an_audit_asks_about_every_locked_package_once():
    portions = audit.portions(audit.LOCK.read_text(), audit.AT_ONCE)

    asked = [line.split("==")[0] for words in portions for line in words.splitlines() if not line.startswith(" ")]
    assert sorted(asked) == sorted(locked("requirements-dev.txt"))


def test_an_audit_ends_in_time_whatever_the_tool_does(monkeypatch):
    monkeypatch.setattr(audit, "RUN", ["sh", "-c", "sleep 60"])
    monkeypatch.setattr(audit, "AT_ONCE", 1)

    assert audit.ask("a==1.0\n", seconds=0.2) == []


def git(*words: str, folder) -> list[str]:
    """Return the lines that git answers; 1 says that nothing was found."""
    done = subprocess.run(["git", *words], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode in (0, 1), done.stderr
    return done.stdout.splitlines()


def test_no_secret_lies_in_the_tree():
    names = git("ls-files", "--cached", "--others", "--exclude-standard", folder=settings.BASE_DIR)

    assert len(names) > 500
    assert [name for name in names if SECRET_FILES.search(name)] == []
    assert git("grep", "--untracked", "-IlE", "-e", SECRETS, folder=settings.BASE_DIR) == []


@pytest.mark.parametrize(
    "words",
    [
        "-----BEGIN " + "PRIVATE KEY-----\n" + "M" * 64,
        "AKIA" + "A1" * 8,
        "postgres://xa:" + "mat-khau-that-dai" + "@db/thi_dua",
        "AGE-SECRET-KEY-1" + "Q" * 58,
    ],
    ids=["key", "cloud", "password", "archive"],
)
def test_a_secret_is_known_by_its_shape(words, tmp_path):
    (tmp_path / "a.txt").write_text(words)

    assert git("grep", "--no-index", "-IlE", "-e", SECRETS, folder=tmp_path) == ["a.txt"]
