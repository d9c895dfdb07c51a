"""One step of a referral: find it, ask who may, ask the table, save, tell. Every action goes through here."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable

from django.db.models import Exists, F, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _

from casemgr.accounts.models import User
from casemgr.errors import Conflict, InvalidInput, NotFound, NotInThisState, NotPermitted
from cases.models import NeverShare
from referrals import history, permissions
from referrals.codes import Role, Way
from referrals.destruction import destroy
from referrals.lifecycle import RECEIVER_SEES, ActorRole, Event, State, Tier, WrongState, next_state
from referrals.models import Referral, ReferralParty

from ._sought import Sought

Versions = Collection[int] | None
ANSWERS = frozenset({Event.ACKNOWLEDGE, Event.WAITLIST, Event.DECLINE})


def waits_for_release(referral: Referral, by: User) -> bool:
    """Whether the receiver accepted and the sender, on another instance, hasn't answered yet."""
    own = ReferralParty.objects.visible_to(by).filter(referral=referral, role=Role.RECEIVER)
    return own.filter(accept_asked_at__isnull=False).exists()


def locked(referral: Referral | Sought, by: User, *, with_case: bool = False) -> Referral:
    """The row as it is now, locked until the transaction ends. Raises NotFound when it isn't the user's to see.

    Read by way of the user's own side, which is what lets them see it, and kept as `own_side`; `with_case` reads the
    case and its person too, whether they may be contacted (`stopped`), and whether anybody must never learn of them
    (`listed`).
    """
    if isinstance(referral, Sought):
        sides = referral.seen_by(by)
    else:
        sides = ReferralParty.objects.visible_to(by).filter(referral_id=referral.pk)
    sides = sides.select_related("referral__sender", "referral__receiver").select_for_update(of=("referral",))
    if with_case:
        never = NeverShare.objects.unscoped("of the side's own person").holding()
        sides = sides.select_related("case__person").annotate(
            stopped=F("case__person__safe_contact__stopped"),
            listed=Exists(never.filter(person=OuterRef("case__person"))),
        )
    own = sides.order_by().first()
    if own is None:
        raise NotFound()
    own.referral.own_side = own
    return own.referral


def begin(
    referral: Referral | Sought,
    event: Event,
    *,
    by: User,
    versions: Versions = None,
    answer: str = "",
    way: str = "",
    through: User | None = None,
    with_case: bool = False,
) -> tuple[Referral, ActorRole, State]:
    """The locked referral, the user's capacity and the state to come.

    `versions` are those the caller decided on; Conflict when the referral has moved on. NotPermitted, NotInThisState.
    What is written down for a receiver without the system wants the `way` (of Way) by which it was learned.
    """
    current = locked(referral, by, with_case=with_case)
    role = permissions.require_may(by, current, event)
    if role is ActorRole.FOR_RECEIVER:
        require_heard(way, through)
    if versions is not None and current.version not in versions:
        raise Conflict()
    if event in ANSWERS and current.sender.is_remote and waits_for_release(current, by):
        message = _("You accepted this; the other instance was asked for the data. Wait for its answer.")
        raise NotInThisState(message)
    try:
        return current, role, next_state(State(current.state), event, role, answer)
    except WrongState:
        raise NotInThisState(allowed_events=permissions.available_events(by, current)) from None


def require_heard(way: str, through: User | None) -> None:
    """Refuse what no person heard from the receiver, or doesn't say how. Raises NotPermitted, InvalidInput."""
    if through is not None:
        raise NotPermitted(_("What a partner without the system said is written down by people, on the page."))
    if way not in Way.values:
        raise InvalidInput(_("Say how you know."), field="way")


def finish(
    referral: Referral,
    event: Event,
    to: State,
    *,
    by: User | None,
    role: ActorRole,
    changed: Iterable[str] = (),
    code: str = "",
    through: User | None = None,
    until: datetime.date | None = None,
    way: str = "",
) -> Referral:
    """Save the new state and the other changed fields, and tell both sides. `by` is None for the clock.

    A state that shows the receiver nothing more destroys what was disclosed, before the commit: should that fail, the
    data is unreadable although the state says otherwise, which errs on the survivor's side; the step can be repeated.
    """
    before = State(referral.state)
    if to is not before:
        referral.state, referral.state_since = to, timezone.now()
    referral.version += 1
    if RECEIVER_SEES[to] is Tier.TOMBSTONE and destroy(referral):
        changed = [*changed, "purged_at"]
    referral.save(update_fields=["state", "state_since", "version", *changed])
    history.tell(
        referral,
        event,
        by=by,
        role=role,
        before=before,
        code=code,
        through=through,
        until=until,
        way=way if role is ActorRole.FOR_RECEIVER else "",
    )
    return referral
