"""Teams of an organization: who works together. Members whose role reaches as far as their teams see its cases."""

from collections.abc import Collection

from django.db import transaction
from django.utils.translation import gettext as _

from casemgr.accounts.models import Team, User
from casemgr.accounts.permissions import require
from casemgr.audit import events, trail
from casemgr.errors import InvalidInput, NotFound

from .role_requests import ask_role, takes_two
from .team_grants import grant_to_members


@transaction.atomic
def save_team(*, name: str, members: Collection[User], by: User, team: Team | None = None) -> Team:
    """Make a team, or give `team` this name and these members. Whoever would see its cases by joining waits for a
    second person (`RoleRequest`).

    Errors: NotFound, InvalidInput naming the field.
    """
    require(by, "manage_people")
    own = Team.objects.filter(organization=by.home)
    if team is not None and not own.filter(pk=team.pk).exists():
        raise NotFound()
    if not name.strip():
        raise InvalidInput(_("Give the team a name."), field="name")
    others = own.exclude(pk=team.pk) if team else own
    if others.filter(name=name.strip()).exists():
        raise InvalidInput(_("There is a team of this name already."), field="name")
    if any(person.organization_id != by.organization_id for person in members):
        raise InvalidInput(_("Choose among your colleagues."), field="members")
    saved = team or Team(organization=by.home)
    saved.name = name.strip()
    saved.save()
    before = set(saved.members.all())
    waiting = [one for one in members if one not in before and _sees_by_joining(one, by)]
    saved.members.set(set(members) - set(waiting))
    grant_to_members(saved)
    facts = {"members": len(members) - len(waiting)}
    trail.record(events.TEAM_SAVED, by=by, subject=saved, facts=facts)
    for person in waiting:
        ask_role(person, role=person.role, team=saved, by=by)
    return saved


def _sees_by_joining(person: User, by: User) -> bool:
    return person.role_data.scope == "team" and takes_two(person.role, by=by)


@transaction.atomic
def end_team(team: Team, *, by: User) -> None:
    """Take the team away; its people and their cases stay as they are. Errors: NotFound."""
    require(by, "manage_people")
    if not Team.objects.filter(organization=by.home, pk=team.pk).exists():
        raise NotFound()
    trail.record(events.TEAM_ENDED, by=by, subject=team)
    team.delete()
