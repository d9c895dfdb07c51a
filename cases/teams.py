"""Which team a case belongs to: its people with a team's scope see it while it isn't restricted."""

from casemgr.accounts.models import Team, User


def team_of(worker: User) -> Team | None:
    """The team of a case that this colleague works on: the first of theirs by name."""
    return worker.teams.order_by("name").first()
