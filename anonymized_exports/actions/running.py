"""Run a release: reserve, count and protect, store, package. Each stage is committed before the next begins.

Stopped half-way, it is started again where it stood: before noisy counts are stored nobody has seen any, so they are
drawn under the same ledger entry; after that the stored ones are used and the data aren't asked again. Jobs hold no
lock, which a killed worker would never give back: of two runs of one release, the lifecycle lets one take each stage.
"""

from collections.abc import Callable
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from anonymized_exports import budget, events, permissions, self_test, vault
from anonymized_exports.facts import public_facts
from anonymized_exports.lifecycle import Event, State, allowed_events
from anonymized_exports.models import Artifact, Release
from anonymized_exports.pipeline import measure, protect
from anonymized_exports.pipeline import run as pipeline
from anonymized_exports.pipeline.errors import PipelineRefused
from anonymized_exports.pipeline.schema import Workload
from anonymized_exports.refusals import ExportRefused
from casemgr.accounts.models import User
from casemgr.audit import trail
from casemgr.encryption.errors import OrganizationLocked
from casemgr.errors import NotInThisState
from cases.for_exports import open_door

TASK = "anonymized_exports.run_release"
Report = Callable[[str], None]


@transaction.atomic
def start(release: Release, *, by: User) -> None:
    """Ask a worker to run the release, in `by`'s name. Errors: ExportRefused, if it is refused already."""
    permissions.require_can_plan(by)
    locked = _locked(release)
    _require_can_run(locked)
    if locked.state == State.PLANNED:
        budget.require_spendable(locked)
    locked.requested_at, locked.problem = timezone.now(), ""
    locked.save(update_fields=["requested_at", "problem"])
    trail.record(events.RELEASE_REQUESTED, by=by, subject=locked)
    app.configure_task(TASK).defer(release_id=str(locked.pk), user_id=str(by.pk))


def run(release: Release, *, by: User, report: Report) -> Release:
    """Take the release as far as its package. `report` is told each stage in words.

    Must not be called inside a transaction: the reservation is committed before anything is counted. Whether the
    door gives somebody twice is asked even before that, so that such a refusal spends nothing.
    Errors: ExportRefused (also kept as the release's `problem`), NotInThisState. After any other the release says
    that it stopped, and may be started again.
    """
    permissions.require_can_plan(by)
    try:
        return _run(release, by, report)
    except PipelineRefused as refusal:
        _refuse(release, by, refusal.code)
        raise ExportRefused(refusal.code) from None
    except OrganizationLocked:  # no fault of the release: it stays where it is, and goes on when they have unlocked
        _stop(release, by, "organization_locked")
        raise ExportRefused("organization_locked") from None
    except ExportRefused as refusal:
        _refuse(release, by, refusal.reason)
        raise
    except NotInThisState:
        raise
    except Exception:
        _stop(release, by, "run_stopped")
        raise


def _run(release: Release, by: User, report: Report) -> Release:
    stages = {State.PLANNED: _reserve, State.RESERVED: _measure, State.MEASURED: _package}
    current = Release.objects.visible_to(by).select_related("population", "cohort").get(pk=release.pk)
    _require_can_run(current)
    while current.state in stages:
        current = stages[State(current.state)](current, by, report)
    return current


def _reserve(release: Release, by: User, report: Report) -> Release:
    budget.require_unlocked(release)
    workload = budget.require_spendable(release)
    report(_("Attacking a release of made-up people"))
    with open_door(release.cutoff, **_narrowed(release, workload)) as query:
        measure.require_one_row_each(query, workload)
        delta = budget.delta_of(release.population)
        attacks = self_test.attacked(workload, release.epsilon, delta, query, release.has_synthetic_rows)
    report(_("Reserving privacy budget"))
    with transaction.atomic(durable=True):
        locked = _locked(release)
        locked.move(Event.RESERVE, problem="")
        entry = budget.reserve(locked, by)
        vault.put(locked, Artifact.Kind.ATTACKS, attacks)
        trail.record(events.BUDGET_RESERVED, by=by, subject=locked, facts={"entry": str(entry.pk)})
    return locked


def _measure(release: Release, by: User, report: Report) -> Release:
    budget.require_unlocked(release)
    workload = budget.workload_of(release)
    if release.noise_backend != protect.BACKEND:
        raise ExportRefused("other_noise_backend")
    budget.require_keys(release, workload)
    with open_door(release.cutoff, **_narrowed(release, workload)) as query:
        noisy = pipeline.draw(workload, release.ledger_entry.rho, query, report)
    with transaction.atomic(durable=True):
        locked = _locked(release)
        locked.move(Event.MEASURE, problem="", measured_at=timezone.now().replace(microsecond=0))
        vault.put(locked, Artifact.Kind.NOISY, noisy)
        trail.record(events.RELEASE_MEASURED, by=by, subject=locked)
    return locked


def _package(release: Release, by: User, report: Report) -> Release:
    noisy, attacks = vault.get(release, Artifact.Kind.NOISY), vault.get(release, Artifact.Kind.ATTACKS)
    workload = budget.workload_of(release)
    package = pipeline.finish(noisy, attacks, public_facts(release), workload, vault.signer(), report)
    with transaction.atomic(durable=True):
        locked = _locked(release)
        digest = sha256(package).hexdigest()
        locked.move(Event.PACKAGE, problem="", package_sha256=digest, package_bytes=len(package))
        vault.put(locked, Artifact.Kind.PACKAGE, package)
        trail.record(events.RELEASE_PACKAGED, by=by, subject=locked)
    return locked


def _narrowed(release: Release, workload: Workload) -> dict[str, Any]:
    return {"family": workload.family, "first": release.cohort.days if release.cohort else None}


def _refuse(release: Release, by: User, reason: str) -> None:
    """A refused run; once budget is spent, the release has failed."""
    with transaction.atomic(durable=True):
        locked = _locked(release)
        if Event.FAIL in allowed_events(locked.state):
            locked.move(Event.FAIL)
        _stop(locked, by, reason)


@transaction.atomic
def _stop(release: Release, by: User, reason: str) -> None:
    """Keep why a run stopped."""
    locked = _locked(release)
    locked.problem = reason
    locked.save(update_fields=["problem"])
    trail.record(events.RELEASE_STOPPED, by=by, subject=locked, facts={"reason": reason})


def _require_can_run(release: Release) -> None:
    if not release.can_run:
        raise NotInThisState(allowed_events=allowed_events(release.state))


def _locked(release: Release) -> Release:
    return Release.objects.all().locked(release.pk).select_related("population").get()
