"""Who may do what to a case. Rows out of scope look absent; what is seen but not allowed says so."""

from casemgr.accounts.models import User
from casemgr.accounts.permissions import require
from casemgr.errors import NotFound
from cases.models import Case, Person


def require_on_case(user: User, permission: str, case: Case) -> None:
    """Refuse unless the user sees this case now and their role holds the permission."""
    if not Case.objects.visible_to(user).filter(pk=case.pk).exists():
        raise NotFound()
    require(user, permission)


def require_on_person(user: User, permission: str, person: Person) -> None:
    """Refuse unless the user sees a case of this person now and their role holds the permission."""
    if not Person.objects.visible_to(user).filter(pk=person.pk).exists():
        raise NotFound()
    require(user, permission)
