"""How casework pages are entered: signed in, in a role that may, and only to what one sees."""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.http import require_http_methods

from casemgr.accounts import held_key
from casemgr.accounts.models import User
from casemgr.accounts.permissions import require, require_reads
from casemgr.encryption.errors import OrganizationLocked
from casemgr.errors import NotFound, NotPermitted
from cases.models import Case

View = Callable[..., HttpResponseBase]


class WorkerRequest(HttpRequest):
    """A request of somebody signed in."""

    user: User


def door(*permissions: str, methods: tuple[str, ...] = ("GET", "POST")) -> Callable[[View], View]:
    """Only for people signed in whose role holds one of the permissions; others get 403.

    Where it is casework that lets them in, 423 while the organization's own key is locked.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def checked(request: WorkerRequest, *args: object, **kwargs: object) -> HttpResponseBase:
            if not any(request.user.can(permission) for permission in permissions):
                raise NotPermitted()
            _require_open(request.user, permissions)
            return view(request, *args, **kwargs)

        return login_required(require_http_methods(methods)(checked))

    return decorate


def _require_open(user: User, permissions: tuple[str, ...]) -> None:
    held = {permission for permission in permissions if user.can(permission)}
    if held.isdisjoint(held_key.WITHOUT_KEY) and held_key.is_locked(user):
        raise OrganizationLocked(organization_id=user.organization_id)


def case_of(request: WorkerRequest, case_id: str, permission: str = "view_case", *, reads: str = "") -> Case:
    """The case with this public id: 404 unless the person sees it, 403 unless their role may do this and reads that."""
    cases = Case.objects.visible_to(request.user).select_related("person__safe_contact", "caseworker", "organization")
    case = cases.filter(public_id=case_id).first()
    if case is None:
        raise NotFound()
    require(request.user, permission)
    if reads:
        require_reads(request.user, reads)
    return case
