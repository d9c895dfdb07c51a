"""Write down who is said to have done harm; say that it no longer stands."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from casemgr.accounts.models import User
from casemgr.accounts.roles import ROLES
from casemgr.audit import events, trail
from casemgr.errors import InvalidInput, NotFound, NotInThisState
from cases.alleged import staff_like
from cases.codelists.local import PERPETRATOR_ROLES
from cases.models import AllegedPerpetrator, Case, Notification
from cases.names import prepare
from cases.permissions import require_on_case

from .likeness import compare_soon
from .notifications import notify


@transaction.atomic
def record_alleged(
    case: Case,
    *,
    name: str,
    by: User,
    roles: Collection[str] = (),
    phone: str | None = None,
    description: str | None = None,
) -> AllegedPerpetrator:
    """Write one down. Supervisors are told, without a name, if it resembles a colleague; a job compares it with the
    organization's interpreters and residents, and tells who sees both.

    Errors: InvalidInput naming the field.
    """
    require_on_case(by, "edit_case", case)
    if not name.strip():
        raise InvalidInput(_("Say what they are called, or how you tell them apart."), field="name")
    if set(roles) - set(PERPETRATOR_ROLES.codes):
        raise InvalidInput(_("Choose roles of the list."), field="roles")
    alleged = AllegedPerpetrator(  # type: ignore[misc]  # the stubs look for the sealed attribute
        organization_id=case.organization_id,
        case=case,
        person_id=case.person_id,
        name=name.strip(),
        roles=list(roles),
        phone=phone or None,
        description=description or None,
        recorded_by=by,
    )
    alleged.save(force_insert=True)
    trail.record(events.ALLEGED_RECORDED, by=by, subject=alleged)
    _warn(case, name, by)
    compare_soon(case.organization_id)
    return alleged


@transaction.atomic
def retract_alleged(alleged: AllegedPerpetrator, *, why: str, by: User) -> None:
    """It no longer stands: kept, with the reason, and compared with nobody any more. Errors: NotFound, InvalidInput."""
    require_on_case(by, "edit_case", alleged.case)
    rows = AllegedPerpetrator.objects.visible_to(by).select_for_update(of=("self",))
    current = rows.filter(pk=alleged.pk).first()
    if current is None:
        raise NotFound()
    if current.retracted_at:
        raise NotInThisState(_("This was retracted already."))
    if not why.strip():
        raise InvalidInput(_("Say why."), field="why")
    current.retracted_why, current.retracted_by, current.retracted_at = why, by, timezone.now()
    current.save(update_fields=["retracted_why_sealed", "retracted_by", "retracted_at"])
    trail.record(events.ALLEGED_RETRACTED, by=by, subject=current)


def _warn(case: Case, name: str, by: User) -> None:
    """Tell supervisors who see the case, but none who may be meant."""
    meant = staff_like(prepare(name), by)
    if not meant:
        return
    roles = [code for code, role in ROLES.items() if "approve" in role.permissions]
    supervisors = User.objects.colleagues_of(by).filter(role__in=roles).exclude(pk__in=[one.pk for one in meant])
    if case.restricted:
        supervisors = supervisors.filter(pk__in=case.grants.values("user_id"))
    notify(*supervisors, kind=Notification.Kind.RESEMBLANCE, by=by, case=case)
    if not supervisors.exclude(pk=by.pk).exists():  # silence would be worse
        charge = [code for code, role in ROLES.items() if role.permissions & {"approve", "manage_people"}]
        others = User.objects.colleagues_of(by).filter(role__in=charge).exclude(pk__in=[one.pk for one in meant])
        notify(*others, kind=Notification.Kind.UNSEEN_LIKENESS, by=by)
