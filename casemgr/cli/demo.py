"""`casemgr demo`: the demo's accounts and their second factors. Refused on any other instance."""

import argparse
import time

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth
from django.conf import settings

from casemgr.accounts.models import User
from casemgr.cli.refusal import Refused
from casemgr.cli.sample_accounts import PASSWORD
from casemgr.cli.table import table

PERIOD_SECONDS = 30  # RFC 6238


def add_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """`casemgr demo code USER` and `casemgr demo accounts`."""
    parser = commands.add_parser("demo", help="show the demo's accounts and second factors (demo instances only)")
    what = parser.add_subparsers(metavar="WHAT", required=True)
    code = what.add_parser("code", help="print the second factor of a demo account")
    code.add_argument("user", help="e-mail address of the account")
    code.set_defaults(show=_code)
    what.add_parser("accounts", help="list the demo's accounts").set_defaults(show=_accounts)


def run(arguments: argparse.Namespace) -> int:
    """Print what was asked for."""
    if not settings.CASEMGR_DEMO:
        raise Refused("This is not a demo instance: second factors are only on the devices of their owners.")
    print(arguments.show(arguments))
    return 0


def _code(arguments: argparse.Namespace) -> str:
    """The current code of the account's authenticator app (TOTP, RFC 6238)."""
    found = Authenticator.objects.filter(user__email=arguments.user.lower(), type=Authenticator.Type.TOTP).first()
    if found is None:
        raise Refused("There is no such account, or it has no second factor. See: casemgr demo accounts")
    secret = get_adapter().decrypt(found.data["secret"])
    counter = int(time.time()) // PERIOD_SECONDS
    return auth.format_hotp_value(auth.hotp_value(secret, counter))


def _accounts(_arguments: argparse.Namespace) -> str:
    people = User.objects.filter(is_machine=False, is_active=True).select_related("organization")
    rows = [
        (person.email, str(person.role_data.label), person.organization.name if person.organization else "-")
        for person in people.order_by("organization__name", "role", "email")
    ]
    return f"{table(('account', 'role', 'organization'), rows)}\n\nPassword of every account: {PASSWORD}"
