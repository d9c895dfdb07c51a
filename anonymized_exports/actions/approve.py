"""Two people look at the package and agree, or one of them stops it."""

from django.db import transaction

from anonymized_exports import budget, events, permissions
from anonymized_exports.lifecycle import APPROVERS_NEEDED, Event, State, allowed_events
from anonymized_exports.models import Approval, Release
from anonymized_exports.refusals import ExportRefused
from casemgr.accounts.models import Organization, User
from casemgr.audit import trail
from casemgr.errors import NotInThisState


@transaction.atomic
def approve(release: Release, *, by: User) -> Release:
    """Agree to exactly this package; agreement from a second organization makes it approved. Errors: ExportRefused."""
    locked = Release.objects.all().locked(release.pk).get()
    permissions.require_can_approve(by, locked)
    if locked.state != State.PACKAGED:
        raise NotInThisState(allowed_events=allowed_events(locked.state))
    budget.require_still_agreed(locked)
    _speak(locked, by, Approval.Decision.APPROVE)
    trail.record(events.RELEASE_APPROVED, by=by, subject=locked)
    if approvals_of(locked) >= APPROVERS_NEEDED:
        locked.move(Event.APPROVE)
    return locked


@transaction.atomic
def veto(release: Release, *, reason: str, by: User) -> Release:
    """Stop it for good: no mathematics helps against a true figure that would be used against people."""
    locked = Release.objects.all().locked(release.pk).get()
    permissions.require_can_veto(by)
    locked.move(Event.VETO, reason=reason)
    _speak(locked, by, Approval.Decision.VETO, reason)
    trail.record(events.RELEASE_VETOED, by=by, subject=locked, reason=reason)
    return locked


def approvals_of(release: Release) -> int:
    """How many organizations besides the planner's agreed, through people with access, to the present package."""
    words = Approval.objects.unscoped("counts the approvals of a release that the caller may act on")
    counted = words.filter(
        release=release,
        by__is_active=True,
        by__organization__status=Organization.Status.ACTIVE,
        decision=Approval.Decision.APPROVE,
        package_sha256=release.package_sha256,
        workload_digest=release.workload_digest,
    ).exclude(by__organization=release.planned_by.organization_id).exclude(by=release.planned_by)  # fmt: skip
    return counted.values("by__organization").distinct().count()


def _speak(release: Release, by: User, decision: Approval.Decision, reason: str = "") -> None:
    words = Approval.objects.unscoped("one's own word on this release").filter(release=release, by=by)
    if decision == Approval.Decision.APPROVE and words.exists():
        raise ExportRefused("already_spoken")
    Approval.objects.create(
        release=release,
        by=by,
        decision=decision,
        package_sha256=release.package_sha256,
        workload_digest=release.workload_digest,
        reason=reason,
    )
