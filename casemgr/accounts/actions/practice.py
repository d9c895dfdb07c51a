"""The practice pair of an organization: where its developers build against the API and nobody is real.

Two organizations that only know each other: one that the developer's system acts for, one that answers by itself.
Nobody signs in to either; the accounts in them have no password, and second factors that nobody holds.
"""

from __future__ import annotations

import secrets
from typing import NamedTuple
from uuid import UUID

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import generate_totp_secret
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from casemgr.accounts.models import Organization, PartnerClient, User
from casemgr.accounts.permissions import require
from casemgr.audit import events, trail
from casemgr.encryption import keys
from casemgr.errors import NotInThisState

from .clients import end_access, make_client, new_secret

PERSON_ROLE, SYSTEM_ROLE = "supervisor", "partner_client"
Side = Organization.PracticeSide


class Pair(NamedTuple):
    """The two organizations of a practice: the developer's, and the one that answers by itself."""

    own: Organization
    partner: Organization


def pair_of(home_id: UUID) -> Pair | None:
    """The practice pair of a real organization, switched on or off; None when it never practised.

    By id: those who practise can't see the real one.
    """
    found = {one.practice_side: one for one in Organization.objects.filter(practice_of=home_id)}
    return Pair(found[Side.OWN], found[Side.PARTNER]) if len(found) == len(Side) else None


def person_of(organization: Organization) -> User:
    """The invented colleague in a practice organization, in whose name its systems decide."""
    return User.objects.get(organization=organization, is_machine=False)


def client_of(pair: Pair) -> PartnerClient | None:
    """The developer's system, while the practice is on."""
    clients = PartnerClient.objects.filter(organization_id=pair.own.pk, user__is_active=True)
    return clients.select_related("user").first()


@transaction.atomic
def begin_practice(*, by: User) -> tuple[PartnerClient, str]:
    """Make the pair, or take it up again, with a new client and its secret, which is told only now.

    Errors: NotPermitted, NotInThisState when it is on already.
    """
    require(by, "manage_people")
    home = Organization.objects.select_for_update(no_key=True).get(pk=by.home.pk)
    known = pair_of(home.pk)
    if known is not None and known.own.is_active:
        raise NotInThisState(_("The practice is on already."))
    pair = known or Pair(_make(home, Side.OWN), _make(home, Side.PARTNER))
    for one in pair:
        one.status, one.practice_since = Organization.Status.ACTIVE, timezone.now()
        one.save(update_fields=["status", "practice_since"])
    client, secret = make_client(name=_("Practice"), organization=pair.own)
    trail.record(events.PRACTICE_BEGUN, by=by, subject=pair.own)
    return client, secret


@transaction.atomic
def renew_practice_secret(*, by: User) -> tuple[PartnerClient, str]:
    """Another secret for the practice's client, told only now. Errors: NotPermitted, NotInThisState."""
    require(by, "manage_people")
    pair = pair_of(by.home.pk)
    client = client_of(pair) if pair else None
    if client is None:
        raise NotInThisState(_("The practice isn't on."))
    secret = new_secret(client)
    trail.record(events.CLIENT_SECRET_ROTATED, by=by, subject=client)
    return client, secret


@transaction.atomic
def end_practice(*, by: User) -> Pair:
    """End the client and let the pair rest. Errors: NotPermitted, NotInThisState when it isn't on."""
    require(by, "manage_people")
    pair = pair_of(by.home.pk)
    if pair is None or not pair.own.is_active:
        raise NotInThisState(_("The practice isn't on."))
    client = client_of(pair)
    if client is not None:
        end_access(client)
    for one in pair:
        one.status = Organization.Status.SUSPENDED
        one.save(update_fields=["status"])
    trail.record(events.PRACTICE_ENDED, by=by, subject=pair.own)
    return pair


def _make(home: Organization, side: Side) -> Organization:
    words = {Side.OWN: _("%(name)s: practice"), Side.PARTNER: _("Practice partner of %(name)s")}
    slug = f"practice-{secrets.token_hex(8)}"
    one = Organization.objects.create(
        name=(words[side] % {"name": home.name})[:200],
        slug=slug,
        country=home.country,
        language=home.language,
        time_zone=home.time_zone,
        practice_of=home,
        practice_side=side,
    )
    keys.create_organization_key(one.pk)
    person = User.objects.create_user(
        f"{slug}@practice.invalid", name=_("Practice colleague"), organization=one, role=PERSON_ROLE
    )
    secret = get_adapter().encrypt(generate_totp_secret())  # nobody is shown it
    Authenticator.objects.create(user=person, type=Authenticator.Type.TOTP, data={"secret": secret})
    if side == Side.PARTNER:
        User.objects.create_user(
            f"{slug}@clients.invalid", name=_("Practice partner"), organization=one, role=SYSTEM_ROLE, is_machine=True
        )
    return one
