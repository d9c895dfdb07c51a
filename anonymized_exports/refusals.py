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
    "size_not_declared": _("An organization that agreed hasn't declared how many people it may have at most."),
    "one_dominates": _(
        "One organization declares more than half of all people. Its own could be read from the tables."
    ),
    "agreement_ended": _("An organization that was counted has ended its agreement since. Plan a new release."),
    "cohort_open": _("The cohort isn't over on the cut-off day. Frozen cohorts are counted once they are complete."),
    "stale_snapshot": _("The cut-off day is more than 30 days ago. Plan a new release with a newer one."),
    "future_snapshot": _("The cut-off day lies in the future."),
    "other_noise_backend": _("The installed noise source isn't the one this release was planned with."),
    "more_than_one_row": _("A person would be counted more than once. Tell your system administrator."),
    "code_outside_list": _("The database gave a code outside the public lists. The budget is spent."),
    "costs_more_than_reserved": _("The noise would cost more than was reserved. The budget is spent."),
    "figures_mislead": _(
        "With so small an ε too many of these figures would be noise; nothing was read and nothing spent. Choose a "
        "larger ε or another list of tables."
    ),
    "attack_succeeded": _(
        "An attack on a release of made-up people succeeded; nothing was read and nothing spent. Start it again; "
        "if it happens twice, tell your system administrator."
    ),
    "too_few_approvals": _("People of two organizations other than the planner's must approve this first."),
    "package_changed": _("The package isn't the one that was approved."),
    "planner_approves": _("Whoever planned a release can't approve it."),
    "own_organization_approves": _("A release is approved by people of other organizations than the planner's."),
    "already_spoken": _("You have already given your word on this release."),
    "terms_not_accepted": _("Accept the terms of use first, on the page for registered researchers."),
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
