"""Which referrals, and what hangs on them, a person may see: always through their own organization's party row."""

from __future__ import annotations

import datetime
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.db.models import Case as Switch
from django.db.models import DateTimeField, DurationField, Exists, ExpressionWrapper, F, OuterRef, Q, Value, When
from django.utils import timezone

from casemgr.scoping import ScopedQuerySet
from cases.models import Case, Consent
from referrals.codes import TIME_TO_REACH
from referrals.lifecycle import KEPT_FOR_A_WHILE, RECEIVER_SEES, State, Tier

if TYPE_CHECKING:
    from casemgr.accounts.models import User

AWAITING_ANSWER = (State.OFFERED, State.ACKNOWLEDGED, State.WAITLISTED)
TAKEN_ON = (State.ACCEPTED, State.IN_SERVICE, *KEPT_FOR_A_WHILE)
TOMBSTONES = tuple(state for state, tier in RECEIVER_SEES.items() if tier is Tier.TOMBSTONE)


class PartyQuerySet(ScopedQuerySet):
    """Party rows: an organization's own side of its referrals."""

    def visible_to(self, user: User) -> Self:
        """Received ones for who answers referrals; sent ones for who sees the case they are about."""
        own = self._marked().filter(organization_id=user.organization_id)
        return own.filter(self._received(user) | self._sent(user))

    def _received(self, user: User) -> Q:
        answers = user.is_active and (user.can("answer_referral") or user.is_machine)
        return Q(role="receiver") if answers else Q(pk__in=[])

    def _sent(self, user: User) -> Q:
        # one without a case is an organization on another instance, that nobody but its own account acts for
        return Q(role="sender", case__in=Case.objects.visible_to(user)) | Q(role="sender", case=None)


class ReferralQuerySet(ScopedQuerySet):
    """Referrals."""

    def visible_to(self, user: User) -> Self:
        """Referrals in which the user's organization has a party row that the user may see."""
        return self._marked().filter(pk__in=self._parties(user).values("referral_id"))

    def _parties(self, user: User) -> Any:
        parties: Any = self.model._meta.get_field("parties").related_model
        return parties.objects.visible_to(user)

    def sent_by(self, user: User) -> Self:
        """Of these, the ones the user's organization sends."""
        return self.filter(sender_id=user.organization_id)

    def received_by(self, user: User) -> Self:
        """Of these, the ones offered to the user's organization."""
        return self.filter(receiver_id=user.organization_id)

    def awaiting_answer(self) -> Self:
        """Offered and not decided."""
        return self.filter(state__in=AWAITING_ANSWER)

    def overdue(self) -> Self:
        """Of these, the ones whose time to decide has passed without an answer."""
        return self.awaiting_answer().filter(deadline__lte=timezone.now())

    def due_within(self, span: datetime.timedelta) -> Self:
        """Of these, the ones to be decided between now and then."""
        now = timezone.now()
        return self.awaiting_answer().filter(deadline__gt=now, deadline__lte=now + span)

    def used_up(self, percent: int, less_than: int = 100) -> Self:
        """Of these, the undecided ones of whose time to decide this share has passed, and less than the other.

        The time counts from the offer; on a waiting list from the day it was put there.
        """
        now = timezone.now()
        began = Switch(When(state=State.WAITLISTED, then=F("state_since")), default=F("offered_at"))
        whole = ExpressionWrapper(F("deadline") - began, output_field=DurationField())
        first, last = (
            ExpressionWrapper(began + whole * Value(share / 100), output_field=DateTimeField())
            for share in (percent, less_than)
        )
        return self.awaiting_answer().alias(first=first, last=last).filter(first__lte=now, last__gt=now)

    def taken_on(self) -> Self:
        """Of these, the ones that the receiver accepted, whatever became of the service."""
        return self.filter(state__in=TAKEN_ON)

    def without_contact(self) -> Self:
        """Of these, the accepted ones whose person nobody has reached within the time for it."""
        now = timezone.now()
        late = (Q(urgency=urgency, state_since__lte=now - span) for urgency, span in TIME_TO_REACH.items())
        return self.filter(reduce(or_, late), state=State.ACCEPTED)

    def to_purge(self) -> Self:
        """Of these, the ones of which something disclosed is left though its time is over."""
        over = Q(state__in=TOMBSTONES) | Q(
            state__in=KEPT_FOR_A_WHILE, state_since__lte=timezone.now() - settings.CASEMGR_REFERRAL_KEPT
        )
        return self.filter(over, purged_at=None, snapshot__isnull=False)

    def to_ask_back(self, day: datetime.date) -> Self:
        """Of these, what partners outside were told, and is over on this day, until they say that it is gone."""
        said = Consent.objects.unscoped("row-level security shows the sender's own").current().in_force(day)
        again = said.filter(
            person=OuterRef("consent__person"),
            recipient=OuterRef("consent__recipient"),
            purpose="share",
            decision="given",
        )
        parties: Any = self.model._meta.get_field("parties").related_model
        own = parties.objects.unscoped("row-level security shows the sender's own").filter(
            ~Exists(again), referral=OuterRef("pk"), role="sender"
        )
        ended, late = own.filter(consent__ended_at__isnull=False), own.filter(consent__ends_on__lte=day)
        over = Q(state__in=(State.REVOKED, State.ENTERED_IN_ERROR)) | Exists(ended) | Q(Exists(late), purged_at=None)
        told = self.filter(receiver__kept_by__isnull=False, snapshot__isnull=False)
        return told.filter(over, take_back__confirmed_on=None)

    def about(self, case: Case) -> Self:
        """Of these, the ones about one case of the sender."""
        return self.filter(parties__case=case, parties__role="sender")


