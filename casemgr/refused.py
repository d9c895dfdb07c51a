"""Refusals in the trail, from pages and from the partner API alike: who was refused at which door, without a flood.

Each of the first ten within ten minutes, per caller and door, is an entry. After that one entry stands for all since
the last: at the eleventh, the twentieth, the fortieth and so on, so that a flood of a million leaves thirty. Callers
without an account are counted by address and all together, so that a thousand addresses can't fill the table.
"""

from __future__ import annotations

import hashlib
import logging
from typing import TYPE_CHECKING
from uuid import UUID

from django.core.cache import cache
from django.db import DatabaseError, transaction

from casemgr import rate_limits
from casemgr.audit import events, trail
from casemgr.audit.origin import current_origin
from casemgr.db.actor import acting_as

if TYPE_CHECKING:
    from casemgr.accounts.models import User

logger = logging.getLogger("casemgr.refused")
SINGLY = rate_limits.LIMITS["refused"].most
LEFT_OUT = "refused:left_out"  # of callers without an account, until an entry counts them
TOGETHER_SINGLY = rate_limits.LIMITS["refused_all"].most


def note(door: str, status: int, *, by: User | None, organization_id: UUID | None = None) -> None:
    """Write that `by` (None: nobody known) was refused; `organization_id` is whose trail has it (default: theirs).

    It is a refusal also when it can't be written: that is logged, and nothing is shown either way.
    """
    together = _together(door, by)
    if not together:
        return
    facts: dict[str, str | int] = {"door": door, "status": status}
    if together > 1:
        facts["together"] = together
    try:
        with acting_as(by.as_actor() if by else None), transaction.atomic():
            trail.record(events.ACCESS_REFUSED, by=by, organization_id=organization_id, facts=facts)
    except DatabaseError:
        logger.exception("a refusal couldn't be written into the trail")


def _together(door: str, by: User | None) -> int:
    """How many refusals the entry of this one stands for; 0: it has none of its own."""
    door = hashlib.sha256(door.encode()).hexdigest()[:16]  # a key of the cache has no spaces
    if by is not None:
        return stands_for(rate_limits.count("refused", f"user:{by.pk}:{door}").count, SINGLY)
    address = rate_limits.of_address(current_origin().address)
    mine = stands_for(rate_limits.count("refused", f"{address}:{door}").count, SINGLY)
    if not mine:
        return 0
    cache.add(LEFT_OUT, 0, timeout=None)
    if not stands_for(rate_limits.count("refused_all", "nobody").count, TOGETHER_SINGLY):
        cache.incr(LEFT_OUT, mine)
        return 0
    left = cache.get(LEFT_OUT, 0)
    cache.decr(LEFT_OUT, left)
    return mine + left


def stands_for(number: int, singly: int) -> int:
    """For how many this refusal of a window stands: 1 for each of the first, later all since the last that stood."""
    if number <= singly + 1:
        return 1
    step = singly * 2
    last = singly + 1
    while step < number:
        step, last = step * 2, step
    return number - last if step == number else 0
