"""Whose case it is, and who sees it by name."""

from django.contrib.auth.models import Permission
from django.db import transaction
from django.utils.translation import gettext as _

from casemgr.accounts.models import Team, User
from casemgr.audit import events, trail
from casemgr.errors import InvalidInput, NotInThisState
from cases.models import Case, CaseUserObjectPermission, Notification, Restriction
from cases.permissions import require_on_case
from cases.teams import may_give, team_after

from .notifications import notify


def view_case_permission() -> Permission:
    """Django's `view` permission of cases, the one that grants by name carry."""
    return Permission.objects.get(content_type__app_label="cases", codename="view_case")


def grant_to_worker(case: Case, user: User) -> None:
    """Let this colleague see the case by name. No check, no trail: part of other actions."""
    permission = view_case_permission()
    granted = CaseUserObjectPermission.objects.filter(user=user, content_object=case)
    if not granted.lasting().exists():
        granted.delete()  # that of an emergency
        CaseUserObjectPermission.objects.create(user=user, permission=permission, content_object=case)


@transaction.atomic
def assign(case: Case, *, to: User, by: User) -> None:
    """Make a colleague the caseworker; they see the case from now on."""
    require_on_case(by, "assign_case", case)
    _require_colleague(to, by)
    case.caseworker, case.team = to, team_after(case, to, by)
    case.save(update_fields=["caseworker", "team", "updated_at"])
    grant_to_worker(case, to)
    notify(to, kind=Notification.Kind.ASSIGNED, by=by, case=case)
    trail.record(events.CASE_ASSIGNED, by=by, subject=case, facts={"to": str(to.pk)})


@transaction.atomic
def give_to_team(case: Case, *, team: Team | None, by: User) -> None:
    """Let a team's people see the case, as far as their roles reach, or nobody's. Errors: NotFound, InvalidInput."""
    require_on_case(by, "assign_case", case)
    if not may_give(case, team, by):
        raise InvalidInput(_("Choose one of your teams."), field="team")
    case.team = team
    case.save(update_fields=["team", "updated_at"])
    trail.record(events.CASE_TEAM_CHANGED, by=by, subject=case, facts={"team": str(team.pk) if team else ""})


@transaction.atomic
def grant(case: Case, *, to: User, by: User) -> None:
    """Name a colleague who may see the case."""
    require_on_case(by, "assign_case", case)
    _require_colleague(to, by)
    grant_to_worker(case, to)
    notify(to, kind=Notification.Kind.NAMED, by=by, case=case)
    trail.record(events.CASE_RESTRICTED, by=by, subject=case, facts={"named": str(to.pk)})


@transaction.atomic
def end_grant(case: Case, *, of: User, by: User) -> None:
    """Take a colleague's name off the case. Not the caseworker's, and not one's own while it is restricted."""
    require_on_case(by, "assign_case", case)
    if of.organization_id != case.organization_id:
        raise InvalidInput(_("Choose a colleague who works with cases."), field="to")
    if case.caseworker_id == of.pk:
        raise InvalidInput(_("Assign the case to somebody else first."), field="to")
    if case.restricted and of.pk == by.pk:
        raise InvalidInput(_("Ask another supervisor who is named on this case."), field="to")
    CaseUserObjectPermission.objects.filter(content_object=case, user=of).delete()
    notify(of, kind=Notification.Kind.UNNAMED, by=by)
    trail.record(events.CASE_RESTRICTED, by=by, subject=case, facts={"unnamed": str(of.pk)})


@transaction.atomic
def set_restricted(case: Case, *, restricted: bool, reason: str, by: User) -> None:
    """Hide the case from everybody not named (or show it again). Whoever restricts stays named.

    Errors: InvalidInput without a reason; NotInThisState when somebody was faster.
    """
    require_on_case(by, "restrict_case", case)
    if not reason.strip():
        raise InvalidInput(_("Say why."), field="reason")
    if Case.objects.visible_to(by).select_for_update().get(pk=case.pk).restricted == restricted:
        raise NotInThisState(_("This was done already."))
    grant_to_worker(case, by)
    if restricted:  # what was opened in an emergency closes
        CaseUserObjectPermission.objects.filter(content_object=case).exclude(ends_at=None).delete()
    case.restricted = restricted
    case.save(update_fields=["restricted", "updated_at"])
    Restriction(  # type: ignore[misc]  # the stubs look for the sealed attribute
        organization_id=case.organization_id,
        case=case,
        person_id=case.person_id,
        restricted=restricted,
        reason=reason,
        changed_by=by,
    ).save(force_insert=True)
    trail.record(events.CASE_RESTRICTED, by=by, subject=case, facts={"restricted": int(restricted)})


def _require_colleague(person: User, by: User) -> None:
    if not User.objects.colleagues_of(by).filter(pk=person.pk).exists() or not person.can("view_case"):
        raise InvalidInput(_("Choose a colleague who works with cases."), field="to")
