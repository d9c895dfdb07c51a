"""An offer as a letter: coded facts only, written down on one side and read strictly on the other."""

from __future__ import annotations

import datetime
from typing import Any

from django.utils import timezone
from rest_framework import serializers

from casemgr.accounts.models import User
from casemgr.errors import InvalidInput
from cases.codelists.countries import BY_CODE
from cases.codelists.languages import LANGUAGES
from cases.codelists.services import SERVICES
from cases.consent_categories import FIELDS
from referrals import history
from referrals.codes import AgeBand, Feedback, Role, Urgency
from referrals.exchange.instance import ID
from referrals.lifecycle import ActorRole, Event, State
from referrals.models import Pairing, Referral, ReferralParty, RemoteConsent
from referrals.standing import Standing

FACTS = ("service_code", "needs", "urgency", "age_band", "region", "language", "interpreter_needed", "feedback")
LONGEST_WAIT = datetime.timedelta(days=15)


class OfferIn(serializers.Serializer):
    """What an offer may say; anything else refuses the letter."""

    service_code = serializers.ChoiceField(sorted(SERVICES))
    needs = serializers.ListField(child=serializers.ChoiceField(sorted(SERVICES)), max_length=20)
    urgency = serializers.ChoiceField(Urgency.values)
    deadline = serializers.DateTimeField()
    age_band = serializers.ChoiceField(["", *AgeBand.values])
    region = serializers.ChoiceField(["", *sorted({country.region for country in BY_CODE.values()})])
    language = serializers.ChoiceField(["", *sorted(LANGUAGES)])
    interpreter_needed = serializers.BooleanField()
    feedback = serializers.ChoiceField(Feedback.values)
    categories = serializers.ListField(child=serializers.ChoiceField(sorted(FIELDS)), max_length=len(FIELDS))
    consent_ends_on = serializers.DateField()

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """No other names, and no deadline beyond what the urgencies give."""
        if set(self.initial_data) - set(self.fields) or attrs["deadline"] > timezone.now() + LONGEST_WAIT:
            raise serializers.ValidationError("not an offer")
        return attrs


def offer_of(referral: Referral, standing: Standing) -> dict[str, Any]:
    """What the letter of an offer says."""
    facts = {name: getattr(referral, name) for name in FACTS}
    deadline = referral.deadline.isoformat() if referral.deadline else ""
    agreed = {"categories": sorted(standing.categories), "consent_ends_on": standing.ends_on.isoformat()}
    return facts | agreed | {"deadline": deadline}


def take_offer(pairing: Pairing, reference: str, said: Any, *, by: User) -> Referral:
    """The referral of an offer that came; `by` is the other organization's account. Raises InvalidInput."""
    read = OfferIn(data=said if isinstance(said, dict) else {})
    known = Referral.objects.visible_to(by).filter(public_id=reference)
    if not ID.fullmatch(reference) or not read.is_valid() or known.exists():
        raise InvalidInput()
    facts = read.validated_data
    if pairing.services and facts["service_code"] not in pairing.services:
        raise InvalidInput(field="service_code")
    referral = Referral(
        public_id=reference,
        sender=by.home,
        receiver=pairing.organization,
        state=State.OFFERED,
        deadline=facts["deadline"],
        offered_at=timezone.now(),
        **{name: facts[name] for name in FACTS},
    )
    referral.save(force_insert=True)
    ReferralParty(referral=referral, organization=by.home, role=Role.SENDER, worker=by).save(force_insert=True)
    RemoteConsent(
        organization=by.home, referral=referral, categories=facts["categories"], ends_on=facts["consent_ends_on"]
    ).save(force_insert=True)
    ReferralParty(referral=referral, organization=pairing.organization, role=Role.RECEIVER).save(force_insert=True)
    history.tell(referral, Event.SUBMIT, by=by, role=ActorRole.SENDER_WORKER, before=State.DRAFT)
    return referral
