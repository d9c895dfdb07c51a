"""The life of a request by law enforcement or a court as one table. Plain Python, no Django.

Nothing is released by itself: one person proposes, a second decides, and only then somebody writes down what was told.
The picture of this table is docs/states/legal-request.md.
"""

from __future__ import annotations

from enum import StrEnum

from .table import Capacity, Rule


class State(StrEnum):
    """Where a request stands."""

    DRAFT = "draft"
    PROPOSED = "proposed"
    DECIDED = "decided"
    RELEASED = "released"
    ANSWERED = "answered"
    CLOSED = "closed"
    LAPSED = "lapsed"


class Event(StrEnum):
    """What can happen to a request."""

    CHANGE = "change"
    PROPOSE = "propose"
    DECIDE = "decide"
    RETURN = "return"
    RELEASE = "release"
    ANSWER = "answer"
    CLOSE = "close"
    LAPSE = "lapse"


class Guard(StrEnum):
    """A condition beside state and capacity; the actions check it under this name."""

    COMPLETE = "complete"
    COMPLYING = "complying"
    REFUSING = "refusing"
    WITHIN = "within"
    WORDS = "words"
    REASON_IF_NEVER_SHARE = "reason_if_never_share"


#: nobody was told anything
SILENT = (State.DRAFT, State.PROPOSED, State.DECIDED, State.LAPSED)
#: somebody has to do something about it
WAITING = (State.DRAFT, State.PROPOSED, State.DECIDED)
ENDED = (State.CLOSED, State.LAPSED)

TABLE: tuple[Rule, ...] = (
    Rule(Event.CHANGE, (State.DRAFT,), State.DRAFT),
    Rule(Event.PROPOSE, (State.DRAFT,), State.PROPOSED, guards=(Guard.COMPLETE,)),
    Rule(Event.DECIDE, (State.PROPOSED,), State.DECIDED, Capacity.SECOND, (Guard.REASON_IF_NEVER_SHARE,)),
    Rule(Event.RETURN, (State.PROPOSED,), State.DRAFT, Capacity.SECOND, (Guard.WORDS,)),
    Rule(Event.RELEASE, (State.DECIDED,), State.RELEASED, Capacity.SENDER, (Guard.COMPLYING, Guard.WITHIN)),
    Rule(Event.ANSWER, (State.DECIDED,), State.ANSWERED, guards=(Guard.REFUSING, Guard.WORDS)),
    Rule(Event.CLOSE, (State.RELEASED, State.ANSWERED), State.CLOSED, guards=(Guard.WORDS,)),
    Rule(Event.LAPSE, WAITING, State.LAPSED, guards=(Guard.WORDS,)),
)
