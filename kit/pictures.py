"""Pictures written anew: points only, upright, no larger than shown or printed."""

from typing import BinaryIO

from kit import confined


def anew(source: BinaryIO, *, longest: int, form: str = "JPEG") -> tuple[bytes, tuple[int, int]]:
    """Return a picture as JPEG or PNG without what else its file carried, and its measures; raise Refused."""
    with confined.scratch() as target:
        try:
            width, height = confined.run("kit.readers:anew", source, target, longest=longest, form=form)
        except confined.Failed:
            raise confined.Refused("không đọc được ảnh; hãy lưu lại ảnh rồi gửi.") from None
        target.seek(0)
        return target.read(), (width, height)
