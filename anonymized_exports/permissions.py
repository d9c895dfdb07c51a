"""Who may do what to releases. What a release's state allows is another question (see `lifecycle`)."""

from anonymized_exports.models import TERMS_VERSION, Release, TermsAcceptance
from anonymized_exports.refusals import ExportRefused
from casemgr.accounts.models import User
from casemgr.accounts.permissions import require
from casemgr.errors import NotFound


def require_can_plan(user: User) -> None:
    """Plan, run, cancel and publish."""
    require(user, "plan_export")


def require_can_approve(user: User, release: Release) -> None:
    """Approve, but never a plan of one's own organization: two others have to look."""
    require(user, "approve_export")
    if release.planned_by_id == user.pk:
        raise ExportRefused("planner_approves")
    if user.organization_id is None or user.organization_id == release.planned_by.organization_id:
        raise ExportRefused("own_organization_approves")


def require_can_veto(user: User) -> None:
    """Stop a release, one's own included: officers, and survivor advisers who do nothing else to it."""
    require(user, "veto_export")


def require_can_review(user: User, release: Release) -> None:
    """Look at a package before it is out: whoever may stop it."""
    require(user, "veto_export")


def require_can_read_tables(user: User) -> None:
    """Be a registered researcher, or whoever makes and checks releases."""
    require(user, "download_release")


def require_can_download(user: User, release: Release) -> None:
    """Take a released package; any other looks absent. Errors: ExportRefused until the terms are accepted."""
    require_can_read_tables(user)
    if not Release.objects.visible_to(user).released().filter(pk=release.pk).exists():
        raise NotFound()
    if not accepted_terms(user):
        raise ExportRefused("terms_not_accepted")


def accepted_terms(user: User) -> bool:
    """Whether they accepted the terms in the version that is in force."""
    return TermsAcceptance.objects.of(user, TERMS_VERSION).exists()
