"""Each process that used a held key looks every few seconds whether it is locked by now, and then forgets it.

Keys, names and whatever listens to `keys.when_forgotten` are dropped at once: within seconds nothing of the
organization can be opened in any process of the machine. A key whose time is over is locked by whoever sees it first.
"""

import logging
import threading
import time
from collections.abc import Callable
from uuid import UUID

from django.db import connections

from casemgr.encryption import held, keys, leases

SECONDS = 5.0
_log = logging.getLogger(__name__)
_used: set[UUID] = set()
_lock = threading.Lock()
_listeners: list[Callable[[UUID], None]] = []


def begin(organization_id: UUID) -> None:
    """Watch over this organization's key from now on."""
    with _lock:
        first = not _used
        _used.add(organization_id)
    if first:
        _start()


def when_time_is_over(listener: Callable[[UUID], None]) -> None:
    """Call `listener` with an organization whose key locked itself here, once on the whole machine."""
    _listeners.append(listener)


def look() -> bool:
    """Forget what is locked by now. Whether something is still open."""
    with _lock:
        for organization_id in _used:
            leases.renew(organization_id)
        closed = [organization_id for organization_id in _used if leases.get(organization_id) is None]
        _used.difference_update(closed)
        open_still = bool(_used)
    if closed:
        keys.forget_all()
        for organization_id in closed:
            _settle(organization_id)
    return open_still


def _start() -> None:
    threading.Thread(target=_watch, name="held keys", daemon=True).start()


def _settle(organization_id: UUID) -> None:
    if not leases.drop(organization_id):  # locked by hand, or seen by another process
        return
    for listener in _listeners:
        listener(organization_id)


def _watch() -> None:
    while True:
        time.sleep(SECONDS)
        try:
            if not look():
                break
        except Exception:
            _log.exception("a locked key may still be in memory")
            keys.forget_all()
    connections.close_all()  # this thread's own
    time.sleep(SECONDS)
    keys.forget_all()  # a page that was being drawn while it was locked may have loaded keys again


held.when_used(begin)
