"""Background jobs of casework. Jobs carry ids only, and run as the person who asked, with their scope now."""

from uuid import UUID

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from casemgr.accounts.acting import acting_as_user
from casemgr.accounts.models import Organization, User
from casemgr.encryption.errors import OrganizationLocked
from cases.actions import compare_everybody, remind_of_notices, skip_comparing
from cases.importing.actions import find_import
from cases.importing.running import run

# a job of an organization whose own key is locked waits, however long that takes
WHILE_LOCKED = RetryStrategy(wait=600, retry_exceptions={OrganizationLocked})


@app.periodic(cron="17 2 * * *")  # type: ignore[untyped-decorator]
@app.task(name="cases.compare_every_night", queue="nightly")  # type: ignore[untyped-decorator]
def compare_every_night(timestamp: int) -> None:
    """At night (UTC): a job for each organization that works. `timestamp` is when it was due, and isn't used."""
    for organization in Organization.objects.active().here().values_list("pk", flat=True):
        compare_names.defer(organization=str(organization))


@app.task(name="cases.compare_names", queue="nightly")  # type: ignore[untyped-decorator]
def compare_names(organization: str) -> None:
    """Look for duplicates among everybody of an organization (its id); a second run does no harm.

    One that holds its own key and has it locked is left out until the next night; its trail says so.
    """
    try:
        compare_everybody(UUID(organization))
    except OrganizationLocked:
        skip_comparing(UUID(organization))


@app.periodic(cron="*/10 * * * *")  # type: ignore[untyped-decorator]
@app.task(name="cases.look_at_notices", queue="referrals")  # type: ignore[untyped-decorator]
def look_at_notices(timestamp: int) -> None:
    """Every ten minutes: a job for each organization that works. `timestamp` is when it was due, and isn't used."""
    for organization in Organization.objects.active().here().values_list("pk", flat=True):
        tell_of_late_notices.defer(organization=str(organization))


@app.task(name="cases.tell_of_late_notices", queue="referrals")  # type: ignore[untyped-decorator]
def tell_of_late_notices(organization: str) -> None:
    """Remind an organization (its id) of statutory notices not sent or not reviewed in time; nothing is opened."""
    remind_of_notices(UUID(organization))


@app.task(name="cases.run_import", queue="imports", retry=WHILE_LOCKED)  # type: ignore[untyped-decorator]
def run_import(batch: str, user: str) -> None:
    """Import what is left of a batch (its public id) as the user (their id); a second run does no harm.

    While the organization's own key is locked it is tried again every ten minutes, from where it stood.
    """
    person = User.objects.select_related("organization").get(pk=UUID(user))
    with acting_as_user(person):
        run(find_import(batch, by=person), by=person)
