"""Who may do what to a case. Rows out of scope look absent; what is seen but not allowed says so."""

from casemgr.accounts.models import User
from casemgr.accounts.permissions import require, require_reads
from casemgr.errors import NotFound
from cases.models import Case, Person


def require_on_case(user: User, permission: str, case: Case, *, reads: str = "") -> None:
    """Refuse unless the user sees this case now, and their role holds the permission and reads that group of fields."""
    if not Case.objects.visible_to(user).filter(pk=case.pk).exists():
        raise NotFound()
    _require(user, permission, reads)


def require_on_person(user: User, permission: str, person: Person, *, reads: str = "") -> None:
    """The same for a person: the user sees one of their cases."""
    if not Person.objects.visible_to(user).filter(pk=person.pk).exists():
        raise NotFound()
    _require(user, permission, reads)


def _require(user: User, permission: str, reads: str) -> None:
    require(user, permission)
    if reads:
        require_reads(user, reads)
