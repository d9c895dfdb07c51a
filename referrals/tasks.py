"""Background jobs of referrals: the clock and webhooks; those of the exchange are in federation.tasks.

Jobs carry ids only, and act as stated with each.
"""

from uuid import UUID

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from casemgr.accounts.models import Organization
from referrals import actions
from referrals.federation import tasks as exchange
from referrals.webhooks import attempts, catching_up, publishing

__all__ = ["exchange"]

ONCE_A_MINUTE = RetryStrategy(max_attempts=1440, wait=60)  # a scanner is repaired within a day


@app.periodic(cron="*/5 * * * *")  # type: ignore[untyped-decorator]
@app.task(name="referrals.look_at_the_clock", queue="referrals")  # type: ignore[untyped-decorator]
def look_at_the_clock(timestamp: int) -> None:
    """Every five minutes: a job for each organization, suspended ones too: what was offered to them expires as well.

    Partners outside are not among them, nobody but their keeper knows of them: its job is theirs too.
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


@app.task(name="webhooks.publish", queue="webhooks")  # type: ignore[untyped-decorator]
def publish(event: str, organization: str) -> None:
    """Give an event (its id) its place in the feed and its deliveries; a second run does nothing."""
    publishing.publish(UUID(event), UUID(organization))


@app.task(name="webhooks.deliver", queue="webhooks")  # type: ignore[untyped-decorator]
def deliver(delivery: str, organization: str) -> None:
    """Try a delivery (its id) if it is due; a second run finds that it isn't."""
    attempts.attempt(UUID(delivery), UUID(organization))


@app.task(name="attachments.scan", queue="referrals", retry=ONCE_A_MINUTE)  # type: ignore[untyped-decorator]
def scan(attachment: str, organization: str) -> None:
    """Have a released document (its id) looked at for viruses; tried again while the scanner is silent."""
    actions.scan_attachment(UUID(attachment), UUID(organization))


@app.periodic(cron="*/5 * * * *")  # type: ignore[untyped-decorator]
@app.task(name="webhooks.catch_up", queue="webhooks")  # type: ignore[untyped-decorator]
def catch_up(timestamp: int) -> None:
    """Every five minutes: queue again what was left lying. `timestamp` is when it was due, and isn't used."""
    catching_up.catch_up()
