"""Background jobs of casework. Jobs carry ids only, and run as the person who asked, with their scope now."""

from uuid import UUID

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from casemgr.accounts.acting import acting_as_user
from casemgr.accounts.models import Organization, User
from casemgr.encryption.errors import OrganizationLocked
from cases.actions import (
    compare_alleged,
    compare_everybody,
    count_asked,
    end_logs,
    erase_what_is_due,
    forget_contacts,
    forget_counts,
    forget_drafts,
    look_after,
    remind_of_deadlines,
    remind_of_missing,
    remind_of_notices,
    remind_of_requests,
    skip_comparing,
    tell_of_retention,
)
from cases.ending_keys import destroy_now
from cases.importing.actions import find_import
from cases.importing.running import run
from cases.importing.sketching import forget_sketches

# a job of an organization whose own key is locked waits, however long that takes
AGAIN = RetryStrategy(max_attempts=20, wait=300)  # what was begun must end
WHILE_LOCKED = RetryStrategy(wait=600, retry_exceptions={OrganizationLocked})


@app.periodic(cron="17 2 * * *")  # type: ignore[untyped-decorator]
@app.task(name="cases.compare_every_night", queue="nightly")  # type: ignore[untyped-decorator]
def compare_every_night(timestamp: int) -> None:
    """At night (UTC): a job for each organization that works. `timestamp` is when it was due, and isn't used."""
    for organization in Organization.objects.active().here().values_list("pk", flat=True):
        compare_names.defer(organization=str(organization))


@app.task(name="cases.compare_names", queue="nightly")  # type: ignore[untyped-decorator]
def compare_names(organization: str) -> None:
    """Look for duplicates, and for who may be somebody alleged, in an organization (its id); again does no harm.

    One that holds its own key and has it locked is left out until the next night; its trail says so.
    """
    try:
        compare_everybody(UUID(organization))
        compare_alleged(UUID(organization))
    except OrganizationLocked:
        skip_comparing(UUID(organization))


@app.task(name="cases.compare_alleged", queue="referrals", retry=WHILE_LOCKED)  # type: ignore[untyped-decorator]
def look_for_alleged(organization: str) -> None:
    """Compare who is alleged, stays or interprets in an organization (its id); a second run tells nobody twice.

    While the organization's own key is locked it is tried again every ten minutes.
    """
    compare_alleged(UUID(organization))


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


@app.periodic(cron="23 * * * *")  # type: ignore[untyped-decorator]
@app.task(name="cases.look_at_deadlines", queue="referrals")  # type: ignore[untyped-decorator]
def look_at_deadlines(timestamp: int) -> None:
    """Every hour: a job for each organization that works. `timestamp` is when it was due, and isn't used."""
    for organization in Organization.objects.active().here().values_list("pk", flat=True):
        tell_of_deadlines.defer(organization=str(organization))


@app.task(name="cases.tell_of_deadlines", queue="referrals")  # type: ignore[untyped-decorator]
def tell_of_deadlines(organization: str) -> None:
    """Remind an organization (its id) of legal deadlines and authorities' requests by their days; nothing is opened."""
    remind_of_deadlines(UUID(organization))
    remind_of_requests(UUID(organization))


@app.periodic(cron="23 * * * *")  # type: ignore[untyped-decorator]
@app.task(name="cases.look_at_erasures", queue="nightly")  # type: ignore[untyped-decorator]
def look_at_erasures(timestamp: int) -> None:
    """Every hour: a job for each organization, suspended ones too. `timestamp` is when it was due, and isn't used."""
    for organization in Organization.objects.here().values_list("pk", flat=True):
        erase_due.defer(organization=str(organization))


@app.task(name="cases.erase_due", queue="nightly", retry=AGAIN)  # type: ignore[untyped-decorator]
def erase_due(organization: str) -> None:
    """Erase the records of an organization (its id) whose sealed wait is over; a second run ends what was begun."""
    erase_what_is_due(UUID(organization))


@app.task(name="cases.destroy_file", queue="nightly", retry=AGAIN)  # type: ignore[untyped-decorator]
def end_file(organization: str, owner: str, file: str) -> None:
    """Destroy the key of what is deleted (papers, calls, drafts, imports), and its file; by id, again until done."""
    destroy_now(UUID(organization), UUID(owner), file)


@app.periodic(cron="41 3 * * *")  # type: ignore[untyped-decorator]
@app.task(name="cases.look_at_retention", queue="nightly")  # type: ignore[untyped-decorator]
def look_at_retention(timestamp: int) -> None:
    """At night (UTC): a job for each organization that works. `timestamp` is when it was due, and isn't used."""
    for organization in Organization.objects.active().here().values_list("pk", flat=True):
        preview_retention.defer(organization=str(organization))


