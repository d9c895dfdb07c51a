"""Acting as a person outside a request: in jobs, commands and tests."""

from collections.abc import Iterator
from contextlib import contextmanager

from casemgr.accounts.models import User
from casemgr.db.actor import acting_as


@contextmanager
def acting_as_user(user: User) -> Iterator[None]:
    """Transactions inside the block state this user, with exactly the scope of their role."""
    with acting_as(user.as_actor()):
        yield
