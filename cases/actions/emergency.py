"""Open a case in an emergency, end that, and look at it afterwards.

The policies of the tables say the same: sight ends by itself, and there is none without a record that stays.
"""

import datetime
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from casemgr.accounts.models import User
from casemgr.accounts.permissions import require
from casemgr.accounts.roles import ROLES
from casemgr.audit import events, trail
from casemgr.errors import InvalidInput, NotFound, NotInThisState, NotPermitted
from cases.models import Case, CaseUserObjectPermission, EmergencyAccess, Notification

from .assign import view_case_permission
from .notifications import notify

HOURS = (1, 4, 12)
MOST_A_DAY = 5
DAY = datetime.timedelta(days=1)


@transaction.atomic
def open_in_emergency(*, number: int, reason: str, words: str, hours: int, by: User) -> EmergencyAccess:
    """Let `by` see the case with this number for some hours. Supervisors and the caseworker are told at once.

    Errors: NotPermitted (role, or the organization doesn't want it); InvalidInput naming the field: no such case (a
    restricted one looks the same), seen anyway, no words; NotInThisState after too many within a day.
    """
    require(by, "emergency_access")
    if not by.home.emergency_access:
        raise NotPermitted(_("Your organization doesn't open cases this way. Call a supervisor."))
    _check(reason, words, hours, by)
    case_id, person_id = _case_with(number, by)
    access = EmergencyAccess(  # type: ignore[misc]  # the stubs look for the sealed attribute
        organization=by.home,
        case_id=case_id,
        person_id=person_id,
        opened_by=by,
        reason=reason,
        words=words.strip(),
        ends_at=timezone.now() + datetime.timedelta(hours=hours),
    )
    access.began_at = access.ends_at - datetime.timedelta(hours=hours)
    access.save(force_insert=True)
    _grant(access, by)
    case = Case.objects.visible_to(by).select_related("caseworker").get(pk=case_id)
    notify(case.caseworker, *_supervisors(by), kind=Notification.Kind.EMERGENCY, by=by, case=case)
    facts: dict[str, str | int] = {"reason": reason, "hours": hours, "access": str(access.pk)}
    trail.record(events.CASE_OPENED_IN_EMERGENCY, by=by, subject=case, facts=facts)
    return access


@transaction.atomic
def end_emergency(access: EmergencyAccess, *, by: User) -> EmergencyAccess:
    """End it before its time: the one who opened the case, or a supervisor. Errors: NotFound, NotInThisState."""
    current = _locked(access, by)
    if current.opened_by_id != by.pk:
        require(by, "review_access")
    if not current.holds():
        raise NotInThisState(_("This access has ended already."))
    current.ended_at = timezone.now()
    current.save(update_fields=["ended_at"])
    grants = CaseUserObjectPermission.objects.filter(content_object=current.case_id, user_id=current.opened_by_id)
    grants.exclude(ends_at=None).delete()
    trail.record(events.EMERGENCY_ENDED, by=by, subject=current)
    return current


@transaction.atomic
def review_emergency(access: EmergencyAccess, *, verdict: str, words: str, by: User) -> EmergencyAccess:
    """Say what a supervisor found; nobody reviews their own.

    Errors: NotFound, NotPermitted, InvalidInput naming the field, NotInThisState.
    """
    require(by, "review_access")
    current = _locked(access, by)
    if current.opened_by_id == by.pk:
        raise NotPermitted(_("Another supervisor must look at this."))
    if current.reviewed_at:
        raise NotInThisState(_("Somebody looked at this already."))
    if verdict not in EmergencyAccess.Verdict.values:
        raise InvalidInput(_("Say what you found."), field="verdict")
    if verdict != EmergencyAccess.Verdict.JUSTIFIED and not words.strip():
        raise InvalidInput(_("Say why."), field="words")
    current.verdict, current.reviewed_by, current.reviewed_at = verdict, by, timezone.now()
    current.review = words.strip() or None
    current.save(update_fields=["verdict", "reviewed_by", "reviewed_at", "review_sealed"])
    notify(current.opened_by, kind=Notification.Kind.EMERGENCY_REVIEWED, by=by)
    trail.record(events.EMERGENCY_REVIEWED, by=by, subject=current, facts={"verdict": verdict})
    return current


def _check(reason: str, words: str, hours: int, by: User) -> None:
    if reason not in EmergencyAccess.Reason.values:
        raise InvalidInput(_("Say why."), field="reason")
    if not words.strip():
        raise InvalidInput(_("Say in a few words what happened: a supervisor will read it."), field="words")
    if hours not in HOURS:
        raise InvalidInput(_("Choose for how long."), field="hours")
    own = EmergencyAccess.objects.visible_to(by).filter(opened_by=by, began_at__gt=timezone.now() - DAY)
    if own.count() >= MOST_A_DAY:
        raise NotInThisState(_("You opened %d cases within a day. Call a supervisor.") % MOST_A_DAY)


def _case_with(number: int, by: User) -> tuple[UUID, UUID]:
    if Case.objects.visible_to(by).filter(number=number).exists():
        raise InvalidInput(_("You see this case anyway: open it from your list."), field="number")
    with connection.cursor() as cursor:
        cursor.execute("SELECT case_id, person_id FROM app.case_for_emergency(%s)", [number])
        found = cursor.fetchone()
    if found is None:
        raise InvalidInput(
            _("There is no case with this number that can be opened so. Call a supervisor."), field="number"
        )
    return found[0], found[1]


def _grant(access: EmergencyAccess, by: User) -> None:
    """A grant that ends by itself; an older one that has ended makes room."""
    permission = view_case_permission()
    CaseUserObjectPermission.objects.filter(user=by, content_object=access.case_id).exclude(ends_at=None).delete()
    CaseUserObjectPermission(
        user=by, permission=permission, content_object_id=access.case_id, organization=by.home, ends_at=access.ends_at
    ).save_base(force_insert=True)


def _supervisors(by: User) -> list[User]:
    roles = [code for code, role in ROLES.items() if "review_access" in role.permissions]
    return list(User.objects.colleagues_of(by).filter(role__in=roles))


def _locked(access: EmergencyAccess, by: User) -> EmergencyAccess:
    rows = EmergencyAccess.objects.visible_to(by).select_for_update(of=("self",)).select_related("opened_by")
    current: EmergencyAccess | None = rows.filter(pk=access.pk).first()
    if current is None:
        raise NotFound()
    return current
