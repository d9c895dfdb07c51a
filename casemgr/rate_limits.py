"""How often somebody may do what could be used to try things out or to carry much away. docs/operate.md has the table.

Counted in the memory of the one web process (see CACHES): no row is written for it, and a restart begins anew. Windows
follow the clock, so at the turn of one up to twice as much passes; that is enough to make trying out useless.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from ipaddress import ip_address, ip_network
from typing import TYPE_CHECKING

from django.core.cache import cache
from django.http import HttpRequest
from django.utils.translation import ngettext

from casemgr.audit.origin import client_address
from casemgr.errors import CasemgrError

if TYPE_CHECKING:
    from casemgr.accounts.models import User


@dataclass(frozen=True)
class Limit:
    """At most so many within so many seconds, and what that was taken from."""

    most: int
    seconds: int
    why: str


LIMITS = {
    "search": Limit(60, 60, "one a second for a minute: nobody reads answers faster"),
    "reveal": Limit(120, 600, "six masked facts of twenty people in ten minutes, as at the handing over of a shift"),
    "file": Limit(200, 600, "one every three seconds; a thick file is under fifty documents"),
    "export": Limit(30, 3600, "one every two minutes; each with a reason, a list of at most 2,000 cases at once"),
    "count": Limit(30, 3600, "one every two minutes; each reads all cases of a large organization, for up to a minute"),
    "feed": Limit(120, 600, "thirty telephones behind one address, each asking every three minutes"),
    "public": Limit(300, 60, "a class of thirty behind one address, each opening ten pages of statistics a minute"),
    "refused": Limit(10, 600, "ten tell who tries what; after that their number does"),
    "refused_all": Limit(200, 600, "a few dozen systems with a wrong secret at once; a flood is told by its number"),
    "webhook": Limit(30, 3600, "one every two minutes; each opens a connection to an address that somebody typed"),
    "enquiry": Limit(30, 3600, "one every two minutes by a whole organization; asking on and on would be fishing"),
    "slip": Limit(20, 600, "a person tries a code three or four times; four people behind one address do so at once"),
    "slip_all": Limit(300, 600, "each try costs 0.1 s and 64 MiB: a tenth of one core, whoever tries"),
    "feedback": Limit(20, 3600, "one tablet of a shelter, handed round in an evening; more is made up"),
    "feedback_all": Limit(300, 3600, "more in an hour than all organizations of an instance hear in a week"),
    "exchange": Limit(300, 60, "fifty instances behind one address, each sending a letter every ten seconds"),
    "api": Limit(600, 60, "ten calls a second; a program that polls needs one"),
}


@dataclass(frozen=True)
class Use:
    """How far a window is used up."""

    limit: Limit
    count: int
    seconds_left: int

    @property
    def left(self) -> int:
        """How often more."""
        return max(0, self.limit.most - self.count)

    @property
    def over(self) -> bool:
        """Whether this one was too many."""
        return self.count > self.limit.most

    @property
    def first_over(self) -> bool:
        """Whether it was the first that was too many: that one enters the trail."""
        return self.count == self.limit.most + 1


class TooMany(CasemgrError):
    """Too often within the window; `use` says when it ends."""

    status = 429
    code = "too_many"

    def __init__(self, use: Use) -> None:
        self.use = use
        super().__init__(words(use.seconds_left))


def words(seconds: int) -> str:
    """That it was too often, and when to go on."""
    if seconds > 90:
        minutes = -(-seconds // 60)
        text = ngettext(
            "That was too often. You can go on in %(minutes)d minute.",
            "That was too often. You can go on in %(minutes)d minutes.",
            minutes,
        )
        return text % {"minutes": minutes}
    text = ngettext(
        "That was too often. You can go on in %(seconds)d second.",
        "That was too often. You can go on in %(seconds)d seconds.",
        seconds,
    )
    return text % {"seconds": seconds}


def count(name: str, who: str, *, most: int | None = None) -> Use:
    """Count one more of `name` for `who`; `most` in place of the table's number."""
    limit = LIMITS[name]
    limit = limit if most is None else Limit(most, limit.seconds, limit.why)
    window, into = divmod(int(time.time()), limit.seconds)
    key = f"limit:{name}:{who}:{window}"
    cache.add(key, 0, timeout=2 * limit.seconds)
    return Use(limit, cache.incr(key), limit.seconds - into)


def spend(name: str, *, by: User) -> None:
    """Count one more for this person. Errors: TooMany."""
    _require(count(name, f"user:{by.pk}"))


def spend_together(name: str, *, by: User) -> None:
    """Count one more for this person's whole organization. Errors: TooMany."""
    _require(count(name, f"organization:{by.organization_id}"))


def spend_of_address(name: str, request: HttpRequest) -> None:
    """Count one more for where the request came from. Errors: TooMany."""
    _require(count(name, of_address(client_address(request))))


def spend_of_all(name: str) -> None:
    """Count one more for everybody together. Errors: TooMany."""
    _require(count(name, "all"))


def _require(use: Use) -> None:
    if use.over:
        raise TooMany(use)


def of_address(address: str | None) -> str:
    """Who an address is: of IPv6 the network of 64 bits, since one household has all of it."""
    one = ip_address(address) if address else None
    if one and one.version == 6:
        return f"address:{ip_network((one, 64), strict=False).network_address}"
    return f"address:{one or ''}"
