"""How long to wait after wrong tries, so that nobody can lock somebody else out.

A device that signed in to an account before has a pool of its own there. Everybody else shares one pool for the
account, whether it exists or not, and one for their address. What strangers do never makes a known device wait, and
what it gets wrong makes nobody else wait.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from uuid import UUID

from django.db import connection, transaction
from django.db.models import F
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from casemgr.accounts import devices
from casemgr.accounts.models import SignInSession, SignInTries, User
from casemgr.accounts.models.sign_in_session import KNOWN_FOR
from casemgr.audit import events, trail
from casemgr.audit.origin import client_address
from casemgr.db.actor import acting_as
from casemgr.rate_limits import of_address

FORGOTTEN_AFTER = datetime.timedelta(days=1)
NOBODY = UUID(int=0)  # stands for an account that doesn't exist, so that the same is asked


@dataclass(frozen=True)
class Rule:
    """So many wrong tries are free; then the wait doubles from a minute up to the longest."""

    free: int
    longest: int

    def seconds(self, failures: int) -> int:
        """How long to wait after so many failures."""
        beyond = failures - self.free
        return 0 if beyond < 0 else min(self.longest, 60 * 2 ** min(beyond, 20))


RULES = {"device": Rule(5, 15 * 60), "account": Rule(5, 3600), "address": Rule(20, 15 * 60)}


class MustWait(Exception):
    """Not now; `seconds` says for how long."""

    def __init__(self, seconds: int) -> None:
        self.seconds = seconds
        super().__init__("must wait")


@dataclass(frozen=True)
class Attempt:
    """A try that may be made. Say afterwards how it went."""

    pools: dict[str, str]
    organization_id: UUID | None

    @transaction.atomic
    def failed(self) -> None:
        """Count it in each pool, and write into the trail when somebody has to wait from now on."""
        now = timezone.now()
        for kind, pool in self.pools.items():
            SignInTries.objects.get_or_create(pool=pool)
            rows = SignInTries.objects.filter(pool=pool)
            rows.filter(last_at__lt=now - FORGOTTEN_AFTER).update(failures=0)
            rows.update(failures=F("failures") + 1, last_at=now)
            seconds = RULES[kind].seconds(rows.get().failures)
            if seconds:
                with acting_as(None):
                    facts: dict[str, str | int] = {"pool": kind, "seconds": seconds}
                    trail.record(events.SIGN_IN_DELAYED, by=None, organization_id=self.organization_id, facts=facts)

    def succeeded(self) -> None:
        """A known device begins anew. Strangers' pools stay: somebody else's tries may be in them."""
        if "device" in self.pools:
            SignInTries.objects.filter(pool=self.pools["device"]).delete()


def begin(request: HttpRequest, email: str, *, step: str = "password") -> Attempt:
    """Whether a try may be made now for the account of this address. Errors: MustWait. Needs a transaction.

    One try at a time in each pool: whoever tries many at once would otherwise get more than the rule allows.
    """
    typed = email.strip().lower()
    user = User.objects.filter(email=typed).first()
    device = _known_device(request, user)
    if device:
        pools = {"device": pool_of(step, "device", device)}
    else:
        address = of_address(client_address(request))
        pools = {"account": pool_of(step, "account", typed), "address": pool_of(step, "address", address)}
    if not _lock(next(iter(pools.values()))):
        raise MustWait(1)
    seconds = max(_seconds_left(kind, pool) for kind, pool in pools.items())
    if seconds > 0:
        raise MustWait(seconds)
    return Attempt(pools, user.organization_id if user else None)


def _known_device(request: HttpRequest, user: User | None) -> str:
    """The device's digest; empty for strangers. Whoever is signed in sits at a device of theirs."""
    if request.user.is_authenticated and user is not None and request.user.pk == user.pk:
        row = devices.current(request)
        return row.device if row else ""
    device = devices.digest(devices.token_of(request), user.pk if user else NOBODY)
    rows = SignInSession.objects.filter(user_id=user.pk if user else NOBODY)
    return device if devices.token_of(request) and rows.known(device).exists() else ""


def pool_of(*parts: str) -> str:
    """A pool as the database knows it: neither address nor account can be read from it."""
    return salted_hmac("casemgr.tries", "|".join(parts), algorithm="sha256").hexdigest()


def _lock(pool: str) -> bool:
    """Hold this pool until the request is over; False while another try holds it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [int(pool[:15], 16)])
        return bool(cursor.fetchone()[0])


def _seconds_left(kind: str, pool: str) -> int:
    row = SignInTries.objects.filter(pool=pool, last_at__gt=timezone.now() - FORGOTTEN_AFTER).first()
    if row is None:
        return 0
    passed = (timezone.now() - row.last_at).total_seconds()
    return int(RULES[kind].seconds(row.failures) - passed)


def purge(*, using: str) -> int:
    """Delete sign-ins by which no device is known any more, and pools that are empty; how many those were."""
    now = timezone.now()
    old = SignInSession.objects.using(using).filter(used_at__lt=now - KNOWN_FOR)
    empty = SignInTries.objects.using(using).filter(last_at__lt=now - FORGOTTEN_AFTER)
    return old.delete()[0] + empty.delete()[0]
