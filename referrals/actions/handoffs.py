"""Warm hand-offs: one side proposes a meeting with the person, the other agrees, and both learn how it went."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from casemgr.accounts.models import User
from casemgr.errors import Conflict, InvalidInput, NotFound, NotInThisState, NotPermitted
from casemgr.ids import public_id as new_id
from cases.actions.stopped import require_reachable
from cases.models import Notification
from referrals import history, permissions
from referrals.alerts import alert_other_side
from referrals.codes import HandOffKind, HandOffPlace, HandOffResult, HandOffState
from referrals.lifecycle import State
from referrals.models import HandOff, Referral, ReferralParty
from referrals.outbox import pairing_of, tell_partner

from ._step import Versions, locked
from .messages import require_side, require_talking

#: which states an answer leaves, and whether it is for the side that didn't propose ("other"), did, or either
ANSWERS = {
    HandOffState.AGREED: ((HandOffState.PROPOSED,), "other"),
    HandOffState.DECLINED: ((HandOffState.PROPOSED,), "other"),
    HandOffState.CANCELLED: ((HandOffState.PROPOSED, HandOffState.AGREED), "either"),
}
RESULT_STATE = {HandOffResult.MET: HandOffState.DONE}
FARTHEST = datetime.timedelta(days=366)


@transaction.atomic
def propose_handoff(
    referral: Referral,
    *,
    kind: str,
    place: str,
    starts_at: datetime.datetime,
    by: User,
    interpreter: bool = False,
    through: User | None = None,
    public_id: str = "",
) -> HandOff:
    """Propose a meeting to the other side. Errors: InvalidInput and those of sending a message."""
    current = locked(referral, by)
    require_talking(current, by)
    _require_reachable(current, by, "starts_at")
    if kind not in HandOffKind.values or place not in HandOffPlace.values:
        raise InvalidInput(_("Choose from the list."), field="kind" if kind not in HandOffKind.values else "place")
    if not timezone.now() < starts_at < timezone.now() + FARTHEST:
        raise InvalidInput(_("Choose a time to come, within a year."), field="starts_at")
    one = HandOff(
        public_id=public_id or new_id(),
        referral=current,
        proposed_by=by.home,
        kind=kind,
        place=place,
        starts_at=starts_at,
        interpreter=interpreter,
    )
    one.save(force_insert=True)
    return _told(one, current, by, through)


@transaction.atomic
def answer_handoff(
    handoff: HandOff, *, state: str, by: User, versions: Versions = None, through: User | None = None
) -> HandOff:
    """Agree, say that it isn't possible then, or call it off (codes of HandOffState).

    Errors: InvalidInput, NotPermitted for one's own proposal, NotInThisState, Conflict, NotFound.
    """
    current, one = _locked(handoff, by, versions, ends=state == HandOffState.CANCELLED)
    if state not in ANSWERS:
        raise InvalidInput(_("Choose from the list."), field="state")
    sources, whose = ANSWERS[HandOffState(state)]
    if whose == "other" and one.proposed_by_id == by.organization_id:
        raise NotPermitted(_("The other side answers this."))
    if one.state not in sources:
        raise NotInThisState()
    if state == HandOffState.AGREED:
        _require_reachable(current, by, "state")
    one.state = state
    return _saved(one, current, by, through)


@transaction.atomic
def record_handoff(
    handoff: HandOff, *, result: str, by: User, versions: Versions = None, through: User | None = None
) -> HandOff:
    """What became of an agreed meeting (a code of HandOffResult), once its time has come.

    If the person wasn't there or it wasn't safe, the other side is alerted at once. Errors as above.
    """
    current, one = _locked(handoff, by, versions, ends=True)
    if result not in HandOffResult.values:
        raise InvalidInput(_("Say what became of it."), field="result")
    if one.state != HandOffState.AGREED or (one.starts_at > timezone.now() and result == HandOffResult.MET):
        raise NotInThisState(_("This meeting wasn't agreed on, or its time hasn't come."))
    one.result, one.state = result, RESULT_STATE.get(HandOffResult(result), HandOffState.MISSED)
    return _saved(one, current, by, through)


def call_off_handoffs(referral: Referral, by: User) -> None:
    """Contact with the person stopped: no meeting of this referral takes place. Part of other actions: no check."""
    open_ones = HandOff.objects.visible_to(by).filter(
        referral=referral, state__in=(HandOffState.PROPOSED, HandOffState.AGREED)
    )
    for one in open_ones.select_for_update(of=("self",)):
        one.state = HandOffState.CANCELLED
        _saved(one, referral, by, None)


def _require_reachable(referral: Referral, by: User, field: str) -> None:
    own = ReferralParty.objects.visible_to(by).filter(referral=referral).select_related("case").first()
    if own is not None and own.case is not None:
        require_reachable(own.case, by, field=field)


def _locked(handoff: HandOff, by: User, versions: Versions, *, ends: bool = False) -> tuple[Referral, HandOff]:
    """Referral and hand-off, locked. What `ends` it asks for no consent: how it went may be about safety."""
    seen = HandOff.objects.visible_to(by).select_related("referral").filter(pk=handoff.pk).first()
    if seen is None:
        raise NotFound()
    current = locked(seen.referral, by)
    (require_side if ends else require_talking)(current, by)
    one = HandOff.objects.visible_to(by).select_for_update(of=("self",)).get(pk=handoff.pk)
    if versions is not None and one.version not in versions:
        raise Conflict()
    return current, one


def _saved(one: HandOff, referral: Referral, by: User, through: User | None) -> HandOff:
    one.version += 1
    one.save(update_fields=["state", "result", "version"])
    return _told(one, referral, by, through)


def _told(one: HandOff, referral: Referral, by: User, through: User | None) -> HandOff:
    role, state = permissions.actor_role(by, referral), State(referral.state)
    history.tell(referral, "handoff", by=by, role=role, before=state, code=one.result or one.state, through=through)
    kind = (
        Notification.Kind.REFERRAL_UNSAFE
        if one.result == HandOffResult.UNSAFE
        else (
            Notification.Kind.REFERRAL_FAILED
            if one.result == HandOffResult.NOT_THERE
            else Notification.Kind.REFERRAL_HANDOFF
        )
    )
    alert_other_side(referral, kind, by=by)
    pairing = pairing_of(referral)
    if pairing is not None and pairing.account_id != by.pk:
        tell_partner(pairing, "handoff", referral=referral, code=one.public_id)
    return one
