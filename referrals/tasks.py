"""Background jobs of referrals: the clock and webhooks; those of the exchange are in federation.tasks.

Jobs carry ids only, and act as stated with each.
"""

import datetime
from uuid import UUID

from django.conf import settings
from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from casemgr.accounts.models import Organization
from referrals import actions
from referrals.federation import tasks as exchange
from referrals.practice import keys, monthly, moving
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


@app.periodic(cron="51 * * * *")  # type: ignore[untyped-decorator]
@app.task(name="referrals.look_at_beds", queue="referrals")  # type: ignore[untyped-decorator]
def look_at_beds(timestamp: int) -> None:
    """Every hour: a job for each organization that works. `timestamp` is when it was due, and isn't used."""
    for organization in Organization.objects.active().here().values_list("pk", flat=True):
        count_beds.defer(organization=str(organization))


@app.task(name="referrals.count_beds", queue="referrals")  # type: ignore[untyped-decorator]
def count_beds(organization: str) -> None:
    """Count the free beds that services of an organization (its id) tell of; a second run does no harm."""
    actions.recount_beds(UUID(organization))


@app.periodic(cron="37 * * * *")  # type: ignore[untyped-decorator]
@app.task(name="referrals.look_at_deletions", queue="referrals")  # type: ignore[untyped-decorator]
def look_at_deletions(timestamp: int) -> None:
    """Every hour: a job for each organization that works. `timestamp` is when it was due, and isn't used."""
    for organization in Organization.objects.active().here().values_list("pk", flat=True):
        tell_of_deletions.defer(organization=str(organization))


@app.task(name="referrals.tell_of_deletions", queue="referrals")  # type: ignore[untyped-decorator]
def tell_of_deletions(organization: str) -> None:
    """Remind an organization (its id) of whoever hasn't said whether they delete what they hold; nothing is opened."""
    actions.remind_of_deletions(UUID(organization))


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


@app.task(name="practice.move", queue="referrals")  # type: ignore[untyped-decorator]
def move(referral: str, partner: str) -> None:
    """A practice partner (its id) takes its next step on a referral (its id); a second run finds nothing to do."""
    moving.move(UUID(referral), UUID(partner))


@app.task(name="practice.answer", queue="referrals")  # type: ignore[untyped-decorator]
def answer(asked: str, partner: str) -> None:
    """A practice partner (its id) answers what it was asked (its id); a second run changes nothing."""
    moving.answer(UUID(asked), UUID(partner))


@app.task(name="practice.forget_keys", queue="nightly")  # type: ignore[untyped-decorator]
def forget_keys(organization: str, before: str) -> None:
    """Destroy the keys of what a practice organization (its id) held before a moment (ISO 8601)."""
    keys.forget_keys(UUID(organization), datetime.datetime.fromisoformat(before))


@app.periodic(cron="47 2 * * *")  # type: ignore[untyped-decorator]
@app.task(name="practice.start_over", queue="nightly")  # type: ignore[untyped-decorator]
def start_over(timestamp: int) -> None:
    """At night (UTC): empty every practice that is as old as it may get. `timestamp` is when it was due."""
    monthly.start_over(timezone.now() - settings.CASEMGR_PRACTICE_KEPT)
