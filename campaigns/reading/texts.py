"""The text of a plan that a stranger sent, read in a process of its own."""

from typing import BinaryIO

from kit import confined

SECONDS = 45


class Unreadable(confined.Refused):
    """A file whose text cannot be read; the message tells the user why and what to do."""


def text_apart(file: BinaryIO, kind: str) -> str:
    """Return the text of a file that a stranger sent, read in a process of its own within limits; raise Unreadable."""
    try:
        return confined.run("campaigns.reading.sources:text_of", file, seconds=SECONDS, kind=kind)
    except confined.Refused as problem:
        raise Unreadable(str(problem)) from None
    except confined.Failed:
        raise Unreadable("Tệp hỏng, không đọc được. Hãy mở tệp, lưu lại rồi gửi, hoặc dán nội dung vào.") from None
