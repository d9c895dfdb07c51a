"""Say that two people must not stay in one house, and take it back."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from casemgr.accounts.models import User
from casemgr.accounts.roles import ROLES
from casemgr.audit import events, trail
from casemgr.errors import InvalidInput, NotFound
from cases.models import Apart, Case, Notification, Stay
from cases.permissions import require_on_case

from .notifications import notify


@transaction.atomic
def mark_apart(case: Case, other: Case, *, reason: str, by: User) -> Apart:
    """Both must be seen. Supervisors are told, without names, if both are in one house now. Errors: InvalidInput."""
    require_on_case(by, "edit_case", case)
    require_on_case(by, "edit_case", other)
    if reason not in Apart.Reason.values:
        raise InvalidInput(_("Choose why."), field="reason")
    if case.pk == other.pk:
        raise InvalidInput(_("This is the same case. Choose another one."), field="other")
    both = (case.pk, other.pk)
    if Apart.objects.visible_to(by).filter(case_id__in=both, other_id__in=both, ended_at=None).exists():
        raise InvalidInput(_("This is written down already."), field="other")
    mark = Apart(organization_id=case.organization_id, case=case, other=other, reason=reason, marked_by=by)
    mark.save(force_insert=True)
    if together(case, other, by):
        for one in both_ends(mark):
            notify(*_supervisors(one, by), kind=Notification.Kind.APART_TOGETHER, by=by, case=one)
    for one in both_ends(mark):  # a line in each history, none of which names the other
        trail.record(events.APART_MARKED, by=by, subject=one)
    return mark


@transaction.atomic
def end_apart(mark: Apart, *, by: User) -> None:
    """They may meet again. Only who sees both. Errors: NotFound."""
    rows = Apart.objects.visible_to(by).select_for_update(of=("self",)).select_related("case", "other")
    current = rows.filter(pk=mark.pk, ended_at=None).first()
    if current is None:
        raise NotFound()
    require_on_case(by, "edit_case", current.case)
    current.ended_by, current.ended_at = by, timezone.now()
    current.save(update_fields=["ended_by", "ended_at"])
    for one in both_ends(current):
        trail.record(events.APART_ENDED, by=by, subject=one)


def together(case: Case, other: Case, by: User) -> bool:
    """Whether both are in one house now, as far as `by` sees."""
    stays = Stay.objects.visible_to(by).in_house().filter(case_id__in=(case.pk, other.pk))
    houses = list(stays.values_list("house_id", flat=True))
    return len(houses) != len(set(houses))


def both_ends(mark: Apart) -> tuple[Case, Case]:
    """The two cases."""
    return mark.case, mark.other


def _supervisors(case: Case, by: User) -> list[User]:
    roles = [code for code, role in ROLES.items() if "keep_shelter" in role.permissions]
    people = User.objects.colleagues_of(by).filter(role__in=roles)
    return list(people.filter(pk__in=case.grants.values("user_id")) if case.restricted else people)
