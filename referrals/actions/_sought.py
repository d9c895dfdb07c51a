"""How a machine client names a referral: found and locked in one question, by the action itself."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import F, Q

from casemgr.accounts.models import User
from referrals.codes import Role
from referrals.models import ReferralParty
from referrals.querysets import PartyQuerySet


@dataclass(frozen=True)
class Sought:
    """The referral with this public id, if the client sees it and its token covers the side (`roles`) it is on."""

    public_id: str
    client: User
    roles: frozenset[Role]

    def seen_by(self, by: User) -> PartyQuerySet:
        """The own side of it, if `by` and the client both see it, with what the client's answer tells beside."""
        parties = ReferralParty.objects.visible_to(self.client)
        if by.pk != self.client.pk:
            parties = parties.visible_to(by)
        sides = Q(pk__in=[])
        if Role.SENDER in self.roles:
            sides |= Q(referral__sender_id=self.client.organization_id)
        if Role.RECEIVER in self.roles:
            sides |= Q(referral__receiver_id=self.client.organization_id)
        return parties.filter(sides, referral__public_id=self.public_id).annotate(
            consent_told=F("consent__public_id"), onward_told=F("onward_from__public_id")
        )
