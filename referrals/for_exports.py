"""The one door from referrals to statistics: how referrals ended, as codes, of people who consented to statistics.

It is opened with `cases.for_exports.open_door`; the view is made in migration 0003.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from cases.for_exports import Query

COLUMNS = ("pseudonym", "service", "state", "outcome")


def outcomes(query: Query) -> Iterable[Sequence[Any]]:
    """One row for each ended referral: pseudonym (bytes), service, state and outcome codes ("" where not told)."""
    return query("SELECT pseudonym, service, state, outcome FROM door.referrals_v1")
