"""Add a file to a case, open it, delete it for good."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import BinaryIO

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from casemgr import rate_limits
from casemgr.accounts.models import User
from casemgr.audit import events, trail
from casemgr.encryption import keys
from casemgr.errors import InvalidInput, NotFound, NotPermitted
from cases.documents import storage
from cases.documents.kinds import EXTENSIONS, PICTURES, media_type_of
from cases.documents.pictures import without_metadata
from cases.documents.virus_scan import refuse_viruses
from cases.ending_keys import destroy_surely
from cases.looking import beyond
from cases.models import Case, Document
from cases.permissions import require_on_case

MOST_BYTES = 50 * 1024 * 1024


@transaction.atomic
def add_document(
    case: Case, *, file: BinaryIO, name: str, title: str, kind: str, by: User, faces_agreed: bool = False
) -> Document:
    """Check a file, clean it and seal it. `faces_agreed`: a picture shows no face, or the person wants it kept.

    Errors: InvalidInput (kind of file, virus, size, empty), ScannerDown.
    """
    require_on_case(by, "write_note", case)
    if kind not in Document.Kind.values:
        raise InvalidInput(_("Choose what kind of document it is."), field="kind")
    _refuse_size(file)
    scanned = refuse_viruses(file)
    media_type = media_type_of(file)
    if media_type is None:
        raise InvalidInput(_refused_kind(), field="file")
    if media_type in PICTURES and not faces_agreed:
        raise InvalidInput(_("Say that the picture shows no face, or that the person agreed."), field="faces_agreed")
    document = Document(  # type: ignore[misc]  # the stubs look for the sealed attribute
        organization_id=case.organization_id,
        case=case,
        person_id=case.person_id,
        kind=kind,
        title=title.strip() or name[:200],
        file_name=name[-255:],
        digest=_digest(file),
        media_type=media_type,
        size=0,
        scanned=scanned,
        has_original=media_type in PICTURES and kind == Document.Kind.EVIDENCE,
        added_by=by,
    )
    keys.create_data_key(document.organization_id, document.pk)
    try:
        document.size = _keep(document, file)
        document.save(force_insert=True)
    except BaseException:
        storage.destroy(document)
        raise
    case.save(update_fields=["updated_at"])
    trail.record(events.DOCUMENT_ADDED, by=by, subject=document, facts={"kind": str(kind), "size": document.size})
    return document


def open_document(document: Document, *, by: User, original: bool = False) -> Iterator[bytes]:
    """The file, whole and untampered, chunk by chunk; the trail says so before the first byte.

    Errors: NotFound, Tampered.
    """
    require_on_case(by, "view_case", document.case)
    if document.ended_at or (original and not document.has_original):
        raise NotFound()
    rate_limits.spend("file", by=by)
    storage.check_whole(document, original=original)
    trail.record(
        events.DOCUMENT_READ, by=by, subject=document, facts={"original": int(original)} | beyond((document.case,), by)
    )
    return storage.content(document, original=original)


@transaction.atomic
def delete_document(document: Document, *, by: User) -> None:
    """Destroy the file's key and the file; who added it may, and who closes cases. Evidence only the latter."""
    require_on_case(by, "write_note", document.case)
    current = Document.objects.visible_to(by).select_for_update(of=("self",)).filter(pk=document.pk).first()
    if current is None or current.ended_at:
        raise NotFound()
    own = current.added_by_id == by.pk and current.kind != Document.Kind.EVIDENCE
    if not own and not by.can("assign_case"):
        raise NotPermitted()
    current.title = current.file_name = current.digest = None
    current.ended_by, current.ended_at = by, timezone.now()
    current.save(update_fields=["title_sealed", "file_name_sealed", "digest_sealed", "ended_by", "ended_at"])
    trail.record(events.DOCUMENT_DELETED, by=by, subject=current, facts={"kind": current.kind})
    destroy_surely(current.organization_id, current.pk, file=current.public_id)


def _keep(document: Document, file: BinaryIO) -> int:
    file.seek(0)
    if document.media_type not in PICTURES:
        return storage.keep(document, file)
    if document.has_original:
        storage.keep(document, file, original=True)
    return storage.keep(document, without_metadata(file, document.media_type))


def _refuse_size(file: BinaryIO) -> None:
    size = file.seek(0, 2)
    if size == 0:
        raise InvalidInput(_("This file is empty."), field="file")
    if size > MOST_BYTES:
        raise InvalidInput(_("This file is larger than %d MB.") % (MOST_BYTES // 1024**2), field="file")


def _digest(file: BinaryIO) -> str:
    file.seek(0)
    digest = hashlib.sha256()
    while chunk := file.read(65536):
        digest.update(chunk)
    return digest.hexdigest()


def _refused_kind() -> str:
    known = ", ".join(sorted({extension.upper() for extension in EXTENSIONS.values()}))
    return _("This kind of file isn't taken. These are: %s.") % known
