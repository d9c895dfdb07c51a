"""Ending sessions: one's own, one by one or all others; everybody's of an account whose ways in changed."""

from django.db import transaction

from casemgr.accounts.models import SignInSession, User
from casemgr.audit import events, trail
from casemgr.errors import NotFound


@transaction.atomic
def end_session(public_id: str, *, here: SignInSession | None, by: User) -> None:
    """End one of one's own sessions. Its device becomes a stranger, unless it is the one in use. Errors: NotFound."""
    own = SignInSession.objects.filter(user=by)
    row = own.open().filter(public_id=public_id).first()
    if row is None:
        raise NotFound()
    own.filter(pk=row.pk).end()
    if here is None or here.device != row.device:
        own.filter(device=row.device).update(forgotten=True)
    trail.record(events.SESSION_ENDED, by=by, subject=row)


@transaction.atomic
def end_other_sessions(*, here: SignInSession | None, by: User) -> int:
    """End every session of one's own but the one in use. Returns how many there were."""
    ended = end_rows(by, keep=here)
    trail.record(events.OTHER_SESSIONS_ENDED, by=by, subject=by, facts={"count": ended})
    return ended


def end_rows(person: User, *, keep: SignInSession | None = None) -> int:
    """End the person's sessions, `keep` left out. No check, no trail: part of actions."""
    rows = SignInSession.objects.filter(user=person)
    return (rows.exclude(pk=keep.pk) if keep else rows).end()
