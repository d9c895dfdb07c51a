"""The file on its way in: sealed on disk under the batch's own key, with the mapping it was started with.

It is read back through an encrypted temporary file, because workbooks need seeking. Nothing is ever on disk
in clear, and the batch's key is destroyed when the import ends.
"""

import io
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

from casemgr.encryption import files, keys
from casemgr.encryption.staged_file import StagedFile
from cases.importing.mapping import Mapping, parse
from cases.models import ImportBatch


def stage(batch: ImportBatch, stream: BinaryIO, mapping: Mapping) -> None:
    """Seal the file and its mapping under a new key of the batch."""
    stage_file(batch, stream)
    stage_mapping(batch, mapping)


def stage_file(batch: ImportBatch, stream: BinaryIO) -> None:
    """Seal the file under a new key of the batch; what its columns mean is said later."""
    key = keys.create_data_key(batch.organization_id, batch.pk)
    stream.seek(0)
    files.write(stream, key=key, path=_path(batch))


def stage_mapping(batch: ImportBatch, mapping: Mapping) -> None:
    """Seal what the columns of a staged file mean."""
    key = keys.data_key(batch.organization_id, batch.pk)
    files.write(io.BytesIO(mapping.text.encode()), key=key, path=_mapping_path(batch))


@contextmanager
def staged(batch: ImportBatch) -> Iterator[tuple[BinaryIO, Mapping]]:
    """The staged file, to be read and sought, and its mapping. Errors: FileNotFoundError, Tampered."""
    key = keys.data_key(batch.organization_id, batch.pk)
    mapping = parse(b"".join(files.read(_mapping_path(batch), key)).decode())
    with staged_file(batch) as stream:
        yield stream, mapping


@contextmanager
def staged_file(batch: ImportBatch) -> Iterator[BinaryIO]:
    """The staged file, to be read and sought. Errors: FileNotFoundError, Tampered."""
    key = keys.data_key(batch.organization_id, batch.pk)
    temporary = StagedFile(Path(settings.CASEMGR_DATA_DIR) / "staging")
    with closing(temporary):
        for chunk in files.read(_path(batch), key):
            temporary.append(chunk)
        temporary.finish()
        yield io.BufferedReader(temporary)


def discard(batch: ImportBatch) -> None:
    """Remove the file and destroy its key; doing it again is harmless."""
    keys.destroy(batch.organization_id, batch.pk)
    remove(batch.public_id)


def remove(public_id: str) -> None:
    """The files of a batch whose key is destroyed; repeating it is harmless."""
    _place(public_id).unlink(missing_ok=True)
    _place(public_id).with_suffix(".mapping").unlink(missing_ok=True)


def _path(batch: ImportBatch) -> Path:
    return _place(batch.public_id)


def _mapping_path(batch: ImportBatch) -> Path:
    return _path(batch).with_suffix(".mapping")


def _place(public_id: str) -> Path:
    return Path(settings.CASEMGR_DATA_DIR) / "imports" / public_id
