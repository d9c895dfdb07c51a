"""The organization's written agreement to contribute statistics: signed in versions, ended early with a reason."""

import datetime
from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from casemgr.accounts.clock import today
from casemgr.accounts.models import Family, Organization, StatisticsAgreement, User
from casemgr.accounts.permissions import require
from casemgr.audit import events, trail
from casemgr.errors import InvalidInput, NotFound, NotInThisState


@transaction.atomic
def sign_agreement(
    *,
    starts_on: datetime.date,
    ends_on: datetime.date,
    by: User,
    covers: Sequence[str] = tuple(Family.values),
    signatory_name: str = "",
    signatory_role: str = "",
    reference: str = "",
    people_at_most: int | None = None,
) -> StatisticsAgreement:
    """The administrator enters what the organization signed, for a time that has an end. Errors: InvalidInput.

    An earlier version that hasn't ended yet ends today: two can't both be what was agreed. Without `signatory_name`
    the administrator is the one who signed. `people_at_most`: people, declared; None is not declared, and until each
    organization has, nobody can tell whether one of them dominates, so nothing is released.
    """
    require(by, "manage_people")
    if ends_on <= starts_on:
        raise InvalidInput(_("The end must come after the start."), field="ends_on")
    if not covers or not set(covers) <= set(Family.values):
        raise InvalidInput(_("Say what the agreement covers."), field="covers")
    home = Organization.objects.select_for_update().get(pk=by.home.pk)
    earlier = StatisticsAgreement.objects.filter(organization=home)
    for version in earlier.filter(ended_on=None, ends_on__gt=today(home)):
        if starts_on > today(home):
            raise InvalidInput(
                _("The present version still runs. A new one starts today or before."), field="starts_on"
            )
        _end(version, _("A new version was signed."), by)
    agreement = StatisticsAgreement.objects.create(
        organization=home,
        number=earlier.count() + 1,
        signed_by=by,
        signatory_name=signatory_name or by.name,
        signatory_role=signatory_role,
        reference=reference,
        covers=sorted(set(covers)),
        people_at_most=people_at_most,
        starts_on=starts_on,
        ends_on=ends_on,
    )
    trail.record(events.ORGANIZATION_AGREED, by=by, subject=agreement, facts={"version": agreement.number})
    return agreement


@transaction.atomic
def end_agreement(agreement: StatisticsAgreement, *, reason: str = "", by: User) -> None:
    """End it today, for a reason: nothing of this organization enters the next release."""
    require(by, "manage_people")
    if agreement.organization_id != by.organization_id:
        raise NotFound()
    locked = StatisticsAgreement.objects.select_for_update().get(pk=agreement.pk)
    if locked.ended_on:
        raise NotInThisState(_("This agreement has already ended."))
    _end(locked, reason, by)


def _end(agreement: StatisticsAgreement, reason: str, by: User) -> None:
    agreement.ended_on, agreement.end_reason = today(by.home), reason
    agreement.save(update_fields=["ended_on", "end_reason"])
    trail.record(events.ORGANIZATION_AGREEMENT_ENDED, by=by, subject=agreement, reason=reason)
