"""Unwrapped keys of this process: few, short-lived, gone at once when destroyed here.

Another process may destroy a key. An entry lives 30 seconds, so that is how long a worker could still open
bytes it already holds; erasure deletes the rows as well, so there is nothing left for it to load. Checking
the store on each use instead would cost a query per person on every page.
"""

import threading
import time
from collections import OrderedDict
from collections.abc import Iterable
from typing import NamedTuple
from uuid import UUID

from casemgr.encryption.cipher import Key

SECONDS = 30.0
OWNERS = 50_000  # about 35 MB


class OwnerKeys(NamedTuple):
    """An owner's live keys by id bytes; `current` seals, the others only open."""

    organization_id: UUID
    current: Key
    by_id: dict[bytes, Key]
    until: float


class KeyCache:
    """Least-recently-loaded bound, thread-safe. Times are seconds of the monotonic clock."""

    def __init__(self, seconds: float = SECONDS, owners: int = OWNERS) -> None:
        self._seconds, self._owners = seconds, owners
        self._entries: OrderedDict[UUID, OwnerKeys] = OrderedDict()
        self._lock = threading.Lock()
        self._forgotten = 0

    def get(self, owner_id: UUID) -> OwnerKeys | None:
        """The owner's keys if they were loaded less than 30 seconds ago."""
        entry = self._entries.get(owner_id)
        return entry if entry and entry.until > time.monotonic() else None

    def missing(self, owner_ids: Iterable[UUID]) -> list[UUID]:
        """Those of the owners whose keys must be loaded, once each."""
        return [owner_id for owner_id in dict.fromkeys(owner_ids) if self.get(owner_id) is None]

    def generation(self) -> int:
        """A number that changes with every `forget`; take it before loading, hand it to `put`."""
        return self._forgotten

    def put(self, generation: int, organization_id: UUID, loaded: dict[UUID, list[Key]]) -> dict[UUID, OwnerKeys]:
        """Keep keys (oldest first) by owner, unless some key was destroyed since `generation`."""
        until = time.monotonic() + self._seconds
        entries = {
            owner_id: OwnerKeys(organization_id, keys[-1], {key.id.bytes: key for key in keys}, until)
            for owner_id, keys in loaded.items()
        }
        with self._lock:
            if generation == self._forgotten:
                for owner_id, entry in entries.items():
                    self._entries[owner_id] = entry
                    self._entries.move_to_end(owner_id)
            while len(self._entries) > self._owners:
                self._entries.popitem(last=False)
        return entries

    def forget(self, owner_id: UUID) -> None:
        """Drop an owner's keys now."""
        with self._lock:
            self._forgotten += 1
            self._entries.pop(owner_id, None)

    def clear(self) -> None:
        """Drop everything: an organization was locked, or a test ends."""
        with self._lock:
            self._forgotten += 1
            self._entries.clear()