class OnReferralQuerySet(ScopedQuerySet):
    """Rows that hang on a referral: seen by whoever sees the referral."""

    def visible_to(self, user: User) -> Self:
        """Rows of referrals visible to the user."""
        referral: Any = self.model._meta.get_field("referral").related_model
        return self._marked().filter(referral__in=referral.objects.visible_to(user))


class AttachmentQuerySet(OnReferralQuerySet):
    """Documents that go along: chosen ones for their sender alone, released ones for both sides."""

    def visible_to(self, user: User) -> Self:
        """Those of referrals visible to the user, that are their side's own or were released."""
        own = Q(organization_id=user.organization_id) if user.organization_id else Q(pk__in=[])
        return super().visible_to(user).filter(own | Q(snapshot__isnull=False))

    def released(self) -> Self:
        """Of these, the ones that were disclosed."""
        return self.filter(snapshot__isnull=False)


class EventQuerySet(OnReferralQuerySet):
    """Events, each organization's own copies."""

    def visible_to(self, user: User) -> Self:
        """The user's organization's copies of events of referrals visible to the user."""
        return super().visible_to(user).filter(organization_id=user.organization_id)


class PairingQuerySet(ScopedQuerySet):
    """Pairings with organizations on other instances."""

    def visible_to(self, user: User) -> Self:
        """Those of the user's organization, or that the user is the account of."""
        mine = Q(organization_id=user.organization_id) | Q(account_id=user.pk)
        return self._marked().filter(mine) if user.organization_id else self._marked().none()

    def to_compare(self) -> Self:
        """Those whose number, or whose new keys' number, a person here has to compare."""
        return self.filter(Q(state="claimed") | ~Q(next_sign=b"")).exclude(state="ended")


class DeletionQuerySet(ScopedQuerySet):
    """Who was asked to delete what they hold: seen with the request of the person, also while the record is sealed."""

    def visible_to(self, user: User) -> Self:
        """Of requests visible to the user."""
        requests: Any = self.model._meta.get_field("request").related_model
        seen = requests.objects.visible_to(user).order_by()
        return self._marked().filter(organization_id=user.organization_id, request__in=seen)

    def unanswered(self) -> Self:
        """Nobody has said yet."""
        return self.filter(answer="")


class OutsideQuerySet(ScopedQuerySet):
    """Partners that don't use the system."""

    def visible_to(self, user: User) -> Self:
        """Those that the user's organization keeps, for whoever refers or keeps partners."""
        knows = user.can("send_referral") or user.can("keep_partners")
        return self._marked().filter(organization_id=user.organization_id) if knows else self._marked().none()

    def working(self) -> Self:
        """Those that weren't ended."""
        return self.filter(ended_at=None)

    def to_confirm(self) -> Self:
        """Of these, the ones of which something waits for a second person."""
        return self.working().filter(Q(confirmed_by=None) | Q(proposed_by__isnull=False))


class LetterQuerySet(ScopedQuerySet):
    """Letters of pairings."""

    def visible_to(self, user: User) -> Self:
        """Letters of pairings visible to the user."""
        pairing: Any = self.model._meta.get_field("pairing").related_model
        return self._marked().filter(pairing__in=pairing.objects.visible_to(user))


class OwnRowsQuerySet(ScopedQuerySet):
    """Housekeeping rows of one machine client."""

    def visible_to(self, user: User) -> Self:
        """Rows of the user's own calls."""
        return self._marked().filter(organization_id=user.organization_id, client_id=user.pk)
