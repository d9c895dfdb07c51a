"""Which slips that people carry somebody sees: those of the cases they see, if they refer people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.utils import timezone

from casemgr.scoping import ScopedQuerySet
from cases.models import Case
from referrals.carried_lifecycle import State

if TYPE_CHECKING:
    from casemgr.accounts.models import User


class OfCarriedQuerySet(ScopedQuerySet):
    """Slips, and what was left by those who opened one."""

    def visible_to(self, user: User) -> Self:
        """Those of cases visible to the user, for who refers people."""
        if not user.can("send_referral"):
            return self._marked().none()
        cases = Case.objects.visible_to(user)
        return self._marked().filter(organization_id=user.organization_id, case__in=cases)

    def about(self, case: Case) -> Self:
        """Of these, the ones of one case."""
        return self.filter(case=case)

    def past(self) -> Self:
        """Of these slips, the ones whose time is over and that nobody has ended yet."""
        return self.filter(state=State.READY, expires_at__lte=timezone.now())