@app.task(name="cases.preview_retention", queue="nightly")  # type: ignore[untyped-decorator]
def preview_retention(organization: str) -> None:
    """Tell supervisors of an organization (its id) that records come to the end of their time. Nothing is erased."""
    tell_of_retention(UUID(organization))


@app.periodic(cron="51 3 * * *")  # type: ignore[untyped-decorator]
@app.task(name="cases.look_at_logs", queue="nightly")  # type: ignore[untyped-decorator]
def look_at_logs(timestamp: int) -> None:
    """At night (UTC): a job for each organization, suspended ones too. `timestamp` is when it was due."""
    for organization in Organization.objects.here().values_list("pk", flat=True):
        end_old_logs.defer(organization=str(organization))


@app.task(name="cases.end_old_logs", queue="nightly", retry=AGAIN)  # type: ignore[untyped-decorator]
def end_old_logs(organization: str) -> None:
    """End entries of logs of an organization (its id) whose time is over; a second run does no harm."""
    end_logs(UUID(organization))


@app.periodic(cron="37 2 * * *")  # type: ignore[untyped-decorator]
@app.task(name="cases.forget_every_night", queue="nightly")  # type: ignore[untyped-decorator]
def forget_every_night(timestamp: int) -> None:
    """At night (UTC): a job for each organization, suspended ones too. `timestamp` is when it was due."""
    for organization in Organization.objects.here().values_list("pk", flat=True):
        forget_old_contacts.defer(organization=str(organization))


@app.task(name="cases.forget_old_contacts", queue="nightly")  # type: ignore[untyped-decorator]
def forget_old_contacts(organization: str) -> None:
    """Delete what an organization (its id) keeps no longer; nothing is opened.

    Calls for help that became no case in time, words typed about nobody's case, figures counted for somebody, and files
    that nobody went on with.
    """
    forget_contacts(UUID(organization))
    forget_drafts(UUID(organization))
    forget_counts(UUID(organization))
    forget_sketches(UUID(organization))


@app.periodic(cron="*/10 * * * *")  # type: ignore[untyped-decorator]
@app.task(name="cases.look_at_missing", queue="referrals")  # type: ignore[untyped-decorator]
def look_at_missing(timestamp: int) -> None:
    """Every ten minutes: a job for each organization that works. `timestamp` is when it was due, and isn't used."""
    for organization in Organization.objects.active().here().values_list("pk", flat=True):
        tell_of_missing.defer(organization=str(organization))


@app.task(name="cases.tell_of_missing", queue="referrals")  # type: ignore[untyped-decorator]
def tell_of_missing(organization: str) -> None:
    """Remind an organization (its id) of residents who are missing and about whom nobody decided; nothing is opened."""
    remind_of_missing(UUID(organization))


@app.periodic(cron="*/5 * * * *")  # type: ignore[untyped-decorator]
@app.task(name="cases.look_after_everybody", queue="referrals")  # type: ignore[untyped-decorator]
def look_after_everybody(timestamp: int) -> None:
    """Every five minutes: a job for each organization that works. `timestamp` is when it was due, and isn't used."""
    for organization in Organization.objects.active().here().values_list("pk", flat=True):
        look_after_one.defer(organization=str(organization))


@app.task(name="cases.look_after_one", queue="referrals")  # type: ignore[untyped-decorator]
def look_after_one(organization: str) -> None:
    """Tell an organization (its id) of checks not done, stops not confirmed and colleagues not back; opens nothing."""
    look_after(UUID(organization))


@app.task(name="cases.run_import", queue="imports", retry=WHILE_LOCKED)  # type: ignore[untyped-decorator]
def run_import(batch: str, user: str) -> None:
    """Import what is left of a batch (its public id) as the user (their id); a second run does no harm.

    While the organization's own key is locked it is tried again every ten minutes, from where it stood.
    """
    person = User.objects.select_related("organization").get(pk=UUID(user))
    with acting_as_user(person):
        run(find_import(batch, by=person), by=person)


@app.task(name="cases.count_report", queue="reports", retry=WHILE_LOCKED)  # type: ignore[untyped-decorator]
def count_report(report: str, user: str) -> None:
    """Count figures (their row's id) as the user who asked for them (their id); a second run counts them again.

    While the organization's own key is locked it is tried again every ten minutes.
    """
    person = User.objects.select_related("organization").get(pk=UUID(user))
    with acting_as_user(person):
        count_asked(UUID(report), by=person)
