"""People of an organization: invited, given a role, deactivated; never deleted, since the trail names them."""

from django.db import transaction
from django.utils.translation import gettext as _

from casemgr.accounts import held_key
from casemgr.accounts.models import Organization, Team, User
from casemgr.accounts.permissions import require, require_can_manage
from casemgr.accounts.roles import ROLES
from casemgr.audit import events, trail
from casemgr.errors import InvalidInput, NotInThisState

from .factor_resets import end_sessions
from .teams import grant_to_members

ASSIGNABLE = frozenset(ROLES) - {"partner_client"}


@transaction.atomic
def create_person(*, email: str, name: str, role: str, by: User, teams: tuple[Team, ...] = ()) -> User:
    """A colleague in the administrator's own organization, who sets a password through an invitation."""
    require(by, "manage_people")
    _require_assignable(role)
    if User.objects.filter(email=email.strip().lower()).exists():
        raise InvalidInput(_("This e-mail address can't be used here."), field="email")
    person = User.objects.create_user(email.strip(), name=name, organization=by.home, role=role)
    person.teams.set(team for team in teams if team.organization_id == by.organization_id)
    for team in person.teams.all():
        grant_to_members(team)
    trail.record(events.PERSON_ACCOUNT_CREATED, by=by, subject=person, facts={"role": role})
    return person


@transaction.atomic
def change_role(person: User, *, role: str, by: User) -> None:
    """Give a colleague another role; it holds from their next request."""
    require_can_manage(by, person)
    _require_assignable(role)
    person.role = role
    person.save(update_fields=["role"])
    trail.record(events.ACCOUNT_ROLE_CHANGED, by=by, subject=person, facts={"role": role})


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
    person.is_active = False
    person.save(update_fields=["is_active"])
    end_sessions(person)
    trail.record(events.ACCOUNT_DEACTIVATED, by=by, subject=person)


def _require_assignable(role: str) -> None:
    if role not in ASSIGNABLE:
        raise InvalidInput(_("Choose one of the roles listed."), field="role")
