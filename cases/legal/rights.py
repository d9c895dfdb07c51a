"""Who may do what to a proceeding or a request now: their tables, asked for one person."""

from __future__ import annotations

from enum import StrEnum

from casemgr.accounts.models import User
from cases.legal import proceeding_lifecycle, request_lifecycle
from cases.legal.codes import COMPLYING
from cases.legal.request_lifecycle import Guard
from cases.legal.table import Capacity, allowed_events
from cases.models import LegalRequest, Proceeding

#: what a person wrote, changed or proposed is their own: they don't decide on it
OWN = ("drafted_by_id", "changed_by_id", "proposed_by_id")


def works(user: User) -> bool:
    """Whether this person, who sees the case, works on what is legal there."""
    return user.can("edit_case") and user.reads("legal") and not user.is_machine


def held_by(request: LegalRequest, user: User) -> frozenset[Capacity]:
    """In what capacities this person, who sees the request, may act on it."""
    if not works(user):
        return frozenset()
    held = {Capacity.WORKER}
    if user.can("send_notice") and user.can("record_consent"):
        held.add(Capacity.SENDER)
    if user.can("approve") and user.pk not in {getattr(request, column) for column in OWN}:
        held.add(Capacity.SECOND)
    return frozenset(held)


def request_events(request: LegalRequest, user: User) -> tuple[StrEnum, ...]:
    """What this person may do to it now, in the table's order."""
    held, state = held_by(request, user), request_lifecycle.State(request.state)
    found = allowed_events(request_lifecycle.TABLE, state, held)
    return tuple(event for event in found if fits(request, event))


def fits(request: LegalRequest, event: StrEnum) -> bool:
    """Whether the event goes with what was decided: nothing is released after a refusal."""
    wanted = {guard for rule in request_lifecycle.TABLE if rule.event is event for guard in rule.guards}
    complies = request.decision in COMPLYING
    return not (Guard.COMPLYING in wanted and not complies) and not (Guard.REFUSING in wanted and complies)


def proceeding_events(proceeding: Proceeding, user: User) -> tuple[StrEnum, ...]:
    """What this person may do to it now, in the table's order."""
    held = frozenset({Capacity.WORKER}) if works(user) else frozenset()
    state = proceeding_lifecycle.State(proceeding.state)
    return allowed_events(proceeding_lifecycle.TABLE, state, held)
