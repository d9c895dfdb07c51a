"""Who outside the organization could see something of a case today: partners with a live referral, and statistics."""

from __future__ import annotations

from dataclasses import dataclass

from casemgr.accounts.clock import today
from casemgr.accounts.models import StatisticsAgreement, User
from cases.models import Case, Consent
from frontend.forms.consents import FIELD_WORDS
from referrals.errors import ConsentNotInForce
from referrals.lifecycle import Tier
from referrals.models import DisclosureSnapshot, Referral, TakeBack
from referrals.standing import require_standing


@dataclass(frozen=True)
class Partner:
    """An organization and what it could read now; an offer without a disclosure shows coded facts only.

    `outside`: it was told by phone or on paper, which nobody can call back, until it says that it destroyed that.
    """

    name: str
    fields: str
    offer_only: bool = False
    outside: bool = False


def partners_seeing(user: User, case: Case) -> list[Partner]:
    """Each organization to whom a referral of this case is open and whose consent covers it at this moment."""
    referrals = Referral.objects.visible_to(user).about(case).select_related("sender", "receiver")
    shown = {one.referral_id: one for one in DisclosureSnapshot.objects.visible_to(user).filter(referral__in=referrals)}
    found = []
    given_back = set(
        TakeBack.objects.visible_to(user)
        .filter(referral__in=referrals)
        .exclude(confirmed_on=None)
        .values_list("referral_id", flat=True)
    )
    for referral in referrals:
        snapshot = shown.get(referral.pk)
        if referral.receiver.is_outside and snapshot is not None:
            if referral.pk not in given_back:
                found.append(Partner(referral.receiver.name, _words(snapshot), outside=True))
        elif referral.receiver_tier is Tier.DISCLOSURE and snapshot is not None and _covered(referral, snapshot.fields):
            found.append(Partner(referral.receiver.name, _words(snapshot)))
        elif referral.receiver_tier is Tier.OFFER and _covered(referral, []):
            found.append(Partner(referral.receiver.name, "", offer_only=True))
    return found


def counted_in_statistics(user: User, case: Case) -> bool:
    """Whether the next release would count this case: the organization's agreement and the person's consent."""
    day = today(user.organization)
    agreed = StatisticsAgreement.objects.active_on(day).filter(organization=user.home).exists()
    words = Consent.objects.visible_to(user).current().filter(person_id=case.person_id)
    return agreed and words.consented_for(Consent.Purpose.STATISTICS, day).exists()


def _words(snapshot: DisclosureSnapshot) -> str:
    return ", ".join(str(FIELD_WORDS.get(name, name)) for name in snapshot.fields)


def _covered(referral: Referral, fields: list[str]) -> bool:
    try:
        require_standing(referral, fields)
    except ConsentNotInForce:
        return False
    return True
