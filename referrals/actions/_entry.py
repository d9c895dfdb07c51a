"""One step of keeping an entry of the directory: find it, ask who may, save, tell."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from django.utils.translation import gettext as _

from casemgr.accounts.clock import today
from casemgr.accounts.models import User
from casemgr.accounts.permissions import require
from casemgr.audit import events, trail
from casemgr.errors import Conflict, InvalidInput, NotFound, NotPermitted
from referrals.directory.hsds.tables import forget
from referrals.directory.models.base import Kept
from referrals.models import DirectoryLocation, DirectoryOrganization, DirectoryService

KEEP = "keep_directory"
KINDS = {DirectoryOrganization: "organization", DirectoryService: "service", DirectoryLocation: "location"}


def own[One: Kept](entry: One, by: User, *, version: int | None = None) -> One:
    """The entry as it is now, locked. Errors: NotFound, NotPermitted (another organization keeps it), Conflict."""
    model: Any = type(entry)
    visible = model.objects.visible_to(by).filter(pk=entry.pk)
    if not visible.exists():
        raise NotFound()
    require(by, KEEP)
    found: One | None = model.objects.kept_by(by).select_for_update(of=("self",)).filter(pk=entry.pk).first()
    if found is None:
        raise NotPermitted(_("Another organization keeps this entry."))
    if version is not None and found.version != version:
        raise Conflict()
    return found


def fill(entry: Any, values: Mapping[str, Any], allowed: Collection[str]) -> None:
    """Set columns. Errors: InvalidInput for one that isn't the keeper's to set, or an empty name."""
    if unknown := set(values) - set(allowed):
        raise InvalidInput(field=sorted(unknown)[0])
    for name, value in values.items():
        setattr(entry, name, value)
    if not entry.name.strip():
        raise InvalidInput(_("Give it a name."), field="name")
    forget(entry, values)


def save(entry: Any, by: User, *, is_new: bool, changed: Collection[str] = ()) -> None:
    """Write it. What somebody writes here they have checked, so it counts as checked today."""
    entry.verified_on, entry.verified_by = today(by.organization), by
    forget(entry, ["verified_on"])
    if not is_new:
        entry.version += 1
    entry.save(force_insert=is_new)
    trail.record(
        events.DIRECTORY_WRITTEN,
        by=by,
        subject=entry,
        changed=changed,
        facts={"kind": KINDS[type(entry)], "new": int(is_new)},
    )
