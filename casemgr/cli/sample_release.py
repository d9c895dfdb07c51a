"""One release of the demo's statistics, made, approved and published through the ordinary actions."""

from collections.abc import Sequence

from django.utils import timezone
from django.utils.translation import gettext as _

from anonymized_exports import actions
from anonymized_exports.models import Release
from casemgr.accounts.acting import acting_as_user
from casemgr.cli.sample_accounts import DemoOrganization

SMALLEST_POOL = 1000
EPSILON = 2.0


def make_release(organizations: Sequence[DemoOrganization], cases: int) -> Release | None:
    """Published by the first organization's steward, approved by two others; None for a pool too small to release."""
    planner, *approvers = [organization.people["data_steward"] for organization in organizations]
    if cases < SMALLEST_POOL or len(approvers) < 2:
        return None
    with acting_as_user(planner):
        population = actions.declare_population(
            name=_("Invented people of the demo"),
            publisher=organizations[0].organization.name,
            at_least=SMALLEST_POOL,
            at_most=10 * SMALLEST_POOL,
            by=planner,
        )
        release = actions.plan(
            population,
            workload="basic",
            epsilon=EPSILON,
            cutoff=timezone.now().date(),
            title=_("Demo statistics"),
            by=planner,
        )
        actions.run(release, by=planner, report=lambda stage: None)
    for approver in approvers[:2]:
        with acting_as_user(approver):
            actions.approve(release, by=approver)
    with acting_as_user(planner):
        return actions.release(release, by=planner)
