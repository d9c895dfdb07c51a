"""The organization's written agreement to contribute statistics."""

import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from casemgr.accounts.clock import today
from casemgr.accounts.models import StatisticsAgreement, User
from casemgr.accounts.permissions import require
from casemgr.audit import events, trail
from casemgr.errors import InvalidInput, NotFound, NotInThisState


@transaction.atomic
def sign_agreement(*, starts_on: datetime.date, ends_on: datetime.date, by: User) -> StatisticsAgreement:
    """The administrator agrees for the organization, for a time that has an end."""
    require(by, "manage_people")
    if ends_on <= starts_on:
        raise InvalidInput(_("The end must come after the start."), field="ends_on")
    agreement = StatisticsAgreement.objects.create(
        organization=by.home, signed_by=by, starts_on=starts_on, ends_on=ends_on
    )
    trail.record(events.ORGANIZATION_AGREED, by=by, subject=agreement)
    return agreement


@transaction.atomic
def end_agreement(agreement: StatisticsAgreement, *, by: User) -> None:
    """End it today: nothing of this organization enters the next release."""
    require(by, "manage_people")
    if agreement.organization_id != by.organization_id:
        raise NotFound()
    if agreement.ended_on:
        raise NotInThisState(_("This agreement has already ended."))
    agreement.ended_on = today(by.home)
    agreement.save(update_fields=["ended_on"])
    trail.record(events.ORGANIZATION_AGREEMENT_ENDED, by=by, subject=agreement)
