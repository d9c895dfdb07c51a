"""The grants behind a team: its members see its cases, as far as their roles go."""

from django.contrib.auth.models import Permission

from casemgr.accounts.models import Team, TeamUserObjectPermission, User


def grant_to_members(team: Team) -> None:
    """Let exactly its members see the team's cases, as far as their roles go. No check, no trail: part of actions."""
    grants = TeamUserObjectPermission.objects.filter(content_object=team, permission=_view_team())
    grants.exclude(user__in=team.members.all()).delete()
    for member in team.members.exclude(pk__in=grants.values("user_id")):
        grant_to(member, team)


def grant_to(person: User, team: Team) -> None:
    """Let one member see the team's cases. No check, no trail: part of actions."""
    TeamUserObjectPermission.objects.create(user=person, permission=_view_team(), content_object=team)


def _view_team() -> Permission:
    return Permission.objects.get(content_type__app_label="accounts", codename="view_team")
