"""Releases that are out or were, and their packages: public, whoever asks."""

from __future__ import annotations

from functools import lru_cache
from hashlib import sha256

from django.utils.translation import gettext_lazy as _

from anonymized_exports import vault
from anonymized_exports.lifecycle import State
from anonymized_exports.models import Artifact, Release
from anonymized_exports.pipeline.public_part import PUBLIC_TABLES, public_part
from anonymized_exports.querysets import ReleaseQuerySet
from casemgr.errors import Gone, NotFound
from frontend.packages import Package

KEPT_OPEN = 4  # packages in memory; a wide one takes some megabytes


class Withdrawn(Gone):
    """The release was out and was taken back; `release` says why and when."""

    def __init__(self, release: Release) -> None:
        self.release = release
        super().__init__(_("This release was withdrawn. Don't use its figures any longer."))


def released() -> ReleaseQuerySet:
    """What is out, newest first."""
    return Release.objects.unscoped("what is released is public").released()


def withdrawn() -> ReleaseQuerySet:
    """What was out, last taken back first."""
    rows = Release.objects.unscoped("that a release was withdrawn is public, and why")
    return rows.filter(state=State.WITHDRAWN).order_by("-withdrawn_at")


def released_one(release_id: str) -> Release:
    """A release that is out. Errors: Withdrawn for one that was; NotFound for any other."""
    rows = Release.objects.unscoped("what is released is public").filter(public_id=release_id)
    one = (
        rows.filter(state__in=(State.RELEASED, State.WITHDRAWN))
        .select_related("population", "cohort", "ledger_entry")
        .first()
    )
    if one is None:
        raise NotFound()
    if one.state == State.WITHDRAWN:
        raise Withdrawn(one)
    return one


def package_of(one: Release) -> Package:
    """The released package, to show parts of it."""
    return _opened(one, one.package_sha256)


def public_package(one: Release) -> tuple[bytes, str]:
    """The part of the package that everybody may take, and its SHA-256."""
    return _public_part(one, one.package_sha256)


def public_tables(package: Package) -> list[str]:
    """The tables of a package that need no registration, in its order."""
    return [name for name in package.tables if name in PUBLIC_TABLES]


@lru_cache(maxsize=KEPT_OPEN)
def _opened(one: Release, _sha256: str) -> Package:
    return Package(vault.get(one, Artifact.Kind.PACKAGE))


@lru_cache(maxsize=KEPT_OPEN)
def _public_part(one: Release, _sha256: str) -> tuple[bytes, str]:
    content = public_part(vault.get(one, Artifact.Kind.PACKAGE), vault.signer())
    return content, sha256(content).hexdigest()
