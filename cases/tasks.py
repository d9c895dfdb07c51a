"""Background jobs of casework. Jobs carry ids only, and run as the person who asked, with their scope now."""

from uuid import UUID

from procrastinate.contrib.django import app

from casemgr.accounts.acting import acting_as_user
from casemgr.accounts.models import User
from cases.importing.actions import find_import
from cases.importing.running import run


@app.task(name="cases.run_import", queue="imports")  # type: ignore[untyped-decorator]
def run_import(batch: str, user: str) -> None:
    """Import what is left of a batch (its public id) as the user (their id); a second run does no harm."""
    person = User.objects.select_related("organization").get(pk=UUID(user))
    with acting_as_user(person):
        run(find_import(batch, by=person), by=person)
