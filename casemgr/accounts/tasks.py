"""Mail about accounts, sent by the worker: the request that asked for it takes as long whether there is an account."""

from uuid import UUID

from procrastinate.contrib.django import app

from casemgr.accounts import actions


@app.task(name="accounts.send_reset_link", queue="mail")  # type: ignore[untyped-decorator]
def send_reset_link(user: str) -> None:
    """Mail a link to a person (their id; of nobody's, nothing happens)."""
    actions.send_reset_link(UUID(user))


@app.task(name="accounts.tell_of_new_password", queue="mail")  # type: ignore[untyped-decorator]
def tell_of_new_password(user: str) -> None:
    """Tell a person (their id) that their password was changed."""
    actions.tell_of_new_password(UUID(user))
