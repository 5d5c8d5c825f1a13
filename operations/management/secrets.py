"""Secrets of commands: from a file or typed unseen, never among the words of the command, which others may read."""

from getpass import getpass
from pathlib import Path

from django.core.management.base import CommandError

from operations.services.problems import Stopped, in_words


def first_line(path: str) -> str:
    """Return the first line of a file; lines of remarks, as age writes them above a key, are passed over."""
    try:
        lines = Path(path).read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as problem:
        raise Stopped(f"Không đọc được tệp khóa ({in_words(problem)}).") from problem
    words = next((line.strip() for line in lines if line.strip() and not line.startswith("#")), "")
    if not words:
        raise Stopped(f"Tệp {path} không có chữ nào.")
    return words


def asked() -> str:
    """Return a passphrase typed unseen."""
    if not (words := getpass("Cụm mật khẩu: ")):
        raise CommandError("Chưa nhập cụm mật khẩu.")
    return words


def asked_twice() -> str:
    """Return a new passphrase, typed twice the same."""
    words = asked()
    if getpass("Nhập lại cụm mật khẩu: ") != words:
        raise CommandError("Hai lần nhập khác nhau.")
    return words
