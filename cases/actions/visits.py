"""Visits that a colleague makes alone: say where and until when, say that one is back. The clock does the rest."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from casemgr.accounts.models import User
from casemgr.accounts.permissions import require
from casemgr.audit import events, trail
from casemgr.encryption import keys
from casemgr.errors import InvalidInput, NotFound, NotInThisState
from cases.models import Case, Visit

from .stopped import require_reachable

LONGEST = datetime.timedelta(hours=24)


@transaction.atomic
def start_visit(*, place: str, back_by: datetime.datetime, watcher: User, by: User, case: Case | None = None) -> Visit:
    """Go alone; a colleague looks out. Nobody is told whom it is about. Errors: InvalidInput, NotFound."""
    require(by, "record_service")
    if not place.strip():
        raise InvalidInput(_("Say where you go."), field="place")
    if not timezone.now() < back_by <= timezone.now() + LONGEST:
        raise InvalidInput(_("Choose a time to come, within a day."), field="back_by")
    if watcher.pk == by.pk or watcher.organization_id != by.organization_id or not watches(watcher):
        raise InvalidInput(_("Choose a colleague who looks out for you."), field="watcher")
    if case is not None:
        if not Case.objects.visible_to(by).filter(pk=case.pk).exists():
            raise NotFound()
        require_reachable(case, by, field="place")
    visit = Visit(  # type: ignore[misc]  # the stubs look for the sealed attribute
        organization=by.home,
        worker=by,
        watcher=watcher,
        place=place,
        about=case.public_id if case else None,
        back_by=back_by,
    )
    keys.create_data_key(visit.organization_id, visit.pk)
    visit.save(force_insert=True)
    trail.record(events.VISIT_STARTED, by=by, subject=visit)
    return visit


def watches(one: User) -> bool:
    """Whether somebody can look out for others: they have to find the visit, as those who work with cases do."""
    return one.has_access and one.can("view_case")


@transaction.atomic
def end_visit(visit: Visit, *, by: User) -> Visit:
    """Back: said by whoever went, or by somebody who sees the visit and has spoken with them."""
    require(by, "view_case")
    current = Visit.objects.visible_to(by).select_for_update(of=("self",)).filter(pk=visit.pk).first()
    if current is None:
        raise NotFound()
    if current.back_at:
        raise NotInThisState(_("They are back already."))
    current.back_at = timezone.now()
    current.save(update_fields=["back_at"])
    trail.record(events.VISIT_ENDED, by=by, subject=current)
    return current


@transaction.atomic
def read_visit(visit: Visit, *, by: User) -> Case | None:
    """Note that the place is about to be shown; the case it is about, for those who see that case. Errors: NotFound."""
    require(by, "view_case")
    if not Visit.objects.visible_to(by).filter(pk=visit.pk).exists():
        raise NotFound()
    trail.record(events.VISIT_READ, by=by, subject=visit)
    cases = Case.objects.visible_to(by).select_related("person")
    return cases.filter(public_id=visit.about).first() if visit.about else None
