"""An organization takes its key into its own hands, opens it and locks it. Fewer than the threshold decide nothing.

The organization's row is locked first in each of these, so that two people who act at once act one after the other.
"""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction
from django.utils.translation import gettext as _

from casemgr.accounts import held_key
from casemgr.accounts.models import Organization, User
from casemgr.accounts.passphrase import require_strong
from casemgr.accounts.permissions import require
from casemgr.audit import events, trail
from casemgr.encryption import held, holders, leases, unlocking
from casemgr.encryption.errors import WrongPassphrase
from casemgr.encryption.models import Holder, HolderSet
from casemgr.errors import InvalidInput, NotFound, NotInThisState

LONGEST_HOURS = 72


@transaction.atomic
def name_holders(people: Collection[User], *, threshold: int, hours: int, by: User) -> None:
    """The administrator says who shall hold the key. Nothing changes before all of them have set a passphrase.

    Errors: InvalidInput naming the field; OrganizationLocked when others hold the key and have it locked.
    """
    require(by, "manage_people")
    home = _locked_home(by)
    held.require_unlocked(home.pk)
    _require_sound(people, threshold, hours, home)
    chosen = holders.name(home.pk, [person.pk for person in people], threshold=threshold, hours=hours)
    trail.record(events.KEY_HOLDERS_NAMED, by=by, subject=home, facts=_facts(chosen, len(people)))


@transaction.atomic
def take_back_holders(*, by: User) -> None:
    """Forget who was named; whoever holds the key now goes on holding it."""
    require(by, "manage_people")
    home = _locked_home(by)
    if not holders.forget_named(home.pk):
        raise NotInThisState(_("Nobody is named."))
    trail.record(events.KEY_HOLDERS_TAKEN_BACK, by=by, subject=home)


@transaction.atomic
def set_passphrase(passphrase: str, *, by: User) -> bool:
    """A named holder sets their passphrase; whether the key changed hands by it. Errors: NotFound, InvalidInput."""
    home = _locked_home(by)
    part = _part(by, holders.named(home.pk))
    require_strong(passphrase, by)
    trail.record(events.KEY_PASSPHRASE_SET, by=by, subject=by)
    holders.prepare(part, passphrase)
    return _switch_if_ready(home, by)


@transaction.atomic
def agree_to_holders(*, by: User) -> bool:
    """One of the present holders agrees to the next ones; whether the key changed hands by it."""
    home = _locked_home(by)
    part, following = _part(by, holders.holding(home.pk)), holders.named(home.pk)
    if following is None:
        raise NotInThisState(_("Nobody is named."))
    trail.record(events.KEY_HOLDERS_AGREED, by=by, subject=by, facts={"version": following.version})
    holders.agree(part, following)
    return _switch_if_ready(home, by)


@transaction.atomic
def enter_passphrase(passphrase: str, *, by: User) -> int | None:
    """One holder's word: how many are still missing, 0 when the key is open from now on; None if it was wrong.

    A wrong one is no exception: that somebody tried must stay in the trail.
    """
    home = _locked_home(by)
    part = _part(by, holders.holding(home.pk))
    if not held.is_locked(home.pk):
        raise NotInThisState(_("The key is open already."))
    try:
        entered = unlocking.enter(part, passphrase, among=held_key.who_counts(part.set))
    except WrongPassphrase:
        trail.record(events.KEY_PASSPHRASE_REFUSED, by=by, subject=by)
        return None
    trail.record(events.KEY_PASSPHRASE_ENTERED, by=by, subject=by, facts={"missing": entered.missing})
    if entered.lease is not None:
        _open(home, entered.lease, by)
    return entered.missing


@transaction.atomic
def lock_key(*, by: User) -> None:
    """Lock now, on this machine: any holder may, and the administrator. Errors: NotFound for others, NotInThisState.

    It is locked even if the trail can't be written: the other way round somebody could keep it open.
    """
    if not (by.can("manage_people") or held_key.has_part(by)):
        raise NotFound()
    home = _locked_home(by)
    if holders.holding(home.pk) is None or not unlocking.lock(home.pk):
        raise NotInThisState(_("The key is locked already."))
    trail.record(events.KEY_LOCKED, by=by, subject=home, facts={"why": "hand"})


def _open(home: Organization, lease: leases.Lease, by: User) -> None:
    """Once the trail says so. Holders who only waited for it to be open take over now."""
    trail.record(events.KEY_UNLOCKED, by=by, subject=home)

    def after_commit() -> None:
        unlocking.open_for(home.pk, lease)
        with transaction.atomic():
            _switch_if_ready(_locked_home(by), by)

    transaction.on_commit(after_commit)


def _switch_if_ready(home: Organization, by: User) -> bool:
    """Hand the key over if everybody is ready and it is open; the trail has it before the key store."""
    following = holders.named(home.pk)
    if following is None or held.is_locked(home.pk) or not holders.is_ready(following):
        return False
    facts = _facts(following, following.holders.count())
    trail.record(events.KEY_HANDED_OVER, by=by, subject=home, facts=facts)
    lease = holders.switch(following)
    transaction.on_commit(lambda: unlocking.open_for(home.pk, lease))
    return True


def _facts(chosen: HolderSet, count: int) -> dict[str, str | int]:
    return {"holders": count, "threshold": chosen.threshold, "hours": chosen.hours, "version": chosen.version}


def _locked_home(by: User) -> Organization:
    return Organization.objects.select_for_update(no_key=True).get(pk=by.home.pk)


def _part(by: User, chosen: HolderSet | None) -> Holder:
    """The person's own part. Errors: NotFound, the same for whoever has none."""
    part = held_key.part_of(by, chosen) if by.has_access else None
    if part is None:
        raise NotFound()
    return part


def _require_sound(people: Collection[User], threshold: int, hours: int, home: Organization) -> None:
    foreign = [p for p in people if p.organization_id != home.pk or p.is_machine or not p.is_active]
    if foreign:
        raise InvalidInput(_("Choose among your colleagues."), field="people")
    if len(people) < holders.LEAST_HOLDERS:
        raise InvalidInput(_("Name at least three people."), field="people")
    if not holders.LEAST_TOGETHER <= threshold < len(people):
        message = _("At least two, and fewer than you name: otherwise one loss would be the loss of everything.")
        raise InvalidInput(message, field="threshold")
    if not 1 <= hours <= LONGEST_HOURS:
        raise InvalidInput(_("Between 1 and 72 hours."), field="hours")
