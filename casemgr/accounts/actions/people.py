"""People of an organization: invited, given a role, deactivated; never deleted, since the trail names them."""

from django.db import transaction
from django.utils.translation import gettext as _

from casemgr.accounts import held_key
from casemgr.accounts.models import Organization, RoleRequest, Team, User
from casemgr.accounts.permissions import require, require_can_manage
from casemgr.accounts.roles import MACHINES, ROLES
from casemgr.audit import events, trail
from casemgr.errors import InvalidInput, NotInThisState

from .factor_resets import end_sessions
from .role_requests import ask_role, is_unopened, takes_two
from .team_grants import grant_to_members

ASSIGNABLE = frozenset(ROLES) - MACHINES


@transaction.atomic
def create_person(*, email: str, name: str, role: str, by: User, teams: tuple[Team, ...] = ()) -> User:
    """A colleague in the administrator's own organization, who sets a password through an invitation.

    The account of a role that takes two people stays closed (`is_active`) until a second person confirms.
    """
    require(by, "manage_people")
    _require_assignable(role)
    if User.objects.filter(email=email.strip().lower()).exists():
        raise InvalidInput(_("This e-mail address can't be used here."), field="email")
    waits = takes_two(role, by=by)
    person = User.objects.create_user(email.strip(), name=name, organization=by.home, role=role, is_active=not waits)
    person.teams.set(team for team in teams if team.organization_id == by.organization_id)
    for team in person.teams.all():
        grant_to_members(team)
    trail.record(events.PERSON_ACCOUNT_CREATED, by=by, subject=person, facts={"role": role})
    if waits:
        ask_role(person, role=role, by=by, opens=True)
    return person


@transaction.atomic
def change_role(person: User, *, role: str, by: User) -> RoleRequest | None:
    """Give a colleague another role; it holds from their next request, or once a second person confirmed what this
    returns.

    Errors: NotFound, NotPermitted, InvalidInput, NotInThisState (their access has ended).
    """
    require_can_manage(by, person)
    _require_assignable(role)
    unopened = is_unopened(person)
    if not (person.is_active or unopened):
        raise NotInThisState(_("Their access has ended. Nothing was changed."))
    if takes_two(role, by=by) and (unopened or role != person.role):
        return ask_role(person, role=role, by=by, opens=unopened)
    RoleRequest.objects.waiting().filter(person=person, team=None).update(state=RoleRequest.State.REFUSED)
    person.is_active = True
    person.role = role
    person.save(update_fields=["role", "is_active"])
    trail.record(events.ACCOUNT_ROLE_CHANGED, by=by, subject=person, facts={"role": role})
    return None


@transaction.atomic
def deactivate(person: User, *, by: User) -> None:
    """End a colleague's access; open sessions die with the next request.

    Errors: NotInThisState when too few holders of the organization's own key would be left.
    """
    require_can_manage(by, person)
    Organization.objects.select_for_update(no_key=True).get(pk=by.home.pk)  # two holders may be ended at once
    if held_key.left_without(person) == held_key.TOO_FEW:
        raise NotInThisState(
            _("They hold a part of your organization's key. First name another holder in their place.")
        )
    RoleRequest.objects.waiting().filter(person=person).update(state=RoleRequest.State.REFUSED)
    person.is_active = False
    person.save(update_fields=["is_active"])
    end_sessions(person)
    trail.record(events.ACCOUNT_DEACTIVATED, by=by, subject=person)


def _require_assignable(role: str) -> None:
    if role not in ASSIGNABLE:
        raise InvalidInput(_("Choose one of the roles listed."), field="role")
