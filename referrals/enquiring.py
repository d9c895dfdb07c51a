"""Whom an enquiry may go to: verified partners here that give the service, none that the person must be kept from."""

from __future__ import annotations

from typing import Any

from casemgr.accounts.models import Organization, User
from cases.models import Case
from referrals.models import DirectoryService
from referrals.never import never_with


def askable(service_code: str, by: User, *, case: Case | None = None) -> Any:
    """Active organizations of this server that, by the directory, give this service, as a queryset.

    Those on other instances are left out: a question would name who asks there. Pending and suspended ones get nothing.
    """
    giving = DirectoryService.objects.visible_to(by).active().filter(service_code=service_code)
    members = giving.filter(provider__status="active", provider__member__isnull=False).values("provider__member")
    never = never_with(case.person, by) if case else []
    return Organization.objects.partners_of(by).here().filter(pk__in=members).exclude(pk__in=never).order_by("name")
