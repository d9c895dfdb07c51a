"""`casemgr give-role`: gives a role that takes two people, where nobody of the organization can be the second."""

import argparse

from django.db import transaction

from casemgr.accounts.actions.people import ASSIGNABLE
from casemgr.accounts.actions.role_requests import is_unopened
from casemgr.accounts.models import RoleRequest, User
from casemgr.audit import events, trail
from casemgr.cli.refusal import Refused
from casemgr.db.actor import Actor, acting_as


def add_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Options of `casemgr give-role`."""
    parser = commands.add_parser("give-role", help="give a role where nobody else can confirm it")
    parser.add_argument("email", help="the account's e-mail address")
    parser.add_argument("role", choices=sorted(ASSIGNABLE), help="the role")
    parser.add_argument("--yes", action="store_true", help="the organization's head asked you for it")


def run(arguments: argparse.Namespace) -> int:
    """Ask, then give the role; the organization's trail tells that an operator did it."""
    person = User.objects.filter(email=arguments.email.strip().lower(), is_machine=False).first()
    if person is None:
        raise Refused("There is no account with this e-mail address.")
    with acting_as(Actor(person.pk, person.organization_id, "none")):
        if not (person.is_active or is_unopened(person)):
            raise Refused("Their access has ended: invite them anew.")
        if not (arguments.yes or _confirmed()):
            raise Refused("Nothing was changed.")
        RoleRequest.objects.waiting().filter(person=person, team=None).update(state=RoleRequest.State.REFUSED)
    with transaction.atomic():
        person.role, person.is_active = arguments.role, True
        person.save(update_fields=["role", "is_active"])
        trail.record(
            events.ACCOUNT_ROLE_CHANGED,
            by=None,
            subject=person,
            organization_id=person.organization_id,
            facts={"role": person.role, "operator": 1},
        )
    print("Done. It holds from their next click.")
    return 0


def _confirmed() -> bool:
    try:
        return input("Did the organization's head ask you for it? Type yes: ").strip().lower() == "yes"
    except EOFError:
        return False
