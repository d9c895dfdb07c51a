"""Put a package out, take it back, hand it over."""

from hashlib import sha256

from django.db import transaction
from django.utils import timezone

from anonymized_exports import budget, events, permissions, vault
from anonymized_exports.lifecycle import APPROVERS_NEEDED, Event, State, allowed_events
from anonymized_exports.models import Artifact, DownloadRecord, Release
from anonymized_exports.refusals import ExportRefused
from casemgr import rate_limits
from casemgr.accounts.models import User
from casemgr.audit import trail
from casemgr.errors import NotInThisState

from .approve import approvals_of


@transaction.atomic
def release(release: Release, *, by: User) -> Release:
    """Let researchers have it. Errors: ExportRefused with fewer than two approvals of these very bytes."""
    permissions.require_can_plan(by)
    locked = Release.objects.all().locked(release.pk).get()
    if locked.state == State.PACKAGED:
        raise ExportRefused("too_few_approvals")
    if Event.RELEASE not in allowed_events(locked.state):
        raise NotInThisState(allowed_events=allowed_events(locked.state))
    budget.require_still_agreed(locked)
    if approvals_of(locked) < APPROVERS_NEEDED:
        raise ExportRefused("too_few_approvals")
    _package(locked)
    locked.move(Event.RELEASE, released_by=by, released_at=timezone.now())
    trail.record(events.RELEASE_RELEASED, by=by, subject=locked)
    return locked


@transaction.atomic
def withdraw(release: Release, *, reason: str, by: User) -> Release:
    """Stop handing it out. Copies that were taken can't be called back, and it is never issued again."""
    permissions.require_can_plan(by)
    locked = Release.objects.all().locked(release.pk).get()
    locked.move(Event.WITHDRAW, reason=reason, withdrawn_at=timezone.now())
    trail.record(events.RELEASE_WITHDRAWN, by=by, subject=locked, reason=reason)
    return locked


@transaction.atomic
def download(release: Release, *, by: User) -> bytes:
    """The released package, with a record of who took it."""
    permissions.require_can_download(by, release)
    rate_limits.spend("export", by=by)
    package = _package(release)
    DownloadRecord.objects.create(release=release, by=by)
    trail.record(events.RELEASE_DOWNLOADED, by=by, subject=release)
    return package


@transaction.atomic
def review(release: Release, *, by: User) -> bytes:
    """The package before it is out, for those who are to approve it."""
    permissions.require_can_review(by, release)
    package = _package(release)
    trail.record(events.RELEASE_REVIEWED, by=by, subject=release)
    return package


def _package(release: Release) -> bytes:
    package = vault.get(release, Artifact.Kind.PACKAGE)
    if sha256(package).hexdigest() != release.package_sha256:
        raise ExportRefused("package_changed")
    return package
