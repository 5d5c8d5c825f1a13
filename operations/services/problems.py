"""What stops a backup, a restoration or a move, in the operator's words."""

import errno

from django.db import DatabaseError


class Stopped(Exception):
    """The work cannot be done, or not be finished; the words say why and what to do."""


class Busy(Stopped):
    """Another backup into the same folder is being made."""


class Damaged(Stopped):
    """An archive is not what it was when it was written."""


KNOWN = {
    errno.ENOSPC: "đĩa đã đầy",
    errno.EDQUOT: "đã hết dung lượng được cấp",
    errno.EACCES: "không có quyền",
    errno.EPERM: "không có quyền",
    errno.EROFS: "đĩa chỉ cho phép đọc",
    errno.ENOENT: "không có tệp hoặc thư mục này",
    errno.ENOTDIR: "không phải thư mục",
    errno.EISDIR: "là thư mục, không phải tệp",
    errno.EIO: "đĩa đọc, ghi lỗi",
}


def in_words(problem: Exception) -> str:
    """Say in Vietnamese why a file or the database could not be read or written."""
    if isinstance(problem, Stopped):
        return str(problem)
    if isinstance(problem, OSError):
        why = KNOWN.get(problem.errno, "không đọc hoặc ghi được")
        return f"{why}: {problem.filename}" if problem.filename else why
    if isinstance(problem, DatabaseError):
        return f"cơ sở dữ liệu báo lỗi: {first_line(problem)}"
    return "lỗi chưa lường trước; người vận hành xem nhật ký máy chủ"


def first_line(problem: Exception) -> str:
    """Return the first line of what a library says, its kind where it says nothing."""
    return next(iter(str(problem).strip().splitlines()), type(problem).__name__)
