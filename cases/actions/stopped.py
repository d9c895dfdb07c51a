"""Whether contact with a person has stopped because they are missing or died; asked by whatever plans contact."""

from casemgr.accounts.models import User
from casemgr.errors import InvalidInput, NotInThisState
from cases.contact_rules import STOPPED
from cases.models import Case, SafeContact


def stopped(case: Case, by: User) -> str:
    """Why nobody may try: a code of SafeContact.Stopped, or "". Asked anew: a page may have been open for hours."""
    found = SafeContact.objects.visible_to(by).filter(person_id=case.person_id).values_list("stopped", flat=True)
    return found.first() or ""


def require_reachable(case: Case, by: User, *, field: str = "") -> None:
    """Refuse with the reason while contact has stopped. Errors: InvalidInput."""
    if why := stopped(case, by):
        raise InvalidInput(STOPPED[why], field=field or None)


def require_not_dead(case: Case, by: User) -> None:
    """Refuse to take up the work of somebody who died; if that was a mistake it is undone where it was said."""
    refuse_dead(stopped(case, by))


def refuse_dead(why: str | None) -> None:
    """The same for who has read why contact stopped. Errors: NotInThisState."""
    if why == SafeContact.Stopped.DEAD:
        raise NotInThisState(STOPPED[why])
