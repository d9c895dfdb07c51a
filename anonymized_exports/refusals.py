"""Why a release is refused, said to people. Nothing is spent by a refusal unless its text says so."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from casemgr.errors import CasemgrError

REASONS: dict[str, Any] = {
    "over_budget": _("This would spend more privacy budget than the population has left. Choose a smaller ε."),
    "workload_changed": _("The list of tables or codes has changed since this was planned. Plan a new release."),
    "unknown_workload": _("There is no list of tables with this name."),
    "forbidden_variable": _("The list of tables names something that may never be counted."),
    "repeated_table": _("The list of tables names a table twice."),
    "population_too_small": _("The declared population is too small for this list of tables."),
    "too_few_organizations": _("At least three organizations must have an agreement in force."),
    "stale_snapshot": _("The cut-off day is more than 30 days ago. Plan a new release with a newer one."),
    "future_snapshot": _("The cut-off day lies in the future."),
    "other_noise_backend": _("The installed noise source isn't the one this release was planned with."),
    "more_than_one_row": _("A person would be counted more than once. Tell your system administrator."),
    "code_outside_list": _("The database gave a code outside the public lists. The budget is spent."),
    "costs_more_than_reserved": _("The noise would cost more than was reserved. The budget is spent."),
    "too_few_approvals": _("People of two organizations other than the planner's must approve this first."),
    "package_changed": _("The package isn't the one that was approved."),
    "planner_approves": _("Whoever planned a release can't approve it."),
    "own_organization_approves": _("A release is approved by people of other organizations than the planner's."),
    "already_spoken": _("You have already given your word on this release."),
    "organization_locked": _(
        "An organization that agreed holds its own key, and the key is locked now. Start the run again once its people "
        "have unlocked it; nothing is spent twice."
    ),
    "run_stopped": _("The run stopped half-way. Start it again; nothing is spent twice."),
}


class ExportRefused(CasemgrError):
    """A release can't go on. `reason` is a key of REASONS."""

    status = 409

    def __init__(self, reason: str) -> None:
        super().__init__(REASONS[reason])
        self.code = self.reason = reason


def text(reason: str) -> str:
    """The sentence for a stored reason; empty for none."""
    return str(REASONS.get(reason, ""))
