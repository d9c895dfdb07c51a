"""How long records are kept: the rules, and the list that a supervisor confirms before anything is erased."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from casemgr.accounts.clock import today
from casemgr.accounts.models import User
from casemgr.accounts.permissions import require
from casemgr.accounts.roles import ROLES
from casemgr.audit import events, trail
from casemgr.db.actor import acting_as
from casemgr.errors import InvalidInput
from cases.models import Case, DataRequest, Notification, RetentionRule
from cases.rights.codes import LOGS, Asker, Basis, Kind
from cases.rights.lifecycle import State
from cases.rights.retention import AHEAD, MAJORITY, due_cases

from .approvals import supervisors_of
from .notifications import notify, notify_people
from .rights import about, due_on

MOST_YEARS, OLDEST, MOST_DAYS = 100, 60, 90


@transaction.atomic
def set_retention(*, basis: str, years: int | None, by: User, until_age: int | None = None) -> RetentionRule | None:
    """Say how long cases of a kind are kept; without years they are kept until somebody asks, logs as usual.

    Errors: NotPermitted, InvalidInput.
    """
    require(by, "manage_people")
    if basis not in Basis.values:
        raise InvalidInput(_("Choose from the list."), field="basis")
    if years is not None and not 0 <= years <= MOST_YEARS:
        raise InvalidInput(_("Give a number of years, at most 100."), field="years")
    if basis in LOGS and years == 0:
        raise InvalidInput(_("Give at least a year."), field="years")
    if until_age is not None and not (basis == Basis.CHILD and MAJORITY <= until_age <= OLDEST):
        raise InvalidInput(_("An age from 18 to 60, for children alone."), field="until_age")
    rules = RetentionRule.objects.visible_to(by).filter(basis=basis)
    rule = None
    if years is None:
        rules.delete()
    else:
        rule = rules.first() or RetentionRule(organization=by.home, basis=basis)
        rule.years, rule.until_age, rule.set_by = years, until_age, by
        rule.save()
    facts: dict[str, str | int] = {"basis": str(basis), "years": -1 if years is None else years}
    trail.record(events.RETENTION_SET, by=by, facts=facts)
    return rule


@transaction.atomic
def confirm_retention(cases: Iterable[Case], *, by: User) -> list[DataRequest]:
    """A supervisor confirms which of the due records are to be erased. A second one approves each, and it waits sealed.

    Errors: NotPermitted; InvalidInput when one of them isn't due today.
    """
    require(by, "approve")
    chosen = {case.pk for case in cases}
    due = {one.case.pk: one.case for one in due_cases(by, by=today(by.home))}
    if not chosen or chosen - set(due):
        raise InvalidInput(_("Choose records of the list whose time is over."), field="cases")
    found = [_confirm(due[pk], by) for pk in sorted(chosen, key=str)]
    trail.record(events.RETENTION_CONFIRMED, by=by, facts={"count": len(found)})
    return found


def tell_of_retention(organization_id: UUID) -> int:
    """Tell each supervisor, until they looked, that records which they see are due within 30 days. How many were told.

    Restricted cases count for those named on them alone. Nothing sealed is opened.
    """
    roles = [code for code, role in ROLES.items() if "approve" in role.permissions]
    active = User.objects.filter(organization_id=organization_id, is_active=True, is_machine=False, role__in=roles)
    return sum(_tell(one) for one in active.select_related("organization") if one.has_access)


def _tell(supervisor: User) -> int:
    kind = Notification.Kind.RETENTION_DUE
    with acting_as(supervisor.as_actor()), transaction.atomic():
        count = len(due_cases(supervisor, by=today(supervisor.home) + AHEAD))
        if not count or Notification.objects.visible_to(supervisor).unread().filter(kind=kind).exists():
            return 0
        notify_people([supervisor], kind=kind)
        with acting_as(None):
            facts: dict[str, str | int] = {"count": count}
            trail.record(events.RETENTION_TOLD, by=None, organization_id=supervisor.organization_id, facts=facts)
    return 1


def _confirm(case: Case, by: User) -> DataRequest:
    request = DataRequest(
        **about(case),
        kind=Kind.RETENTION,
        asker=Asker.RULE,
        due_on=due_on(by),
        recorded_by=by,
        checked_by=by,
        checked_at=timezone.now(),
        state=State.CHECKED.value,
    )
    request.save(force_insert=True)
    notify(*supervisors_of(case, by), kind=Notification.Kind.RIGHT_WAITS, by=by, about=request.public_id)
    trail.record(events.RIGHT_ASKED, by=by, subject=request, facts={"kind": Kind.RETENTION.value, "asker": "rule"})
    return request


@transaction.atomic
def set_keeping(rules: Iterable[tuple[str, int | None, int | None]], *, days: int, by: User) -> None:
    """All rules (basis, years, age) and the days to answer a request at once. Errors: those of `set_retention`."""
    require(by, "manage_people")
    if not 1 <= days <= MOST_DAYS:
        raise InvalidInput(_("Give 1 to 90 days."), field="days")
    by.home.data_request_days = days
    by.home.save(update_fields=["data_request_days"])
    for basis, years, until_age in rules:
        set_retention(basis=basis, years=years, until_age=until_age, by=by)
