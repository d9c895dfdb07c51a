"""Entries of the directory as the API tells them: HSDS, under ids of the API, never a hidden place."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from casemgr.accounts.models import Organization, User
from referrals.directory.hsds.writing import Writer
from referrals.directory.members import own_id
from referrals.models import (
    DirectoryOrganization,
    DirectoryService,
    ServiceAtLocation,
    Taxonomy,
    TaxonomyTerm,
)

Told = dict[str, Any]


class Teller:
    """Tells rows that were read with the user's scope."""

    def __init__(self, user: User) -> None:
        self.user, self.writer = user, Writer(user, "public_id")

    def members(self, rows: Sequence[Organization], *, whole: bool = False) -> list[Told]:
        """Organizations of this server: by the entry that each keeps of itself, or else by name."""
        kept = DirectoryOrganization.objects.visible_to(self.user).active().filter(member__in=rows)
        own = {one.member_id: one for one in kept.select_related("member") if one.is_own}
        return [self.organizations([own[row.pk]], whole=whole)[0] if row.pk in own else _bare(row) for row in rows]

    def organizations(self, rows: Sequence[DirectoryOrganization], *, whole: bool = False) -> list[Told]:
        """Entries of organizations."""
        told = self.writer.whole(rows) if whole else [self.writer.plain(row) for row in rows]
        return [
            {"description": ""} | _without_nulls(one) | {"member": _taking_part(row)}
            for row, one in zip(rows, told, strict=True)
        ]

    def services(self, rows: Sequence[DirectoryService], *, whole: bool = False) -> list[Told]:
        """Services with their organizations."""
        told = self.writer.whole(rows) if whole else [self.writer.plain(row) for row in rows]
        of = self.organizations([row.provider for row in rows])
        return [_without_nulls(one) | {"organization": org} for one, org in zip(told, of, strict=True)]

    def places(self, rows: Sequence[ServiceAtLocation], *, whole: bool = False) -> list[Told]:
        """Services at places."""
        told = self.writer.whole(rows) if whole else [self.writer.plain(row) for row in rows]
        services = self.services([row.service for row in rows])
        locations = [self.writer.plain(row.location) for row in rows]
        if whole:
            locations = self.writer.whole([row.location for row in rows])
        return [
            _without_nulls(one) | {"service": service, "location": _without_nulls(location)}
            for one, service, location in zip(told, services, locations, strict=True)
        ]

    def taxonomies(self, rows: Sequence[Taxonomy]) -> list[Told]:
        """Lists that came with files."""
        return [{"description": ""} | _without_nulls(self.writer.plain(row)) for row in rows]

    def terms(self, rows: Sequence[TaxonomyTerm]) -> list[Told]:
        """Terms that came with files."""
        return [_term(self.writer.term(row)) for row in rows]


def _term(row: Told) -> Told:
    told: Told = {"description": ""} | _without_nulls(row)
    if "taxonomy_detail" in told:
        told |= {"taxonomy_detail": {"description": ""} | told["taxonomy_detail"]}
    return told


def _taking_part(row: DirectoryOrganization) -> str | None:
    return row.member.public_id if row.member and row.member.is_active else None


def _bare(member: Organization) -> Told:
    return {"id": str(own_id(member)), "name": member.name, "description": "", "member": member.public_id}


def _without_nulls(told: Told) -> Told:
    """HSDS knows no null: what a file had so is told as absent, at every depth."""
    return {name: _inner(value) for name, value in told.items() if value is not None}


def _inner(value: Any) -> Any:
    if isinstance(value, dict):
        return _without_nulls(value)
    return [_inner(one) for one in value] if isinstance(value, list) else value
