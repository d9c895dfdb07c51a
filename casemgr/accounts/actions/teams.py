"""Teams of an organization: who works together. Members whose role reaches as far as their teams see its cases."""

from collections.abc import Collection

from django.contrib.auth.models import Permission
from django.db import transaction
from django.utils.translation import gettext as _

from casemgr.accounts.models import Team, TeamUserObjectPermission, User
from casemgr.accounts.permissions import require
from casemgr.audit import events, trail
from casemgr.errors import InvalidInput, NotFound


@transaction.atomic
def save_team(*, name: str, members: Collection[User], by: User, team: Team | None = None) -> Team:
    """Make a team, or give `team` this name and these members. Errors: NotFound, InvalidInput naming the field."""
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
    saved.members.set(members)
    grant_to_members(saved)
    trail.record(events.TEAM_SAVED, by=by, subject=saved, facts={"members": len(members)})
    return saved


def grant_to_members(team: Team) -> None:
    """Let exactly its members see the team's cases, as far as their roles go. No check, no trail: part of actions."""
    view_team = Permission.objects.get(content_type__app_label="accounts", codename="view_team")
    grants = TeamUserObjectPermission.objects.filter(content_object=team, permission=view_team)
    grants.exclude(user__in=team.members.all()).delete()
    for member in team.members.exclude(pk__in=grants.values("user_id")):
        TeamUserObjectPermission.objects.create(user=member, permission=view_team, content_object=team)


@transaction.atomic
def end_team(team: Team, *, by: User) -> None:
    """Take the team away; its people and their cases stay as they are. Errors: NotFound."""
    require(by, "manage_people")
    if not Team.objects.filter(organization=by.home, pk=team.pk).exists():
        raise NotFound()
    trail.record(events.TEAM_ENDED, by=by, subject=team)
    team.delete()
