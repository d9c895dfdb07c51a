"""A resident didn't come back: what is done, step by step, until they are found."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from casemgr.accounts.models import User
from casemgr.accounts.roles import ROLES
from casemgr.audit import events, trail
from casemgr.errors import InvalidInput, NotFound, NotInThisState, NotPermitted
from cases.contact_rules import why_not_look_for
from cases.models import Case, Flag, Missing, MissingStep, Notification, Stay, Whereabouts
from cases.models.missing import SUPERVISOR_AFTER
from cases.permissions import require_on_case

from ._missing_ends import close_missing
from .notifications import notify
from .whereabouts import ask_whether_it_goes_on, found_again, missed_from_house

RIGHT, KEEP = "record_service", "keep_shelter"
KINDS = MissingStep.Kind
SAID_HERE = tuple(code for code in Missing.Found.values if code != Missing.Found.DIED)
GOES_ON = {
    Missing.Found.BACK.value: Whereabouts.Ending.FOUND,
    Missing.Found.SAFE.value: Whereabouts.Ending.FOUND,
    Missing.Found.MISTAKE.value: Whereabouts.Ending.MISTAKE,
}
DECISIONS = (KINDS.DECIDED, KINDS.NOT_POLICE)


@transaction.atomic
def report_missing(stay: Stay, *, by: User, noticed_at: datetime.datetime | None = None) -> Missing:
    """Begin the procedure: a flag on the case, and contact stops as for anybody missing.

    Supervisors and the caseworker are told at once, without a name.

    Errors: NotFound, NotInThisState (not in the house, begun already), InvalidInput.
    """
    rows = Stay.objects.visible_to(by).select_for_update(of=("self",)).select_related("case__caseworker")
    current = rows.filter(pk=stay.pk).first()
    if current is None:
        raise NotFound()
    require_on_case(by, RIGHT, current.case)
    now = timezone.now()
    noticed_at = noticed_at or now
    if noticed_at > now:
        raise InvalidInput(_("This can't lie in the future."), field="noticed_at")
    if current.state != Stay.State.IN or Missing.objects.visible_to(by).open().filter(stay=current).exists():
        raise NotInThisState(_("This was begun already, or the person doesn't stay in a house."))
    missing = Missing(
        organization_id=current.organization_id,
        case=current.case,
        person_id=current.person_id,
        stay=current,
        noticed_at=noticed_at,
        noticed_by=by,
        due_at=noticed_at + SUPERVISOR_AFTER,
    )
    missing.save(force_insert=True)
    words = _("Did not come back to the house. The steps stand under Shelter stay.")
    _flag(current.case, words, by)
    missed_from_house(current.case, words, by)
    told = [current.case.caseworker, *keepers_who_see(current.case, by)]
    notify(*told, kind=Notification.Kind.MISSING, by=by, case=current.case)
    trail.record(events.MISSING_REPORTED, by=by, subject=missing)
    return missing


@transaction.atomic
def missing_step(
    missing: Missing,
    *,
    kind: str,
    by: User,
    words: str | None = None,
    ground: str = "",
    done_at: datetime.datetime | None = None,
) -> MissingStep:
    """Write down what was done. The person is called only as their rules allow; the police are told only on a ground.

    Errors: InvalidInput, NotInThisState, NotPermitted (supervisors decide).
    """
    current = _open(missing, by)
    done_at = done_at or timezone.now()
    _check(current, kind, ground, words, by)
    if done_at > timezone.now():
        raise InvalidInput(_("This can't lie in the future."), field="done_at")
    row = MissingStep(  # type: ignore[misc]  # the stubs look for the sealed attribute
        organization_id=current.organization_id,
        case_id=current.case_id,
        person_id=current.person_id,
        missing=current,
        kind=kind,
        ground=ground if kind == KINDS.POLICE else "",
        words=words or None,
        done_by=by,
        done_at=done_at,
    )
    row.save(force_insert=True)
    if by.can(KEEP) and current.decided_at is None and kind in (*DECISIONS, KINDS.POLICE):
        current.decided_at = timezone.now()
        current.save(update_fields=["decided_at"])
    trail.record(events.MISSING_STEP, by=by, subject=current, facts={"kind": kind})
    return row


@transaction.atomic
def end_missing(missing: Missing, *, how: str, by: User, words: str | None = None) -> Missing:
    """How it ended; the flag is lowered. Who is back or safe may be contacted again, once the rules were reviewed.

    Of who left or was harmed a worker is asked whether contact may go on. That somebody died is said where contact
    stops. Errors: InvalidInput.
    """
    current = _open(missing, by)
    if how not in SAID_HERE:
        raise InvalidInput(_("Say how it ended."), field="how")
    close_missing(current, how, by, words)
    if how in GOES_ON:
        found_again(current.case, by, words or str(current.get_found_display()), ending=GOES_ON[how])
    else:
        ask_whether_it_goes_on(current.case, by)
    return current


def keepers_who_see(case: Case, by: User) -> list[User]:
    """Supervisors of houses who see this case."""
    roles = [code for code, role in ROLES.items() if KEEP in role.permissions]
    people = User.objects.filter(organization_id=by.organization_id, is_active=True, role__in=roles)
    return list(people.filter(pk__in=case.grants.values("user_id")) if case.restricted else people)


def _open(missing: Missing, by: User) -> Missing:
    rows = Missing.objects.visible_to(by).select_for_update(of=("self",)).select_related("case__person__safe_contact")
    current: Missing | None = rows.filter(pk=missing.pk).first()
    if current is None:
        raise NotFound()
    require_on_case(by, RIGHT, current.case)
    if current.found_at:
        raise NotInThisState(_("This has ended already."))
    return current


def _check(missing: Missing, kind: str, ground: str, words: str | None, by: User) -> None:
    if kind not in KINDS.values:
        raise InvalidInput(_("Say what was done."), field="kind")
    if kind == KINDS.CALLED and (reason := why_not_look_for(missing.case.person.safe_contact)):
        raise InvalidInput(reason, field="kind")
    if kind in DECISIONS and not by.can(KEEP):
        raise NotPermitted()
    if kind in (*DECISIONS, KINDS.POLICE) and not (words or "").strip():
        raise InvalidInput(_("Say what was decided and why."), field="words")
    if kind == KINDS.POLICE and ground not in MissingStep.Ground.values:
        raise InvalidInput(_("Only as the person agreed, or where the law demands it: say which."), field="ground")


def _flag(case: Case, words: str, by: User) -> None:
    if Flag.objects.visible_to(by).filter(case=case, kind=Flag.Kind.MISSING).raised().exists():
        return
    Flag(  # type: ignore[misc]  # the stubs look for the sealed attribute
        organization_id=case.organization_id,
        case=case,
        person_id=case.person_id,
        kind=Flag.Kind.MISSING,
        reason=words,
        raised_by=by,
    ).save(force_insert=True)
