"""How much may be sent at once, files included."""

from __future__ import annotations

from typing import IO, Any

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler

# The largest file that any page takes has 5 MB, and the form around it a little more.
MOST_BYTES = 6 * 1024 * 1024


class Limit(FileUploadHandler):
    """Refuses a form that says it is larger than any we have a use for, before a byte of it is stored.

    Django's own limit leaves files out and looks at nobody: a form is read before anything asks who sent it.
    """

    def handle_raw_input(
        self, input_data: IO[bytes], META: dict[str, Any], content_length: int, *args: Any, **kwargs: Any
    ) -> None:
        """Raises RequestDataTooBig, which is answered with 400 (413 in later versions of Django)."""
        if content_length > MOST_BYTES:
            raise RequestDataTooBig("The form is larger than any page here takes.")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """Pass on to the handlers that store."""
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """Nothing of ours to hand over."""
