"""Practising against the API: the pair is switched on, emptied and switched off, and its partner is asked to begin."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from contextlib import nullcontext
from typing import Any

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from casemgr.accounts.acting import acting_as_user
from casemgr.accounts.actions import begin_practice, end_practice
from casemgr.accounts.actions.practice import Pair, pair_of
from casemgr.accounts.clock import today
from casemgr.accounts.models import Organization, PartnerClient, User
from casemgr.accounts.permissions import require
from casemgr.audit import events, trail
from casemgr.db.actor import acting_as
from casemgr.errors import NotFound, NotInThisState
from cases.actions import record_consent, register
from cases.actions.register import StoreConsent
from cases.codelists.services import SERVICES
from referrals.models import Enquiry, Referral
from referrals.practice.player import player_of, practice_of
from referrals.practice.queue import forget_keys_later
from referrals.practice.script import ANSWERS, RECEIVING

from ._step import locked
from .clock import expire_overdue
from .directory import keep_organization, keep_service
from .draft import draft
from .enquiries import ask
from .submit import submit

HOLDS_FOR = datetime.timedelta(days=90)
PERSON: Mapping[str, Any] = {
    "alias": "Practice person",
    "phone": "+15550100",
    "preferred_language": "en",
    "birth_year": 1990,
}
SAFE_CONTACT: Mapping[str, Any] = {"channel": "text", "may_text": True, "hours": "10:00-12:00"}
CATEGORIES = ("identity", "contact")


@transaction.atomic
def switch_practice_on(*, by: User) -> tuple[PartnerClient, str]:
    """The pair with something in its directory, and the developer's client with its secret, told only now.

    Errors: NotPermitted, NotInThisState when it is on already.
    """
    made = begin_practice(by=by)
    _furnish(_pair_on(by.home))
    return made


@transaction.atomic
def switch_practice_off(*, by: User) -> None:
    """End its client, and delete what was in it. Errors: NotPermitted, NotInThisState when it isn't on."""
    _empty(end_practice(by=by), by=by)


@transaction.atomic
def start_practice_over(*, by: User) -> Pair:
    """Delete everything in the practice but its client and its addresses for webhooks.

    `by` is an administrator of the real organization, or the practice's own system. Errors: NotPermitted, NotFound.
    """
    pair = practice_of(by)
    if pair is None:
        require(by, "manage_people")
        pair = _pair_on(by.home)
    _start_over(pair, by=by)
    return pair


@transaction.atomic
def end_month_of_practice(*, by_clock_for: Organization, since: datetime.datetime) -> bool:
    """Start the practice of this partner over if it began, or began anew, at or before `since`; whether it did."""
    pair = pair_of(by_clock_for.practice_of_id) if by_clock_for.practice_of_id else None
    if pair is None or pair.own.practice_since is None or pair.own.practice_since > since:
        return False
    _start_over(pair, by=None)
    return True


def _start_over(pair: Pair, *, by: User | None) -> None:
    _empty(pair, by=by)
    if pair.own.is_active:
        _furnish(pair)


def _empty(pair: Pair, *, by: User | None) -> None:
    """Delete the rows; their keys follow, so that backups open nothing either. `by` is None for the clock."""
    now = timezone.now()
    with connection.cursor() as cursor:
        cursor.execute("SELECT app.empty_practice()")
        [gone] = cursor.fetchone()
    for one in pair:
        forget_keys_later(one, now.isoformat())
    with nullcontext() if by else acting_as(None):
        trail.record(
            events.PRACTICE_STARTED_OVER,
            by=by,
            subject=pair.own,
            organization_id=by.organization_id if by else pair.own.pk,
            facts={"rows": int(gone)},
        )


def _pair_on(home: Organization) -> Pair:
    pair = pair_of(home.pk)
    if pair is None or not pair.own.is_active:
        raise NotFound()
    return pair


def _furnish(pair: Pair) -> None:
    """What the two are found by in their directory, and may ask each other about."""
    system = player_of(pair.partner).system
    with acting_as_user(system):
        for one, services in ((pair.partner, RECEIVING), (pair.own, ANSWERS)):
            entry = keep_organization({"name": one.name, "country": one.country, "member": one}, by=system)
            for code in services:
                keep_service({"name": str(SERVICES.label(code)), "service_code": code}, provider=entry, by=system)


@transaction.atomic
def offer_in_practice(
    *, service_code: str, by: User, categories: tuple[str, ...] = CATEGORIES, **offer: Any
) -> Referral:
    """Have the practice partner offer the developer's organization a referral about an invented person.

    `offer` may give urgency, needs and feedback. Errors: NotFound outside a practice, those of drafting.
    """
    pair = _practising(by)
    system = player_of(pair.partner).system
    ends_on = today(pair.partner) + HOLDS_FOR
    with acting_as_user(system):
        keeping = StoreConsent(decision="given", method="spoken", ends_on=ends_on)
        case = register(person=PERSON, safe_contact=SAFE_CONTACT, consent=keeping, by=system)
        consent = record_consent(
            case.person,
            purpose="share",
            decision="given",
            method="spoken",
            recipient=pair.own,
            categories=categories,
            ends_on=ends_on,
            by=system,
        )
        drafted = draft(consent=consent, service_code=service_code, case=case, by=system, **offer)
        offered = submit(drafted, by=system)
    trail.record(events.PRACTICE_OFFER_ASKED, by=by, subject=offered, facts={"service": service_code})
    return offered


@transaction.atomic
def ask_in_practice(*, service_code: str, by: User) -> Enquiry:
    """Have the practice partner ask the developer's organization. Errors: NotFound outside a practice, InvalidInput for
    a service that it doesn't give by their directory, TooMany.
    """
    pair = _practising(by)
    system = player_of(pair.partner).system
    with acting_as_user(system):
        asked = ask({"service_code": service_code}, receivers=[pair.own], by=system)
    trail.record(events.PRACTICE_ENQUIRY_ASKED, by=by, subject=asked, facts={"service": service_code})
    return asked


@transaction.atomic
def let_time_pass(referral: Referral, *, by: User) -> Referral:
    """In practice: the time to decide ends now, and the clock expires the offer as it does anywhere.

    Errors: NotFound, also for a referral that isn't practice; NotInThisState when nobody has to decide.
    """
    current = locked(referral, by)
    if not (current.sender.is_sandbox and current.receiver.is_sandbox):
        raise NotFound()
    if not current.is_undecided:
        raise NotInThisState(_("Nobody has to decide on this now."))
    current.deadline = timezone.now()
    current.save(update_fields=["deadline"])
    trail.record(events.PRACTICE_TIME_PASSED, by=by, subject=current, changed=["deadline"])
    expire_overdue(current.receiver_id)
    return locked(referral, by)


def _practising(by: User) -> Pair:
    pair = practice_of(by)
    if pair is None or not by.has_access:
        raise NotFound()
    return pair
