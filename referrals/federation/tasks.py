"""Background jobs of the exchange. Jobs carry the id of a pairing's account, and act as it."""

from uuid import UUID

from django.db import connection, transaction
from procrastinate.contrib.django import app

from casemgr.accounts.models import User

from .carrying_out import carry_out
from .clearing import clear
from .ended_consents import ask_back
from .polling import poll
from .sending import deliver


@app.task(name="exchange.deliver", queue="exchange")  # type: ignore[untyped-decorator]
def deliver_letters(account: str) -> None:
    """Send what a pairing has to tell; a second run sends nothing twice."""
    deliver(User.objects.get(pk=UUID(account)))


@app.task(name="exchange.carry_out", queue="exchange")  # type: ignore[untyped-decorator]
def carry_out_letters(account: str) -> None:
    """Do what came in for a pairing, and send what follows from it."""
    one = User.objects.get(pk=UUID(account))
    carry_out(one)
    deliver(one)


@app.periodic(cron="* * * * *")  # type: ignore[untyped-decorator]
@app.task(name="exchange.every_minute", queue="exchange")  # type: ignore[untyped-decorator]
def every_minute(timestamp: int) -> None:
    """For each pairing: ask for letters where this instance can't be reached, do what waits, send what is due.

    `timestamp` is when it was due, and isn't used.
    """
    failed = []
    for account in accounts():
        for step in (poll, carry_out, ask_back, deliver, clear):
            try:
                step(account)
            except Exception as error:  # the others go on
                failed.append(error)
    if failed:
        raise ExceptionGroup("the exchange with other instances", failed)


def accounts() -> list[User]:
    """The accounts of all pairings; of ended ones too, since taking back still goes out."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT app.exchange_accounts()")
        found = [row[0] for row in cursor.fetchall()]
    return list(User.objects.filter(pk__in=found))
