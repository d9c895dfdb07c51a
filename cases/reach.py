"""How far somebody sees, as a digest: kept beside what was counted for them, and compared before it is shown again."""

from __future__ import annotations

import hashlib
import json

from django.db.models import Max

from casemgr.accounts.models import TeamUserObjectPermission, User
from cases.models import CaseUserObjectPermission


def reach_of(user: User, upto: int | None = None) -> str:
    """Organization, role, teams and cases granted by name, of grants with a key up to `upto` (None: all of now).

    A case granted since adds to what one sees: it takes back nothing of what was counted before.
    """
    grants = CaseUserObjectPermission.objects.filter(user_id=user.pk).holding()
    if upto is None:
        upto = grants.aggregate(last=Max("pk"))["last"] or 0
    teams = TeamUserObjectPermission.objects.filter(user_id=user.pk).values_list("content_object_id", flat=True)
    role = user.role_data
    told = [
        *(user.organization_id, user.has_access, role.code, role.scope),
        *(sorted(role.permissions), sorted(role.reads), sorted(map(str, teams))),
        sorted(map(str, grants.filter(pk__lte=upto).values_list("content_object_id", flat=True))),
    ]
    return f"{upto}:{hashlib.sha256(json.dumps(told, default=str).encode()).hexdigest()}"


def still_reaches(user: User, kept: str) -> bool:
    """Whether the person sees all that they saw when this digest was made, in the role and teams of then."""
    return reach_of(user, int(kept.partition(":")[0])) == kept
