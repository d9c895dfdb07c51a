"""Which team a case belongs to: its people with a team's scope see it while it isn't restricted."""

from casemgr.accounts.models import Team, User
from cases.models import Case, CaseUserObjectPermission


def team_of(worker: User) -> Team | None:
    """The team of a case that this colleague works on: the first of theirs by name."""
    return worker.teams.order_by("name").first()


def may_give(case: Case, team: Team | None, by: User) -> bool:
    """Whether `by` may say so: who sees the case through its team alone keeps it within their teams."""
    if team is None or team.organization_id == case.organization_id:
        named = CaseUserObjectPermission.objects.filter(content_object=case, user=by).lasting()
        through_team = by.role_data.scope == "team" and not named.exists()
        return not through_team or (team is not None and by.teams.filter(pk=team.pk).exists())
    return False


def team_after(case: Case, worker: User, by: User) -> Team | None:
    """The case's team once `by` gave it to this colleague: theirs, or as it was."""
    team = team_of(worker) or case.team
    return team if may_give(case, team, by) else case.team
