"""One attempt of a delivery: claimed in one transaction, sent outside any, recorded in another.

The claim sets the time of the next attempt before anything is sent. So two workers never send at once, and when the
machine dies in between, the next attempt comes as if this one had failed: with the same webhook-id.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from casemgr.accounts.acting import acting_as_user
from casemgr.accounts.models import User
from casemgr.audit import events, trail
from casemgr.db.actor import acting_as
from casemgr.encryption import held
from casemgr.encryption.errors import Tampered
from referrals.models import WebhookDelivery

from . import sending, signing
from .ending import disable
from .message import body
from .publishing import of_organization
from .queue import deliver_later
from .schedule import MOST_ATTEMPTS, pause_after
from .standing import stop_of

State = WebhookDelivery.State
IN_PRACTICE = "casemgr-sandbox"  # a header: nobody in it is real
UNREADABLE = "unreadable"  # the key that sealed address and secret is gone
_WHY = "one delivery by its id, on behalf of the system it goes to; row-level security names the organization"


@dataclass(frozen=True)
class _Claim:
    """A delivery whose turn it is, and what is sent. `attempt` says whose result is recorded."""

    delivery: WebhookDelivery
    attempt: int
    message: sending.Message


def attempt(delivery_id: UUID, organization_id: UUID) -> None:
    """Try a delivery if it is due, as the system it goes to. While the organization's key is locked, it waits."""
    if held.is_locked(organization_id):
        return
    account = _account_of(delivery_id, organization_id)
    if account is None:
        return
    with acting_as_user(account):
        claim = _claim(delivery_id, account)
        if claim is not None:
            _record(claim, sending.send(claim.message), account)


def _account_of(delivery_id: UUID, organization_id: UUID) -> User | None:
    with acting_as(of_organization(organization_id)), transaction.atomic():
        rows = WebhookDelivery.objects.unscoped(_WHY).filter(pk=delivery_id)
        return User.objects.filter(pk__in=rows.values("endpoint__account_id")).first()


@transaction.atomic
def _claim(delivery_id: UUID, account: User) -> _Claim | None:
    rows = WebhookDelivery.objects.unscoped(_WHY).select_related("endpoint", "event__referral")
    delivery = rows.select_for_update(of=("self",)).filter(pk=delivery_id).first()
    now = timezone.now()
    if delivery is None or delivery.next_attempt_at is None or delivery.next_attempt_at > now:
        return None
    stop = stop_of(delivery.event, delivery.endpoint, account)
    if stop is not None or delivery.attempts >= MOST_ATTEMPTS:
        _end(delivery, State.STOPPED if stop else State.FAILED, problem=stop.value if stop else "")
        return None
    message = _message(delivery, account)
    if message is None:
        _end(delivery, State.FAILED, problem=UNREADABLE)
        return None
    delivery.attempts += 1
    delivery.last_attempt_at, delivery.last_status = now, None
    delivery.next_attempt_at = now + pause_after(delivery.attempts)
    delivery.save(update_fields=["attempts", "last_attempt_at", "last_status", "next_attempt_at"])
    return _Claim(delivery, delivery.attempts, message)


def _message(delivery: WebhookDelivery, account: User) -> sending.Message | None:
    now, content = timezone.now(), body(delivery.event)
    try:
        url, secrets = delivery.endpoint.url(), delivery.endpoint.secrets(now)
    except Tampered:
        return None
    headers = signing.headers(delivery.event.public_id, int(now.timestamp()), content, secrets_=secrets)
    if account.home.is_sandbox:
        headers[IN_PRACTICE] = "true"
    return sending.Message(url, headers, content)


@transaction.atomic
def _record(claim: _Claim, outcome: sending.Outcome, account: User) -> None:
    """Write what came of it, unless somebody ended the delivery or began it anew meanwhile."""
    rows = WebhookDelivery.objects.unscoped(_WHY).select_related("endpoint").select_for_update(of=("self",))
    delivery = rows.filter(pk=claim.delivery.pk, state=State.WAITING, attempts=claim.attempt).first()
    if delivery is None:
        return
    delivery.last_status = outcome.status
    if outcome.arrived:
        _end(delivery, State.DELIVERED)
        trail.record(events.WEBHOOK_DELIVERED, by=account, subject=delivery, facts={"attempt": claim.attempt})
    elif outcome.is_gone:
        _end(delivery, State.FAILED, problem=outcome.problem)
        reason = delivery.endpoint.Reason.GONE
        disable(delivery.endpoint, reason=reason, by=account)
        trail.record(events.WEBHOOK_DISABLED, by=account, subject=delivery.endpoint, facts={"why": reason.value})
    elif claim.attempt >= MOST_ATTEMPTS:
        _end(delivery, State.FAILED, problem=outcome.problem)
        trail.record(events.WEBHOOK_GIVEN_UP, by=account, subject=delivery, facts={"attempt": claim.attempt})
    else:
        delivery.problem = outcome.problem
        delivery.save(update_fields=["last_status", "problem"])
        deliver_later(delivery.pk, delivery.organization_id, at=delivery.next_attempt_at)


def _end(delivery: WebhookDelivery, state: WebhookDelivery.State, *, problem: str = "") -> None:
    delivery.state, delivery.next_attempt_at = state, None
    delivery.problem = problem or (delivery.problem if state == State.FAILED else "")
    delivery.save(update_fields=["state", "next_attempt_at", "last_status", "problem"])
