"""Who may do what to a notice now: the table of the lifecycle, asked for one person."""

from __future__ import annotations

from casemgr.accounts.models import User
from cases.field_groups import TOLD
from cases.models import StatutoryNotice
from cases.notices.codes import Kind
from cases.notices.lifecycle import Capacity, Event, Guard, State, WrongActor, WrongState, allowed_events, rule_for

#: what a person wrote, changed, asked for or sent is their own: they don't approve or review it
OWN = ("drafted_by_id", "changed_by_id", "asked_by_id", "sent_by_id")


def held_by(notice: StatutoryNotice, user: User) -> frozenset[Capacity]:
    """In what capacities this person, who sees the notice, may act on it."""
    if user.is_machine:
        return frozenset({Capacity.MACHINE} if notice.drafted_by_id == user.pk and user.can("draft_notice") else ())
    held = {Capacity.WORKER} if user.can("send_notice") else set()
    if user.can("approve"):
        held.add(Capacity.SUPERVISOR)
        if user.pk not in {getattr(notice, column) for column in OWN}:
            held.add(Capacity.SECOND)
    return frozenset(held)


def available(notice: StatutoryNotice, user: User) -> tuple[Event, ...]:
    """What this person may do to it now, in the table's order."""
    held, state = held_by(notice, user), State(notice.state)
    return tuple(event for event in allowed_events(state, held) if _of_its_kind(notice, state, event, held))


def reads_told(user: User, categories: list[str]) -> bool:
    """Whether this person's role reads every group of fields that these kinds of data are of."""
    return all(user.reads(TOLD[kind]) for kind in categories if kind in TOLD)


def _of_its_kind(notice: StatutoryNotice, state: State, event: Event, held: frozenset[Capacity]) -> bool:
    try:
        guards = rule_for(state, event, held).guards
    except (WrongActor, WrongState):
        return False
    return notice.kind == Kind.IMMINENT_DANGER or Guard.IMMINENT_DANGER not in guards
