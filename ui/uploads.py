from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import MemoryFileUploadHandler


class HeldInMemory(MemoryFileUploadHandler):
    """A file that is sent stands in memory only, never unsealed on a disk. A larger body is not read."""

    def handle_raw_input(self, *given: Any, **named: Any) -> None:
        _body, _meta, length = given[:3]
        if length > settings.FILE_UPLOAD_MAX_MEMORY_SIZE:
            raise RequestDataTooBig("The body is larger than any file that is taken.")
        super().handle_raw_input(*given, **named)
