"""What happens to an upload while it arrives: one that is larger than any page takes is dropped, not stored."""

from io import BytesIO

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopUpload

LARGEST_FILE = 20 * 2**20
LARGEST_REQUEST = 110 * 2**20
HOPELESS = 4 * LARGEST_REQUEST


class MeasuredUploadHandler(FileUploadHandler):
    """Counts what arrives; past a limit the rest of a file is read and forgotten, its size alone is kept.

    The form then refuses the file by its size, and what else was typed is still there. A request far beyond all
    limits is not read at all.
    """

    def handle_raw_input(self, input_data, META, content_length, boundary, encoding=None):  # noqa: N803 - Django's own
        """Refuse a request that says it is far too large."""
        if content_length > HOPELESS:
            raise RequestDataTooBig(f"An upload of {content_length} bytes.")
        self.arrived = 0

    def new_file(self, *args, **kwargs):
        """Begin to count a file."""
        super().new_file(*args, **kwargs)
        self.dropped = self.crowded = False

    def receive_data_chunk(self, raw_data, start):
        """Let a part through while the file and the request are within their limits."""
        self.arrived += len(raw_data)
        if self.arrived > HOPELESS:
            raise StopUpload(connection_reset=True)
        self.crowded = self.crowded or self.arrived > LARGEST_REQUEST
        if start + len(raw_data) > LARGEST_FILE or self.crowded:
            self.dropped = True
        return None if self.dropped else raw_data

    def file_complete(self, file_size):
        """Return a file of its size without content, where it was dropped; else leave it to the other handlers.

        It is `crowded` where all that was sent together, not the file alone, was too much.
        """
        if not self.dropped:
            return None
        left = UploadedFile(BytesIO(), self.file_name, self.content_type, file_size)
        left.crowded = self.crowded and file_size <= LARGEST_FILE
        return left
