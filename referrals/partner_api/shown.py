"""Rows as the API tells them to one organization. What a tier doesn't allow isn't read into the answer at all."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from casemgr.accounts.models import User
from cases.models import Consent
from referrals.actions import Disclosure
from referrals.codes import Role
from referrals.lifecycle import Tier
from referrals.models import Referral, ReferralEvent, ReferralParty, WebhookDelivery, WebhookEndpoint
from referrals.permissions import available_events

OWN_SIDE = ("consent__public_id", "onward_from__public_id")


def consent(row: Consent) -> dict[str, Any]:
    """A consent, without the person."""
    return {
        "id": row.public_id,
        "recipient": row.recipient.public_id if row.recipient else None,
        "service": row.service_code or None,
        "categories": row.categories,
        "starts_on": row.starts_on,
        "ends_on": row.ends_on,
        "ended_at": row.ended_at,
    }


def referrals(rows: Iterable[Referral], user: User) -> list[dict[str, Any]]:
    """Referrals with what stands on the sender's own side fetched in one query."""
    rows = list(rows)
    own = {row.pk: side for row in rows if (side := _own_side(row))}
    sent = [row.pk for row in rows if row.pk not in own and row.role_of(user.organization_id) is Role.SENDER]
    if sent:
        parties = ReferralParty.objects.visible_to(user).filter(referral__in=sent, role=Role.SENDER)
        own |= {row[0]: row[1:] for row in parties.values_list("referral_id", *OWN_SIDE)}
    return [_referral(row, user, *own.get(row.pk, (None, None))) for row in rows]


def referral(row: Referral, user: User) -> dict[str, Any]:
    """One referral."""
    return referrals([row], user)[0]


def _own_side(row: Referral) -> tuple[str | None, str | None] | None:
    """What the action that locked the referral for the caller read beside it, if it did."""
    side: Any = row.own_side
    return (side.consent_told, side.onward_told) if hasattr(side, "consent_told") else None


def _referral(row: Referral, user: User, consent: str | None, onward_from: str | None) -> dict[str, Any]:
    open_to_them = row.tier_for(user) in (Tier.OFFER, Tier.DISCLOSURE)
    return {
        "id": row.public_id,
        "role": row.role_of(user.organization_id),
        "state": row.state,
        "state_since": row.state_since,
        "version": row.version,
        "sender": {"id": row.sender.public_id, "name": row.sender.name},
        "receiver": {"id": row.receiver.public_id, "name": row.receiver.name},
        "offer": _offer(row) if open_to_them else None,
        "offered_at": row.offered_at,
        "consent": consent,
        "onward_from": onward_from,
        "phone_now": row.wants_phone_call and row.role_of(user.organization_id) is Role.SENDER,
        "reason_code": row.reason_code or None,
        "outcome": (row.outcome or None) if open_to_them else None,
        "allowed_events": available_events(user, row),
    }


def _offer(row: Referral) -> dict[str, Any]:
    return {
        "service": row.service_code,
        "needs": row.needs,
        "urgency": row.urgency,
        "deadline": row.deadline,
        "age_band": row.age_band or None,
        "region": row.region or None,
        "language": row.language or None,
        "interpreter_needed": row.interpreter_needed,
        "wait_until": row.wait_until,
    }


def disclosure(row: Referral, released: Disclosure) -> dict[str, Any]:
    """The disclosed fields."""
    return {
        "referral": row.public_id,
        "released_at": released.released_at,
        "categories": released.categories,
        "fields": released.fields,
    }


def event(row: ReferralEvent) -> dict[str, Any]:
    """One step; who took it stays inside."""
    return {
        "event": row.event,
        "actor_role": row.actor_role,
        "from_state": row.from_state or None,
        "to_state": row.to_state,
        "code": row.code or None,
        "way": row.way or None,
        "at": row.at,
    }


def endpoint(row: WebhookEndpoint) -> dict[str, Any]:
    """An address for webhooks, without its secrets."""
    return {
        "id": row.public_id,
        "url": row.known_url(),
        "state": row.state,
        "reason": row.reason or None,
        "state_since": row.state_since,
        "previous_secret_until": row.previous_until,
        "version": row.version,
        "created_at": row.created_at,
    }


def delivery(row: WebhookDelivery) -> dict[str, Any]:
    """What became of a message."""
    return {
        "id": row.public_id,
        "endpoint": row.endpoint.public_id,
        "event": row.event.public_id,
        "type": row.event.type,
        "state": row.state,
        "attempts": row.attempts,
        "next_attempt_at": row.next_attempt_at,
        "last_attempt_at": row.last_attempt_at,
        "last_status": row.last_status,
        "problem": row.problem or None,
        "created_at": row.created_at,
    }
