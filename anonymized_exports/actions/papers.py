"""Attach the signed paper to an agreement, and open it."""

from __future__ import annotations

import hashlib
from typing import BinaryIO

from django.db import transaction
from django.utils.translation import gettext as _

from anonymized_exports import events
from anonymized_exports.models import AgreementPaper
from casemgr import rate_limits
from casemgr.accounts.models import Organization, StatisticsAgreement, User
from casemgr.accounts.permissions import require
from casemgr.audit import trail
from casemgr.encryption import held, keys
from casemgr.encryption.cipher import open_, seal
from casemgr.errors import InvalidInput, NotFound
from cases.documents.kinds import PICTURES, media_type_of
from cases.documents.virus_scan import refuse_viruses

MOST = 20  # papers of one agreement
MOST_BYTES = 10 * 1024 * 1024
TAKEN = PICTURES | {"application/pdf"}
PLACE = {"table": "anonymized_exports_agreementpaper", "column": "sealed"}


@transaction.atomic
def attach_paper(agreement: StatisticsAgreement, *, file: BinaryIO, by: User) -> AgreementPaper:
    """Check a scan or PDF and seal it. The administrator does, who signed for the organization.

    Errors: NotFound for another organization's agreement; InvalidInput (kind of file, virus, size, empty, too many);
    ScannerDown; OrganizationLocked.
    """
    require(by, "manage_people")
    if agreement.organization_id != by.organization_id:
        raise NotFound()
    held.require_unlocked(by.home.pk)
    Organization.objects.select_for_update(no_key=True).get(pk=by.home.pk)  # two may be attached at once
    if AgreementPaper.objects.visible_to(by).filter(agreement=agreement).count() >= MOST:
        raise InvalidInput(_("There are %d papers already; no more are taken.") % MOST, field="file")
    content = _read(file)
    scanned, media_type = refuse_viruses(file), media_type_of(file)
    if media_type not in TAKEN:
        raise InvalidInput(_("Only a PDF or a picture (PNG, JPEG, WebP) is taken here."), field="file")
    paper = AgreementPaper(
        organization=by.home,
        agreement=agreement,
        media_type=media_type,
        size=len(content),
        digest=hashlib.sha256(content).hexdigest(),
        scanned=scanned,
        added_by=by,
    )
    key = keys.create_data_key(by.home.pk, paper.pk)
    paper.sealed = seal(content, key=key, pk=paper.pk, **PLACE)
    paper.save(force_insert=True)
    trail.record(events.AGREEMENT_PAPER_ADDED, by=by, subject=agreement, facts={"size": paper.size})
    return paper


@transaction.atomic
def open_paper(paper: AgreementPaper, *, by: User) -> bytes:
    """The file as it was added. Errors: NotFound, Tampered, OrganizationLocked."""
    require(by, "preview_statistics")
    if not AgreementPaper.objects.visible_to(by).filter(pk=paper.pk).exists():
        raise NotFound()
    held.require_unlocked(by.home.pk)
    rate_limits.spend("file", by=by)
    content = open_(bytes(paper.sealed), key=keys.data_key(by.home.pk, paper.pk), pk=paper.pk, **PLACE)
    trail.record(events.AGREEMENT_PAPER_READ, by=by, subject=paper.agreement)
    return content


def _read(file: BinaryIO) -> bytes:
    file.seek(0)
    content = file.read(MOST_BYTES + 1)
    if not content:
        raise InvalidInput(_("This file is empty."), field="file")
    if len(content) > MOST_BYTES:
        raise InvalidInput(_("This file is larger than %d MB.") % (MOST_BYTES // 1024**2), field="file")
    return content
