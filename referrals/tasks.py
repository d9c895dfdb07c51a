"""Background jobs of referrals: the clock. Jobs carry ids only; each acts for one organization's received referrals."""

from uuid import UUID

from procrastinate.contrib.django import app

from casemgr.accounts.models import Organization
from referrals import actions


@app.periodic(cron="*/5 * * * *")  # type: ignore[untyped-decorator]
@app.task(name="referrals.look_at_the_clock", queue="referrals")  # type: ignore[untyped-decorator]
def look_at_the_clock(timestamp: int) -> None:
    """Every five minutes: a job for each organization, suspended ones too: what was offered to them expires as well.

    `timestamp` is when it was due, and isn't used.
    """
    for organization in Organization.objects.values_list("pk", flat=True):
        keep_time.defer(organization=str(organization))


@app.task(name="referrals.keep_time", queue="referrals")  # type: ignore[untyped-decorator]
def keep_time(organization: str) -> None:
    """What time does to the referrals that an organization (its id) received; a second run does no harm.

    Nothing sealed is opened: it works while the organization's own key is locked.
    """
    actions.keep_time(UUID(organization))
