"""Partners that don't use the system: written down by one person, confirmed by a second one, changed, checked, ended.

Whoever is told that a survivor comes is reached by what stands here, so what leads there (LEADING) is never one
person's word alone. Before the second has confirmed it a partner gets nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from casemgr.accounts.clock import today
from casemgr.accounts.models import Organization, User
from casemgr.accounts.permissions import require
from casemgr.audit import events, trail
from casemgr.encryption import keys
from casemgr.errors import Conflict, NotFound, NotInThisState, NotPermitted
from referrals.models import OutsidePartner
from referrals.models.outside import BESIDE, LEADING

from ._outside_values import checked, require_reachable, require_unknown

KEEP = "keep_partners"
Status = Organization.Status


@transaction.atomic
def add_outside(values: Mapping[str, Any], *, by: User) -> OutsidePartner:
    """Write a partner down; it is pending until somebody else confirms it. Errors: NotPermitted, InvalidInput."""
    require(by, KEEP)
    given = checked({"name": "", "ways": []} | dict(values))
    require_unknown(given["name"], by)
    home = by.home
    partner = Organization(
        name=given.pop("name"),
        slug=uuid4().hex,
        country=home.country,
        language=home.language,
        time_zone=home.time_zone,
        kept_by=home,
    )
    partner.save(force_insert=True)
    one = OutsidePartner(
        organization=home,
        partner=partner,
        written_by=by,
        written_at=timezone.now(),
        checked_on=today(home),
        checked_by=by,
    )
    keys.create_data_key(home.pk, one.pk)
    for name, value in given.items():
        setattr(one, name, value)
    require_reachable(one)
    one.save(force_insert=True)
    trail.record(events.OUTSIDE_ADDED, by=by, subject=one, changed=values)
    return one


@transaction.atomic
def change_outside(partner: OutsidePartner, values: Mapping[str, Any], *, version: int, by: User) -> OutsidePartner:
    """Set some of LEADING and BESIDE. What leads there waits for a second person once the partner was confirmed.

    Errors: NotFound, NotPermitted, Conflict, InvalidInput, NotInThisState when it has ended.
    """
    current = _locked(partner, by, version=version)
    given = checked(values)
    now = details(current)
    leading = {name: value for name, value in given.items() if name in LEADING and value != now[name]}
    if "name" in leading:
        require_unknown(leading["name"], by, current)
    for name in BESIDE:
        if name in given:
            setattr(current, name, given[name])
    _require_own_words(current, leading, by)
    if current.is_pending:
        _take(current, leading, by)
    else:
        _propose(current, given, by)
    require_reachable(current)
    _save(current)
    trail.record(events.OUTSIDE_CHANGED, by=by, subject=current, changed=values, facts={"waits": int(bool(leading))})
    return current


@transaction.atomic
def confirm_outside(partner: OutsidePartner, *, version: int, by: User) -> OutsidePartner:
    """A second person asked elsewhere whether this leads to the partner. One that was pending gets referrals now.

    Errors: NotFound, NotPermitted for who wrote it, Conflict, NotInThisState when nothing waits.
    """
    current = _locked(partner, by, version=version)
    wrote = current.proposed_by_id if current.is_proposed else current.written_by_id
    if not (current.is_pending or current.is_proposed):
        raise NotInThisState(_("Nothing waits to be confirmed here."))
    if wrote == by.pk:
        raise NotPermitted(_("A second person must confirm this: you wrote it down."))
    if current.is_proposed:
        _take(current, current.proposed, current.proposed_by)
        _forget_proposal(current)
    current.confirmed_by, current.confirmed_at = by, timezone.now()
    current.checked_on, current.checked_by = today(by.home), by
    _save(current)
    Organization.objects.filter(pk=current.partner_id).update(status=Status.ACTIVE)
    trail.record(events.OUTSIDE_CONFIRMED, by=by, subject=current)
    return current


@transaction.atomic
def refuse_outside(partner: OutsidePartner, *, version: int, by: User) -> OutsidePartner:
    """Throw away what waits; what was confirmed before stays. Whoever wrote it may do so too. Errors: as above."""
    current = _locked(partner, by, version=version)
    if not current.is_proposed:
        raise NotInThisState(_("Nothing waits to be confirmed here."))
    _forget_proposal(current)
    _save(current)
    trail.record(events.OUTSIDE_REFUSED, by=by, subject=current)
    return current


@transaction.atomic
def check_outside(partner: OutsidePartner, *, version: int, by: User) -> OutsidePartner:
    """Somebody asked there, and it is still so. Errors: as above."""
    current = _locked(partner, by, version=version)
    current.checked_on, current.checked_by = today(by.home), by
    _save(current)
    trail.record(events.OUTSIDE_CHECKED, by=by, subject=current)
    return current


@transaction.atomic
def end_outside(partner: OutsidePartner, *, version: int, by: User) -> OutsidePartner:
    """Refer to it no more. What goes on there can still be written down; nothing more is told. Errors: as above."""
    current = _locked(partner, by, version=version)
    _forget_proposal(current)
    current.ended_by, current.ended_at = by, timezone.now()
    _save(current)
    Organization.objects.filter(pk=current.partner_id).update(status=Status.SUSPENDED)
    trail.record(events.OUTSIDE_ENDED, by=by, subject=current)
    return current


def details(one: OutsidePartner) -> dict[str, Any]:
    """All that can be changed, as it counts now."""
    return {"name": one.partner.name} | {name: getattr(one, name) for name in (*LEADING, *BESIDE) if name != "name"}


def _locked(partner: OutsidePartner, by: User, *, version: int) -> OutsidePartner:
    """The row as it is now, locked. Errors: NotFound, NotPermitted, Conflict, NotInThisState."""
    rows = OutsidePartner.objects.visible_to(by).select_related("partner", "proposed_by").filter(pk=partner.pk)
    if not rows.exists():
        raise NotFound()
    require(by, KEEP)
    current: OutsidePartner = rows.select_for_update(of=("self",)).get()
    if current.ended_at is not None:
        raise NotInThisState(_("You no longer work with this partner. Write it down anew if you do again."))
    if current.version != version:
        raise Conflict()
    return current


def _take(one: OutsidePartner, leading: Mapping[str, Any], by: User | None) -> None:
    """Let these lead there from now on, as `by` wrote them."""
    if not leading or by is None:
        return
    for name, value in leading.items():
        if name == "name":
            one.partner.name = value
            Organization.objects.filter(pk=one.partner_id).update(name=value)
        else:
            setattr(one, name, value)
    one.written_by, one.written_at = by, timezone.now()


def _propose(one: OutsidePartner, given: Mapping[str, Any], by: User) -> None:
    """Let what is new wait for a second person; what is as it was needs nobody."""
    now = details(one)
    waits = {name: value for name, value in {**(one.proposed or {}), **given}.items() if name in LEADING}
    waits = {name: value for name, value in waits.items() if value != now[name]}
    if waits:
        one.proposed, one.proposed_by, one.proposed_at = waits, by, timezone.now()
    elif one.proposed_by_id == by.pk:
        _forget_proposal(one)


def _require_own_words(one: OutsidePartner, leading: Mapping[str, Any], by: User) -> None:
    """Nobody changes what another wrote before it was confirmed: then nobody would have asked about the rest of it.

    Errors: NotInThisState.
    """
    wrote = one.written_by_id if one.is_pending else one.proposed_by_id
    if leading and wrote not in (None, by.pk):
        raise NotInThisState(_("What a colleague wrote waits here. Confirm it or throw it away first."))


def _forget_proposal(one: OutsidePartner) -> None:
    one.proposed, one.proposed_by, one.proposed_at = None, None, None


def _save(one: OutsidePartner) -> None:
    one.version += 1
    kept = {"id", "public_id", "organization", "partner"}
    one.save(update_fields=[field.name for field in one._meta.concrete_fields if field.name not in kept])
