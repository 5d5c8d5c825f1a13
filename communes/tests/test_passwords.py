"""Passwords that are refused: words of the place, and a list of those that got out."""

import hashlib

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.checks import run_checks
from django.core.exceptions import ValidationError
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from communes.passwords import LISTED, OF_THE_PLACE
from communes.rules import passwords

KNOWN = {"nguyenthihanh", "hanh", "nguyen", "hanhnt", "dongtam", "xadongtam", "thainguyen"}


@pytest.mark.parametrize(
    ("password", "refused"),
    [
        ("ubnd@dongtam2026", True),
        ("UBNDxãĐồngTâm", True),
        ("Thidua2026!!", True),
        ("thi-đua-khen-thưởng", True),
        ("Th1du@2025...", True),
        ("kh3nthu0ng#1", True),
        ("Nguyễn Thị Hạnh", True),
        ("hanhnt1985@@", True),
        ("Hanh@123456789", True),
        ("matkhau999999", True),
        ("quantri-abcdef", True),
        ("M@tkh@u2026", True),
        ("cay-tre-xanh-77", False),
        ("thi-dua-cay-tre-xanh", False),
        ("vuon-che-dau-nui-34", False),
        ("hanh thich an che buoi", False),
        ("83619-44821-k", False),
        ("ubnd-7x2q9m4w", False),
    ],
)
def test_words_of_the_place_alone_are_no_password(password, refused):
    assert passwords.is_of_the_place(password, KNOWN) is refused


def test_a_name_turns_up_in_passwords_with_and_without_its_initials():
    assert passwords.plain_words("Nguyễn Thị Hạnh") == {
        "nguyen",
        "thi",
        "hanh",
        "nguyenthihanh",
        "hanhnt",
        "nthanh",
        "nth",
    }


WORDS = st.text("abc123đệ ", min_size=1, max_size=8)


def digest(password: str) -> str:
    """Return a password as the list writes it."""
    return hashlib.sha1(password.encode(), usedforsecurity=False).hexdigest().upper()


def listing(path, words, *, end="\r\n", counts=True):
    """Write a list of passwords as it is given out, ordered by digest."""
    lines = [f"{each}:{place}" if counts else each for place, each in enumerate(sorted(map(digest, words)), 1)]
    path.write_bytes("".join(line + end for line in lines).encode())
    return path


@given(
    words=st.sets(WORDS, max_size=60),
    asked=st.sets(WORDS, max_size=10),
    end=st.sampled_from(["\n", "\r\n"]),
    counts=st.booleans(),
)
def test_a_password_is_found_if_and_only_if_it_is_in_the_file(tmp_path_factory, words, asked, end, counts):
    path = listing(tmp_path_factory.mktemp("list") / "sha1.txt", words, end=end, counts=counts)

    assert {each for each in words | asked if passwords.is_listed(each, path)} == words
    assert bool(passwords.faults_of(path)) is not bool(words)


def test_searching_a_large_file_reads_a_handful_of_lines(tmp_path, monkeypatch):
    path = listing(tmp_path / "sha1.txt", (f"w{number}" for number in range(20_000)))
    read = []
    whole = passwords._line_from
    monkeypatch.setattr(passwords, "_line_from", lambda file, place: read.append(place) or whole(file, place))

    assert passwords.is_listed("w777", path)
    assert len(read) < 25


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (None, "is no file"),
        (b"", "is empty"),
        (b"matkhau\n123456\n", "no SHA-1 digest"),
        (f"{digest('a').lower()}:1\n".encode(), "no SHA-1 digest"),
        ("".join(f"{each}\n" for each in sorted(map(digest, "abc"), reverse=True)).encode(), "not ordered"),
    ],
    ids=["missing", "empty", "words", "small-letters", "unordered"],
)
def test_a_list_that_cannot_be_searched_stops_the_check_of_the_settings(tmp_path, settings, content, words):
    path = tmp_path / "sha1.txt"
    if content is not None:
        path.write_bytes(content)
    settings.BREACHED_PASSWORDS = str(path)

    faults = [each for each in run_checks() if each.id == "communes.E001"]

    assert len(faults) == 1
    assert words in faults[0].msg


def test_disorder_far_behind_the_beginning_is_seen(tmp_path):
    lines = sorted(digest(f"w{number}") for number in range(9_000))
    path = tmp_path / "sha1.txt"
    path.write_text("".join(f"{each}\n" for each in [*lines[:5000], *lines[6000:], *lines[5000:6000]]))

    assert "not ordered" in passwords.faults_of(path)[0]


@pytest.mark.django_db
@pytest.mark.parametrize("password", ["dongtam@2026", "hanh.nt-2025", "PVHXH@2026", "tinh.thainguyen1"])
def test_the_words_of_the_owner_and_the_place_come_from_the_records(officer, password):
    with pytest.raises(ValidationError) as refused:
        validate_password(password, officer.user)

    assert OF_THE_PLACE in refused.value.messages


@pytest.mark.django_db
def test_a_listed_password_is_refused_on_the_page_and_every_reason_is_vietnamese(client, head, tmp_path, settings):
    settings.BREACHED_PASSWORDS = str(listing(tmp_path / "sha1.txt", ["sao-bien-troi-xanh", "iloveyou12"]))
    head.user.set_password("vuon-che-dau-nui-34")
    head.user.save()
    client.force_login(head.user)
    address = reverse("account_change_password")

    def change(new):
        return client.post(address, {"oldpassword": "vuon-che-dau-nui-34", "password1": new, "password2": new})

    assert LISTED in change("sao-bien-troi-xanh").text
    short = change("1234567").text
    assert "Mật khẩu" in short
    assert "This password" not in short + client.get(address).text
    assert "Your password" not in short + client.get(address).text
    assert change("sao-bien-troi-xanh-k").status_code == 302


def test_an_unreadable_list_lets_a_password_pass_and_tells_the_operator(tmp_path, settings, caplog):
    settings.BREACHED_PASSWORDS = str(tmp_path / "khong-co.txt")

    validate_password("sao-bien-troi-xanh")

    assert "cannot be read" in caplog.text
