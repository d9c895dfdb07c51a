"""Which enquiries a person sees: those of their organization as its sender, those it was asked as their receiver."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.db.models import Q
from django.utils import timezone

from casemgr.scoping import ScopedQuerySet
from cases.models import Case

if TYPE_CHECKING:
    from casemgr.accounts.models import User


class EnquiryQuerySet(ScopedQuerySet):
    """Enquiries, the sender's own rows: whom they are for stands in no other."""

    def visible_to(self, user: User) -> Self:
        """Those of the user's organization, for who refers people; one for a case, for who sees the case too."""
        if not user.can("send_referral"):
            return self._marked().none()
        seen = Q(case=None) | Q(case__in=Case.objects.visible_to(user))
        return self._marked().filter(seen, organization_id=user.organization_id)

    def open(self) -> Self:
        """Of these, the ones that may still be answered."""
        return self.filter(state="open", closes_at__gt=timezone.now())

    def about(self, case: Case) -> Self:
        """Of these, the ones for one case."""
        return self.filter(case=case)


class EnquiryAnswerQuerySet(ScopedQuerySet):
    """What each addressed organization was asked, with its answer."""

    def visible_to(self, user: User) -> Self:
        """What the user's organization was asked, for who answers referrals; and the answers to enquiries they see."""
        return self._marked().filter(self._received(user) | Q(enquiry__in=self._enquiries(user)))

    def _received(self, user: User) -> Q:
        answers = user.has_access and (user.can("answer_referral") or user.is_machine)
        return Q(receiver_id=user.organization_id) if answers and user.organization_id else Q(pk__in=[])

    def _enquiries(self, user: User) -> Any:
        enquiry: Any = self.model._meta.get_field("enquiry").related_model
        return enquiry.objects.visible_to(user)

    def received_by(self, user: User) -> Self:
        """Of these, what the user's organization was asked."""
        return self.filter(receiver_id=user.organization_id)

    def open(self) -> Self:
        """Of these, the ones that may still be answered, or answered otherwise."""
        return self.filter(withdrawn_at=None, closes_at__gt=timezone.now())

    def unanswered(self) -> Self:
        """Of these, the ones without an answer."""
        return self.filter(answer="")
