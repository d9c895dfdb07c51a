"""Looking at how referrals go in one's country: who looked at which time is in the trail before anything is told."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casemgr.accounts.models import User
from casemgr.accounts.permissions import require
from casemgr.audit import events, trail
from casemgr.errors import InvalidInput
from referrals.mechanism import Figures, Quarter, of_country, together


@transaction.atomic
def read_mechanism(year: int, quarter: int | None = None, *, by: User) -> Figures:
    """Numbers of the country of `by` for a settled quarter, or a year of four: then what is told in each of them.

    Raises NotPermitted; InvalidInput for a time that doesn't exist or isn't settled.
    """
    require(by, "view_mechanism")
    numbers = (1, 2, 3, 4) if quarter is None else (quarter,)
    if not (2000 <= year <= 2999 and set(numbers) <= {1, 2, 3, 4}):
        raise InvalidInput(_("Choose one of the periods of the list."), field="period")
    quarters = [Quarter(year, number) for number in numbers]
    if not all(one.is_settled(timezone.now()) for one in quarters):
        raise InvalidInput(
            _("Numbers are told thirty days after the end of a quarter. Choose an earlier period."), field="period"
        )
    trail.record(events.MECHANISM_READ, by=by, facts={"year": year, "quarter": quarter or "all"})
    return together([of_country(one) for one in quarters]) if quarter is None else of_country(quarters[0])
