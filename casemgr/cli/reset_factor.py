"""`casemgr reset-factor`: takes a lost second factor away where nobody of the organization can confirm it."""

import argparse

from django.db import transaction

from casemgr.accounts.actions.factor_resets import take_factors
from casemgr.accounts.models import User
from casemgr.audit import events, trail
from casemgr.cli.refusal import Refused


def add_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Options of `casemgr reset-factor`."""
    parser = commands.add_parser("reset-factor", help="take a lost second factor away")
    parser.add_argument("email", help="the account's e-mail address")
    parser.add_argument("--yes", action="store_true", help="you made sure that it is really them")


def run(arguments: argparse.Namespace) -> int:
    """Ask, then end their factors and sessions; the organization's trail tells that an operator did it."""
    person = User.objects.filter(email=arguments.email.strip().lower(), is_active=True, is_machine=False).first()
    if person is None:
        raise Refused("There is no active account with this e-mail address.")
    if not (arguments.yes or _confirmed()):
        raise Refused("Nothing was changed.")
    with transaction.atomic():
        take_factors(person)
        facts: dict[str, str | int] = {"state": "done", "operator": 1}
        trail.record(
            events.FACTOR_RESET_DECIDED,
            by=None,
            subject=person,
            organization_id=person.organization_id,
            facts=facts,
        )
    print("Done. At the next sign-in, with their own password, they set up a new second factor.")
    return 0


def _confirmed() -> bool:
    try:
        return input("Did you see them, or call a number that you knew before? Type yes: ").strip().lower() == "yes"
    except EOFError:
        return False
