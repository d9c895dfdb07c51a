"""What waits for a second person's word: what the page of approvals lists, and how much that is in all."""

from __future__ import annotations

from collections.abc import Sequence

from casemgr.accounts.models import FactorReset, RoleRequest, User
from cases.actions.assessments import may_review
from cases.models import (
    Approval,
    Assessment,
    DataRequest,
    EmergencyAccess,
    LegalRequest,
    MoneyRequest,
    StatutoryNotice,
)
from cases.rights.codes import Kind
from cases.rights.lifecycle import Event
from cases.rights.may import available
from frontend.paging import Count, capped
from referrals.models import OutsidePartner

#: what a supervisor alone, or another person than before, does to a request about a record
WORDS = frozenset({Event.SEAL, Event.PURGE, Event.RETURN})
MOST = 200


def rights_to_decide(user: User) -> list[DataRequest]:
    """Requests about records that wait for this supervisor: to approve, to give back, or to make a copy."""
    waiting = DataRequest.objects.visible_to(user).to_answer().order_by("due_on", "id")[:MOST]
    return [one for one in waiting if _waits(one, user)]


def second_persons(user: User) -> int:
    """Roles, lost second factors and partners that somebody is to confirm."""
    waiting = [kind.objects.waiting().filter(organization=user.home) for kind in (FactorReset, RoleRequest)]
    partners = OutsidePartner.objects.visible_to(user).to_confirm()
    return Count(sum(capped(rows) for rows in (*waiting, partners)))


def openings(user: User) -> int:
    """Cases opened in an emergency that nobody looked at yet."""
    return capped(EmergencyAccess.objects.visible_to(user).to_review())


def money(user: User) -> int:
    """Money that was asked for and nobody answered yet."""
    asked = MoneyRequest.objects.visible_to(user).filter(state=MoneyRequest.State.ASKED)
    return capped(asked if user.home.self_approval else asked.exclude(asked_by=user))


def to_approve(user: User) -> int:
    """All of it that is this person's to answer; 0 for who approves nothing."""
    if not user.can("approve"):
        return 0
    asked = Approval.objects.visible_to(user).asked()
    if not user.home.self_approval:
        asked = asked.exclude(asked_by=user)
    notices = StatutoryNotice.objects.visible_to(user).waiting()
    for role in ("drafted_by", "asked_by", "sent_by"):
        notices = notices.exclude(**{role: user})
    requests = LegalRequest.objects.visible_to(user).proposed()
    for role in ("drafted_by", "changed_by", "proposed_by"):
        requests = requests.exclude(**{role: user})
    lists: Sequence[int] = [capped(rows) for rows in (asked, notices, requests)]
    apart = openings(user) + second_persons(user) + money(user)
    return Count(sum(lists) + _reviews(user) + len(rights_to_decide(user)) + apart)


def _reviews(user: User) -> int:
    found = Assessment.objects.visible_to(user).to_review().select_related("version")[:MOST]
    return sum(may_review(one, user) for one in found)


def _waits(request: DataRequest, user: User) -> bool:
    events = set(available(request, user))
    return bool(events & WORDS) or (request.kind == Kind.COPY and Event.ANSWER in events)
