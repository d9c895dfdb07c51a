"""The life of a referral as one table: who may do what in which state. Plain Python, no Django.

Source of the states and events: the referral states of FHIR `ServiceRequest` and `Task`, cut to what a
referral between helping organizations needs. The picture of this table is docs/states/referral.md.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class State(StrEnum):
    """Where a referral stands."""

    DRAFT = "draft"
    OFFERED = "offered"
    ACKNOWLEDGED = "acknowledged"
    WAITLISTED = "waitlisted"
    ACCEPTED = "accepted"
    IN_SERVICE = "in_service"
    COMPLETED = "completed"
    NOT_COMPLETED = "not_completed"
    DECLINED = "declined"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"
    REVOKED = "revoked"
    ENTERED_IN_ERROR = "entered_in_error"


class Event(StrEnum):
    """What can happen to a referral."""

    SUBMIT = "submit"
    ACKNOWLEDGE = "acknowledge"
    WAITLIST = "waitlist"
    DECLINE = "decline"
    ACCEPT = "accept"
    RECORD_CONTACT = "record_contact"
    COMPLETE = "complete"
    END = "end"
    WITHDRAW = "withdraw"
    REVOKE = "revoke"
    EXPIRE = "expire"
    ERROR = "error"


class ActorRole(StrEnum):
    """In what capacity somebody acts on a referral."""

    SENDER_WORKER = "sender_worker"
    SENDER_SUPERVISOR = "sender_supervisor"
    RECEIVER_WORKER = "receiver_worker"
    FOR_RECEIVER = "for_receiver"  # the sender's worker writes down what a receiver without the system said or did
    SURVIVOR = "survivor"
    SYSTEM = "system"


class Tier(StrEnum):
    """How much of a referral the receiver sees."""

    NOTHING = "nothing"
    OFFER = "offer"
    DISCLOSURE = "disclosure"
    TOMBSTONE = "tombstone"


class Guard(StrEnum):
    """A condition beside state and actor; the actions check it under this name."""

    CONSENT_VALID = "consent_valid"
    PARTNER_ACTIVE = "partner_active"
    NOT_NEVER_SHARE = "not_never_share"
    NAMED_PERSON = "named_person"
    SECOND_FACTOR = "second_factor"
    REASON_CODE = "reason_code"
    CONTACT_RESULT = "contact_result"
    OUTCOME_CLIPPED = "outcome_clipped"
    UNTIL_WITHIN_CONSENT = "until_within_consent"
    WITHIN_DEADLINE = "within_deadline"
    DEADLINE_PASSED = "deadline_passed"
    REASON_TEXT = "reason_text"
    NOT_PURGED = "not_purged"


class DeclineReason(StrEnum):
    """Why a receiver says no; coded, so that no free text crosses over."""

    NO_CAPACITY = "no_capacity"
    INELIGIBLE = "ineligible"
    UNSAFE_HERE = "unsafe_here"
    CONFLICT = "conflict"
    WRONG_SERVICE = "wrong_service"
    OTHER = "other"


class EndReason(StrEnum):
    """Why it ended before the service was complete; a list of its own, coded for the same reason."""

    NOT_REACHED = "not_reached"
    UNSAFE = "unsafe"
    PERSON_STOPPED = "person_stopped"
    MOVED_AWAY = "moved_away"
    CANNOT_GIVE = "cannot_give"
    ENDED_OTHERWISE = "ended_otherwise"


#: what the sender must know whatever the person lets be told back: they may be in danger
ALWAYS_TOLD = frozenset({EndReason.NOT_REACHED, EndReason.UNSAFE})


class ContactResult(StrEnum):
    """How an attempt to reach the person went. Anything but ok alerts the sender at once."""

    OK = "ok"
    FAILED = "failed"
    UNSAFE = "unsafe"


@dataclass(frozen=True)
class Rule:
    """One row of the table: the event, the states it leaves, the one it reaches, who, under what guards.

    `stays_on` names answers that leave the state as it is (a failed contact does not start a service).
    """

    event: Event
    sources: tuple[State, ...]
    target: State
    actors: frozenset[ActorRole]
    guards: tuple[Guard, ...] = ()
    stays_on: frozenset[str] = field(default_factory=frozenset)


#: states that end a disclosure some time later, not at once
KEPT_FOR_A_WHILE = (State.COMPLETED, State.NOT_COMPLETED)

_OPEN_OFFER = (State.OFFERED, State.ACKNOWLEDGED, State.WAITLISTED)
_SHARED = (*_OPEN_OFFER, State.ACCEPTED, State.IN_SERVICE, State.COMPLETED, State.NOT_COMPLETED)
_SW = frozenset({ActorRole.SENDER_WORKER, ActorRole.SENDER_SUPERVISOR})
_SS = frozenset({ActorRole.SENDER_SUPERVISOR})
_RW = frozenset({ActorRole.RECEIVER_WORKER, ActorRole.FOR_RECEIVER})
_ANY_WORKER = _SW | {ActorRole.RECEIVER_WORKER, ActorRole.SURVIVOR}

TABLE: tuple[Rule, ...] = (
    Rule(
        Event.SUBMIT,
        (State.DRAFT,),
        State.OFFERED,
        _SW,
        (Guard.CONSENT_VALID, Guard.PARTNER_ACTIVE, Guard.NOT_NEVER_SHARE),
    ),
    Rule(Event.ACKNOWLEDGE, (State.OFFERED,), State.ACKNOWLEDGED, _RW),
    Rule(
        Event.WAITLIST,
        (State.OFFERED, State.ACKNOWLEDGED),
        State.WAITLISTED,
        _RW,
        (Guard.CONSENT_VALID, Guard.UNTIL_WITHIN_CONSENT, Guard.WITHIN_DEADLINE),
    ),
    Rule(Event.DECLINE, _OPEN_OFFER, State.DECLINED, _RW, (Guard.REASON_CODE,)),
    Rule(
        Event.ACCEPT,
        _OPEN_OFFER,
        State.ACCEPTED,
        _RW,
        (
            Guard.NAMED_PERSON,
            Guard.SECOND_FACTOR,
            Guard.CONSENT_VALID,
            Guard.NOT_NEVER_SHARE,
            Guard.PARTNER_ACTIVE,
            Guard.WITHIN_DEADLINE,
        ),
    ),
    Rule(
        Event.RECORD_CONTACT,
        (State.ACCEPTED,),
        State.IN_SERVICE,
        _RW,
        (Guard.CONTACT_RESULT,),
        stays_on=frozenset({ContactResult.FAILED, ContactResult.UNSAFE}),
    ),
    Rule(Event.COMPLETE, (State.IN_SERVICE,), State.COMPLETED, _RW, (Guard.OUTCOME_CLIPPED,)),
    Rule(
        Event.END,
        (State.ACCEPTED, State.IN_SERVICE),
        State.NOT_COMPLETED,
        _RW,
        (Guard.REASON_CODE, Guard.OUTCOME_CLIPPED),
    ),
    Rule(Event.WITHDRAW, (State.DRAFT, *_OPEN_OFFER), State.WITHDRAWN, _SW),
    # repeating a revocation is no error: whoever asks for it must never be told "no"
    Rule(Event.REVOKE, (*_SHARED, State.REVOKED), State.REVOKED, _ANY_WORKER, (Guard.NOT_PURGED,)),
    Rule(Event.EXPIRE, _OPEN_OFFER, State.EXPIRED, frozenset({ActorRole.SYSTEM}), (Guard.DEADLINE_PASSED,)),
    Rule(
        Event.ERROR,
        tuple(s for s in State if s is not State.ENTERED_IN_ERROR),
        State.ENTERED_IN_ERROR,
        _SS,
        (Guard.REASON_TEXT,),
    ),
)

_RULE_OF: dict[Event, Rule] = {rule.event: rule for rule in TABLE}

RECEIVER_SEES: dict[State, Tier] = {
    State.DRAFT: Tier.NOTHING,
    State.OFFERED: Tier.OFFER,
    State.ACKNOWLEDGED: Tier.OFFER,
    State.WAITLISTED: Tier.OFFER,
    State.ACCEPTED: Tier.DISCLOSURE,
    State.IN_SERVICE: Tier.DISCLOSURE,
    State.COMPLETED: Tier.DISCLOSURE,
    State.NOT_COMPLETED: Tier.DISCLOSURE,
    State.DECLINED: Tier.TOMBSTONE,
    State.EXPIRED: Tier.TOMBSTONE,
    State.WITHDRAWN: Tier.TOMBSTONE,
    State.REVOKED: Tier.TOMBSTONE,
    State.ENTERED_IN_ERROR: Tier.TOMBSTONE,
}


class WrongState(Exception):
    """The event does not happen in this state. Carries the events that do, for the same actor."""

    def __init__(self, state: State, allowed: tuple[Event, ...]) -> None:
        super().__init__(f"not possible while {state}")
        self.state = state
        self.allowed = allowed


class WrongActor(Exception):
    """The event belongs to somebody else, whatever the state."""


def rule_of(event: Event) -> Rule:
    """The table's row for one event."""
    return _RULE_OF[event]


def allowed_events(state: State, actor: ActorRole) -> tuple[Event, ...]:
    """The events this actor may raise in this state, in the table's order."""
    return tuple(rule.event for rule in TABLE if state in rule.sources and actor in rule.actors)


def next_state(state: State, event: Event, actor: ActorRole, answer: str = "") -> State:
    """The state after `event`; `answer` is the coded result where the row names some that stay.

    Raises WrongActor when the event is never this actor's, WrongState when it is but not now.
    """
    rule = _RULE_OF[event]
    if actor not in rule.actors:
        raise WrongActor(event)
    if state not in rule.sources:
        raise WrongState(state, allowed_events(state, actor))
    return state if answer in rule.stays_on else rule.target
