"""Keep the organization's own list of authorities, and of the laws and orders that it was advised on."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from casemgr.accounts.models import User
from casemgr.accounts.permissions import require
from casemgr.audit import events, trail
from casemgr.encryption import keys
from casemgr.errors import Conflict, InvalidInput, NotFound
from cases.codelists.countries import COUNTRIES
from cases.models import Authority, NoticeBasis
from cases.notices.codes import Kind, Lawful
from cases.notices.missing import ON_A_LAW


@transaction.atomic
def save_authority(
    *,
    name: str,
    by: User,
    what_for: str | None = None,
    telephone: str | None = None,
    address: str | None = None,
    how_to_send: str | None = None,
    authority: Authority | None = None,
    version: int = 1,
) -> Authority:
    """Write one down, or change `authority` as read at `version`. Errors: InvalidInput, NotFound, Conflict.

    What was told before keeps the words of its time.
    """
    require(by, "approve")
    if not name.strip():
        raise InvalidInput(_("Give it a name."), field="name")
    current = _locked(authority, version, by) if authority else Authority(organization=by.home, version=0)
    current.name, current.what_for = name.strip(), what_for or None
    current.telephone, current.address, current.how_to_send = telephone or None, address or None, how_to_send or None
    current.saved_by = by
    current.version += 1
    keys.create_data_key(current.organization_id, current.pk)
    current.save()
    trail.record(events.AUTHORITY_SAVED, by=by, subject=current, facts={"version": current.version})
    return current


@transaction.atomic
def end_authority(authority: Authority, *, by: User) -> None:
    """Offer it no more. Errors: NotFound."""
    require(by, "approve")
    current = _locked(authority, None, by)
    current.ended_at = timezone.now()
    current.save(update_fields=["ended_at", "saved_at"])
    trail.record(events.AUTHORITY_ENDED, by=by, subject=current)


@transaction.atomic
def save_notice_basis(*, kind: str, country: str, lawful: str, title: str, provision: str, by: User) -> NoticeBasis:
    """Write down a law or an order, in the words of whoever advised you. Errors: InvalidInput by field."""
    require(by, "approve")
    if kind not in ON_A_LAW:
        raise InvalidInput(_("Choose from the list."), field="kind")
    if country not in COUNTRIES:
        raise InvalidInput(_("Choose a country of the list."), field="country")
    if lawful not in Lawful.values:
        raise InvalidInput(_("Choose from the list."), field="lawful")
    for field, value in (("title", title), ("provision", provision)):
        if not value.strip():
            raise InvalidInput(_("Write it as it was told to you by somebody who knows the law."), field=field)
    row = NoticeBasis(  # type: ignore[misc]  # the stubs look for the sealed attribute
        organization=by.home,
        kind=Kind(kind).value,
        country=country,
        lawful=lawful,
        title=title.strip(),
        provision=provision.strip(),
        saved_by=by,
    )
    keys.create_data_key(row.organization_id, row.pk)
    row.save(force_insert=True)
    trail.record(events.NOTICE_BASIS_SAVED, by=by, subject=row, facts={"kind": kind, "country": country})
    return row


@transaction.atomic
def end_notice_basis(basis: NoticeBasis, *, by: User) -> None:
    """Offer it no more; notices that stand on it keep it. Errors: NotFound."""
    require(by, "approve")
    rows = NoticeBasis.objects.visible_to(by).offered().select_for_update(of=("self",))
    current = rows.filter(pk=basis.pk).first()
    if current is None:
        raise NotFound()
    current.ended_at = timezone.now()
    current.save(update_fields=["ended_at"])
    trail.record(events.NOTICE_BASIS_ENDED, by=by, subject=current)


def _locked(authority: Authority, version: int | None, by: User) -> Authority:
    rows = Authority.objects.visible_to(by).offered().select_for_update(of=("self",))
    current: Authority | None = rows.filter(pk=authority.pk).first()
    if current is None:
        raise NotFound()
    if version is not None and current.version != version:
        raise Conflict()
    return current
