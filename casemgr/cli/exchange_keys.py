"""`casemgr keys rotate exchange`: new keys by which other instances know this one, told to each partner."""

import argparse

from casemgr.accounts.models import User
from casemgr.audit import events
from casemgr.cli.key_trail import tell_all
from referrals.federation.renewing import renew


def add_parser(rotate: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Options of it."""
    parser = rotate.add_parser("exchange", help="the keys by which other instances know this one")
    parser.set_defaults(do=_rotate)


def _rotate(_arguments: argparse.Namespace) -> int:
    partners = list(User.objects.filter(role="remote_partner"))
    version = renew(partners)
    tell_all(events.EXCHANGE_KEYS_RENEWED, {"version": version})
    print(f"Version {version} of the keys for the exchange. {len(partners)} partners are being told.")
    print("Call each of them and compare the new number: until their people confirm it, your letters wait there.")
    return 0
