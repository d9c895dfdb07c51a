"""Mappings that an organization keeps for its next file."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from casemgr.accounts.models import User
from casemgr.accounts.permissions import require
from casemgr.audit import events, trail
from casemgr.encryption import keys
from casemgr.errors import InvalidInput, NotFound
from cases.ending_keys import destroy_surely
from cases.importing.mapping import Mapping, shipped_names
from cases.models import ImportMapping

MOST = 30


@transaction.atomic
def save_mapping(mapping: Mapping, *, by: User) -> ImportMapping:
    """Keep a mapping under its name; one's own of that name is replaced, a colleague's isn't.

    Errors: InvalidInput, NotPermitted.
    """
    require(by, "import_cases")
    own = ImportMapping.objects.visible_to(by)
    if mapping.name in shipped_names():
        raise InvalidInput(_("This name belongs to a mapping of the product. Choose another."), field="name")
    row = own.select_for_update().filter(name=mapping.name).first()
    if row is not None and row.saved_by_id != by.pk:
        raise InvalidInput(_("A colleague keeps a mapping of this name. Choose another."), field="name")
    if row is None and own.count() >= MOST:
        raise InvalidInput(_("There are %d saved mappings. Delete one first.") % MOST, field="name")
    if row is None:
        row = ImportMapping(organization=by.home, name=mapping.name)
        keys.create_data_key(by.home.pk, row.pk)
    row.text, row.saved_by = mapping.text, by
    row.save()
    trail.record(events.MAPPING_SAVED, by=by, subject=row)
    return row


@transaction.atomic
def find_mapping(public_id: str, *, by: User) -> ImportMapping:
    """One of the organization's saved mappings. Errors: NotFound, NotPermitted."""
    require(by, "import_cases")
    row = ImportMapping.objects.visible_to(by).filter(public_id=public_id).first()
    if row is None:
        raise NotFound()
    return row


@transaction.atomic
def delete_mapping(row: ImportMapping, *, by: User) -> None:
    """It is needed no longer. Errors: NotFound, NotPermitted."""
    found = find_mapping(row.public_id, by=by)
    trail.record(events.MAPPING_DELETED, by=by, subject=found)
    destroy_surely(found.organization_id, found.pk)
    found.delete()
