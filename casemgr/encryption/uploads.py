"""Uploads are encrypted while they arrive: Django's own handler spools over 2.5 MB in clear.

Set FILE_UPLOAD_HANDLERS = ["casemgr.encryption.uploads.EncryptingUploadHandler"].
"""

import io
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler

from casemgr.encryption.errors import UploadTooLarge
from casemgr.encryption.staged_file import StagedFile

FORM_BYTES = 1024 * 1024  # the rest of a form beside its files


class EncryptedUpload(UploadedFile):
    """An upload that reads as plaintext and lies on disk as ciphertext, until it is closed."""

    def __init__(self, staged: StagedFile, name: str, **facts: Any) -> None:
        super().__init__(file=io.BufferedReader(staged), name=name, size=staged.size, **facts)


class EncryptingUploadHandler(FileUploadHandler):
    """Stages each file under CASEMGR_DATA_DIR/staging with a key that never leaves memory.

    Errors: UploadTooLarge (answered with 400 by Django) once a request's files exceed
    CASEMGR_MAX_UPLOAD_BYTES.
    """

    file: StagedFile  # present only while one arrives: Django closes `handler.file` if there is one

    def __init__(self, request: Any = None) -> None:
        super().__init__(request)
        self._left = settings.CASEMGR_MAX_UPLOAD_BYTES

    def handle_raw_input(self, input_data: Any, META: Any, content_length: int, *rest: Any) -> None:
        if content_length > self._left + FORM_BYTES:
            raise _too_large()

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.file = StagedFile(Path(settings.CASEMGR_DATA_DIR) / "staging")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self._left -= len(raw_data)
        if self._left < 0:
            self.upload_interrupted()
            raise _too_large()
        self.file.append(raw_data)

    def file_complete(self, file_size: int) -> EncryptedUpload:
        staged = self.file
        del self.file
        staged.finish()
        return EncryptedUpload(
            staged,
            self.file_name or "",
            content_type=self.content_type,
            charset=self.charset,
            content_type_extra=self.content_type_extra,
        )

    def upload_interrupted(self) -> None:
        if hasattr(self, "file"):
            self.file.close()
            del self.file


def _too_large() -> UploadTooLarge:
    return UploadTooLarge("The request's files are larger than CASEMGR_MAX_UPLOAD_BYTES.")
