"""What a partner outside was told, and asking it back: done by people elsewhere, written down here."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from casemgr.accounts.clock import day_of, today
from casemgr.accounts.models import User
from casemgr.accounts.permissions import require
from casemgr.errors import Conflict, InvalidInput, NotFound, NotInThisState, NotPermitted
from cases.actions import record_disclosure
from cases.actions.tasks import put_before_worker
from cases.models import ManualDisclosure
from referrals import history, permissions
from referrals.codes import REACHED_BY, Role, Way
from referrals.errors import NotReleased
from referrals.lifecycle import State, Tier
from referrals.models import DeletionAsk, DisclosureSnapshot, OutsidePartner, Referral, ReferralParty, TakeBack

from ._step import Versions, locked
from .deletion import TO_ANSWER
from .read import Disclosure, read_disclosure

IN_THE_LEDGER = {
    Way.PHONE: ManualDisclosure.Way.PHONE,
    Way.LETTER: ManualDisclosure.Way.PAPER,
    Way.IN_PERSON: ManualDisclosure.Way.IN_PERSON,
}
ASK_BACK = gettext_noop("Call the partner of a referral: ask back what it was told.")


@transaction.atomic
def open_for_partner(referral: Referral, *, by: User) -> Disclosure:
    """What is to be read out or printed for the partner; each look is written down. Errors: as `read_disclosure`."""
    _require_by_hand(referral, by)
    return read_disclosure(referral, by=by)


@transaction.atomic
def hand_over(
    referral: Referral, *, way: str, told_on: datetime.date, by: User, whom: str = "", versions: Versions = None
) -> Referral:
    """The partner was told what was released, this way, on this day; it enters the ledger of tellings of the case.

    It can be written down after sharing has ended too, for a day before that. Errors: NotFound, NotPermitted, Conflict,
    NotReleased before the yes, InvalidInput.
    """
    current, party, snapshot = _told(referral, by, versions)
    if party.case is None:
        raise NotFound()
    if way not in REACHED_BY:
        raise InvalidInput(_("Say how they were told."), field="way")
    if told_on < day_of(snapshot.released_at, current.sender):
        raise InvalidInput(_("That is before they said yes."), field="told_on")
    over = sharing_over(current, party)
    if over is not None and told_on > over:
        message = _("Sharing had ended by then. What was told without consent is written down on the case, with why.")
        raise InvalidInput(message, field="told_on")
    name = current.receiver.name
    record_disclosure(
        party.case,
        recipient=f"{name} ({whom.strip()})" if whom.strip() else name,
        categories=snapshot.categories,
        way=IN_THE_LEDGER[Way(way)],
        ground=ManualDisclosure.Ground.CONSENT,
        told_on=told_on,
        by=by,
    )
    return _note(current, "hand_over", by, way=way)


@transaction.atomic
def ask_back(
    referral: Referral, *, on: datetime.date, whom: str, done: bool, by: User, versions: Versions = None
) -> TakeBack:
    """Somebody there (`whom`) was asked on this day to destroy or give back what they know; `done`: they say it is.

    Errors: NotFound, NotPermitted, Conflict, NotReleased, InvalidInput, NotInThisState while sharing goes on, or once
    they said so.
    """
    current, party, _snapshot = _told(referral, by, versions)
    over = sharing_over(current, party)
    if over is None:
        raise NotInThisState(_("Sharing goes on. Stop it first, if that is what the person wishes."))
    if not whom.strip():
        raise InvalidInput(_("Say with whom you spoke: a name, or what they do there."), field="whom")
    if not over <= on <= today(by.home):
        raise InvalidInput(_("Choose a day from the end of sharing until today."), field="on")
    known = TakeBack.objects.visible_to(by).select_for_update(of=("self",)).filter(referral=current).first()
    if known is not None and (known.confirmed_on or not done):
        raise NotInThisState(_("This was written down already."))
    row = known or TakeBack(  # type: ignore[misc]  # the stubs look for the sealed attribute
        organization=by.home,
        referral=current,
        outside=OutsidePartner.objects.visible_to(by).get(partner=current.receiver),
        asked_on=on,
        asked_by=by,
        asked_whom=whom.strip(),
    )
    if done:
        row.confirmed_on, row.confirmed_by, row.confirmed_whom = on, by, whom.strip()
    if known is None:
        row.save(force_insert=True)
    else:
        row.save(update_fields=["confirmed_on", "confirmed_by", "confirmed_whom"])
    _note(current, "ask_back", by, code="confirmed" if done else "asked")
    _tell_of_wish(row, by)
    return row


def _tell_of_wish(row: TakeBack, by: User) -> None:
    """Where the person wants it deleted, whoever was told is asked by this, and says so by this."""
    wished = DeletionAsk.objects.visible_to(by).unanswered().filter(referral=row.referral)
    wished.filter(how="", request__recorded_at__date__lte=row.asked_on).update(
        how=DeletionAsk.How.PHONE, asked_on=row.asked_on, asked_by=row.asked_by, due_on=row.asked_on + TO_ANSWER
    )
    if row.confirmed_on:
        said = wished.exclude(how="").filter(asked_on__lte=row.confirmed_on)
        said.update(answer=DeletionAsk.Answer.DELETED, answered_on=row.confirmed_on, answered_by=row.confirmed_by)


def call_them(referral: Referral, by: User) -> None:
    """Sharing ended: put it before the worker that what was said or lies there on paper has to be asked back."""
    if not referral.receiver.is_outside:
        return
    party = ReferralParty.objects.visible_to(by).filter(referral=referral, role=Role.SENDER)
    own = party.select_related("case__caseworker", "worker").first()
    released = DisclosureSnapshot.objects.visible_to(by).filter(referral=referral).exists()
    if released and own is not None and own.case is not None:
        put_before_worker(own.case, ASK_BACK, first=own.worker, by=by)


def sharing_over(referral: Referral, party: ReferralParty) -> datetime.date | None:
    """The day on which sharing ended: it was taken back, or the person's word is over; None while it goes on."""
    days, home = [], referral.sender
    if referral.receiver_tier is Tier.TOMBSTONE:
        days.append(day_of(referral.purged_at or referral.state_since, home))
    consent = party.consent
    if consent is not None and consent.ended_at is not None:
        days.append(day_of(consent.ended_at, home))
    if consent is not None and consent.ends_on <= today(home):
        days.append(consent.ends_on)
    return min(days, default=None)


def _require_by_hand(referral: Referral, by: User) -> None:
    """Refuse unless the partner is outside, and the user of the organization that keeps it may refer to it."""
    if not permissions.acts_for_receiver(by, referral):
        raise NotPermitted()
    require(by, "send_referral")


def _told(referral: Referral, by: User, versions: Versions) -> tuple[Referral, ReferralParty, DisclosureSnapshot]:
    current = locked(referral, by)
    _require_by_hand(current, by)
    if versions is not None and current.version not in versions:
        raise Conflict()
    parties = ReferralParty.objects.visible_to(by).select_related("case", "consent")
    party = parties.filter(referral=current, role=Role.SENDER).first()
    snapshot = DisclosureSnapshot.objects.visible_to(by).filter(referral=current).first()
    if party is None:
        raise NotFound()
    if snapshot is None:
        raise NotReleased(_("Nothing was released for them yet: they have to say yes first."))
    return current, party, snapshot


def _note(referral: Referral, event: str, by: User, *, way: str = "", code: str = "") -> Referral:
    referral.version += 1
    referral.save(update_fields=["version"])
    role, state = permissions.actor_role(by, referral), State(referral.state)
    history.tell(referral, event, by=by, role=role, before=state, code=code, way=way)
    return referral
