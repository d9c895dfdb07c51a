"""The life of a slip that a person carries: one table. Every way out of READY destroys the key, and none leads back."""

from __future__ import annotations

import datetime
from enum import StrEnum

MOST_WRONG = 5  # of 10^8 passcodes: whoever finds a slip opens it with a chance of one in twenty million
MOST_OPENINGS = 5
HOURS = (6, 24, 72, 168, 336)  # how long a slip lives, the third by default
USUAL_HOURS, USUAL_OPENINGS = 72, 3


class State(StrEnum):
    """Whether it opens; if not, why."""

    READY = "ready"
    SPENT = "spent"
    LOCKED = "locked"
    EXPIRED = "expired"
    ENDED = "ended"


class Event(StrEnum):
    """What happens to it."""

    OPEN = "open"
    MISS = "miss"
    EXPIRE = "expire"
    END = "end"


def next_state(state: State, event: Event, *, count: int = 0, most: int = 0) -> State | None:
    """Where the event leads; None when it can't happen any more.

    `count` is how often it was opened, or missed, with this time; `most` how often it may be opened.
    """
    if state is not State.READY:
        return None
    match event:
        case Event.OPEN:
            return State.SPENT if count >= most else State.READY
        case Event.MISS:
            return State.LOCKED if count >= MOST_WRONG else State.READY
        case Event.EXPIRE:
            return State.EXPIRED
        case Event.END:
            return State.ENDED


def lives(state: State, expires_at: datetime.datetime, now: datetime.datetime) -> bool:
    """Whether it may be opened now, also before the clock has come round."""
    return state is State.READY and now < expires_at
