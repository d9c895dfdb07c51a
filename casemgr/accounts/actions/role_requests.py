"""Roles that see much take two people: an administrator asks, a second person confirms; until then nothing changes.

Only before anybody else of an organization has ever signed in does its first administrator give them alone.
"""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from casemgr.accounts.models import RoleRequest, Team, User
from casemgr.accounts.permissions import require
from casemgr.accounts.roles import ROLES
from casemgr.audit import events, trail
from casemgr.errors import NotFound, NotInThisState, NotPermitted

from .team_grants import grant_to

State = RoleRequest.State


def takes_two(role: str, *, by: User) -> bool:
    """Whether `by` can't give this role alone."""
    return ROLES[role].takes_two and not _is_the_beginning(by)


def ask_role(person: User, *, role: str, by: User, team: Team | None = None, opens: bool = False) -> RoleRequest:
    """Note what a second person must confirm; an earlier question of the same kind is taken back. No check: part of
    actions.
    """
    earlier = RoleRequest.objects.waiting().filter(person=person, team=team)
    earlier.update(state=State.REFUSED, decided_by=by, decided_at=timezone.now())
    asked = RoleRequest.objects.create(
        organization=by.home, person=person, role=role, team=team, opens_account=opens, asked_by=by
    )
    trail.record(events.ROLE_ASKED, by=by, subject=person, facts={"role": role} | ({"team": 1} if team else {}))
    return asked


@transaction.atomic
def decide_role(request: RoleRequest, *, confirm: bool, by: User) -> RoleRequest:
    """Confirm or refuse. Who asked may take it back; to confirm it takes somebody else, whom it isn't about.

    Errors: NotFound, NotPermitted, NotInThisState (answered, older than fourteen days, or things have changed since).
    """
    require(by, "confirm_reset")
    rows = RoleRequest.objects.select_for_update(of=("self",)).select_related("person", "team")
    current = rows.filter(pk=request.pk, organization=by.home).first()
    if current is None:
        raise NotFound()
    if by.pk == current.person_id or (confirm and by.pk == current.asked_by_id):
        raise NotPermitted(_("A second person must answer this."))
    if not RoleRequest.objects.waiting().filter(pk=current.pk).exists():
        raise NotInThisState(_("This was answered, or is older than two weeks. Ask again."))
    if confirm:
        _give(current)
    current.state = State.DONE if confirm else State.REFUSED
    current.decided_by, current.decided_at = by, timezone.now()
    current.save(update_fields=["state", "decided_by", "decided_at"])
    facts = {"role": current.role, "state": str(current.state)} | ({"team": 1} if current.team else {})
    trail.record(events.ROLE_DECIDED, by=by, subject=current.person, facts=facts)
    return current


def is_unopened(person: User) -> bool:
    """Whether this account never had access and waits, or waited, for a confirmation."""
    return (
        not person.is_active and person.last_login is None and person.role_requests.filter(opens_account=True).exists()
    )


def _give(current: RoleRequest) -> None:
    person = current.person
    if not (person.is_active or (current.opens_account and is_unopened(person))):
        raise NotInThisState(_("Their access has ended since. Nothing was changed."))
    if current.team is None:
        person.role, person.is_active = current.role, True
        person.save(update_fields=["role", "is_active"])
    elif person.role != current.role:
        raise NotInThisState(_("They have another role since. Ask again."))
    else:
        current.team.members.add(person)
        grant_to(person, current.team)


def _is_the_beginning(by: User) -> bool:
    others = User.objects.filter(organization=by.home, is_machine=False).exclude(pk=by.pk)
    return not others.exclude(last_login=None).exists()
