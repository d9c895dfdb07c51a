"""Lost second factors: one administrator asks, a second person confirms, and neither can take the account over.

Whoever took part in a reset makes no one-time link for that person within a week, and whoever made a link takes no part
in a reset: both together would open the account to one pair of hands.
"""

import datetime

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from casemgr.accounts.models import FactorReset, User
from casemgr.accounts.permissions import require, require_can_manage
from casemgr.audit import events, trail
from casemgr.audit.models import AuditEntry
from casemgr.errors import InvalidInput, NotFound, NotInThisState, NotPermitted

from .sessions import end_rows

APART = datetime.timedelta(days=7)
LINKS = (events.INVITATION_RENEWED, events.PERSON_ACCOUNT_CREATED)


@transaction.atomic
def ask_factor_reset(person: User, *, reason: str, by: User) -> FactorReset:
    """Ask for a colleague's second factor to be taken away.

    Errors: NotFound, NotPermitted, InvalidInput naming the field, NotInThisState (asked already).
    """
    require_can_manage(by, person)
    if not person.is_active:
        raise NotFound()
    if reason not in FactorReset.Reason.values:
        raise InvalidInput(_("Say what happened."), field="reason")
    _require_no_link(person, by)
    if FactorReset.objects.waiting().filter(person=person).exists():
        raise NotInThisState(_("This was asked already and waits for a second person."))
    asked = FactorReset.objects.create(organization=by.home, person=person, asked_by=by, reason=reason)
    trail.record(events.FACTOR_RESET_ASKED, by=by, subject=person, facts={"reason": reason})
    return asked


@transaction.atomic
def decide_factor_reset(reset: FactorReset, *, confirm: bool, by: User) -> FactorReset:
    """Confirm or refuse: neither who asked nor whom it is about. Confirmed, factors and sessions end.

    Errors: NotFound, NotPermitted, NotInThisState (answered, or older than 72 hours).
    """
    require(by, "confirm_reset")
    rows = FactorReset.objects.select_for_update(of=("self",)).select_related("person")
    current = rows.filter(pk=reset.pk, organization=by.home).first()
    if current is None:
        raise NotFound()
    if by.pk in (current.asked_by_id, current.person_id):
        raise NotPermitted(_("A second person must answer this."))
    if not FactorReset.objects.waiting().filter(pk=current.pk).exists():
        raise NotInThisState(_("This was answered, or is older than three days. Ask again."))
    if confirm:
        _require_no_link(current.person, by)
        take_factors(current.person)
    current.state = FactorReset.State.DONE if confirm else FactorReset.State.REFUSED
    current.decided_by, current.decided_at = by, timezone.now()
    current.save(update_fields=["state", "decided_by", "decided_at"])
    trail.record(events.FACTOR_RESET_DECIDED, by=by, subject=current.person, facts={"state": current.state})
    return current


def require_no_reset(person: User, by: User) -> None:
    """Refuse a one-time link by somebody who took part in a reset for this person within a week."""
    recent = FactorReset.objects.of(person, since=timezone.now() - APART)
    if any(by.pk in reset.hands() for reset in recent):
        raise NotPermitted(_("You took part in resetting their second factor. Somebody else must make this link."))


def end_sessions(person: User) -> None:
    """Every session of this person ends with its next request. No check, no trail: part of actions."""
    User.objects.filter(pk=person.pk).update(session_epoch=F("session_epoch") + 1)
    end_rows(person)


def take_factors(person: User) -> None:
    """Take second factors and sessions away; the next sign-in sets up a new factor. No check, no trail."""
    Authenticator.objects.filter(user=person).delete()
    end_sessions(person)


def _require_no_link(person: User, by: User) -> None:
    links = AuditEntry.objects.unscoped("who made a link for whom decides who may reset a factor").filter(
        event__in=LINKS, object_pk=str(person.pk), actor_id=by.pk, timestamp__gt=timezone.now() - APART
    )
    if links.exists():
        raise NotPermitted(_("You made a one-time link for them this week. Somebody else must do this."))
