"""A slip for the person to carry: made with them beside the worker, seen by whom they show it to, ended at any time."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from casemgr.accounts.actions import set_carried_links
from casemgr.accounts.clock import today
from casemgr.accounts.models import Organization, User
from casemgr.audit import events, trail
from casemgr.db.actor import acting_as
from casemgr.encryption import keys, slips
from casemgr.errors import InvalidInput, NotFound, NotInThisState, NotPermitted
from cases.actions import record_consent, withdraw
from cases.actions.stopped import require_reachable
from cases.carried import KINDS, collect_carried
from cases.codelists.services import SERVICES
from cases.models import Case, Consent
from cases.permissions import require_on_case
from referrals.alerts import as_organization
from referrals.carried_lifecycle import HOURS, MOST_OPENINGS, Event, State
from referrals.carried_steps import slip_step
from referrals.models import CarriedLink

PERMISSION = "send_referral"


@dataclass(frozen=True)
class Slip:
    """A slip just made. Code and passcode are nowhere else; they can't be shown again."""

    link: CarriedLink
    code: str
    passcode: str


@transaction.atomic
def make_carried(
    case: Case,
    *,
    service_code: str,
    categories: Collection[str],
    word: Mapping[str, Any],
    by: User,
    hours: int,
    openings: int,
    talked: bool,
) -> Slip | None:
    """Seal what the person agreed to carry; None when they said no (that is kept). A newer slip for the same service
    replaces the older one.

    `word` is how they said it, as for `record_consent`; `talked`: the worker talked with them about carrying it.
    Errors: NotFound while it is switched off, NotPermitted, InvalidInput.
    """
    require_may_carry(case, by)
    require_reachable(case, by)
    kinds = sorted(set(categories))
    _check(service_code, kinds, hours, openings, talked)
    consent = _agreed(case, service_code, kinds, word, hours, by)
    if consent.decision != Consent.Decision.GIVEN:
        return None
    content = collect_carried(case, kinds)
    code, passcode = slips.new_code(), slips.new_passcode()
    turned, now = slips.turn(code, passcode), timezone.now()
    link = CarriedLink(
        organization=by.home,
        case=case,
        person_id=case.person_id,
        consent=consent,
        maker=by,
        service_code=service_code,
        categories=kinds,
        fields=sorted(content),
        finder=turned.finder,
        state_since=now,
        most_openings=openings,
        made_at=now,
        expires_at=now + datetime.timedelta(hours=hours),
    )
    keys.create_data_key(by.home.pk, link.pk)
    link.content = slips.seal(content, turned.key, bound=link.pk.bytes)
    link.save(force_insert=True)
    trail.record(
        events.CARRIED_MADE,
        by=by,
        subject=case,
        changed=link.fields,
        facts={"slip": link.public_id, "hours": hours, "openings": openings},
    )
    return Slip(link, code, passcode)


@transaction.atomic
def end_carried(link: CarriedLink, *, by: User) -> CarriedLink:
    """End it now, as the person asked: it opens no more, and the consent it stands on ends too.

    Errors: NotFound, NotPermitted, NotInThisState when it has ended by itself.
    """
    current = CarriedLink.objects.visible_to(by).select_for_update(of=("self",)).filter(pk=link.pk).first()
    if current is None:
        raise NotFound()
    require_on_case(by, PERMISSION, current.case)
    if not slip_step(current, Event.END, by=by):
        raise NotInThisState(_("It opens no more already."))
    if current.consent.ended_at is None:
        withdraw(current.consent, by=by)
    return current


@transaction.atomic
def switch_carried(*, on: bool, by: User, **values: Any) -> Organization:
    """Let people carry what they share, or don't: switched off, every slip of the organization has ended for good.

    `values` and errors are those of `set_carried_links`.
    """
    home = set_carried_links(on=on, by=by, **values)
    if not on:
        with acting_as(as_organization(home.pk)):
            rows = CarriedLink.objects.unscoped("the organization ends all of its slips").filter(state=State.READY)
            for link in rows.select_for_update(of=("self",)):
                slip_step(link, Event.END)
    return home


@transaction.atomic
def read_carried(link: CarriedLink, *, by: User) -> CarriedLink:
    """Write down that `by` looks at a slip and at what was left by whoever opened it. Errors: NotFound."""
    if not CarriedLink.objects.visible_to(by).filter(pk=link.pk).exists():
        raise NotFound()
    trail.record(events.CARRIED_READ, by=by, subject=link.case, facts={"slip": link.public_id})
    return link


def end_with_consent(consent: Consent, by: User) -> None:
    """The consent a slip stands on has ended: so has the slip."""
    if consent.purpose != Consent.Purpose.CARRY:
        return
    with acting_as(as_organization(consent.organization_id)):
        rows = CarriedLink.objects.unscoped("a slip on a case that whoever ended the consent doesn't see ends too")
        for link in rows.select_for_update(of=("self",)).filter(consent=consent):
            slip_step(link, Event.END, by=by)


def require_may_carry(case: Case, by: User) -> None:
    """Refuse unless it is switched on here, and `by` may give this person a slip. Errors: NotFound, NotPermitted."""
    require_on_case(by, PERMISSION, case)
    if by.is_machine:
        raise NotPermitted()
    if not by.home.carried_links:
        raise NotFound()


def _check(service_code: str, kinds: list[str], hours: int, openings: int, talked: bool) -> None:
    if service_code not in SERVICES:
        raise InvalidInput(_("Choose from the list."), field="service_code")
    if not kinds or set(kinds) - set(KINDS):
        raise InvalidInput(_("Tick at least one kind of data."), field="categories")
    if hours not in HOURS:
        raise InvalidInput(_("Choose from the list."), field="hours")
    if not 1 <= openings <= MOST_OPENINGS:
        raise InvalidInput(_("Choose from the list."), field="openings")
    if not talked:
        raise InvalidInput(_("Talk with the person about carrying it first."), field="talked")


def _agreed(case: Case, service_code: str, kinds: list[str], word: Mapping[str, Any], hours: int, by: User) -> Consent:
    """Their word for exactly this, until the day after the slip's last."""
    days = datetime.timedelta(days=1 + -(-hours // 24))
    return record_consent(
        case.person,
        purpose=Consent.Purpose.CARRY,
        categories=kinds,
        service_code=service_code,
        ends_on=today(by.home) + days,
        by=by,
        **word,
    )
