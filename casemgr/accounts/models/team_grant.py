"""Which people see a team's cases, if their role's scope is their teams."""

from __future__ import annotations

from django.db import models
from guardian.models import UserObjectPermissionBase

from .organization import Organization, Team


class TeamUserObjectPermission(UserObjectPermissionBase):
    """A team granted to a person (django-guardian, direct foreign key). Membership makes it, and ends it."""

    CLEAR = frozenset("id permission user content_object organization".split())

    content_object = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="grants")
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="+")

    class Meta(UserObjectPermissionBase.Meta):
        indexes = [models.Index(fields=["user", "content_object"], name="team_grant_by_user")]

    def save(self, *args: object, **kwargs: object) -> None:
        """Keep the grant in the team's own organization, which row-level security asks for."""
        self.organization_id = self.content_object.organization_id
        super().save(*args, **kwargs)
