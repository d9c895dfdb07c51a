"""One step in the life of a slip: ask the table, save, destroy the key when it opens no more, write it down."""

from __future__ import annotations

from django.utils import timezone

from casemgr.accounts.acting import acting_as_user
from casemgr.accounts.models import User
from casemgr.audit import events, trail
from casemgr.db.actor import acting_as
from casemgr.encryption import keys
from cases.models import Case
from referrals.carried_lifecycle import Event, State, next_state
from referrals.models import CarriedLink

TOLD = {
    Event.OPEN: events.CARRIED_OPENED,
    Event.MISS: events.CARRIED_MISSED,
    Event.EXPIRE: events.CARRIED_EXPIRED,
    Event.END: events.CARRIED_ENDED,
}


def slip_step(link: CarriedLink, event: Event, *, by: User | None = None) -> bool:
    """Let it happen to a locked row; False when it can't any more. `by` is None for the clock and for whoever holds
    the slip. The key goes before the commit: should that fail, nothing can be read, which errs on the person's side.
    """
    opens, missed = event is Event.OPEN, event is Event.MISS
    count = link.openings + 1 if opens else link.misses + 1
    to = next_state(State(link.state), event, count=count, most=link.most_openings)
    if to is None:
        return False
    link.openings, link.misses = link.openings + opens, link.misses + missed
    changed = ["openings", "misses"]
    if to is not State.READY:
        link.state, link.state_since, link.ended_by, link.content = to, timezone.now(), by, None
        keys.destroy(link.organization_id, link.pk)
        changed += ["state", "state_since", "ended_by", "content_sealed"]
    link.save(update_fields=changed)
    told = events.CARRIED_LOCKED if to is State.LOCKED else TOLD[event]
    write_of_slip(link, told, by=by)
    return True


def write_of_slip(link: CarriedLink, event: str, *, by: User | None = None) -> None:
    """An entry on the case: its history shows it to whoever sees the case. Codes, counts and random ids alone."""
    facts: dict[str, str | int] = {"slip": link.public_id, "openings": link.openings, "misses": link.misses}
    subject = Case(pk=link.case_id)  # a restricted one isn't shown to the organization as a whole
    with acting_as_user(by) if by else acting_as(None):
        trail.record(event, by=by, subject=subject, organization_id=link.organization_id, facts=facts)
