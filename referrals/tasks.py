"""Background jobs of referrals. Jobs carry ids only, and act as the system they work for, as it stands now."""

from uuid import UUID

from procrastinate.contrib.django import app

from referrals.webhooks import attempts, catching_up, publishing


@app.task(name="webhooks.publish", queue="webhooks")  # type: ignore[untyped-decorator]
def publish(event: str, organization: str) -> None:
    """Give an event (its id) its place in the feed and its deliveries; a second run does nothing."""
    publishing.publish(UUID(event), UUID(organization))


@app.task(name="webhooks.deliver", queue="webhooks")  # type: ignore[untyped-decorator]
def deliver(delivery: str, organization: str) -> None:
    """Try a delivery (its id) if it is due; a second run finds that it isn't."""
    attempts.attempt(UUID(delivery), UUID(organization))


@app.periodic(cron="*/5 * * * *")  # type: ignore[untyped-decorator]
@app.task(name="webhooks.catch_up", queue="webhooks")  # type: ignore[untyped-decorator]
def catch_up(timestamp: int) -> None:
    """Every five minutes: queue again what was left lying. `timestamp` is when it was due, and isn't used."""
    catching_up.catch_up()
